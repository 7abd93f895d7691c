"""Edits: pure, exact, and never touching what they do not name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelcraft.funnel.edits import (
    add_role,
    add_source,
    add_stage,
    add_trigger,
    change_source,
    change_stage,
    change_trigger,
    likely_kind,
    move_stages,
    remove,
    rename_stage,
    reorder_stage,
    what_goes,
)
from funnelcraft.funnel.model import Opening, Segment
from tests.funnel.builders import funnel, stage, trigger

IDS = st.sampled_from(["a", "b", "won", "lost"])


def test_that_a_new_stage_has_a_readable_unique_id() -> None:
    once, first = add_stage(funnel(), "Sales Accepted Lead", (8.0, 16.0))
    twice, second = add_stage(once, "Sales Accepted Lead", (8.0, 16.0))
    assert (first, second) == ("sales-accepted-lead", "sales-accepted-lead-2")
    assert twice.stages[-1].position == (8.0, 16.0)
    assert twice.stages[:-1] == once.stages


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=5))
def test_that_every_new_id_has_the_form_of_the_file(text: str, others: list[str]) -> None:
    grown = funnel()
    for term in (*others, text):
        grown, identity = add_stage(grown, term, (0.0, 0.0))
        assert identity[0].isascii()
        assert 1 <= len(identity) <= 64
        assert set(identity) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert identity[0] != "-"
    assert len({s.id for s in grown.stages}) == len(grown.stages)


def test_that_a_new_trigger_awaits_its_figures() -> None:
    grown, identity = add_trigger(funnel(), "a", "won", name="Signed")
    added = grown.triggers[-1]
    assert (added.id, identity) == ("a-won", "a-won")
    assert (added.conversion, added.velocity, added.kind) == (None, None, "progress")


@pytest.mark.parametrize(
    ("origin", "target", "kind"),
    [("a", "b", "progress"), ("a", "lost", "disqualify"), ("b", "a", "recycle"),
     ("b", "b", "recycle"), ("b", "won", "progress"), ("nurture", "a", "recycle"),
     ("a", "nurture", "recycle")],
)  # fmt: skip
def test_that_a_trigger_s_kind_is_guessed_from_its_ends(
    origin: str, target: str, kind: str
) -> None:
    base = funnel(
        stages=(*funnel().stages, stage("nurture")),
        triggers=(*funnel().triggers, trigger("b", "nurture", 0.05, kind="recycle")),
    )
    assert likely_kind(base, origin, target) == kind


def test_that_an_abbreviation_that_is_the_term_is_renamed_with_it() -> None:
    base = funnel(
        stages=(stage("a", term="Lead", abbreviation="Lead"), stage("b", abbreviation="B2"))
    )
    assert rename_stage(base, "a", "Known").stages[0].abbreviation == "Known"
    assert rename_stage(base, "b", "Known").stages[1].abbreviation == "B2"


def test_that_no_trigger_can_leave_an_end() -> None:
    with pytest.raises(ValueError, match="end"):
        add_trigger(funnel(), "won", "a")


def test_that_a_new_source_belongs_to_a_segment_that_exists() -> None:
    plain, _ = add_source(funnel(), "Fair", "a", 20.0)
    assert plain.sources[-1].segment == "all"
    named, _ = add_source(funnel(segments=(Segment(id="x", name="X"),)), "Fair", "a", 20.0)
    assert named.sources[-1].segment == "x"


def test_that_a_role_is_added() -> None:
    grown, identity = add_role(funnel(), "Inside sales", "sales")
    assert grown.roles[-1].id == identity == "inside-sales"


def test_that_changes_touch_one_part_only() -> None:
    base = funnel()
    assert change_stage(base, "a", term="New").stages[1:] == base.stages[1:]
    assert change_stage(base, "a", term="New").stages[0].term == "New"
    assert change_trigger(base, "a-b", name="Go").triggers[0].name == "Go"
    assert change_source(base, "web", name="Site").sources[0].name == "Site"


@pytest.mark.parametrize(
    "edit",
    [lambda f: change_stage(f, "ghost", term="x"), lambda f: change_stage(f, "a", colour="red"),
     lambda f: move_stages(f, {"ghost": (0.0, 0.0)}), lambda f: reorder_stage(f, "ghost", 0)],
)  # fmt: skip
def test_that_a_part_or_field_that_does_not_exist_is_the_caller_s_error(edit) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KeyError):
        edit(funnel())


@given(st.sets(IDS))
def test_that_what_hangs_on_a_stage_goes_with_it(gone: set[str]) -> None:
    base = funnel(opening=(Opening(stage="a", ages_days=(1.0,)),))
    left = remove(base, stages=gone)
    kept = {s.id for s in left.stages}
    assert kept == {s.id for s in base.stages} - gone
    assert all(t.from_stage in kept and t.to_stage in kept for t in left.triggers)
    assert all(s.into in kept for s in left.sources)
    assert all(held.stage in kept for held in left.opening)
    removal = what_goes(base, stages=gone)
    assert len(base.triggers) - len(left.triggers) == len(removal.triggers)


@given(st.dictionaries(IDS, st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))))
def test_that_moves_change_positions_only(positions: dict[str, tuple[float, float]]) -> None:
    base = funnel()
    moved = move_stages(base, positions)
    back = move_stages(moved, {s.id: s.position for s in base.stages})
    assert back == base
    assert all(s.position == positions[s.id] for s in moved.stages if s.id in positions)


@given(IDS, st.integers(0, 5))
def test_that_reordering_keeps_every_stage(identity: str, index: int) -> None:
    base = funnel()
    assert {s.id for s in reorder_stage(base, identity, index).stages} == {
        s.id for s in base.stages
    }
