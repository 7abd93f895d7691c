"""Quantiles of times against their distribution functions, and times made from two quantiles."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from funnelcraft.simulation.laws import sides
from funnelcraft.simulation.quantiles import NoSuchTime, of_quantiles, quantile, share_within

TIMES: list[TimeDistribution] = [
    ExponentialTime(mean_days=7.0),
    LogNormalTime(mean_days=12.0, cv=0.8),
    GammaTime(mean_days=5.0, cv=0.5),
    GammaTime(mean_days=5.0, cv=2.5),
    GammaTime(mean_days=5.0, cv=0.01),
    WeibullTime(mean_days=9.0, cv=1.4),
    TriangularTime(low_days=1.0, mode_days=4.0, high_days=20.0),
]


@pytest.mark.parametrize("time", TIMES, ids=lambda time: f"{time.kind} {getattr(time, 'cv', '')}")
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_that_a_quantile_has_its_share_below_it(time: TimeDistribution, share: float) -> None:
    found = quantile(time, share)
    assert sides(time, np.array([found])).below[0] == pytest.approx(share, abs=1e-9)
    assert share_within(time, found) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("time", TIMES, ids=lambda time: f"{time.kind} {getattr(time, 'cv', '')}")
def test_that_shares_agree_with_the_engine_s(time: TimeDistribution) -> None:
    days = np.array([0.01, 0.5, 3.0, 4.0, 5.0, 19.0, 80.0])
    own = [share_within(time, day) for day in days.tolist()]
    assert own == pytest.approx(sides(time, days).below.tolist(), abs=1e-10)
    assert share_within(time, 0.0) == 0


def test_that_the_quantiles_of_observed_times_are_observed() -> None:
    assert quantile(EmpiricalTime(days=(1.0, 2.0, 9.0)), 0.5) == 2.0
    assert quantile(EmpiricalTime(days=(1.0, 9.0), weights=(9.0, 1.0)), 0.5) == 1.0
    assert quantile(FixedTime(mean_days=4.0), 0.9) == 4.0
    assert math.isnan(quantile(UnknownTime(kind="later"), 0.5))


@given(
    st.sampled_from(["lognormal", "gamma", "weibull"]),
    st.floats(0.01, 1000.0),
    st.floats(1.05, 12.0),
)
def test_that_a_time_made_from_two_quantiles_has_them(kind: str, half: float, more: float) -> None:
    time = of_quantiles(kind, half, half * more)
    assert time.kind == kind
    assert quantile(time, 0.5) == pytest.approx(half, rel=1e-5)
    assert quantile(time, 0.9) == pytest.approx(half * more, rel=1e-5)


def test_that_two_numbers_no_time_can_have_are_refused_with_a_sentence() -> None:
    with pytest.raises(NoSuchTime, match="at most 31 days"):
        of_quantiles("lognormal", 2.0, 200.0)
    with pytest.raises(NoSuchTime, match="longer than half"):
        of_quantiles("gamma", 5.0, 5.0)
    with pytest.raises(NoSuchTime, match="longer than no time"):
        of_quantiles("weibull", 0.0, 5.0)
    with pytest.raises(NoSuchTime, match="Always the same"):
        of_quantiles("lognormal", 5.0, 5.001)
