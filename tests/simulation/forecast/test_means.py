"""The exact means by period: they add up to the expectation, and agree with the runs."""

import numpy as np
import pytest

from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.model import Capacity, Funnel
from funnelcraft.io.templates import template
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import (
    Figure,
    balance,
    entries,
    moves,
    periods,
    pipeline,
    queue,
    revenue,
    wins,
)
from funnelcraft.simulation.forecast.means import exact_means, expected_means

DAYS = 200


def figures(funnel: Funnel) -> tuple[Figure, ...]:
    """Return a figure of each kind that an expectation holds."""
    stage, trigger = funnel.stages[1].id, funnel.triggers[0].id
    return wins(), revenue(), pipeline(), entries(stage), balance(stage), moves(trigger)


def test_that_flows_add_up_and_levels_are_read_at_the_end() -> None:
    funnel = template("lead-to-revenue")
    expected = expect(funnel, DAYS)
    for figure in figures(funnel):
        daily = exact_means(expected, funnel, figure, "day", cumulative=False)
        monthly = exact_means(expected, funnel, figure, "month", cumulative=False)
        total = exact_means(expected, funnel, figure, "month", cumulative=True)
        assert daily is not None
        assert monthly is not None
        assert total is not None
        assert len(monthly) == len(periods(expected.start, DAYS, "month").starts)
        if figure.is_level:
            assert monthly[-1] == total[-1] == daily[-1]
        else:
            assert monthly.sum() == pytest.approx(daily.sum())
            assert total == pytest.approx(np.cumsum(monthly))


def test_that_the_mean_of_many_runs_of_luck_is_the_exact_mean() -> None:
    funnel = template("lead-to-revenue")
    expected = expect(funnel, DAYS)
    settings = Settings(runs=400, days=DAYS, seed=3, ignorance=False, drift=False)
    runs = simulate(funnel, settings)
    for figure in (wins(), pipeline(), entries(funnel.stages[1].id)):
        exact = exact_means(expected, funnel, figure, "month", cumulative=True)
        assert exact is not None
        total = runs.total(figure)
        # Four standard errors: both hold in 9,999 of 10,000 seeds.
        assert abs(total.mean - exact[-1]) <= 4 * total.mcse


def test_that_what_an_expectation_does_not_hold_has_no_exact_mean() -> None:
    funnel = template("lead-to-revenue")
    expected = expect(funnel, DAYS)
    assert exact_means(expected, funnel, queue("mql"), "month", cumulative=False) is None
    assert exact_means(expected, funnel, entries("gone"), "month", cumulative=False) is None


def test_that_means_with_queues_are_not_called_exact() -> None:
    funnel = template("lead-to-revenue")
    stage = next(one.id for one in funnel.stages if one.kind == "open")
    queued = change_stage(funnel, stage, capacity=Capacity(leads_per_day=1.0))
    assert exact_means(expect(queued, DAYS), queued, wins(), "month", cumulative=False) is None
    means = expected_means(expect(queued, DAYS), queued, wins(), "month", cumulative=False)
    assert means is not None, "an approximation is better than nothing while the runs are awaited"
