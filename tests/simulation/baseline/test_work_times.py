"""The wait is taken out of measured visits: against a queue, theory, and a simulation."""

from datetime import date

import numpy as np
import pytest

from funnelcraft.funnel.model import Capacity, Funnel, Source, Stage, Trigger, Volume
from funnelcraft.funnel.velocity import EmpiricalTime, FixedTime, LogNormalTime
from funnelcraft.simulation.baseline.applying import applied
from funnelcraft.simulation.baseline.calibration import Window, baseline
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.baseline.volume import day_number
from funnelcraft.simulation.baseline.work_times import less_the_wait, replayed_waits
from funnelcraft.simulation.calendars import slots
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.forecast import begun, waited

MONDAY = day_number(date(2024, 1, 1))


def queue(came: list[int], capacity: Capacity, days: int) -> list[float]:
    """The contract, lead by lead: first in, first out into the slots of each day."""
    free = slots(capacity, (), date(2024, 1, 1), days)
    waits = []
    at, used = 0, 0
    for day in came:
        if day > at:
            at, used = day, 0
        while used >= free[at]:
            at, used = at + 1, 0
        used += 1
        waits.append(max(at - day - 0.5, 0.0))
    return waits


@pytest.mark.parametrize("calendar", ["weekdays", "every_day"])
@pytest.mark.parametrize("mean", [1.0, 2.3, 4.0])
def test_that_replayed_waits_are_those_of_a_queue_lead_by_lead(calendar: str, mean: float) -> None:
    rng = np.random.default_rng(3)
    came = np.repeat(np.arange(200), rng.poisson(mean, 200))
    came -= came[0]  # slots count from the first day
    capacity = Capacity(leads_per_day=2.5, calendar=calendar)
    waits = replayed_waits(came + MONDAY, capacity, ())
    assert waits.tolist() == queue(came.tolist(), capacity, 2_000)


def test_that_a_time_less_its_wait_has_the_mean_that_is_left() -> None:
    assert less_the_wait(EmpiricalTime(days=(2.0, 6.0)), 1.0) == EmpiricalTime(days=(1.5, 4.5))
    assert less_the_wait(LogNormalTime(mean_days=8, cv=0.5), 2.0).mean_days == 6.0  # type: ignore[union-attr]
    assert less_the_wait(FixedTime(mean_days=3), 0.0) == FixedTime(mean_days=3)
    assert less_the_wait(EmpiricalTime(days=(2.0,)), 5.0) == FixedTime(mean_days=0.0)


def queued_log(leads_a_day: float, capacity: Capacity, work: float, seed: int) -> History:
    """A log of leads that wait for a slot and are then worked on, as a CRM writes it."""
    rng = np.random.default_rng(seed)
    came = np.repeat(np.arange(500), rng.poisson(leads_a_day, 500))
    moment = came + rng.random(came.size)
    waits = np.array(queue(came.tolist(), capacity, 5_000))
    begun = np.where(waits > 0, came + waits + 0.5, moment)
    left = np.floor(begun + rng.gamma(2.0, work / 2, came.size)).astype(np.int64)
    won = rng.random(came.size) < 0.6
    lead = np.r_[np.arange(came.size), np.flatnonzero(won)]
    stage = np.r_[np.zeros(came.size, np.int64), np.ones(int(won.sum()), np.int64)]
    day = np.r_[came, left[won]] + MONDAY
    order = np.lexsort((stage, lead))
    return History(
        ("In", "Won"),
        (),
        lead[order],
        stage[order],
        day[order],
        np.zeros(came.size, np.int64),
        np.full(came.size, np.nan),
    )


def test_that_simulated_visits_last_as_long_as_the_measured_ones() -> None:
    """The work is found within 8 %, and with the simulated waits visits last as measured."""
    capacity = Capacity(leads_per_day=10, calendar="weekdays")
    history = queued_log(6.5, capacity, 3.0, 1)
    found = baseline(history, Window(MONDAY, MONDAY + 499, MONDAY + 700))
    design = Funnel(
        start="2024-01-01",
        stages=(
            Stage(id="in", term="In", capacity=capacity),
            Stage(id="won", term="Won", kind="won"),
        ),
        triggers=(Trigger(id="t", from_stage="in", to_stage="won"),),
        sources=(Source(id="s", name="All", into="in", volume=Volume(leads_per_month=1)),),
    )
    done = applied(found, design)
    assert any("only the rest counts as work" in sentence for sentence in done.unmatched)
    velocity = done.funnel.triggers[0].velocity
    assert isinstance(velocity, EmpiricalTime)
    work = float(np.average(velocity.days, weights=velocity.weights))
    assert work == pytest.approx(3.0, rel=0.08)
    runs = simulate(
        done.funnel.replaced(opening=()),
        Settings(runs=32, days=500, ignorance=False, drift=False),
    )
    visit = runs.total(waited("in")).mean / runs.total(begun("in")).mean + work
    measured = found.measured.moves[0, 1].velocity
    assert measured is not None
    mean = float(np.average(measured.days, weights=measured.weights))
    assert visit == pytest.approx(mean, rel=0.08)
    assert mean > 1.15 * work


def test_that_a_capacity_too_low_for_what_was_measured_is_questioned() -> None:
    capacity = Capacity(leads_per_day=10)
    found = baseline(queued_log(6.5, capacity, 3.0, 1), Window(MONDAY, MONDAY + 499, MONDAY + 700))
    design = Funnel(
        start="2024-01-01",
        stages=(
            Stage(id="in", term="In", capacity=Capacity(leads_per_day=3)),
            Stage(id="won", term="Won", kind="won"),
        ),
        triggers=(Trigger(id="t", from_stage="in", to_stage="won"),),
    )
    done = applied(found, design)
    assert any("is the capacity too low?" in sentence for sentence in done.unmatched)
    assert done.funnel.triggers[0].velocity == FixedTime(
        mean_days=0.0, observations=found.measured.moves[0, 1].moved
    )
