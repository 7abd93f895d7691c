"""One run day by day: it conserves leads, agrees with the run, and is found again by its seed."""

import dataclasses

import numpy as np
import pytest

from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.engine.blocks import Engine
from funnelcraft.simulation.forecast import (
    Runs,
    balance,
    breaches,
    entries,
    gathering,
    moves,
    queue,
    revenue,
    wins,
)
from funnelcraft.simulation.forecast.replay import Replay, replay, run_at
from tests.simulation.engine.test_engine import DEALS
from tests.simulation.reference import act_on_8, funnel

BUSY = funnel(
    [
        "new",
        {
            "id": "desk",
            "capacity": {"leads_per_day": 6.0, "calendar": "weekdays"},
            "sla": {"days": 2.0, "clock": "first_touch"},
        },
        "won",
        "lost",
    ],
    [
        ("new", "desk", 0.5, {"kind": "exponential", "mean_days": 4.0}),
        ("desk", "won", 0.3, {"kind": "exponential", "mean_days": 6.0}),
        ("desk", "lost", 0.5, {"kind": "exponential", "mean_days": 3.0}),
        ("desk", "new", 0.1, {"kind": "exponential", "mean_days": 9.0}, {"kind": "recycle"}),
    ],
    {"new": 11.0},
    opening=[{"stage": "desk", "segment": "all", "ages_days": [1.0, 2.0, 3.0]}],
    deal_value=DEALS,
)


@pytest.fixture(scope="module")
def busy() -> Runs:
    return simulate(BUSY, Settings(runs=100, days=120, seed=5))


def assert_leads_are_conserved(shown: Replay) -> None:
    links = {trigger.id: trigger for trigger in BUSY.triggers}
    for place, stage in enumerate(shown.stage_ids):
        gone = shown.leaks[place].copy()
        came = np.zeros(shown.days)
        for at, trigger in enumerate(shown.trigger_ids):
            if links[trigger].from_stage == stage:
                gone += shown.moves[at]
            if links[trigger].to_stage == stage:
                came += shown.moves[at]
        for at, source in enumerate(BUSY.sources):
            if source.into == stage:
                came += shown.arrivals[at]
        before = np.concatenate([[shown.opening[place]], shown.balance[place, :-1]])
        assert came == pytest.approx(shown.entries[place], abs=1e-9)
        assert shown.balance[place] == pytest.approx(before + came - gone, abs=1e-6)


def test_that_every_lead_is_somewhere_on_every_day(busy: Runs) -> None:
    for run in (0, 33, 99):
        assert_leads_are_conserved(replay(busy, run))


def test_that_it_shows_what_the_run_did(busy: Runs) -> None:
    shown = replay(busy, 40)
    for name, figure in (
        ("entries", entries),
        ("balance", balance),
        ("queue", queue),
        ("breaches", breaches),
    ):
        for place, stage in enumerate(shown.stage_ids):
            read = getattr(shown, name)[place]
            assert np.array_equal(read, busy.values(figure(stage))[40])
    for place, trigger in enumerate(shown.trigger_ids):
        assert np.array_equal(shown.moves[place], busy.values(moves(trigger))[40])
    assert np.array_equal(shown.wins, busy.values(wins())[40])
    assert np.array_equal(shown.revenue, busy.values(revenue())[40])
    assert shown.queue.max() > 0
    assert shown.breaches.sum() > 0
    assert shown.opening.tolist() == [0.0, 3.0, 0.0, 0.0]


def test_that_a_run_that_was_not_kept_is_simulated_again_to_the_same_figures() -> None:
    model, settings = act_on_8(deal_value=DEALS), Settings(runs=3_000, days=40, seed=3)
    kept = simulate(model, settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "KEEP_BYTES", 0.0)
        patch.setattr(gathering, "counted_bytes", lambda _plan, _settings: 0.0)
        counted = simulate(model, settings)
    made: list[Engine] = []
    again, before = replay(counted, 2_990, made.append), replay(kept, 2_990)
    assert len(made) == 1  # the engine to halt
    for field in dataclasses.fields(Replay):
        if isinstance(getattr(again, field.name), np.ndarray):
            assert np.array_equal(getattr(again, field.name), getattr(before, field.name))


def test_that_runs_are_found_by_how_they_end(busy: Runs) -> None:
    won, worth = busy.totals(wins()), busy.totals(revenue())
    lean, middling, good = (run_at(busy, share) for share in (0.1, 0.5, 0.9))
    assert won[lean] < won[middling] < won[good]
    assert abs(won[middling] - np.median(won)) <= 0.5
    better = (won < won[lean]) | ((won == won[lean]) & (worth < worth[lean]))
    assert better.sum() == 10  # round(0.1 · 99) runs are below it


def test_that_a_forecast_without_luck_replays_its_mean() -> None:
    runs = simulate(BUSY, Settings(runs=1, days=60, luck=False, ignorance=False, drift=False))
    assert_leads_are_conserved(replay(runs, run_at(runs, 0.5)))


def test_that_there_is_no_run_beyond_the_last(busy: Runs) -> None:
    with pytest.raises(IndexError):
        replay(busy, 100)


def test_that_a_funnel_nobody_feeds_is_still() -> None:
    model = funnel(["a", "won"], [("a", "won", 0.5, {"kind": "fixed", "mean_days": 2.0})])
    assert replay(simulate(model, Settings(runs=2, days=9)), 0).is_still
