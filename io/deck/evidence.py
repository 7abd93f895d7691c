"""What a deck is made from: everything computed of a document, piece by piece as it comes.

The exact means are there within milliseconds; runs, their variance's parts, what matters most and
the scenarios follow. A piece that is not there yet is None, and its pages say so.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.graph import main_path
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import applied
from funnelcraft.simulation.engine import Settings, Stopped, simulate
from funnelcraft.simulation.expectation import Expectation, expect
from funnelcraft.simulation.forecast import (
    Bands,
    Figure,
    Runs,
    Total,
    VarianceShares,
    entries,
    lead_times_of,
    pipeline,
    revenue,
    sentence,
    variance_shares,
    wins,
)
from funnelcraft.simulation.lead_times import LeadTime
from funnelcraft.simulation.problems import CannotSimulate
from funnelcraft.simulation.sensitivity import Tornado, tornado
from funnelcraft.simulation.sensitivity.outcome import Stopped as AnalysisStopped

MOST_SCENARIOS = 5  # as many as a page can show
# What the figures of a large funnel do is computed for so many stages at most: it takes two exact
# forecasts a figure, which would take minutes beyond.
MOST_STAGES_ANALYSED = 60
RUNS_OF_PARTS = 400  # whose variance is taken apart: its parts are known to a point or two then
QUEUED_RUNS, LARGE_RUNS = (
    96,
    32,
)  # with queues a run takes ten times as long; more so where it is large

ShouldStop = Callable[[], bool]


class Given(Exception):  # noqa: N818 - nothing failed
    """Who asked does not want the deck any more."""


@dataclass(frozen=True)
class Question:
    """Of what a deck is asked: the funnel shown, its document, and how to simulate.

    `base` is the document's own funnel with its scenarios; `scenario` the id of the one that is
    shown, empty for the base. `file` is a name without a folder.
    """

    funnel: Funnel
    base: Funnel
    file: str
    today: date
    settings: Settings = field(default_factory=Settings)
    scenario: str = ""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What the runs say. `deals` and `worth` are None where nothing is won or has no value."""

    runs: int
    sentence: str
    deals: Total | None
    worth: Total | None
    pipeline: Total | None
    reached: Mapping[str, Total]
    bands: Bands | None
    lead_time: LeadTime | None


@dataclass(frozen=True, eq=False)
class Option:
    """A scenario beside the base: what it brings more, with its 80% bounds, and how surely.

    `problem` says why it could not be compared.
    """

    id: str
    name: str
    changes: int
    more: Total | None = None
    ahead: float = 0.0
    behind: float = 0.0
    problem: str = ""


@dataclass(frozen=True, eq=False)
class Evidence:
    """Everything known so far. `figure` is what the funnel is judged by; None: nothing can be."""

    question: Question
    figure: Figure | None = None
    expectation: Expectation | None = None
    refusal: tuple[Finding, ...] = ()
    outcome: Outcome | None = None
    parts: VarianceShares | None = None
    levers: Tornado | None = None
    too_large: bool = False
    options: tuple[Option, ...] | None = None
    is_complete: bool = field(default=False)

    @property
    def funnel(self) -> Funnel:
        """The funnel the deck is about."""
        return self.question.funnel


def judged_by(funnel: Funnel) -> Figure | None:
    """Return the figure a funnel is judged by: revenue, else deals, else who comes to its end."""
    if any(stage.kind == "won" for stage in funnel.stages):
        has_value = funnel.deal_value is not None and funnel.deal_value.mean > 0
        return revenue() if has_value else wins()
    path = main_path(funnel)
    return entries(path[-1]) if path else None


def gathering(
    question: Question, should_stop: ShouldStop | None = None, runs: Runs | None = None
) -> Iterator[Evidence]:
    """Yield what is known of a funnel, more each time; the last is complete.

    `runs` are those of the question's funnel and settings, where they are there already. Raises
    Given where `should_stop` says yes.
    """
    found = Evidence(question, judged_by(question.funnel))
    try:
        yield from _computed(found, question, should_stop or _never, runs)
    except CannotSimulate as problem:
        yield replace(found, refusal=problem.findings, is_complete=True)
    except (Stopped, AnalysisStopped) as stopped:
        raise Given from stopped


def gathered(
    question: Question, should_stop: ShouldStop | None = None, runs: Runs | None = None
) -> Evidence:
    """Return all that can be known of a funnel, as `gathering` does in the end. Raises Given."""
    *_before, last = gathering(question, should_stop, runs)
    return last


def _never() -> bool:
    return False


def _computed(
    found: Evidence, question: Question, should_stop: ShouldStop, runs: Runs | None
) -> Iterator[Evidence]:
    funnel, settings = question.funnel, question.settings
    found = replace(found, expectation=expect(funnel, settings.days))
    yield found
    figure = found.figure
    if figure is None:
        yield replace(found, options=(), is_complete=True)
        return
    runs = runs or simulate(funnel, settings, None, should_stop)
    found = replace(found, outcome=outcome_of(runs, funnel, figure))
    yield found
    if len(funnel.stages) > MOST_STAGES_ANALYSED:
        found = replace(found, too_large=True)
    else:
        levers = tornado(funnel, settings.days, figure, None, should_stop)
        found = replace(found, levers=levers)
        yield found
    parts = variance_shares(runs, funnel, figure, runs_of_parts(runs, funnel), should_stop)
    found = replace(found, parts=parts)
    yield found
    options = []
    for option in question.base.scenarios[:MOST_SCENARIOS]:
        options.append(_option(question, option.id, figure, should_stop))
    yield replace(found, options=tuple(options), is_complete=True)


def runs_of_parts(runs: Runs, funnel: Funnel) -> int:
    """Return how many runs are played without luck, and so on; the parts say how sure they are."""
    if not runs.plan.has_queues:
        return RUNS_OF_PARTS
    return LARGE_RUNS if len(funnel.stages) > MOST_STAGES_ANALYSED else QUEUED_RUNS


def outcome_of(runs: Runs, funnel: Funnel, figure: Figure) -> Outcome:
    """Return what runs say of a funnel, and how its main figure grows month by month."""
    has_wins = bool(runs.plan.node_won.any())
    has_value = figure.kind == "revenue"
    return Outcome(
        runs=runs.runs,
        sentence=sentence(runs, funnel),
        deals=runs.total(wins()) if has_wins else None,
        worth=runs.total(revenue()) if has_value else None,
        pipeline=runs.total(pipeline()) if has_value else None,
        reached={stage: runs.total(entries(stage)) for stage in runs.stage_ids},
        bands=runs.bands(figure, "month", cumulative=True),
        lead_time=lead_times_of(runs).overall if has_wins else None,
    )


def _option(question: Question, name: str, figure: Figure, should_stop: ShouldStop) -> Option:
    """Play a scenario against the base."""
    from funnelcraft.simulation.comparison import ComparisonStopped, compare

    base = question.base
    scenario = next(one for one in base.scenarios if one.id == name)
    told = Option(scenario.id, scenario.name, sum(not one.off for one in scenario.changes))
    funnel = applied(base, scenario.changes).funnel
    try:
        pair = compare(base, funnel, question.settings, None, should_stop)
        difference = pair.difference(figure)
    except ComparisonStopped:
        raise Given from None
    except CannotSimulate as problem:
        return replace(told, problem=problem.findings[0].message)
    except KeyError:  # the base's last stage is not in the scenario
        return replace(told, problem="")
    return replace(told, more=difference.total, ahead=difference.more, behind=difference.less)
