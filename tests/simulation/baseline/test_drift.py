"""Drift measured net of chance: intervals that hold, and little to say where there is little."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from funnelcraft.simulation.baseline.drift import (
    MeasuredSteps,
    conversion_steps,
    volume_steps,
)
from funnelcraft.simulation.baseline.history import OPEN, Visits
from funnelcraft.simulation.baseline.level import STEPS, USUAL_STEP, follow
from funnelcraft.simulation.baseline.volume import day_number, volume

FIRST = day_number(date(2022, 1, 1))


def months_of(months: int) -> list[tuple[int, int]]:
    """Return first and last day of so many calendar months from 2022 on."""
    begins = [day_number(date(2022 + at // 12, at % 12 + 1, 1)) for at in range(months + 1)]
    return [(begin, following - 1) for begin, following in pairwise(begins)]


def last_of(months: int) -> int:
    return months_of(months)[-1][1]


def walking_volume(rng: np.random.Generator, sigma: float, months: int, mean: float) -> list[int]:
    """Return the days on which leads come whose monthly volume walks by steps of σ."""
    level = np.log(mean / 30.4) + np.cumsum(rng.normal(0, sigma, months))
    days = []
    for (begin, end), height in zip(months_of(months), level, strict=True):
        counts = rng.poisson(np.exp(height), end - begin + 1)
        days += np.repeat(np.arange(begin, end + 1), counts).tolist()
    return days


def volume_found(rng: np.random.Generator, sigma: float, months: int, mean: float) -> MeasuredSteps:
    return volume_steps(np.array(walking_volume(rng, sigma, months, mean)), FIRST, last_of(months))


def drawn_step(rng: np.random.Generator) -> float:
    """Return a step of the prior, as far as the steps that are looked for reach."""
    while True:
        sigma = abs(float(rng.normal(0, USUAL_STEP)))
        if STEPS[0] <= sigma <= STEPS[-1]:
            return sigma


@pytest.mark.parametrize("mean", [50.0, 2_000.0])
def test_that_a_steady_volume_is_not_taken_for_a_drifting_one(mean: float) -> None:
    """The plain spread of monthly changes is √(2/mean) where nothing but chance is at work."""
    rng = np.random.default_rng(1)
    found = [volume_found(rng, 0.0, 24, mean).size for _ in range(10)]
    plain = np.sqrt(2 / mean)
    assert np.mean([one.value for one in found]) < 0.65 * plain
    assert all(one.low < 0.4 * plain for one in found)


def test_that_80_percent_intervals_hold_the_step_drawn_from_the_prior() -> None:
    """Simulation-based calibration: 80 % of 150 draws, four standard errors are 13 points."""
    rng = np.random.default_rng(2)
    held = []
    for _ in range(150):
        sigma = drawn_step(rng)
        found = volume_found(rng, sigma, 18, 100)
        assert found.months == 17
        held.append(found.size.low <= sigma <= found.size.high)
    assert np.mean(held) == pytest.approx(0.8, abs=0.13)


def test_that_a_market_that_moves_much_is_seen_to() -> None:
    """Half a log step a month, 36 months: the estimate within 40 % at two standard errors."""
    found = volume_found(np.random.default_rng(5), 0.5, 36, 300)
    assert found.size.value == pytest.approx(0.5, rel=0.4)


def test_that_few_weeks_say_what_is_usual() -> None:
    """Half a normal: its root mean square is its scale; of it 80 % lie between these shares.

    Steps below half a percent are not looked for, which moves the lower share up a little.
    """
    found = volume_steps(np.array([FIRST]), FIRST, FIRST + 5)
    assert found.months == 0
    assert found.size.value == pytest.approx(USUAL_STEP, rel=0.05)
    assert found.size.low == pytest.approx(0.1257 * USUAL_STEP, rel=0.2)
    assert found.size.high == pytest.approx(1.645 * USUAL_STEP, rel=0.1)


def test_that_a_level_is_followed_with_the_same_steps() -> None:
    days = np.array(walking_volume(np.random.default_rng(6), 0.2, 12, 200))
    last = FIRST + 52 * 7 - 1
    steps = volume_steps(days, FIRST, last)
    whole = volume(days, FIRST, last)
    counts = np.bincount((days[days <= last] - FIRST) // 7, minlength=52)
    level = follow(counts, np.full(52, counts.mean()), whole.dispersion)
    assert steps.size.value == pytest.approx(level.step, rel=0.01)


def walking_visits(rng: np.random.Generator, sigma: float, months: int, visits: int) -> Visits:
    """Visits of months whose conversion walks from log odds −1; moves after 0 to 9 days."""
    odds = -1.0 + np.cumsum(rng.normal(0, sigma, months))
    spans = months_of(months)
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
        sigma = drawn_step(rng)
        visits = walking_visits(rng, sigma, 18, 150)
        found = conversion_steps(visits, [(0, 1)], last_of(18) + 30)
        assert found.months == 18
        held.append(found.size.low <= sigma <= found.size.high)
    assert np.mean(held) == pytest.approx(0.8, abs=0.21)


def test_that_conversions_of_several_stages_are_one_size_and_surer() -> None:
    rng = np.random.default_rng(4)
    several = [walking_visits(rng, 0.15, 18, 150) for _ in range(6)]
    stage = np.repeat(np.arange(6), [one.stage.size for one in several])
    days, to, followed = (
        np.concatenate([getattr(one, name) for one in several])
        for name in ("days", "to", "followed")
    )
    together = Visits(stage, np.zeros_like(stage), days, to, followed)
    seen = last_of(18) + 30
    pairs = [(at, 1) for at in range(6)]
    alone, pooled = (
        conversion_steps(together, pairs[:1], seen),
        conversion_steps(together, pairs, seen),
    )
    one, all_six = (np.log(found.size.high / found.size.low) for found in (alone, pooled))
    # Six times as much is known: intervals by factors shrink by about √6.
    assert all_six < 0.6 * one
    assert pooled.size.low < 0.15 < 1.3 * pooled.size.high


def test_that_no_moves_tell_nothing() -> None:
    visits = walking_visits(np.random.default_rng(7), 0.1, 6, 20)
    none = conversion_steps(visits, [(0, 2)], last_of(6) + 30)
    assert none.months == 0
    assert none.size.value == pytest.approx(USUAL_STEP, rel=0.05)
