"""Copying and pasting: new ids, kept names, nothing else of the funnel touched."""

from json import loads

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnelcraft.funnel.checks import check
from funnelcraft.funnel.edits import copied, pasted, pasted_stages
from funnelcraft.funnel.findings import errors
from funnelcraft.funnel.model import Funnel, Override, Role, Segment
from funnelcraft.io.project_file import dump, parse
from funnelcraft.resources import names, read_text
from tests.funnel.builders import funnel, source, stage, trigger

TEMPLATES = [
    Funnel.model_validate(loads(read_text(f"templates/{name}")))
    for name in names("templates", ".funnel")
]


def test_that_a_copy_holds_what_lies_between_the_stages_and_what_fills_them() -> None:
    fragment = copied(funnel(), ["a", "b"])
    assert [s.id for s in fragment.stages] == ["a", "b"]
    assert [t.id for t in fragment.triggers] == ["a-b"]
    assert [s.id for s in fragment.sources] == ["web"]
    assert [role.id for role in fragment.roles] == ["seller"]


def test_that_a_paste_has_new_ids_and_names_that_do_not_clash() -> None:
    before = funnel()
    paste = pasted(before, copied(before, ["a", "b"]), 24.0, 16.0)
    after = paste.funnel
    assert paste.stages == ("a-2", "b-2")
    assert [s.term for s in after.stages[-2:]] == ["A (copy)", "B (copy)"]
    assert after.stages[-1].position == (24.0, 16.0)
    assert (after.triggers[-1].from_stage, after.triggers[-1].to_stage) == ("a-2", "b-2")
    assert after.sources[-1].into == "a-2"
    assert after.sources[-1].name == "Website (copy)"
    assert after.roles == before.roles
    assert after.stages[:4] == before.stages
    assert after.triggers[:3] == before.triggers


def test_that_names_are_kept_where_nothing_clashes() -> None:
    target = funnel(stages=(stage("won", "won"),), triggers=(), sources=(), roles=())
    paste = pasted(target, copied(funnel(), ["a"]))
    assert paste.funnel.stages[-1].term == "A"
    assert paste.funnel.roles[-1].id == "seller"
    again = pasted(paste.funnel, copied(funnel(), ["a"]))
    third = pasted(again.funnel, copied(funnel(), ["a"]))
    assert [s.term for s in third.funnel.stages[1:]] == ["A", "A (copy)", "A (copy 2)"]


def test_that_abbreviations_stay_distinct() -> None:
    base = funnel(stages=(stage("a", abbreviation="MQL"),), triggers=(), sources=())
    after = pasted(base, copied(base, ["a"])).funnel
    assert [s.abbreviation for s in after.stages] == ["MQL", "MQL 2"]


def test_that_a_trigger_alone_is_pasted_between_the_same_stages() -> None:
    before = funnel()
    fragment = copied(before, triggers=["a-b"])
    assert pasted_stages(fragment) == ()
    after = pasted(before, fragment)
    assert after.stages == ()
    assert after.triggers == ("a-b-2",)
    assert after.funnel.triggers[-1].replaced(id="a-b") == before.triggers[0]


def test_that_what_is_attached_to_nothing_here_is_left_out() -> None:
    elsewhere = funnel(stages=(stage("x"),), triggers=(), sources=())
    paste = pasted(elsewhere, copied(funnel(), triggers=["a-b"], sources=["web"]))
    assert paste.funnel.replaced(segments=()) == elsewhere
    assert (paste.triggers, paste.sources) == ((), ())


def test_that_roles_are_found_by_name_in_another_funnel() -> None:
    target = funnel(roles=(Role(id="r1", name="SALES ", department="Sales"),), stages=())
    after = pasted(target.replaced(triggers=(), sources=()), copied(funnel(), ["b"])).funnel
    assert after.stages[-1].owner == "r1"
    assert len(after.roles) == 1


def test_that_segments_are_found_by_name_or_added() -> None:
    split = funnel(
        segments=(Segment(id="i", name="Inbound"), Segment(id="e", name="Events")),
        triggers=(trigger("a", "b", by_segment={"e": Override()}, to_segment="i"),),
        sources=(source("a", segment="e"),),
    )
    target = funnel(segments=(Segment(id="in", name="inbound"),), sources=())
    after = pasted(target, copied(split, ["a", "b"])).funnel
    assert [s.id for s in after.segments] == ["in", "e"]
    assert after.sources[-1].segment == "e"
    assert after.triggers[-1].to_segment == "in"
    assert set(after.triggers[-1].by_segment) == {"e"}


def test_that_a_funnel_whose_leads_are_one_group_gets_no_segments() -> None:
    split = funnel(
        segments=(Segment(id="i", name="Inbound"),),
        triggers=(trigger("a", "b", by_segment={"i": Override()}, to_segment="i"),),
        sources=(source("a", segment="i"),),
    )
    after = pasted(funnel(), copied(split, ["a", "b"])).funnel
    assert after.segments == ()
    assert after.sources[-1].segment == "all"
    assert after.triggers[-1].by_segment == {}
    assert after.triggers[-1].to_segment is None


@pytest.mark.parametrize("context", [None, 7, [1, ["a"]], "a", {"a": 1}])
def test_that_a_context_may_be_anything(context: object) -> None:
    fragment = Funnel.model_validate(
        {"format": "funnelcraft", "version": 1, "start": "2027-01-01", "context": context}
    )
    assert pasted(funnel(), fragment).funnel == funnel()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_that_a_paste_never_breaks_a_funnel(data: st.DataObject) -> None:
    origin, target = (data.draw(st.sampled_from(TEMPLATES)) for _ in range(2))
    chosen = [
        data.draw(st.lists(st.sampled_from([p.id for p in parts]), unique=True, max_size=5))
        for parts in (origin.stages, origin.triggers, origin.sources)
        if parts
    ]
    fragment = copied(origin, *chosen)
    opened = parse(dump(fragment))
    assert opened.funnel == fragment  # what the clipboard carries is what was copied
    assert not opened.repaired
    paste = pasted(target, opened.funnel, 24.0, 24.0)
    after = paste.funnel
    for parts in (after.stages, after.triggers, after.sources, after.roles, after.segments):
        ids = [part.id for part in parts]
        assert len(ids) == len(set(ids))
    broken = {"dangling-trigger", "duplicate-id", "leaves-an-end"}
    assert not broken & {finding.code for finding in errors(check(after))}
    assert parse(dump(after)).funnel == after
