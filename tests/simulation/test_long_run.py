"""The arithmetic of the checks agrees with the simulation's: long run, and shares within days."""

import numpy as np
import pytest

from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.long_run import long_run
from funnelcraft.funnel.model import DAYS_PER_MONTH, Capacity
from funnelcraft.funnel.timing import share_within
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    TriangularTime,
    UnknownTime,
    WeibullTime,
)
from funnelcraft.io.templates import template, template_names
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.laws import sides
from tests.funnel.builders import funnel

# The funnels' own seasons, trends and campaigns do not belong to the long run.
YEARS = 8 * 364


@pytest.mark.parametrize("name", template_names())
def test_that_the_long_run_is_where_the_expectation_settles(name: str) -> None:
    design = template(name)
    steady = design.replaced(
        sources=tuple(
            source.replaced(
                volume=source.volume.replaced(
                    trend_per_month=0.0,
                    weekday_weights=(1.0,) * 7,
                    month_weights=(1.0,) * 12,
                    campaigns=(),
                )
            )
            for source in design.sources
        )
    )
    found, expected = long_run(steady), expect(steady, YEARS)
    for at, stage_id in enumerate(expected.stage_ids):
        a_month = expected.entries[at, -28:].mean() * DAYS_PER_MONTH
        assert found.entries.get(stage_id, 0.0) == pytest.approx(a_month, rel=2e-3), stage_id


def test_that_leads_over_a_capacity_do_not_come_on() -> None:
    tight = change_stage(funnel(), "a", capacity=Capacity(leads_per_day=2.0, calendar="every_day"))
    assert long_run(tight).entries["b"] == pytest.approx(2.0 * DAYS_PER_MONTH * 0.5)


@pytest.mark.parametrize(
    "time",
    [
        ExponentialTime(mean_days=9.0),
        *(LogNormalTime(mean_days=9.0, cv=cv) for cv in (0.05, 0.8, 3.0)),
        *(GammaTime(mean_days=9.0, cv=cv) for cv in (0.05, 0.8, 3.0)),
        *(WeibullTime(mean_days=9.0, cv=cv) for cv in (0.1, 0.8, 3.0)),
        TriangularTime(low_days=2.0, mode_days=5.0, high_days=20.0),
    ],
    ids=lambda time: f"{time.kind} {getattr(time, 'cv', '')}",
)
def test_that_shares_within_days_are_the_simulation_s(time: TimeDistribution) -> None:
    ages = np.array([0.5, 2.0, 8.0, 9.0, 12.0, 40.0])
    shares = [share_within(time, float(age)) for age in ages]
    assert shares == pytest.approx(list(sides(time, ages).below), abs=1e-6)


def test_that_times_without_a_density_are_counted() -> None:
    assert share_within(FixedTime(mean_days=2.0), 2.0) == 1.0
    assert share_within(FixedTime(mean_days=2.0), 1.9) == 0.0
    assert share_within(EmpiricalTime(days=(1.0, 5.0), weights=(3.0, 1.0)), 2.0) == 0.75
    assert share_within(UnknownTime(kind="pareto"), 2.0) is None


@pytest.mark.parametrize("kind", [LogNormalTime, GammaTime, WeibullTime])
@pytest.mark.parametrize("mean", [5e-324, 1e-300, 1.0, 1e300])
@pytest.mark.parametrize("cv", [1e-300, 1e-5, 1.0, 1e300])
def test_that_no_figure_of_a_file_breaks_the_arithmetic(
    kind: type[LogNormalTime], mean: float, cv: float
) -> None:
    share = share_within(kind(mean_days=mean, cv=cv), 3.0)
    assert share is not None
    assert 0.0 <= share <= 1.0
