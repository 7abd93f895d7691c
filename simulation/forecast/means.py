"""The means beside the runs: an expectation by period, as charts draw it."""

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.expectation import Expectation
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.forecast.periods import Period, by_period, periods


def exact_means(
    expected: Expectation, funnel: Funnel, figure: Figure, period: Period, cumulative: bool
) -> Floats | None:
    """Return the exact mean of a figure by period [P]; None where there is none.

    There is none with queues, where the expectation is an approximation, nor of figures that an
    expectation does not hold.
    """
    return expected_means(expected, funnel, figure, period, cumulative) if expected.exact else None


def expected_means(
    expected: Expectation, funnel: Funnel, figure: Figure, period: Period, cumulative: bool
) -> Floats | None:
    """Return the mean of a figure by period [P], as exact as the expectation is.

    None of figures that an expectation does not hold.
    """
    daily = daily_means(expected, funnel, figure)
    if daily is None:
        return None
    within = periods(expected.start, expected.days, period)
    if cumulative and not figure.is_level:
        return by_period(np.cumsum(daily), within, is_level=True)
    return by_period(daily, within, figure.is_level)


def daily_means(expected: Expectation, funnel: Funnel, figure: Figure) -> Floats | None:
    """Return the mean of a figure by day [D]; None where the expectation does not hold it."""
    place = {stage: at for at, stage in enumerate(expected.stage_ids)}
    found: Floats | None = None
    match figure.kind:
        case "entries" if figure.id in place:
            found = expected.entries[place[figure.id]]
        case "balance" if figure.id in place:
            found = expected.balance[place[figure.id]]
        case "moves" if figure.id in expected.trigger_ids:
            found = expected.moves[expected.trigger_ids.index(figure.id)]
        case "wins":
            won = [place[one.id] for one in funnel.stages if one.kind == "won" and one.id in place]
            found = expected.entries[won].sum(axis=0)
        case "revenue":
            found = expected.revenue
        case "pipeline":
            found = expected.pipeline
    return found
