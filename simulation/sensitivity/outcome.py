"""What is asked of a changed funnel: one figure over the horizon, exactly."""

from collections.abc import Callable, Sequence

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.simulation.expectation import Expectation, expect
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.problems import refuse

OnProgress = Callable[[int, int], None]  # done, in all
ShouldStop = Callable[[], bool]


class Stopped(Exception):  # noqa: N818 - nothing is wrong
    """The analysis was asked to stop."""


def outcome(funnel: Funnel, days: int, figure: Figure) -> float:
    """Return the expected total of a figure over so many days: entries, moves, wins or revenue.

    Exact without queues; with queues the mean is approximated (`simulation.fluid`). Raises
    CannotSimulate where the funnel has errors or no such figure.
    """
    return outcome_in(expect(funnel, days), funnel, figure)


def outcome_in(found: Expectation, funnel: Funnel, figure: Figure) -> float:
    """Return the total of a figure in the expectation of a funnel. Raises CannotSimulate."""
    match figure.kind:
        case "wins":
            won = {stage.id for stage in funnel.stages if stage.kind == "won"}
            at = [index for index, stage in enumerate(found.stage_ids) if stage in won]
            return float(found.entries[at].sum())
        case "revenue":
            return float(found.revenue.sum())
        case "entries" if figure.id in found.stage_ids:
            return float(found.entries[found.stage_ids.index(figure.id)].sum())
        case "moves" if figure.id in found.trigger_ids:
            return float(found.moves[found.trigger_ids.index(figure.id)].sum())
        case _:
            raise refuse("figure", _("There is no expectation of the figure asked for."))


def outcomes(
    funnels: Sequence[Funnel],
    days: int,
    figure: Figure,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> list[float]:
    """Return the outcome of each funnel. Raises Stopped."""
    return [one for (one,) in several_outcomes(funnels, days, (figure,), on_progress, should_stop)]


def several_outcomes(
    funnels: Sequence[Funnel],
    days: int,
    figures: Sequence[Figure],
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> list[tuple[float, ...]]:
    """Return for each funnel the totals of several figures. Raises Stopped."""
    found = []
    for index, funnel in enumerate(funnels):
        if should_stop is not None and should_stop():
            raise Stopped
        expected = expect(funnel, days)
        found.append(tuple(outcome_in(expected, funnel, figure) for figure in figures))
        if on_progress is not None:
            on_progress(index + 1, len(funnels))
    return found
