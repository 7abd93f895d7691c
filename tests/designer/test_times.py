"""Quantiles of times against random draws of their definitions, and their sentences."""

import math

import pytest

from funnelcraft.designer.inspector.times import quantile, time_sentence
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


@pytest.mark.parametrize(
    "time",
    [
        ExponentialTime(mean_days=7.0),
        LogNormalTime(mean_days=12.0, cv=0.8),
        GammaTime(mean_days=5.0, cv=0.5),
        WeibullTime(mean_days=9.0, cv=1.4),
        TriangularTime(low_days=1.0, mode_days=4.0, high_days=20.0),
    ],
    ids=lambda time: str(time.kind),
)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_that_a_quantile_has_its_share_below_it(time: TimeDistribution, share: float) -> None:
    import numpy as np

    from funnelcraft.simulation.laws import sides

    below = sides(time, np.array([quantile(time, share)])).below[0]
    assert below == pytest.approx(share, abs=1e-9)


def test_that_the_quantiles_of_observed_times_are_observed() -> None:
    assert quantile(EmpiricalTime(days=(1.0, 2.0, 9.0)), 0.5) == 2.0
    assert quantile(EmpiricalTime(days=(1.0, 9.0), weights=(9.0, 1.0)), 0.5) == 1.0
    assert quantile(FixedTime(mean_days=4.0), 0.9) == 4.0
    assert math.isnan(quantile(UnknownTime(kind="later"), 0.5))


def test_that_a_time_reads_as_a_sentence() -> None:
    usual = LogNormalTime(mean_days=3.0, cv=0.8)
    assert time_sentence(usual) == "half within 2.3 days, nine in ten within 5.8 days"
    assert time_sentence(FixedTime(mean_days=1.0)) == "always after 1 day"
    assert "later" in time_sentence(UnknownTime(kind="later"))
    assert "below zero" in time_sentence(FixedTime(mean_days=-1.0))
    assert time_sentence(None) == "no time given yet"
