"""Segments: added, renamed, removed, and what they do differently at a trigger."""

import pytest

from funnelcraft.funnel.edits import (
    add_segment,
    change_stages,
    change_trigger,
    change_triggers,
    override_conversion,
    override_velocity,
    remove_segment,
    rename_segment,
    what_segment_holds,
)
from funnelcraft.funnel.edits.figures import (
    leads_per_person,
    with_counts,
    with_leads_per_day,
    with_leads_per_person,
    with_people,
    with_rate,
)
from funnelcraft.funnel.model import Capacity, Conversion, Funnel, Opening, Override
from funnelcraft.funnel.velocity import FixedTime
from tests.funnel.builders import funnel


def with_two_segments() -> Funnel:
    plain = funnel(opening=(Opening(stage="a", ages_days=(1.0, 2.0)),))
    once, _inbound = add_segment(plain, "Inbound")
    twice, _events = add_segment(once, "Events")
    return twice


def test_that_the_first_segment_takes_all_leads_and_the_next_none() -> None:
    both = with_two_segments()
    assert [one.id for one in both.segments] == ["inbound", "events"]
    assert both.sources[0].segment == both.opening[0].segment == "inbound"
    assert rename_segment(both, "events", "Fairs").segments[1].name == "Fairs"


def test_that_a_removed_segment_leaves_nothing_that_names_it() -> None:
    both = override_conversion(with_two_segments(), "a-b", "inbound", Conversion(rate=0.4))
    both = change_trigger(both, "b-won", to_segment="inbound")
    goes = what_segment_holds(both, "inbound")
    assert (goes.sources, goes.opening_leads, goes.heir) == (("web",), 2, "events")
    assert goes.triggers == ("a-b", "b-won")
    left = remove_segment(both, "inbound")
    assert left.sources[0].segment == left.opening[0].segment == "events"
    assert left.triggers[0].by_segment == {}
    assert left.triggers[1].to_segment is None
    last = remove_segment(left, "events")
    assert last.segments == ()
    assert last.sources[0].segment == "all"
    with pytest.raises(KeyError):
        remove_segment(last, "events")


def test_that_a_segment_without_figures_of_its_own_leaves_no_trace() -> None:
    start = with_two_segments()
    own = override_conversion(start, "a-b", "events", Conversion(rate=0.2))
    own = override_velocity(own, "a-b", "events", FixedTime(mean_days=1.0))
    assert own.triggers[0].by_segment["events"] == Override(
        conversion=Conversion(rate=0.2), velocity=FixedTime(mean_days=1.0)
    )
    back = override_velocity(own, "a-b", "events", None)
    assert back.triggers[0].by_segment["events"] == Override(conversion=Conversion(rate=0.2))
    assert override_conversion(back, "a-b", "events", None) == start


def test_that_several_parts_change_at_once() -> None:
    found = change_stages(funnel(), ["a", "b", "?"], lambda one: one.replaced(owner=None))
    assert [one.owner for one in found.stages] == [None, None, "seller", "seller"]
    found = change_triggers(funnel(), ["a-b"], lambda one: one.replaced(system="CRM"))
    assert [one.system for one in found.triggers] == ["CRM", "", ""]


def test_that_counts_make_the_rate_and_a_typed_rate_removes_them() -> None:
    counted = with_counts(None, entered=200, moved=50)
    assert counted == Conversion(rate=0.25, entered=200, moved=50)
    assert with_counts(counted, entered=200, moved=None).rate == 0.25
    assert with_counts(counted, entered=20, moved=50).rate == 0.25  # impossible: the rate stays
    assert with_rate(counted, 0.3) == Conversion(rate=0.3)
    assert with_rate(counted, None) is None


def test_that_people_share_the_leads_of_a_day() -> None:
    team = with_people(Capacity(leads_per_day=40.0), 5.0)
    assert team == Capacity(leads_per_day=40.0, people=5.0)
    assert leads_per_person(team) == 8.0
    assert with_people(team, 6.0) == Capacity(leads_per_day=48.0, people=6.0)
    assert with_leads_per_person(team, 5.0, 1.1) == Capacity(leads_per_day=5.5, people=5.0)
    assert with_leads_per_day(team, 30.0) == Capacity(leads_per_day=30.0, people=5.0)
    assert with_people(team, None) == Capacity(leads_per_day=40.0)
    assert with_leads_per_day(team, None) is None
    assert with_people(None, 3.0) is None
    assert leads_per_person(Capacity(leads_per_day=4.0, people=0.0)) is None
