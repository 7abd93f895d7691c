"""Can a lead meet a rule: against every lead of a small world."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnelcraft.funnel.checks import check
from funnelcraft.funnel.edits import change_trigger
from funnelcraft.funnel.meeting import Undecided, holds, lead_that_meets
from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule, Scalar
from tests.funnel.builders import funnel, score

NUMBERS = st.sampled_from([1.0, 2.0, 3.0])
CONDITIONS = st.one_of(
    st.builds(Condition, field=st.just("score"),
              op=st.sampled_from(["=", "!=", ">", ">=", "<", "<="]), value=NUMBERS),
    st.builds(Condition, field=st.just("status"), op=st.sampled_from(["=", "!="]),
              value=st.sampled_from(["new", "old"])),
    st.builds(Condition, field=st.just("status"), op=st.sampled_from(["in", "not_in"]),
              value=st.lists(st.sampled_from(["new", "old"]), max_size=2).map(tuple)),
    st.builds(Condition, field=st.sampled_from(["score", "status"]),
              op=st.sampled_from(["is_set", "is_not_set"])),
    st.builds(Event, event=st.just("visit"), at_least=st.integers(1, 3),
              within_days=st.sampled_from([7.0, None])),
)  # fmt: skip
RULES = st.recursive(
    CONDITIONS,
    lambda parts: st.one_of(
        st.builds(AllOf, all=st.lists(parts, max_size=3).map(tuple)),
        st.builds(AnyOf, any=st.lists(parts, max_size=3).map(tuple)),
        parts.map(lambda rule: Not(rule=rule)),
    ),
    max_leaves=6,
)
# One value of every range these rules can tell apart, and every pair of counts that can be.
SCORES = (None, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5)
STATUSES = (None, "new", "old", "else")
VISITS = tuple((week, ever) for week in range(4) for ever in range(week, 4))

Person = tuple[Scalar | None, Scalar | None, tuple[int, int]]


def meets(person: Person, rule: Rule) -> bool:
    match rule:
        case AllOf():
            return all(meets(person, part) for part in rule.all)
        case AnyOf():
            return any(meets(person, part) for part in rule.any)
        case Not():
            return not meets(person, rule.rule)
        case Event():
            return person[2][1 if rule.within_days is None else 0] >= rule.at_least
        case Condition():
            return holds(rule, person[0] if rule.field == "score" else person[1])


@settings(max_examples=300, deadline=None)
@given(RULES)
def test_that_a_lead_is_found_exactly_if_there_is_one(rule: Rule) -> None:
    found = lead_that_meets(rule)
    somebody = any(meets(person, rule) for person in product(SCORES, STATUSES, VISITS))
    assert (found is not None) == somebody
    if found is not None:
        week, ever = (found.events.get(("visit", days), 0) for days in (7.0, float("inf")))
        person = (found.fields.get("score"), found.fields.get("status"), (week, max(week, ever)))
        assert meets(person, rule)


def overlap(first: Rule, second: Rule) -> list[str]:
    design = change_trigger(funnel(), "b-won", rule=first)
    design = change_trigger(design, "b-lost", rule=second)
    return [one.message for one in check(design) if one.code == "overlapping-triggers"]


EMAIL = Condition(field="email", op="is_set")
BUDGET = Condition(field="budget", op="is_set")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (score(">=", 50.0), score("<", 50.0), None),
        (score(">=", 50.0), score("<=", 50.0), "score 50"),
        (score(">=", 50.0), Not(rule=score(">=", 40.0)), None),
        (score("=", "hot"), score("in", ("hot", "warm")), "score “hot”"),
        (score("=", "hot"), score("in", ("cold", "warm")), None),
        (EMAIL, AllOf(all=(EMAIL, BUDGET)), "budget filled in and email filled in"),
        (EMAIL, BUDGET, None),
        (Event(event="demo_held"), Event(event="demo_held", at_least=2), "demo held 2 times"),
        (AllOf(all=(EMAIL, score(">", 3.0))), AllOf(all=(BUDGET, score("<", 5.0))), "score 4"),
    ],
)
def test_that_only_rules_one_lead_can_meet_overlap(
    first: Rule, second: Rule, words: str | None
) -> None:
    found = overlap(first, second)
    assert len(found) == (0 if words is None else 1)
    assert words is None or words in found[0]


def test_that_a_rule_with_too_many_ways_is_left_undecided() -> None:
    pairs = tuple(AnyOf(any=(score("=", float(n)), score("=", -1.0 - n))) for n in range(40))
    with pytest.raises(Undecided):
        lead_that_meets(AllOf(all=pairs))
    assert overlap(AllOf(all=pairs), score(">", 0.0)) == []
