"""Which stage holds up: months by rule, a queue that must grow, and what a slot more is worth."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.forecast.bottleneck import (
    Held,
    bottleneck,
    bottleneck_sentence,
    held_up,
    how_held_sentence,
    nothing_held_sentence,
    worth_of_one_more,
    worth_sentence,
)
from funnelcraft.simulation.forecast.service import Month, services
from tests.simulation.reference import funnel

FEW = Settings(runs=128, days=360)


def line(first: float | None, second: float | None, leads: float = 10.0) -> Funnel:
    """Return a line of two stages with capacities, half won at its end within four days."""

    def stage(name: str, capacity: float | None) -> dict[str, Any]:
        if capacity is None:
            return {"id": name}
        return {"id": name, "capacity": {"leads_per_day": capacity, "calendar": "every_day"}}

    quick = {"kind": "exponential", "mean_days": 4.0}
    return funnel(
        [stage("a", first), stage("b", second), "won"],
        [("a", "b", 1.0, quick), ("b", "won", 0.5, quick)],
        leads_a_day={"a": leads},
    )


def months(*pairs: tuple[float, float]) -> list[Month]:
    """Return months of 30 days from January on with these uses and queues, ten slots a workday."""
    room = 30 * 5 / 7 * 10
    found, first = [], date(2027, 1, 1)
    for use, queued in pairs:
        last = first + timedelta(days=29)
        found.append(Month(first, last, use * room, use * room, room, queued))
        first = last + timedelta(days=1)
    return found


def test_that_a_full_stage_with_a_short_queue_holds_nobody_up() -> None:
    assert held_up("a", months((0.99, 9.0), (0.99, 10.0))) is None
    assert held_up("a", months((0.5, 500.0))) is None


def test_that_the_longest_time_is_told_and_of_two_the_later() -> None:
    found = held_up("a", months((1, 20), (0.2, 0), (1, 20), (1, 30), (0.2, 0), (1, 50), (1, 60)))
    assert found is not None
    assert found.since == months(*[(1, 1)] * 6)[5].starts
    assert found.until is None
    assert found.queued == 60
    assert found.use == pytest.approx(1.0)


def test_that_a_stage_with_too_few_slots_is_the_bottleneck_as_theory_says() -> None:
    """Of 10 leads a day 8 can begin: two a day pile up, 720 at the end of 360 days."""
    model = line(8.0, None)
    runs = simulate(model, FEW)
    held = bottleneck(runs, model)
    assert held is not None
    assert held.stage == "a"
    assert held.since is None
    assert held.until is None
    assert held.use > 0.98
    # Arrivals vary by √3600 = 60 a run, their mean over the runs by 5.3.
    assert held.queued == pytest.approx(2 * 360, abs=4 * 60 / np.sqrt(128))


def test_that_of_two_full_stages_the_one_that_limits_wins_is_named() -> None:
    """The second begins 5 of the 8 a day that the first lets through: more there is idle."""
    model = line(8.0, 5.0)
    held = bottleneck(simulate(model, FEW), model)
    assert held is not None
    assert held.stage == "b"


def test_that_enough_slots_are_no_bottleneck() -> None:
    model = line(14.0, None)
    assert bottleneck(simulate(model, FEW), model) is None


def test_that_one_more_slot_a_day_is_worth_the_leads_it_begins() -> None:
    """A slot more begins one lead a day: half of them are won, those of the last days not yet.

    The work on the way takes 4 days twice: 360 − 8 days of slots are won in full, on average.
    """
    model = line(8.0, None)
    runs = simulate(model, FEW)
    worth = worth_of_one_more(runs, model, "a")
    assert worth.deals.mean == pytest.approx(0.5 * (360 - 8), abs=4 * worth.deals.mcse + 1)
    assert "more deals (80%" in worth_sentence(worth)


def test_that_service_is_counted_as_the_slots_say() -> None:
    (found,) = services(simulate(line(8.0, None), FEW))
    assert found.per_day == 8.0
    assert sum(month.room for month in found.months) == 8 * 360
    assert found.use is not None
    assert found.use.mean > 0.98
    assert found.breach is None
    assert found.queue is not None
    # A queue that grows by two a day holds leads up for ever longer: in the mean about the half.
    assert found.wait is not None
    assert 30 < found.wait.mean < 60


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (None, None, "“A” is the bottleneck throughout."),
        (date(2027, 3, 1), None, "“A” is the bottleneck from Mar 2027."),
        (None, date(2027, 3, 31), "“A” is the bottleneck until Mar 2027."),
        (date(2027, 3, 1), date(2027, 3, 31), "“A” is the bottleneck in Mar 2027."),
        (date(2027, 3, 1), date(2027, 6, 30), "“A” is the bottleneck from Mar 2027 to Jun 2027."),
    ],
)
def test_that_the_time_is_said_as_people_say_it(
    since: date | None, until: date | None, said: str
) -> None:
    model = funnel([{"id": "a", "term": "A"}], [])
    assert bottleneck_sentence(Held("a", since, until, 0.97, 20), model) == said


def test_that_one_lead_and_none_are_said_rightly() -> None:
    model = funnel([{"id": "a", "term": "A"}], [])
    assert bottleneck_sentence(None, model) == ""
    assert "1 lead waits" in how_held_sentence(Held("a", None, None, 0.97, 1.0), 1.0)
    assert "20 leads wait" in how_held_sentence(Held("a", None, None, 0.97, 20.0), 1.0)
    assert "nobody waits" in nothing_held_sentence(model, None)
    assert "uses 61% of its capacity" in nothing_held_sentence(model, ("a", 0.61))
