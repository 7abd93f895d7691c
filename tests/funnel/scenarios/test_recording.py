"""What is kept of a scenario's changes while it and its base are edited."""

import pytest

from funnelcraft.funnel import edits
from funnelcraft.funnel.changes import Scenario
from funnelcraft.funnel.model import Capacity, Conversion, Funnel
from funnelcraft.funnel.scenarios import (
    add_scenario,
    adopted,
    applied,
    change_sentence,
    copy_scenario,
    drop_changes,
    recorded,
    settled,
    switch_changes,
)
from funnelcraft.io.templates import template

BOOKED = "mql-sal"


def with_reps(funnel: Funnel, leads_per_day: float = 60.0) -> Funnel:
    return edits.change_stage(funnel, "mql", capacity=Capacity(leads_per_day=leads_per_day))


def with_demo(funnel: Funnel) -> Funnel:
    """Add a stage and a way to it."""
    funnel, stage = edits.add_stage(funnel, "Demo", (0.0, 0.0))
    return edits.add_trigger(funnel, "mql", stage, name="Demo asked for")[0]


def booked(funnel: Funnel, rate: float) -> Funnel:
    return edits.change_trigger(funnel, BOOKED, conversion=Conversion(rate=rate))


@pytest.fixture
def base() -> Funnel:
    """A funnel with the scenario of more capacity, a demo, and no nurturing."""
    funnel = template("lead-to-revenue")
    assert any(one.id == BOOKED for one in funnel.triggers)
    other = with_demo(with_reps(funnel))
    return add_scenario(funnel, "Bold", like=other)[0]


def bold(base: Funnel) -> Scenario:
    (found,) = base.scenarios
    return found


def shown(base: Funnel) -> Funnel:
    return applied(base, bold(base).changes).funnel


def said(base: Funnel) -> list[str]:
    return [change_sentence(base, change) for change in bold(base).changes]


def edited(base: Funnel, after: Funnel) -> Funnel:
    """Record an edit of the scenario, and hold that it leads to what was edited."""
    found = recorded(base, "bold", after)
    assert shown(found).replaced(scenarios=()) == after.replaced(scenarios=())
    return found


def test_that_a_change_that_is_off_is_not_made_and_survives_edits(base: Funnel) -> None:
    (reps,) = (one for one in bold(base).changes if one.path == ("capacity",))
    off = switch_changes(base, "bold", [reps], off=True)
    assert shown(off) == with_demo(base).replaced(scenarios=off.scenarios)
    later = edited(off, booked(shown(off), 0.7))
    assert [one.off for one in bold(later).changes if one.path == ("capacity",)] == [True]
    (kept,) = (one for one in bold(later).changes if one.off)
    on = switch_changes(later, "bold", [kept], off=False)
    assert shown(on).replaced(scenarios=()) == with_demo(with_reps(booked(base, 0.7))).replaced(
        scenarios=()
    )


def test_that_editing_what_a_change_that_is_off_was_about_replaces_it(base: Funnel) -> None:
    (reps,) = (one for one in bold(base).changes if one.path == ("capacity",))
    off = switch_changes(base, "bold", [reps], off=True)
    later = edited(off, with_reps(shown(off), 80.0))
    (found,) = (one for one in bold(later).changes if one.path == ("capacity",))
    assert (found.off, found.value) == (
        False,
        {"leads_per_day": 80.0, "calendar": "weekdays", "people": None},
    )


def test_that_what_no_longer_fits_survives_other_edits_and_can_be_dropped(base: Funnel) -> None:
    smaller = edits.remove(base, stages=["mql"])
    found = applied(smaller, bold(smaller).changes)
    assert len(found.problems) == 2  # the capacity, and the way from the stage that is gone
    later = edited(smaller, edits.change_stage(found.funnel, "sal", term="Accepted"))
    assert len(bold(later).changes) == len(bold(base).changes) + 1
    assert applied(later, bold(later).changes).problems == found.problems
    clean = settled(later, "bold")
    assert applied(clean, bold(clean).changes).problems == ()
    assert shown(clean).replaced(scenarios=()) == shown(later).replaced(scenarios=())
    assert sorted(said(clean)) == [
        "New: Demo",
        "Sales Accepted Lead: term “Sales Accepted Lead” → “Accepted”",
    ]


