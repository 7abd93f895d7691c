"""Distributions fitted to days: the right one chosen, its figures found, its fit said."""

import math

import numpy as np
import pytest

from funnelcraft.funnel.velocity import (
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    WeibullTime,
)
from funnelcraft.simulation.baseline.fits import fits
from funnelcraft.simulation.baseline.incidence import Incidence, incidence
from tests.simulation.baseline.simulated_logs import drawn


def censored(time: TimeDistribution, visits: int = 6_000, seed: int = 4) -> Incidence:
    """Visits of 400 days, 60 % of which move after the time, known on the last day."""
    rng = np.random.default_rng(seed)
    days = np.floor(rng.random(visits) + drawn(time, rng)(visits)).astype(np.int64)
    followed = rng.integers(0, 400, visits)
    left = (rng.random(visits) < 0.6) & (days <= followed)
    return incidence(np.where(left, days, followed), np.where(left, 0, -1), followed, 1)


@pytest.mark.parametrize(
    "time",
    [
        FixedTime(mean_days=3.3),
        ExponentialTime(mean_days=20),
        LogNormalTime(mean_days=20, cv=0.8),
        GammaTime(mean_days=20, cv=0.5),
        WeibullTime(mean_days=20, cv=0.5),
        LogNormalTime(mean_days=2, cv=1.5),
    ],
    ids=lambda time: f"{time.kind}-{time.mean_days:g}",
)
def test_that_the_true_distribution_is_found_with_its_figures(time: TimeDistribution) -> None:
    """Mean and cv within 4 standard errors, of 3,300 moves: cv/√n and about 4/√n."""
    best = fits(censored(time), 0)[0]
    assert best.time.kind == time.kind
    assert best.fit == "good"
    assert best.aic == 0
    cv = getattr(time, "cv", 1.0)
    if not isinstance(time, FixedTime):
        assert best.time.mean_days == pytest.approx(time.mean_days, rel=4 * cv / math.sqrt(3_300))  # type: ignore[union-attr]
    if hasattr(time, "cv"):
        assert best.time.cv == pytest.approx(time.cv, rel=4 * 2 / math.sqrt(3_300))  # type: ignore[union-attr]


def test_that_a_fixed_time_is_the_mean_of_the_days() -> None:
    found = incidence(np.full(20, 5), np.zeros(20, np.int64), np.full(20, 99), 1)
    (best,) = (one for one in fits(found, 0) if one.aic == 0)
    assert best.time == FixedTime(mean_days=5.0, observations=20)


def test_that_an_exponential_time_has_the_mean_of_its_days() -> None:
    """By maximum likelihood on whole days the mean is that of the days, within a hundredth."""
    found = censored(ExponentialTime(mean_days=20))
    (one,) = (one for one in fits(found, 0) if one.time.kind == "exponential")
    jumps = np.diff(found.cumulative[0, : found.end + 1], prepend=0.0)
    mean = float((np.arange(jumps.size) * jumps).sum() / jumps.sum())
    assert isinstance(one.time, ExponentialTime)
    assert one.time.mean_days == pytest.approx(mean, rel=0.01)


def test_that_no_curve_fits_what_is_two_things() -> None:
    rng = np.random.default_rng(1)
    days = np.where(rng.random(4_000) < 0.5, 1, rng.integers(60, 64, 4_000))
    found = incidence(days, np.zeros(4_000, np.int64), np.full(4_000, 300), 1)
    assert {one.fit for one in fits(found, 0)} == {"poor"}


def test_that_too_few_moves_and_moves_of_no_time_fit_no_shape() -> None:
    few = incidence(np.arange(9), np.zeros(9, np.int64), np.full(9, 99), 1)
    assert fits(few, 0) == ()
    same_day = incidence(np.zeros(30, np.int64), np.zeros(30, np.int64), np.full(30, 99), 1)
    assert [one.time for one in fits(same_day, 0)] == [FixedTime(mean_days=0.0, observations=30)]
