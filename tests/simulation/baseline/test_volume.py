"""Volumes: level, weekdays, seasons, bumpiness."""

from datetime import date

import numpy as np
import pytest

from funnelcraft.simulation.baseline.volume import day_number, day_of, volume

MONDAY = day_number(date(2024, 1, 1))
SHAPE = np.array([1.2, 1.1, 1.0, 1.0, 0.9, 0.4, 0.4])


def poisson_days(
    seed: int, days: int, mean: float, dispersion: float = 1.0
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    rng = np.random.default_rng(seed)
    means = mean * np.resize(SHAPE / SHAPE.mean(), days)
    if dispersion > 1:
        means = rng.gamma(means / (dispersion - 1), dispersion - 1)
    return np.repeat(np.arange(days) + MONDAY, rng.poisson(means)).astype(np.int64)


def test_that_the_level_is_leads_per_month_of_the_days_watched() -> None:
    found = volume(np.array([MONDAY] * 10), MONDAY, MONDAY + 60)
    assert found.leads_per_month == pytest.approx(10 / 61 * 365.25 / 12, abs=1e-3)
    assert found.months_observed == pytest.approx(61 / (365.25 / 12), abs=1e-3)


def test_that_weekdays_are_found_within_four_standard_errors() -> None:
    found = volume(poisson_days(1, 364, 30), MONDAY, MONDAY + 363)
    error = 4 * np.sqrt(SHAPE / SHAPE.mean() * 30 / 52) / 30
    assert np.all(np.abs(np.array(found.weekday_weights) - SHAPE / SHAPE.mean()) < error)
    assert found.month_weights == (1.0,) * 12


def test_that_few_leads_say_nothing_about_weekdays() -> None:
    assert volume(poisson_days(1, 364, 0.3), MONDAY, MONDAY + 363).weekday_weights == (1.0,) * 7
    assert volume(poisson_days(1, 42, 30), MONDAY, MONDAY + 41).weekday_weights == (1.0,) * 7


def test_that_a_window_may_begin_on_any_weekday() -> None:
    days = poisson_days(5, 364, 30)
    found = volume(days[days >= MONDAY + 3], MONDAY + 3, MONDAY + 363)
    assert np.argsort(found.weekday_weights)[:2].tolist() in ([5, 6], [6, 5])


def test_that_seasons_are_found_in_two_years_and_more() -> None:
    length = 365 * 3
    rng = np.random.default_rng(2)
    december = np.array([day_of(MONDAY + n).month == 12 for n in range(length)])
    days = np.repeat(np.arange(length) + MONDAY, rng.poisson(np.where(december, 60, 20)))
    weights = volume(days.astype(np.int64), MONDAY, MONDAY + length - 1).month_weights
    assert weights[11] / np.mean(weights[:11]) == pytest.approx(3, rel=0.1)


@pytest.mark.parametrize("dispersion", [1.0, 2.0, 5.0])
def test_that_the_dispersion_is_found_within_a_fifth(dispersion: float) -> None:
    found = [
        volume(poisson_days(seed, 364, 30, dispersion), MONDAY, MONDAY + 363).dispersion
        for seed in range(8)
    ]
    assert np.mean(found) == pytest.approx(dispersion, rel=0.2)


def test_that_a_market_that_grows_is_not_taken_for_bumpy() -> None:
    rng = np.random.default_rng(4)
    days = np.repeat(np.arange(364) + MONDAY, rng.poisson(np.linspace(5, 60, 364)))
    assert volume(days.astype(np.int64), MONDAY, MONDAY + 363).dispersion < 1.3
