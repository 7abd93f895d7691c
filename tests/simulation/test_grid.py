"""The day grid against theory: exact means, known variances, exact days."""

import numpy as np
import pytest

from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    TriangularTime,
    WeibullTime,
    mean_days,
)
from funnelcraft.simulation.grid import day_grid, day_grid_within, remaining_days
from funnelcraft.simulation.laws import shares, sides

SPREAD: list[tuple[TimeDistribution, float]] = [
    (ExponentialTime(mean_days=60.0), 60.0**2),
    (ExponentialTime(mean_days=0.3), 0.3**2),
    (LogNormalTime(mean_days=12.0, cv=1.0), 12.0**2),
    (LogNormalTime(mean_days=3.0, cv=0.1), 0.3**2),
    (GammaTime(mean_days=5.0, cv=0.7), 3.5**2),
    (GammaTime(mean_days=40.0, cv=2.0), 80.0**2),
    (WeibullTime(mean_days=9.0, cv=1.4), 12.6**2),
    (WeibullTime(mean_days=20.0, cv=0.3), 6.0**2),
    (TriangularTime(low_days=1.0, mode_days=3.5, high_days=9.2), 2.9445),
    (TriangularTime(low_days=2.0, mode_days=2.0, high_days=30.0), 28.0**2 / 18),
]
LONG = 40_000


def moments(grid: np.ndarray) -> tuple[float, float, float]:
    days = np.arange(grid.size)
    mean = float(grid @ days)
    return float(grid.sum()), mean, float(grid @ (days - mean) ** 2)


def triangular_variance(time: TriangularTime) -> float:
    a, b, c = time.low_days, time.mode_days, time.high_days
    return (a * a + b * b + c * c - a * b - a * c - b * c) / 18


@pytest.mark.parametrize(("time", "variance"), SPREAD)
def test_that_the_grid_keeps_the_mean_and_the_variance(
    time: TimeDistribution, variance: float
) -> None:
    total, mean, found = moments(day_grid(time, LONG))
    if isinstance(time, TriangularTime):
        variance = triangular_variance(time)
    assert total == pytest.approx(1, abs=1e-9)
    assert mean == pytest.approx(mean_days(time), rel=1e-7)
    # floor(U + D) = D + (U − frac), whose spread around D is f(1 − f): 1/6 where the fraction of
    # D is uniform, never more than 1/4.
    assert variance - 1e-6 * variance <= found <= variance * (1 + 1e-6) + 0.25
    if variance > 4:
        assert found == pytest.approx(variance + 1 / 6, rel=2e-4, abs=1e-3)


@pytest.mark.parametrize(("time", "_variance"), SPREAD)
def test_that_the_grid_agrees_with_draws(time: TimeDistribution, _variance: float) -> None:
    # Against plain sampling: floor(U + D), half a million draws, 5 standard errors.
    stream, n = np.random.default_rng(8), 500_000
    drawn = np.floor(stream.random(n) + sample(time, stream, n)).astype(int)
    grid = day_grid(time, 25)
    shares = np.bincount(drawn[drawn < 25], minlength=25) / n
    assert np.all(np.abs(shares - grid) <= 5 * np.sqrt(np.maximum(grid, 1 / n) / n))


def sample(time: TimeDistribution, stream: np.random.Generator, n: int) -> np.ndarray:
    match time:
        case ExponentialTime():
            return stream.exponential(time.mean_days, n)
        case LogNormalTime():
            square = np.log1p(time.cv**2)
            return stream.lognormal(np.log(time.mean_days) - square / 2, np.sqrt(square), n)
        case GammaTime():
            return stream.gamma(time.cv**-2, time.mean_days * time.cv**2, n)
        case WeibullTime():
            from scipy.optimize import brentq
            from scipy.special import gamma

            shape = brentq(
                lambda k: gamma(1 + 2 / k) / gamma(1 + 1 / k) ** 2 - 1 - time.cv**2, 0.3, 30
            )
            scale = float(time.mean_days / gamma(1 + 1 / shape))
            return scale * stream.weibull(shape, n)
        case TriangularTime():
            return stream.triangular(time.low_days, time.mode_days, time.high_days, n)
    raise AssertionError(time)


