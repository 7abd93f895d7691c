"""Queues and promises: theory where there is one, conservation always, bad input answered."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.calendars import slots
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import (
    arrivals,
    balance,
    begun,
    breach_share,
    breaches,
    entries,
    leaks,
    mean_wait,
    moves,
    queue,
    summary,
    waits_of,
)
from funnelcraft.simulation.plan import plan
from funnelcraft.simulation.problems import CannotSimulate
from tests.simulation.reference import act_on_8, funnel

LATER = {"kind": "exponential", "mean_days": 4.0}


def fixed(days: float) -> dict[str, Any]:
    return {"kind": "fixed", "mean_days": days}


def desk(leads_a_day: float, capacity: float | None, time: Any = None, **stage: Any) -> Funnel:
    """Return a funnel of one stage with a capacity, worked on every day, and a way to win."""
    held = {"leads_per_day": capacity, "calendar": "every_day"}
    leak = {"leak_time": time or LATER}
    given = {"id": "a", "capacity": held if capacity is not None else None} | leak | stage
    return funnel(
        [given, "won"], [("a", "won", 0.5, time or LATER)], leads_a_day={"a": leads_a_day}
    )


def test_that_slots_add_up_to_the_capacity_of_the_working_days() -> None:
    model = funnel([{"id": "a", "capacity": {"leads_per_day": 1.3}}], [], holidays=["2027-01-06"])
    capacity = model.stages[0].capacity
    assert capacity is not None
    # 2027-01-01 is a Friday; the Wednesday after is a holiday.
    found = slots(capacity, model.holidays, plan(model, 12).start, 12)
    assert found.tolist() == [1, 0, 0, 1, 1, 0, 2, 1, 0, 0, 1, 2]
    longer = slots(capacity, model.holidays, plan(model, 12).start, 3650)
    assert longer.sum() == int(1.3 * np.count_nonzero(longer))


def queue_law(load: float, servers: int, longest: int = 400) -> np.ndarray[Any, Any]:
    """Return the stationary law of the queue of M/D/c: L' = (L + A − c)⁺, A Poisson (Crommelin)."""
    chance = stats.poisson(load * servers).pmf(np.arange(60))
    step = np.zeros((longest, longest))
    for left in range(longest):
        for came, weight in enumerate(chance):
            step[left, min(max(left + came - servers, 0), longest - 1)] += weight
    found = np.full(longest, 1 / longest)
    for _step in range(4000):
        found = found @ step
    law: np.ndarray[Any, Any] = found / found.sum()
    return law


@pytest.mark.parametrize(("load", "servers"), [(0.8, 1), (0.85, 3)])
def test_that_a_queue_is_as_long_as_the_theory_of_m_d_c_says(load: float, servers: int) -> None:
    # Served for a day each by c servers, or begun by c slots a day: the same queue at midnight.
    law = queue_law(load, servers)
    expected = float(law @ np.arange(law.size))
    if servers == 1:
        # Pollaczek and Khinchine: ρ²/2(1 − ρ).
        assert expected == pytest.approx(load**2 / 2 / (1 - load))
    runs = simulate(desk(load * servers, servers), Settings(runs=320, days=500))
    waiting = runs.values(queue("a"))
    drawn = waiting[:, 200:].mean(axis=1)
    assert drawn.mean() == pytest.approx(expected, abs=4 * drawn.std() / np.sqrt(320))
    # The whole law, on one night: lengths rarer than 1 in 40 are put together.
    common = int(np.argmax(np.cumsum(law[::-1])[::-1] < 1 / 40))
    seen = np.bincount(np.minimum(waiting[:, -1], common), minlength=common + 1)
    share = np.append(law[:common], law[common:].sum())
    assert stats.chisquare(seen, share * 320).pvalue > 1e-3


@pytest.mark.parametrize(
    "time",
    [
        fixed(2.6),
        {"kind": "exponential", "mean_days": 11.0},
        {"kind": "lognormal", "mean_days": 9.0, "cv": 1.3},
        {"kind": "empirical", "days": [0.2, 3.5, 30.0]},
    ],
    ids=lambda time: str(time["kind"]),
)
def test_that_balances_obey_littles_law(time: dict[str, Any]) -> None:
    # Leads seen at midnight = leads a day · mean days in the stage: the grid keeps the mean.
    model = funnel(
        [{"id": "a", "leak_time": time}, "won"], [("a", "won", 0.4, time)], leads_a_day={"a": 7.0}
    )
    runs = simulate(model, Settings(runs=96, days=1000))
    law = model.triggers[0].velocity
    assert law is not None
    mean = getattr(law, "mean_days", None) or float(np.mean(getattr(law, "days", 0.0)))
    level = runs.values(balance("a"))[:, 250:].mean(axis=1)
    # What is still missing after 250 days is a thousandth for the longest of these times.
    assert level.mean() == pytest.approx(7.0 * mean, abs=4 * level.std() / np.sqrt(96))


