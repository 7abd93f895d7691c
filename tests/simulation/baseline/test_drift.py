"""Drift measured net of chance: intervals that hold, and little to say where there is little."""

from datetime import date

import numpy as np
import pytest

from funnelcraft.simulation.baseline.drift import (
    PRIOR_SCALE,
    conversion_steps,
    full_months,
    volume_steps,
)
from funnelcraft.simulation.baseline.history import OPEN, Visits
from funnelcraft.simulation.baseline.volume import day_number

FIRST = day_number(date(2022, 1, 1))


def walking_volume(rng: np.random.Generator, sigma: float, months: int, mean: float) -> list[int]:
    level = np.log(mean / 30.4) + np.cumsum(rng.normal(0, sigma, months))
    spans = full_months(FIRST, FIRST + 36 * 30 + 16)[:months]
    days = []
    for (begin, end), height in zip(spans, level, strict=True):
        counts = rng.poisson(np.exp(height), end - begin + 1)
        days += np.repeat(np.arange(begin, end + 1), counts).tolist()
    return days


@pytest.mark.parametrize(("sigma", "mean"), [(0.0, 50.0), (0.0, 2_000.0)])
def test_that_a_steady_volume_is_not_taken_for_a_drifting_one(sigma: float, mean: float) -> None:
    """The plain spread of monthly counts is 1/√mean; the steps found are well below √2 of it."""
    rng = np.random.default_rng(1)
    found = [
        volume_steps(np.array(walking_volume(rng, sigma, 24, mean)), FIRST, FIRST + 729).size
        for _ in range(10)
    ]
    plain = np.sqrt(2 / mean)
    assert np.mean([one.value for one in found]) < 0.65 * plain
    assert all(one.low < 0.4 * plain for one in found)


def test_that_80_percent_intervals_hold_the_step_drawn_from_the_prior() -> None:
    """Simulation-based calibration: 80 % of 150 draws, four standard errors are 13 points."""
    rng = np.random.default_rng(2)
    held = []
    for _ in range(150):
        sigma = min(abs(float(rng.standard_t(3))) * PRIOR_SCALE, 1.2)
        days = np.array(walking_volume(rng, sigma, 18, 100))
        found = volume_steps(days, FIRST, FIRST + 546)
        assert found.months in (17, 18)
        held.append(found.size.low <= sigma <= found.size.high)
    assert np.mean(held) == pytest.approx(0.8, abs=0.13)


def test_that_a_market_that_leaps_is_seen_to() -> None:
    """Half a log step a month, 36 months: the estimate within 40 % at two standard errors."""
    days = np.array(walking_volume(np.random.default_rng(5), 0.5, 36, 300))
    found = volume_steps(days, FIRST, FIRST + 1095)
    assert found.size.value == pytest.approx(0.5, rel=0.4)


def test_that_few_months_say_what_is_usual() -> None:
    """Half a Student's t of 3 degrees: median 0.765 of its scale, nine in ten below 2.353."""
    found = volume_steps(np.array([FIRST, FIRST + 40]), FIRST, FIRST + 50)
    assert found.months == 0
    assert found.size.high == pytest.approx(2.353 * PRIOR_SCALE, rel=0.03)
    assert found.size.low == pytest.approx(0.1366 * PRIOR_SCALE, rel=0.1)
    assert found.size.value == pytest.approx(1.10 * PRIOR_SCALE, rel=0.05)


def walking_visits(rng: np.random.Generator, sigma: float, months: int, visits: int) -> Visits:
    """Visits of months whose conversion walks from log odds −1; moves after 0 to 9 days."""
    odds = -1.0 + np.cumsum(rng.normal(0, sigma, months))
    spans = full_months(FIRST, FIRST + 36 * 30 + 16)[:months]
    begun = np.concatenate([rng.integers(a, b + 1, visits) for a, b in spans])
    begun[0] = FIRST
    moved = rng.random(begun.size) < np.repeat(1 / (1 + np.exp(-odds)), visits)
    followed = spans[-1][1] + 30 - begun
    days = np.where(moved, rng.integers(0, 10, begun.size), followed)
    none = np.zeros(begun.size, dtype=np.int64)
    return Visits(none, none, days, np.where(moved, 1, OPEN), followed)


def test_that_the_steps_of_conversion_are_found_net_of_chance() -> None:
    """Over 60 draws of the prior the interval holds 80 %; four standard errors are 21 points."""
    rng = np.random.default_rng(3)
    held = []
    for _ in range(60):
        sigma = min(abs(float(rng.standard_t(3))) * PRIOR_SCALE, 1.2)
        visits = walking_visits(rng, sigma, 18, 150)
        seen = full_months(FIRST, FIRST + 36 * 30 + 16)[17][1] + 30
        found = conversion_steps(visits, [(0, 1)], seen)
        assert found.months == 18
        held.append(found.size.low <= sigma <= found.size.high)
    assert np.mean(held) == pytest.approx(0.8, abs=0.21)


def test_that_months_are_whole_ones() -> None:
    first, last = day_number(date(2024, 1, 15)), day_number(date(2024, 4, 29))
    months = full_months(first, last)
    assert months == [
        (day_number(date(2024, 2, 1)), day_number(date(2024, 2, 29))),
        (day_number(date(2024, 3, 1)), day_number(date(2024, 3, 31))),
    ]
    assert full_months(first, first + 10) == []
