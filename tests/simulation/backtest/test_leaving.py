"""How stages are left and leads come now, against laws that are known."""

import numpy as np
import pytest

from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.backtest.arriving import arriving, unsure
from funnelcraft.simulation.backtest.leaving import leaving

LAST = 20_000
LENGTH = 300


def visits(
    leads_a_day: int, share: float, mean: float, jump: float = 1.0, seed: int = 1
) -> tuple[Ints, Ints, Ints]:
    """Return visits of 300 days: begun, days, way. The share is `jump` times as high lately."""
    stream = np.random.default_rng(seed)
    begun = np.repeat(np.arange(LAST - LENGTH + 1, LAST + 1), leads_a_day)
    high = np.where(begun > LAST - 100, share * jump, share)
    moves = stream.random(begun.size) < high
    took = np.floor(stream.random(begun.size) + stream.exponential(mean, begun.size))
    gone = moves & (begun + took <= LAST)
    days = np.where(gone, took, LAST - begun).astype(np.int64)
    return begun, days, np.where(gone, 0, -1)


def test_that_shares_and_times_are_found_with_open_visits_censored() -> None:
    found = leaving(*visits(20, 0.3, 12.0), ways=1, last=LAST, ages=400)
    # Some 1,800 moves know a share of 0.3 to 0.007, and the level of lately to some 0.02.
    assert found.shares[0] == pytest.approx(0.3, abs=0.05)
    assert (found.times[0] * np.arange(400)).sum() == pytest.approx(12.0, abs=2.0)
    assert found.times.sum(axis=1) == pytest.approx([1.0])
    assert found.chances.shape == (1, 400)


def test_that_what_happened_lately_counts_more() -> None:
    found = leaving(*visits(20, 0.2, 5.0, jump=1.8), ways=1, last=LAST, ages=400)
    assert found.shares[0] == pytest.approx(0.36, abs=0.05)
    assert found.step[0] > 0.0


def test_that_every_way_has_its_own_share_and_none_is_more_than_there_is() -> None:
    begun, days, way = visits(20, 0.95, 2.0)
    stream = np.random.default_rng(5)
    way = np.where((way == 0) & (stream.random(way.size) < 0.3), 1, way)
    found = leaving(begun, days, way, ways=3, last=LAST, ages=350)
    assert found.shares == pytest.approx([0.665, 0.285, 0.0], abs=0.05)
    assert found.shares.sum() <= 1
    assert found.moved[2] == 0


def test_that_ages_nobody_reached_yet_are_left_as_the_oldest_are() -> None:
    begun, days, way = visits(5, 0.5, 40.0)
    young = begun > LAST - 60
    found = leaving(begun[young], days[young], way[young], ways=1, last=LAST, ages=200)
    assert found.chances[0, 60:] == pytest.approx(found.chances[0, 59])
    assert found.chances[0, 59] > 0


def test_that_leads_come_as_often_as_lately_and_as_unsure_as_asked() -> None:
    stream = np.random.default_rng(6)
    counts = np.r_[stream.poisson(10, 200), stream.poisson(20, 100)]
    days = np.repeat(np.arange(LAST - 299, LAST + 1), counts)
    found = arriving(days, LAST - 299, LAST)
    assert found is not None
    assert found.volume.leads_per_month / 30.4375 == pytest.approx(20.0, rel=0.1)
    volume = unsure(found, 0.04)
    assert volume.months_observed is not None
    seen = volume.leads_per_month * volume.months_observed / found.volume.dispersion
    # Gamma(25 + ½) / 25: a variance of 0.04, and a mean above 1 that is taken off.
    assert seen == pytest.approx(25.0)
    assert volume.leads_per_month * (1 + 0.5 / 25) == pytest.approx(found.volume.leads_per_month)


def test_that_no_whole_week_is_no_volume() -> None:
    assert arriving(np.array([LAST]), LAST - 3, LAST) is None
    assert arriving(np.zeros(0, dtype=np.int64), LAST - 30, LAST) is None