def test_that_whole_days_land_on_exactly_those_days() -> None:
    grid = day_grid(EmpiricalTime(days=(0.0, 2.0, 30.0, 400.0), weights=(1.0, 2.0, 4.0, 1.0)), 365)
    assert dict(zip(np.flatnonzero(grid).tolist(), grid[grid > 0].tolist(), strict=True)) == {
        0: 0.125,
        2: 0.25,
        30: 0.5,
    }


def test_that_a_fraction_of_a_day_is_shared_between_two_days() -> None:
    assert day_grid(FixedTime(mean_days=2.25), 5).tolist() == [0, 0, 0.75, 0.25, 0]


@pytest.mark.parametrize("kind", [LogNormalTime, GammaTime, WeibullTime])
@pytest.mark.parametrize("cv", [0.0, 1e-9])
def test_that_no_spread_means_a_fixed_time(kind: type, cv: float) -> None:
    found = day_grid(kind(mean_days=7.5, cv=cv), 10)
    assert found == pytest.approx(day_grid(FixedTime(mean_days=7.5), 10), abs=1e-12)


def test_that_a_triangle_without_width_is_a_fixed_time() -> None:
    time = TriangularTime(low_days=3.0, mode_days=3.0, high_days=3.0)
    assert day_grid(time, 5).tolist() == [0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    "time",
    [
        LogNormalTime(mean_days=1e9, cv=1.0),
        LogNormalTime(mean_days=1.0, cv=1e6),
        GammaTime(mean_days=1e-9, cv=3.0),
        WeibullTime(mean_days=5.0, cv=40.0),
        ExponentialTime(mean_days=1e300),
        FixedTime(mean_days=1e300),
        EmpiricalTime(days=(1e300, 1.0)),
        TriangularTime(low_days=0.0, mode_days=1e-12, high_days=1e12),
    ],
)
def test_that_extreme_times_give_probabilities(time: TimeDistribution) -> None:
    grid = day_grid(time, 365)
    assert np.all((grid >= 0) & (grid <= 1))
    assert grid.sum() <= 1 + 1e-9


@pytest.mark.parametrize(("time", "_variance"), SPREAD)
@pytest.mark.parametrize("limit", [0.0, 2.0, 4.3])
def test_that_a_limit_cuts_what_lasts_longer(
    time: TimeDistribution, _variance: float, limit: float
) -> None:
    stream, n = np.random.default_rng(9), 200_000
    lasting = sample(time, stream, n)
    landed = np.floor(stream.random(n) + lasting)[lasting <= limit].astype(int)
    grid, within = day_grid_within(time, limit, 12)
    error = 5 * np.sqrt(np.maximum(grid, 1 / n) / n)
    assert grid.sum() == pytest.approx(within, abs=1e-9)
    assert np.all(np.abs(np.bincount(landed, minlength=12) / n - grid) <= error)


@pytest.mark.parametrize(("time", "_variance"), SPREAD)
def test_that_remaining_days_are_those_of_who_lasted(
    time: TimeDistribution, _variance: float
) -> None:
    stream, n, age = np.random.default_rng(10), 400_000, 2.3
    lasting = sample(time, stream, n)
    left = np.floor(lasting[lasting > age] - age).astype(int)
    grid, share, beyond = remaining_days(time, age, 15)
    found = np.bincount(left[left < 15], minlength=15) / n
    assert beyond == 0
    assert share == pytest.approx(np.mean(lasting > age), abs=5 / np.sqrt(n))
    assert np.all(np.abs(found - grid) <= 5 * np.sqrt(np.maximum(grid, 1 / n) / n))


def test_that_remaining_days_of_atoms_are_exact() -> None:
    time = EmpiricalTime(days=(1.0, 5.0, 9.0, 200.0))
    grid, share, beyond = remaining_days(time, 1.0, 20, limit=9.0)
    assert np.flatnonzero(grid).tolist() == [4, 8]
    assert (share, beyond) == (0.75, 0.25)


@pytest.mark.parametrize("time", [time for time, _variance in SPREAD])
def test_that_shares_alone_are_those_of_all_moments(time: TimeDistribution) -> None:
    x = np.linspace(0.0, 400.0, 1001)
    below, above = shares(time, x)
    at = sides(time, x)
    assert np.array_equal(below, at.below)
    assert np.array_equal(above, at.above)
    assert below + above == pytest.approx(1.0, abs=1e-12)