def test_that_what_goes_with_a_stage_is_said_once_it_is_settled(base: Funnel) -> None:
    funnel = edited(base, edits.remove(shown(base), stages=["nurture"]))
    newer = edits.add_trigger(funnel, "known", "nurture", name="Quiet")[0]
    assert applied(newer, bold(newer).changes).problems
    clean = settled(newer, "bold")
    assert applied(clean, bold(clean).changes).problems == ()
    assert "Without Quiet" in said(clean)


def test_that_a_change_the_base_has_made_itself_is_kept(base: Funnel) -> None:
    same = with_reps(base)
    later = edited(same, booked(shown(same), 0.7))
    assert ("capacity",) in [one.path for one in bold(later).changes]
    assert bold(settled(later, "bold")).changes == bold(later).changes
    back = edits.change_stage(later, "mql", capacity=None)
    assert shown(back).replaced(scenarios=()) == booked(with_demo(with_reps(back)), 0.7).replaced(
        scenarios=()
    )


def test_that_taking_a_change_back_by_an_edit_drops_it(base: Funnel) -> None:
    later = edited(base, edits.change_stage(shown(base), "mql", capacity=None))
    assert ("capacity",) not in [one.path for one in bold(later).changes]


def test_that_removing_a_part_drops_what_was_changed_of_it(base: Funnel) -> None:
    later = edited(base, edits.remove(shown(base), stages=["mql"]))
    assert applied(later, bold(later).changes).problems == ()
    assert [one.path for one in bold(later).changes if one.id == "mql"] == [()]


def test_that_a_forgotten_change_does_not_reach_a_new_part_of_the_same_name(base: Funnel) -> None:
    smaller = edits.remove(base, stages=["mql"])
    after, made = edits.add_stage(shown(smaller), "MQL", (0.0, 0.0))
    assert made == "mql"
    later = edited(smaller, after)
    assert len(bold(later).changes) >= len(bold(base).changes)  # the stage; the way is off
    assert [one.off for one in bold(later).changes if one.part == "trigger"] == [True]


def test_that_a_change_keeps_what_the_base_said_when_it_was_made(base: Funnel) -> None:
    funnel = edited(base, booked(shown(base), 0.7))
    (before,) = (one for one in bold(funnel).changes if one.path == ("conversion",))
    moved = booked(funnel, 0.5)
    later = edited(moved, edits.change_stage(shown(moved), "sal", term="Accepted"))
    (after,) = (one for one in bold(later).changes if one.path == ("conversion",))
    assert after == before


def test_that_a_copy_has_the_changes_and_an_id_of_its_own(base: Funnel) -> None:
    after, made = copy_scenario(base, "bold", "Bolder")
    assert made == "bolder"
    assert [one.changes for one in after.scenarios] == [bold(base).changes] * 2


def test_that_dropping_a_change_leads_back_to_the_base(base: Funnel) -> None:
    empty = drop_changes(base, "bold", bold(base).changes)
    assert shown(empty) == empty


def test_that_an_adopted_scenario_is_the_design_and_keeps_what_is_off(base: Funnel) -> None:
    assert adopted(base, "bold") == shown(base).replaced(scenarios=())
    (reps,) = (one for one in bold(base).changes if one.path == ("capacity",))
    off = switch_changes(base, "bold", [reps], off=True)
    after = adopted(off, "bold")
    assert after.replaced(scenarios=()) == with_demo(base).replaced(scenarios=())
    assert [one.off for one in bold(after).changes] == [True]
    assert adopted(base, "none") == base == settled(base, "none")
