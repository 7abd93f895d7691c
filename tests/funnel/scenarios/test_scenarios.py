"""Scenarios: told apart from the base, applied to it, following it, and said in words."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnelcraft.funnel import edits
from funnelcraft.funnel.changes import Change
from funnelcraft.funnel.model import Campaign, Capacity, Conversion, Funnel
from funnelcraft.funnel.scenarios import (
    add_scenario,
    applied,
    change_sentence,
    differences,
    recorded,
    remove_scenario,
    scenario_of,
)
from funnelcraft.io.project_file import dump, parse
from funnelcraft.io.templates import template, template_names
from tests.funnel.any_edit import ANY_EDIT, ImpossibleError


@pytest.fixture
def base() -> Funnel:
    return template("lead-to-revenue")


def compared(funnel: Funnel) -> Funnel:
    """Return what scenarios compare."""
    return funnel.replaced(
        title="",
        notes="",
        decision="",
        language="",
        accepted_findings=(),
        baseline=None,
        scenarios=(),
        mappings=(),
    )


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from(template_names()))
def test_that_the_differences_of_any_edits_make_the_edited_funnel(
    data: st.DataObject, name: str
) -> None:
    base = template(name)
    other = base
    for _step in range(data.draw(st.integers(1, 6))):
        edit = ANY_EDIT[data.draw(st.sampled_from(sorted(ANY_EDIT)))]
        with suppress(ImpossibleError):
            other = edit(data.draw, other)
    changes = differences(base, other)
    found = applied(base, changes)
    assert found.problems == ()
    assert compared(found.funnel) == compared(other)
    assert all(change_sentence(base, change) for change in changes)


def test_that_equal_funnels_do_not_differ(base: Funnel) -> None:
    assert differences(base, base) == ()
    assert differences(base, parse(dump(base)).funnel) == ()


def test_that_titles_and_notes_are_no_difference(base: Funnel) -> None:
    assert differences(base, base.replaced(title="Other", notes="More", decision="Go?")) == ()


def with_reps(funnel: Funnel) -> Funnel:
    capacity = Capacity(leads_per_day=60.0)
    return edits.change_stage(funnel, "mql", capacity=capacity)


def test_that_what_a_scenario_does_not_name_follows_the_base(base: Funnel) -> None:
    changes = differences(base, with_reps(base))
    trigger = base.triggers[0]
    newer = edits.change_trigger(base, trigger.id, conversion=Conversion(rate=0.11))
    newer = edits.change_stage(newer, "mql", term="Hand-raiser")
    found = applied(newer, changes)
    assert found.problems == ()
    assert found.funnel == with_reps(newer)


def test_that_a_campaign_leaves_the_volume_to_the_base(base: Funnel) -> None:
    source = base.sources[0]
    fair = Campaign(name="Fair", start="2027-03-01", days=3, leads=500.0)
    volume = source.volume.replaced(campaigns=(*source.volume.campaigns, fair))
    changes = differences(base, edits.change_source(base, source.id, volume=volume))
    assert [change.path for change in changes] == [("volume", "campaigns")]
    louder = edits.change_source(
        base, source.id, volume=source.volume.replaced(leads_per_month=9_000.0)
    )
    found = applied(louder, changes).funnel.sources[0].volume
    assert (found.leads_per_month, found.campaigns[-1].name) == (9_000.0, "Fair")


def test_that_a_change_of_a_part_that_is_gone_is_reported_and_left_out(base: Funnel) -> None:
    changes = differences(base, with_reps(base))
    smaller = edits.remove(base, stages=["mql"])
    found = applied(smaller, changes)
    assert found.funnel == smaller
    assert found.problems == (
        "A stage is gone from the design. Left out: capacity any number → 60 a day.",
    )


def test_that_a_stage_taken_away_takes_along_what_the_base_tied_to_it_since(base: Funnel) -> None:
    changes = differences(base, edits.remove(base, stages=["nurture"]))
    newer, _id = edits.add_trigger(base, "known", "nurture", name="Quiet")
    found = applied(newer, changes)
    assert all("nurture" not in (t.from_stage, t.to_stage) for t in found.funnel.triggers)
    assert found.problems == ("Left out with the stages that are taken away: Quiet.",)


@pytest.mark.parametrize(
    "change",
    [
        Change(part="stage", id="mql", path=("capacity",), value="many"),
        Change(part="stage", id="new", value={"id": 3}),
        Change(part="funnel", path=("deal_value",), value=[1]),
        Change(part="trigger", id="none", path=("conversion",), value=None),
    ],
)
def test_that_what_cannot_be_read_changes_nothing_and_is_said(base: Funnel, change: Change) -> None:
    good = Change(part="stage", id="mql", path=("term",), value="Hand-raiser")
    found = applied(base, [change, good])
    assert len(found.problems) == 1
    assert found.funnel == edits.change_stage(base, "mql", term="Hand-raiser")


def test_that_recording_keeps_the_base_and_notes_the_edits(base: Funnel) -> None:
    funnel, name = add_scenario(base, "Two more reps")
    edited = with_reps(applied(funnel, ()).funnel)
    funnel = recorded(funnel, name, edited)
    assert differences(base, funnel) == ()
    scenario = scenario_of(funnel, name)
    assert scenario is not None
    assert [c.path for c in scenario.changes] == [("capacity",)]
    assert applied(funnel, scenario.changes).funnel == edited.replaced(scenarios=funnel.scenarios)
    assert remove_scenario(funnel, name).scenarios == ()


def test_that_scenarios_survive_the_file(base: Funnel) -> None:
    funnel, _name = add_scenario(base, "Two more reps", like=with_reps(base))
    assert parse(dump(funnel)).funnel == funnel


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (with_reps, "Marketing Qualified Lead: capacity any number → 60 a day"),
        (
            lambda f: edits.change_trigger(
                f,
                next(t.id for t in f.triggers if t.to_stage == "sal"),
                conversion=Conversion(rate=0.7),
            ),
            "Meeting booked: conversion 62% → 70%",
        ),
        (lambda f: edits.remove(f, sources=[f.sources[0].id]), "Without Website"),
        (lambda f: edits.add_stage(f, "Demo", (0, 0))[0], "New: Demo"),
        (lambda f: f.replaced(deal_value=None), "The funnel: deal value $22K → none"),
    ],
)
def test_that_a_change_is_said_in_words(base: Funnel, edit: Any, said: str) -> None:
    assert [change_sentence(base, one) for one in differences(base, edit(base))] == [said]