def test_that_waits_obey_littles_law() -> None:
    runs = simulate(desk(8.0, 9.0), Settings(runs=64, days=1500))
    (waits,) = waits_of(runs)
    assert waits is not None
    nights = float(waits.begun @ np.arange(waits.begun.size))
    # Leads waiting at midnight = leads a day · mean nights waited, but for those of the last days.
    came = runs.values(entries("a")).mean()
    assert runs.values(queue("a")).mean() == pytest.approx(came * nights, rel=2e-3)
    working = runs.values(balance("a"))[:, 300:].mean() - runs.values(queue("a"))[:, 300:].mean()
    # Who begins at 00:00 is counted just before midnight, on average half a day less.
    waiting = 1.0 - float(waits.begun[0])
    assert working == pytest.approx(8.0 * (4.0 - 0.5 * waiting), rel=0.015)


def test_that_a_queue_is_empty_or_every_slot_is_taken() -> None:
    runs = simulate(desk(8.0, 7.5), Settings(runs=32, days=200))
    station = runs.plan.stations[0]
    waiting, served = runs.values(queue("a")), runs.values(begun("a"))
    assert station.slots is not None
    assert np.all((waiting == 0) | (served == station.slots))
    assert served.max() <= station.slots.max()
    change = runs.values(entries("a")) - served
    assert np.array_equal(np.diff(waiting, prepend=0, axis=1), change)


def test_that_a_stage_without_capacity_never_begins() -> None:
    runs = simulate(desk(5.0, 0.0), Settings(runs=32, days=60))
    assert runs.values(begun("a")).max() == 0
    assert runs.values(moves("a-won")).max() == 0
    assert np.array_equal(runs.values(queue("a")), runs.values(balance("a")))
    assert expect(desk(5.0, 0.0), 60).moves.max() == 0


def test_that_ample_capacity_changes_no_mean() -> None:
    free, ample = (expect(desk(5.0, c), 90) for c in (None, 1e9))
    assert ample.entries == pytest.approx(free.entries)
    assert ample.balance == pytest.approx(free.balance)
    assert free.exact
    assert not ample.exact
    runs = simulate(desk(5.0, 1e9), Settings(runs=320, days=90))
    total = runs.total(entries("won"))
    assert total.mean == pytest.approx(free.entries[1].sum(), abs=4 * total.mcse)
    assert runs.values(queue("a")).max() == 0


@pytest.mark.parametrize("clock", ["first_touch", "stage"])
def test_that_a_wait_breaks_a_promise_at_exactly_its_moment(clock: str) -> None:
    # Nobody ever begins: every lead breaks its promise 2.25 days after it came.
    sla = {"days": 2.25, "clock": clock}
    runs = simulate(desk(40.0, 0.0, sla=sla), Settings(runs=160, days=40))
    came, broken = runs.values(entries("a")), runs.values(breaches("a"))
    expected = 0.75 * came[:, :-3].sum() + 0.25 * came[:, :-3].sum()
    assert broken[:, 3:].sum() == pytest.approx(expected, rel=0.02)
    assert broken[:, :2].max() == 0
    assert broken[:, 2].mean() == pytest.approx(0.75 * 40, abs=4 * np.sqrt(30 / 160))


def test_that_a_breach_takes_leads_out_of_the_queue() -> None:
    stages = [
        {"id": "a", "capacity": {"leads_per_day": 0.0}, "sla": {"days": 1.5}},
        {"id": "b", "leak_time": fixed(500.0)},
    ]
    model = funnel(
        stages, [("a", "b", None, None, {"kind": "sla_breach"})], leads_a_day={"a": 30.0}
    )
    runs = simulate(model, Settings(runs=96, days=30))
    assert np.array_equal(runs.values(breaches("a")), runs.values(moves("a-b")))
    assert runs.values(entries("b"))[:, 3:].mean() == pytest.approx(30, rel=0.03)
    # Everybody stays for exactly 1.5 days.
    assert runs.values(balance("a"))[:, 5:].mean() == pytest.approx(45, rel=0.02)
    assert expect(model, 30).entries[1, 5:] == pytest.approx(30.0)


def test_that_a_promise_about_the_visit_breaks_as_often_as_visits_last_longer() -> None:
    model = desk(60.0, None, sla={"days": 3.3, "clock": "stage"})
    runs = simulate(model, Settings(runs=160, days=120))
    share = breach_share(runs, "a")
    expected = np.exp(-3.3 / 4)
    assert share.mean() == pytest.approx(expected, abs=4 * share.std() / np.sqrt(160))
    told = summary(runs)["sla"]["a"]["breach_share"]
    assert told["mean"] == pytest.approx(expected, abs=0.01)


def test_that_waiting_halves_progress() -> None:
    # One slot a day for two leads: the queue grows by one a day, so lead n waits about n/2 days.
    model = desk(2.0, 1.0, fixed(0.0), wait_half_life_days=10.0)
    runs = simulate(model, Settings(runs=640, days=60))
    won = runs.total(entries("won")).mean
    day = np.arange(60)
    expected = 0.5 * np.sum(0.5 ** (day / 2 / 10))
    assert won == pytest.approx(expected, rel=0.05)
    assert runs.total(leaks("a")).mean == pytest.approx(60 - won, rel=0.03)


