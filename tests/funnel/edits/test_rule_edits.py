"""Edits of a rule's tree: exact, and never losing a part or a key."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelcraft.funnel.edits.rules import (
    change_group,
    duplicate_part,
    insert_part,
    move_part,
    relocate_part,
    remove_part,
    replace_at,
    rule_at,
    unwrap_part,
    wrap_part,
)
from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule, is_group, walked

A, B, C, D = (Event(event=name) for name in "abcd")
ABC = AllOf(all=(A, B, C))
TREE = AllOf(all=(A, AnyOf(any=(B, C)), D))


def leaves(rule: Rule | None) -> Counter[str]:
    if rule is None:
        return Counter()
    return Counter(part.event for _path, part in walked(rule) if isinstance(part, Event))


def test_that_a_part_is_inserted_where_it_is_wanted() -> None:
    assert insert_part(None, (), A) == (A, ())
    assert insert_part(A, (), B) == (AllOf(all=(A, B)), (1,))
    assert insert_part(A, (0,), B) == (AllOf(all=(B, A)), (0,))
    assert insert_part(ABC, (1,), D) == (AllOf(all=(A, D, B, C)), (1,))
    assert insert_part(TREE, (1, 9), D)[1] == (1, 2)
    assert insert_part(Not(rule=A), (1,), B) == (Not(rule=AnyOf(any=(A, B))), (0, 1))
    assert insert_part(Not(rule=ABC), (3,), D) == (Not(rule=AllOf(all=(A, B, C, D))), (0, 3))


def test_that_a_group_goes_with_its_last_part() -> None:
    assert remove_part(ABC, (1,)) == AllOf(all=(A, C))
    assert remove_part(AllOf(all=(A, Not(rule=B))), (1, 0)) == AllOf(all=(A,))
    assert remove_part(AnyOf(any=(A,)), (0,)) is None
    assert remove_part(A, ()) is None


def test_that_a_copy_stands_below_its_original() -> None:
    assert duplicate_part(ABC, (0,)) == (AllOf(all=(A, A, B, C)), (1,))
    assert duplicate_part(A, ()) == (AllOf(all=(A, A)), (1,))


def test_that_a_group_changes_how_it_takes_its_parts() -> None:
    any_of = change_group(ABC, (), "any")
    assert any_of == AnyOf(any=(A, B, C))
    none_of = change_group(any_of, (), "not")
    assert none_of == Not(rule=AnyOf(any=(A, B, C)))
    assert change_group(none_of, (), "all") == ABC
    assert change_group(A, (), "any") == A


def test_that_parts_move_within_into_and_out_of_groups() -> None:
    assert move_part(ABC, (0,), 1) == (AllOf(all=(B, A, C)), (1,))
    assert move_part(ABC, (0,), -1) == (ABC, (0,))
    inside, place = move_part(TREE, (0,), 1)
    assert inside == AllOf(all=(AnyOf(any=(A, B, C)), D))
    assert place == (0, 0)
    outside, place = move_part(inside, (0, 0), -1)
    assert (outside, place) == (TREE, (0,))
    below, place = move_part(TREE, (1, 1), 1)
    assert below == AllOf(all=(A, AnyOf(any=(B,)), C, D))
    assert place == (2,)
    none_of = AllOf(all=(A, Not(rule=AnyOf(any=(B, C)))))
    assert move_part(none_of, (1, 0, 0), -1) == (AllOf(all=(A, B, Not(rule=AnyOf(any=(C,))))), (1,))


def test_that_a_part_cannot_be_put_into_itself() -> None:
    assert relocate_part(TREE, (1,), (1, 0)) == (TREE, (1,))
    assert relocate_part(TREE, (), (0,)) == (TREE, ())


def test_that_wrapping_and_unwrapping_are_each_other_s_opposite() -> None:
    wrapped = wrap_part(TREE, (0,), "any")
    assert rule_at(wrapped, (0,)) == AnyOf(any=(A,))
    assert unwrap_part(wrapped, (0,)) == TREE
    assert unwrap_part(TREE, (1,)) == AllOf(all=(A, B, C, D))
    assert unwrap_part(TREE, ()) == TREE


def test_that_keys_of_a_later_version_stay_with_their_part() -> None:
    later = AllOf.model_validate({"all": [{"event": "a", "weight": 3}], "note": "why"})
    grown, _place = insert_part(later, (1,), B)
    assert grown.model_extra == {"note": "why"}
    assert change_group(grown, (), "any").model_extra == {"note": "why"}
    assert unwrap_part(later, ()) == later
    moved, place = move_part(grown, (0,), 1)
    assert rule_at(moved, place).model_extra == {"weight": 3}


RULES: st.SearchStrategy[Rule] = st.recursive(
    st.sampled_from([A, B, C, D]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(all=tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(any=tuple(parts))),
        inner.map(lambda part: Not(rule=part)),
    ),
    max_leaves=8,
)


@given(RULES, st.data())
def test_that_no_edit_loses_a_condition(rule: Rule, data: st.DataObject) -> None:
    places = [path for path, _part in walked(rule)]
    source = data.draw(st.sampled_from(places))
    target = data.draw(st.sampled_from(places))
    step = data.draw(st.sampled_from([-1, 1]))
    for made, place in (move_part(rule, source, step), relocate_part(rule, source, target)):
        assert leaves(made) == leaves(rule)
        assert leaves(rule_at(made, place)) == leaves(rule_at(rule, source))
    copied, place = duplicate_part(rule, source)
    assert leaves(copied) == leaves(rule) + leaves(rule_at(rule, source))
    assert rule_at(copied, place) == rule_at(rule, source)
    assert leaves(remove_part(rule, source)) == leaves(rule) - leaves(rule_at(rule, source))
    for kind in ("all", "any", "not"):
        if is_group(rule_at(rule, source)):
            assert leaves(change_group(rule, source, kind)) == leaves(rule)
        assert leaves(wrap_part(rule, source, kind)) == leaves(rule)
    assert leaves(unwrap_part(rule, source)) == leaves(rule)


def test_that_a_condition_has_no_parts() -> None:
    with pytest.raises(IndexError):
        rule_at(A, (0,))
    condition = Condition(field="x", op="is_set")
    assert replace_at(ABC, (2,), condition) == AllOf(all=(A, B, condition))
