"""Filters: numbered lines joined by a logic that means what the rule means."""

import re

from hypothesis import given
from hypothesis import strategies as st

from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule, parts_of
from funnelcraft.io.exports.filters import filters

LEAVES = st.integers(0, 5).map(lambda n: Condition(field=f"f{n}", op="is_set"))
RULES: st.SearchStrategy[Rule] = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: AllOf(all=tuple(parts)))
        | st.lists(inner, max_size=3).map(lambda parts: AnyOf(any=tuple(parts)))
        | inner.map(lambda part: Not.model_validate({"not": part}))
    ),
    max_leaves=8,
)


def meets(rule: Rule, true: set[str]) -> bool:
    match rule:
        case Condition():
            return rule.field in true
        case AllOf():
            return all(meets(part, true) for part in rule.all)
        case AnyOf():
            return any(meets(part, true) for part in rule.any)
        case Not():
            return not meets(parts_of(rule)[0], true)
        case Event():
            raise AssertionError(rule)


@given(RULES, st.sets(st.sampled_from([f"f{n}" for n in range(6)])))
def test_that_the_logic_means_what_the_rule_means(rule: Rule, true: set[str]) -> None:
    found = filters(rule)
    fields = {
        line.number: line.test.field for line in found.lines if isinstance(line.test, Condition)
    }
    logic = found.logic.replace("TRUE", "(1 == 1)").replace("FALSE", "(1 == 2)")
    logic = logic.replace("AND", "and").replace("OR", "or").replace("NOT", "not")
    said = re.sub(
        r"(?<!== )\b(\d+)\b(?! ==)", lambda one: str(fields[int(one.group())] in true), logic
    )
    assert eval(said) == meets(rule, true)


def test_that_a_plain_list_needs_no_logic() -> None:
    one, two = Condition(field="a", op="is_set"), Event(event="b", at_least=2)
    assert filters(AllOf(all=(one, two))).is_plain
    assert filters(one).is_plain
    either = filters(AnyOf(any=(one, two)))
    assert not either.is_plain
    assert either.logic == "1 OR 2"
    assert [line.test for line in either.lines] == [one, two]
