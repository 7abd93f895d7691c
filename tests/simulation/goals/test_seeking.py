"""Goals: the lever's value found, checked with fresh seeds and against closed forms."""

import math
from statistics import NormalDist

import pytest

from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.model import DAYS_PER_MONTH, Capacity, Funnel, Sla
from funnelcraft.simulation.engine import Settings, Stopped, simulate
from funnelcraft.simulation.forecast import entries, revenue, wins
from funnelcraft.simulation.goals import (
    Goal,
    Lever,
    all_sources,
    lever,
    people,
    promise_goal,
    seek,
    total_goal,
)
from tests.simulation.reference import act_on_8, funnel

DAYS = 60
SETTINGS = Settings(runs=10_000, days=DAYS, seed=1)
FRESH = Settings(runs=20_000, days=DAYS, seed=987)
DEALS = {"mean": 1_000.0, "cv": 0.5}


def simple(leads_a_day: float = 10.0) -> Funnel:
    return funnel(
        ["lead", "won"],
        [("lead", "won", 0.3, {"kind": "exponential", "mean_days": 5.0})],
        leads_a_day={"lead": leads_a_day},
        deal_value=DEALS,
    )


def counted() -> Funnel:
    made = simple()
    trigger = made.triggers[0]
    assert trigger.conversion is not None
    known = trigger.conversion.replaced(entered=300, moved=90)
    return made.replaced(triggers=(trigger.replaced(conversion=known),))


def staffed() -> Funnel:
    made = change_stage(simple(), "lead", sla=Sla(days=1.0, clock="first_touch"))
    return change_stage(made, "lead", capacity=Capacity(leads_per_day=12.0, calendar="every_day"))


def drifting() -> Funnel:
    made = simple()
    return made.replaced(drift=made.drift.replaced(volume_per_month=0.05))


CASES: tuple[tuple[Funnel, str, str, Goal], ...] = (
    (simple(), "volume", "into-lead", total_goal(wins(), 150, 0.8)),
    (simple(), "volume", "into-lead", total_goal(wins(), 150, 0.5)),
    (simple(), "volume", "into-lead", total_goal(revenue(), 200_000, 0.9)),
    (simple(), "rate", "lead-won", total_goal(wins(), 200, 0.8)),
    (simple(), "time", "lead-won", total_goal(wins(), 160, 0.7)),
    (counted(), "volume", "into-lead", total_goal(wins(), 150, 0.8)),
    (drifting(), "volume", "into-lead", total_goal(revenue(), 180_000, 0.8)),
    (staffed(), "capacity", "lead", total_goal(wins(), 150, 0.8)),
    (staffed(), "capacity", "lead", promise_goal("lead", 0.95, 0.8)),
    (act_on_8(deal_value=DEALS), "volume", "into-known", total_goal(entries("mql"), 60, 0.8)),
)


@pytest.mark.parametrize(("model", "kind", "name", "goal"), CASES)
def test_that_the_answer_meets_the_confidence_with_fresh_seeds(
    model: Funnel, kind: str, name: str, goal: Goal
) -> None:
    one = lever(model, kind, _id(model, name))  # type: ignore[arg-type]
    found = seek(model, one, goal, SETTINGS)
    assert found.state == "found"
    share = goal.share_met(simulate(one.at(model, found.point.value), FRESH))
    # Both shares have an error of half a point: two points are four of them together.
    assert share == pytest.approx(goal.confidence, abs=0.02)


def _id(model: Funnel, name: str) -> str:
    """Return the id of a trigger written `from-to`, or the name itself."""
    for trigger in model.triggers:
        if f"{trigger.from_stage}-{trigger.to_stage}" == name:
            return trigger.id
    return name


def test_that_the_volume_found_is_that_of_the_poisson_distribution() -> None:
    model, goal = simple(), total_goal(wins(), 150, 0.8)
    found = seek(model, lever(model, "volume", "into-lead"), goal, SETTINGS)
    # Wins are Poisson; by the normal approximation with continuity P(N ≥ 150) = 0.8 at mean m.
    z = NormalDist().inv_cdf(0.8)
    mean = (z / 2 + math.sqrt(z**2 / 4 + 149.5)) ** 2
    landed = DAYS - 5.0 * (1 - math.exp(-DAYS / 5.0))  # days' worth of leads that are won in time
    leads = mean / 0.3 / landed * DAYS_PER_MONTH
    assert found.point.value == pytest.approx(leads, rel=0.01)


def test_that_more_confidence_needs_more() -> None:
    model = simple()
    found = seek(model, all_sources(model), total_goal(wins(), 150, 0.8), SETTINGS)
    confidences, values = zip(*found.frontier, strict=True)
    assert confidences == (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
    assert list(values) == sorted(values)
    shares = [one.share for one in found.points]
    assert shares == sorted(shares)


def test_that_as_few_people_as_are_enough_are_found() -> None:
    model = staffed()
    one = people(model, "lead", leads_each=4.0)
    goal = promise_goal("lead", 0.95, 0.8)
    settings = Settings(runs=2_000, days=DAYS)
    found = seek(model, one, goal, settings)
    assert found.state == "found"
    assert found.point.value == int(found.point.value)
    assert found.point.share >= 0.8
    fewer = goal.share_met(simulate(one.at(model, found.point.value - 1), settings))
    assert fewer < 0.8
    stage = one.at(model, 3.0).stages[0]
    assert stage.capacity is not None
    assert (stage.capacity.leads_per_day, stage.capacity.people) == (12.0, 3.0)


def test_that_what_is_met_anyway_and_what_is_out_of_reach_is_said() -> None:
    model, settings = simple(), Settings(runs=500, days=DAYS)
    one = lever(model, "volume", "into-lead")
    met = seek(model, one, total_goal(wins(), 0, 0.8), settings)
    assert (met.state, met.point.value) == ("met", one.low)
    beyond = seek(model, one, total_goal(wins(), 1e6, 0.8), settings)
    assert (beyond.state, beyond.point.value) == ("out of reach", one.high)


def test_that_it_stops_when_asked_and_tells_how_far_it_is() -> None:
    model, seen = simple(), list[float]()
    goal = total_goal(wins(), 150, 0.8)
    seek(model, all_sources(model), goal, Settings(runs=100, days=20), seen.append)
    assert seen[-1] == 1.0
    assert seen == sorted(seen)
    with pytest.raises(Stopped):
        seek(model, all_sources(model), goal, SETTINGS, should_stop=lambda: True)


def test_that_a_figure_that_is_not_there_cannot_be_moved() -> None:
    with pytest.raises(KeyError):
        lever(simple(), "capacity", "lead")
    with pytest.raises(KeyError):
        all_sources(funnel(["a"], []))
    with pytest.raises(ValueError, match="confidence"):
        total_goal(wins(), 1, 1.0)
    assert isinstance(lever(simple(), "volume", "into-lead"), Lever)
