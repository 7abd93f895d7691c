"""Compare two designs: play both on the same arrivals and, as far as they agree, the same leads."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

from funnelcraft.funnel.mapping import Mapping, Pairs, aligned, mapping_by_id, pairs_of
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, number
from funnelcraft.simulation.comparison.comparison import Comparison
from funnelcraft.simulation.comparison.pairs import PairedBlock, PairedEngine
from funnelcraft.simulation.engine.executors import Executor, Halted, ShouldStop
from funnelcraft.simulation.engine.prepared import Prepared, computed
from funnelcraft.simulation.engine.settings import Settings, refuse_impossible
from funnelcraft.simulation.forecast.gathering import kept_bytes
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.plan import Plan, plan
from funnelcraft.simulation.problems import refuse

OnBlock = Callable[[Comparison], None]

# All paired runs are kept, of both designs.
MOST_BYTES = 2e9


class ComparisonStopped(Exception):  # noqa: N818 (it says what happened, and nothing failed)
    """The comparison was stopped. `comparison` holds what was done, None where nothing was."""

    def __init__(self, comparison: Comparison | None) -> None:
        super().__init__("the comparison was stopped")
        self.comparison = comparison


class PairedSimulation(Prepared[PairedBlock]):
    """Two funnels and settings as a work for executors."""

    def __init__(self, a: Funnel, b: Funnel, settings: Settings) -> None:
        super().__init__(a, b, settings=settings)
        self.funnels = a, b  # what is the same in both has one id

    @cached_property
    def plans(self) -> tuple[Plan, Plan]:
        """The two funnels as arrays."""
        a, b = self.funnels
        return plan(a, self.settings.days), plan(b, self.settings.days)

    def made_ready(self) -> PairedEngine:
        """Return the two plans coupled and made ready to simulate."""
        return PairedEngine(self.funnels, self.plans, self.settings)


def compare(
    a: Funnel,
    b: Funnel,
    settings: Settings | None = None,
    on_block: OnBlock | None = None,
    should_stop: ShouldStop | None = None,
    executor: Executor | None = None,
    mapping: Mapping | None = None,
) -> Comparison:
    """Play two designs on the same luck and return all paired runs.

    Stages are the same where `mapping` says so, and triggers, sources and segments that follow from
    it (`pairs_of`); without one, whatever has the same id. The same funnels and settings give the
    same bits, whatever computes them; `on_block`, `should_stop` and `executor` as in `simulate`.
    Raises ComparisonStopped where `should_stop` says yes, and CannotSimulate where a funnel or the
    settings hold errors or the two cannot be compared.
    """
    settings = settings or Settings()
    refuse_impossible(settings)
    refuse_incomparable(a, b)
    work = PairedSimulation(a, b if mapping is None else aligned(a, b, mapping), settings)
    refuse_too_large(work.plans, settings)
    view = _View(plan(b, settings.days), pairs_of(a, b, mapping or mapping_by_id(a, b)))
    _ready = work.engine
    done: list[PairedBlock] = []
    try:
        with closing(computed(work, executor, should_stop)) as parts:
            for ready in parts:
                done += ready
                if on_block is not None:
                    on_block(_comparison(work, view, done))
    except Halted:
        raise ComparisonStopped(_comparison(work, view, done) if done else None) from None
    return _comparison(work, view, done)


@dataclass(frozen=True, eq=False)
class _View:
    """How B is read: as its own file has it, whatever ids it was played under."""

    plan_b: Plan
    pairs: Pairs


def _comparison(work: PairedSimulation, view: _View, done: list[PairedBlock]) -> Comparison:
    return Comparison(
        Runs(work.plans[0], work.settings, tuple(block.a for block in done)),
        Runs(view.plan_b, work.settings, tuple(block.b for block in done)),
        view.pairs,
    )


def refuse_incomparable(a: Funnel, b: Funnel) -> None:
    """Raise CannotSimulate where paired runs of two funnels would mean nothing."""
    if a.start != b.start:
        message = _("The two designs start on different days: give both the same start.")
        raise refuse("start", message)
    refuse_currencies(a, b)


def refuse_currencies(a: Funnel, b: Funnel) -> None:
    """Raise CannotSimulate where money of two funnels cannot be compared."""
    if a.currency != b.currency:
        message = _("The two designs count money in {first} and {second}: give both one currency.")
        raise refuse("currency", message.format(first=a.currency, second=b.currency))


def refuse_too_large(plans: tuple[Plan, ...], settings: Settings) -> None:
    """Raise CannotSimulate where all runs of these plans do not fit into memory."""
    needed = sum(kept_bytes(part, settings) for part in plans)
    if needed > MOST_BYTES:
        message = _("{runs} paired runs need about {size} GB: choose fewer runs or days.")
        raise refuse(
            "too-large",
            message.format(runs=number(settings.runs), size=number(needed / 1e9)),
        )
