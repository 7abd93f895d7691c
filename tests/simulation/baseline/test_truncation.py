"""Logs that begin later than their leads: found where it is so, and no alarm where it is not."""

from dataclasses import replace

import numpy as np
import pytest

from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.baseline.calibration import Window, baseline
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.baseline.truncation import truncations
from funnelcraft.simulation.baseline.volume import day_number, day_of
from funnelcraft.simulation.baseline.window import chosen_window


def won_log(
    rng: np.random.Generator,
    leads: int,
    days: int,
    rate: float,
    mean: float,
    recorded_from: int = 0,
    growth: float = 1.0,
) -> History:
    """A log of leads that are won after exponential times; wins count from a day on.

    The rate grows evenly to `growth` times what it was; all are known on the last day.
    """
    met = np.sort(rng.integers(0, days, leads))
    rates = rate * (1 + (growth - 1) * met / days)
    won_on = np.floor(met + rng.random(leads) + rng.exponential(mean, leads)).astype(np.int64)
    won = (rng.random(leads) < rates) & (won_on < days) & (won_on >= recorded_from)
    lead = np.r_[np.arange(leads), np.flatnonzero(won)]
    stage = np.r_[np.zeros(leads, np.int64), np.ones(int(won.sum()), np.int64)]
    day: Ints = np.r_[met, won_on[won]]
    order = np.lexsort((stage, lead))
    return History(
        ("Lead", "Won"),
        (),
        lead[order],
        stage[order],
        day[order],
        np.zeros(leads, dtype=np.int64),
        np.full(leads, np.nan),
    )


def test_that_records_that_begin_late_are_found_with_what_was_due() -> None:
    """About 2,000/400 · ∫ 0.1 (1 − e^(−t/20)) dt = 90 moves were due in the first 200 days."""
    log = won_log(np.random.default_rng(1), 2_000, 400, 0.1, 20.0, recorded_from=200)
    (one,) = truncations(log, 399)
    assert one.stage == 1
    assert 200 <= one.first_day < 215
    assert one.recorded == 0
    assert one.expected == pytest.approx(5 * 0.1 * (200 - 20), rel=0.35)
    assert one.met_before == int((log.day[log.starts] < one.first_day).sum())


def test_that_a_stray_record_before_does_not_hide_it() -> None:
    log = won_log(np.random.default_rng(2), 2_000, 400, 0.1, 20.0, recorded_from=200)
    early = int(np.flatnonzero(log.stage == 1)[0])
    day = log.day.copy()
    day[early] = day[early - 1]
    log = History(log.stages, log.segments, log.lead, log.stage, day, log.segment, log.value)
    (one,) = truncations(log, 399)
    assert one.first_day >= 200
    assert one.recorded <= 1


@pytest.mark.parametrize(
    ("leads", "days", "rate", "mean", "growth"),
    [
        (300, 60, 0.1, 40.0, 1.0),  # young
        (300, 400, 0.01, 30.0, 1.0),  # rare
        (4_000, 400, 0.2, 120.0, 1.0),  # slow
        (2_000, 400, 0.1, 20.0, 1.8),  # growing
        (30, 200, 0.3, 50.0, 1.0),  # few
    ],
)
def test_that_complete_logs_raise_no_alarm(
    leads: int, days: int, rate: float, mean: float, growth: float
) -> None:
    """The chance of an alarm is below 1 in 1,000: none in 100 logs."""
    for seed in range(100):
        log = won_log(np.random.default_rng(seed), leads, days, rate, mean, growth=growth)
        assert truncations(log, days - 1) == ()


def test_that_the_usual_window_is_the_last_twelve_months_and_says_so() -> None:
    log = won_log(np.random.default_rng(3), 3_000, 900, 0.1, 20.0)
    chosen = chosen_window(log)
    last = int(log.day[log.starts].max())
    assert chosen.window.last_day == last
    assert chosen.window.seen == int(log.day.max())
    assert day_of(chosen.window.first_day).replace(year=2000) == day_of(last + 1).replace(year=2000)
    assert last - chosen.window.first_day + 1 in (365, 366)
    (said,) = chosen.notes
    assert "last twelve months" in said
    assert "no net-new records" in said


def test_that_a_shorter_log_is_measured_whole() -> None:
    log = won_log(np.random.default_rng(3), 300, 100, 0.1, 20.0)
    chosen = chosen_window(log)
    assert chosen.window.first_day == int(log.day.min())
    assert "less than twelve months" in chosen.notes[0]


def test_that_the_usual_window_begins_after_late_records_and_says_so() -> None:
    log = won_log(np.random.default_rng(4), 2_000, 400, 0.1, 20.0, recorded_from=200)
    (one,) = truncations(log, int(log.day.max()))
    chosen = chosen_window(log)
    assert chosen.window.first_day == one.first_day
    assert "begins to record moves to “Won”" in chosen.notes[-1]


def test_that_days_given_are_kept_and_spoilt_leads_are_still_told() -> None:
    log = won_log(np.random.default_rng(4), 2_000, 400, 0.1, 20.0, recorded_from=200)
    chosen = chosen_window(log, first=50, last=300, seen=390)
    assert chosen.window == Window(50, 300, 390)
    assert chosen.notes == ()
    assert len(baseline(log, chosen.window).truncated) == 1


def test_that_leap_days_end_a_year_too() -> None:
    last = day_number(day_of(0).replace(year=2024, month=2, day=28))
    log = History(
        ("Lead",),
        (),
        np.arange(2),
        np.zeros(2, np.int64),
        np.array([last - 800, last]),
        np.zeros(2, np.int64),
        np.full(2, np.nan),
    )
    assert day_of(chosen_window(log).window.first_day).isoformat() == "2023-03-01"


def test_that_a_date_far_in_the_future_does_not_make_the_log_known_until_then() -> None:
    log = won_log(np.random.default_rng(3), 3_000, 900, 0.1, 20.0)
    day = log.day.copy()
    day[-1] += 13_000
    strayed = replace(log, day=day)
    chosen = chosen_window(strayed)
    assert chosen.window == chosen_window(log).window
    assert "1 event is dated more than half a year after all others" in chosen.notes[0]
    assert chosen_window(strayed, seen=int(day.max())).window.seen == day.max()
