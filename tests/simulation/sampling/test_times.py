"""Single times against the distribution functions the engines compute with."""

import numpy as np
import pytest
from scipy import stats

from funnelcraft.funnel.model import DealValue
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    TriangularTime,
    WeibullTime,
)
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.laws import sides
from funnelcraft.simulation.sampling.times import (
    draw_beyond,
    draw_deals,
    draw_times,
    share_beyond,
)

DRAWN = 20_000
SURE = 1e-3
CONTINUOUS = [
    ExponentialTime(mean_days=8.0),
    LogNormalTime(mean_days=12.0, cv=1.3),
    GammaTime(mean_days=5.0, cv=0.6),
    WeibullTime(mean_days=9.0, cv=1.4),
    TriangularTime(low_days=1.0, mode_days=4.0, high_days=15.0),
]


@pytest.mark.parametrize("time", CONTINUOUS, ids=lambda time: time.kind)
def test_that_times_follow_the_law_of_the_engines(time: TimeDistribution) -> None:
    drawn = draw_times(time, DRAWN, np.random.default_rng(1))

    def below(x: Floats) -> Floats:
        return sides(time, x).below

    assert stats.kstest(drawn, below).pvalue > SURE


@pytest.mark.parametrize("time", CONTINUOUS, ids=lambda time: time.kind)
def test_that_times_beyond_an_age_are_those_that_exceed_it(time: TimeDistribution) -> None:
    age = 6.0
    drawn = draw_beyond(time, age, 4_000, np.random.default_rng(2))
    assert drawn.min() >= age
    every = draw_times(time, 20 * DRAWN, np.random.default_rng(3))
    later = every[every > age]
    share = share_beyond(time, age)
    assert abs(later.size / every.size - share) < 4 * np.sqrt(share * (1 - share) / every.size)
    assert stats.ks_2samp(drawn, later).pvalue > SURE


def test_that_observed_times_come_as_often_as_they_weigh() -> None:
    time = EmpiricalTime(days=(0.0, 3.0, 40.0), weights=(1.0, 2.0, 1.0))
    drawn = draw_times(time, DRAWN, np.random.default_rng(1))
    shares = [(drawn == day).mean() for day in (0.0, 3.0, 40.0)]
    assert shares == pytest.approx([0.25, 0.5, 0.25], abs=4 * 0.5 / np.sqrt(DRAWN))
    later = draw_beyond(time, 0.0, DRAWN, np.random.default_rng(1))
    assert (later == 40.0).mean() == pytest.approx(1 / 3, abs=4 * 0.5 / np.sqrt(DRAWN))
    assert share_beyond(time, 3.0) == 0.25
    assert (draw_times(FixedTime(mean_days=2.5), 3, np.random.default_rng(1)) == 2.5).all()


@pytest.mark.parametrize("kind", ["fixed", "exponential", "lognormal", "gamma", "weibull"])
def test_that_deals_have_the_mean_and_spread_of_the_document(kind: str) -> None:
    cv = {"fixed": 0.0, "exponential": 1.0}.get(kind, 0.8)
    drawn = draw_deals(DealValue(kind=kind, mean=500.0, cv=0.8), DRAWN, np.random.default_rng(1))
    assert abs(drawn.mean() - 500) <= 4 * cv * 500 / np.sqrt(DRAWN)
    # The standard error of a spread of skewed values is some two times that of normal ones.
    assert drawn.std() == pytest.approx(cv * 500, rel=8 / np.sqrt(2 * DRAWN))
    assert np.isnan(draw_deals(None, 3, np.random.default_rng(1))).all()