def everything() -> Funnel:
    """Return the reference model with capacities, promises, counts, observations and drift."""
    base = act_on_8(
        20.0,
        drift={"volume_per_month": 0.05, "conversion_per_month": 0.1},
        opening=[{"stage": "mql", "ages_days": [1.0, 9.0]}, {"stage": "sal", "ages_days": [3.0]}],
    )
    stages = {
        "mql": {"capacity": {"leads_per_day": 3.1}, "sla": {"days": 1.5}},
        "sal": {
            "capacity": {"leads_per_day": 2.2, "calendar": "every_day"},
            "sla": {"days": 9.3, "clock": "stage"},
            "wait_half_life_days": 12.0,
        },
        "nurture": {"sla": {"days": 30.0, "clock": "stage"}},
    }
    plain = base.model_dump(mode="json", by_alias=True)
    for stage in plain["stages"]:
        stage.update(stages.get(stage["id"], {}))
    for trigger in plain["triggers"]:
        rate = trigger["conversion"]["rate"]
        trigger["conversion"] |= {"entered": 200, "moved": round(200 * rate)}
        trigger["velocity"]["observations"] = round(200 * rate)
    plain["triggers"].append(
        {"id": "sal-late", "from": "sal", "to": "nurture", "kind": "sla_breach"}
    )
    plain["sources"][0]["volume"]["months_observed"] = 6
    return Funnel.model_validate(plain, by_alias=True, by_name=False)


def test_that_no_lead_is_lost_or_made_with_everything_on() -> None:
    model = everything()
    runs = simulate(model, Settings(runs=96, days=300))
    opening = {"mql": 2, "sal": 1}
    for stage in model.stages:
        into = [runs.values(moves(t.id)) for t in model.triggers if t.to_stage == stage.id]
        came = sum(into, np.zeros((96, 300), dtype=np.int64))
        if stage.id == "known":
            came = came + runs.values(arrivals("into-known"))
        out = sum(
            (runs.values(moves(t.id)) for t in model.triggers if t.from_stage == stage.id),
            runs.values(leaks(stage.id)),
        )
        level = runs.values(balance(stage.id))
        assert np.array_equal(came, runs.values(entries(stage.id)))
        assert np.array_equal(level, opening.get(stage.id, 0) + np.cumsum(came - out, axis=1))
        assert level.min() >= 0
        assert np.all(runs.values(queue(stage.id)) <= level)


def test_that_stations_are_the_same_bits_everywhere() -> None:
    model = everything()
    one, two, seven = (simulate(model, Settings(runs=200, days=60, workers=n)) for n in (1, 2, 7))
    for figure in (entries("won"), breaches("sal"), queue("mql"), balance("nurture")):
        assert np.array_equal(one.values(figure), two.values(figure))
        assert np.array_equal(one.values(figure), seven.values(figure))
    assert np.array_equal(mean_wait(one, "sal"), mean_wait(seven, "sal"))


def test_that_segments_share_the_slots_of_a_stage_fairly() -> None:
    segments = [{"id": "x", "name": "X"}, {"id": "y", "name": "Y"}]
    sources = [
        {
            "id": s,
            "name": s,
            "into": "a",
            "segment": s,
            "volume": {"leads_per_month": leads * 365.25 / 12},
        }
        for s, leads in (("x", 9.0), ("y", 3.0))
    ]
    held = {"id": "a", "capacity": {"leads_per_day": 4.0, "calendar": "every_day"}}
    own = {"by_segment": {"y": {"conversion": {"rate": 0.25}}}}
    model = funnel(
        [held, "won"],
        [("a", "won", 1.0, fixed(0.0), own)],
        segments=segments,
        sources=sources,
    )
    runs = simulate(model, Settings(runs=320, days=50))
    # Of 200 slots three quarters serve x.
    total = runs.total(entries("won"))
    assert total.mean == pytest.approx(150 + 0.25 * 50, abs=4 * total.mcse)


def test_that_a_billion_leads_a_day_queue_up() -> None:
    runs = simulate(desk(1e9, 1e6, sla={"days": 2.0}), Settings(runs=2, days=12))
    assert runs.values(begun("a")).max() == 1_000_000
    assert runs.total(balance("a")).mean > 1e10
    assert runs.values(breaches("a")).min() >= 0
    assert summary(runs)["sla"]["a"]["breach_share"]["mean"] == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("days", [0, 100_000])
def test_that_impossible_horizons_are_refused_in_a_sentence(days: int) -> None:
    with pytest.raises(CannotSimulate) as caught:
        simulate(everything(), Settings(runs=2, days=days))
    assert caught.value.findings[0].message.endswith(".")


def test_that_a_promise_without_a_clock_is_about_the_first_touch() -> None:
    # Nobody waits, so it is always kept.
    runs = simulate(desk(5.0, None, sla={"days": 0.5}), Settings(runs=8, days=20))
    assert runs.values(breaches("a")).max() == 0
    assert breach_share(runs, "a").max() == 0
