"""Leads that test a rule: the rule's own judgement, one difference between two, nothing idle."""

import pytest
from hypothesis import given, settings

from funnelcraft.funnel.meeting import Undecided, atoms, lead_that_meets
from funnelcraft.funnel.rule_tests import Case, Probe, Untestable, cases, firing, meets
from funnelcraft.funnel.rule_words import known_values
from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule
from funnelcraft.io.templates import template, template_names
from tests.funnel.builders import funnel, score, trigger
from tests.funnel.test_meeting import RULES


def only(rule: Rule) -> list[Case]:
    found, idle = cases(rule)
    assert idle == ()
    return list(found)


def told(rule: Rule, field: str) -> list[tuple[object, bool]]:
    return [(case.probe.fields.get(field), case.meets) for case in only(rule)]


def test_that_a_threshold_is_tested_on_both_sides() -> None:
    assert told(score(">=", 65.0), "score") == [(65.0, True), (64.0, False)]
    assert told(score(">", 65.0), "score") == [(66.0, True), (65.0, False)]
    assert told(score("<", 0.25), "score") == [(0.24, True), (0.25, False)]


def test_that_a_day_is_tested_with_the_day_beside_it() -> None:
    rule = Condition(field="since", op="<=", value="2027-03-01")
    assert told(rule, "since") == [("2027-03-01", True), ("2027-03-02", False)]


def test_that_every_value_of_a_list_is_tested() -> None:
    rule = Condition(field="role", op="in", value=("buyer", "user"))
    assert told(rule, "role") == [("buyer", True), ("other", False), ("user", True)]


def test_that_a_text_just_misses_by_one_that_is_known() -> None:
    rule = Condition(field="status", op="=", value="accepted")
    found, _idle = cases(rule, {"status": ("accepted", "returned")})
    assert found[1].probe.fields == {"status": "returned"}


def test_that_an_event_is_tested_by_its_count_and_its_day() -> None:
    found = only(Event(event="visit", at_least=3, within_days=30.0))
    ages = [(case.probe.events.get("visit", ()), case.meets) for case in found]
    assert ages[0] == ((30.0, 30.0, 30.0), True)
    assert ((30.0, 30.0, 31.0), False) in ages


def test_that_a_condition_which_changes_nothing_is_told() -> None:
    wide, narrow = score(">=", 10.0), score(">=", 50.0)
    _found, idle = cases(AllOf(all=(wide, narrow)))
    assert idle == (wide,)
    _found, idle = cases(AnyOf(any=(wide, narrow)))
    assert idle == (narrow,)


@settings(max_examples=200, deadline=None)
@given(RULES)
def test_that_each_case_says_what_the_rule_says(rule: Rule) -> None:
    try:
        found, idle = cases(rule)
    except Untestable:
        with pytest.raises(Undecided):
            lead_that_meets(rule)
        return
    assert all(meets(rule, case.probe) == case.meets for case in found)
    tested = {case.about for case in found} | set(idle)
    assert tested <= set(atoms(rule))
    if any(case.meets for case in found):
        assert lead_that_meets(rule) is not None


def test_that_the_templates_have_no_idle_condition() -> None:
    for name in template_names():
        document = template(name)
        for one in document.triggers:
            if one.rule is None:
                continue
            fields = {a.field for a in atoms(one.rule) if isinstance(a, Condition)}
            found, idle = cases(one.rule, {f: known_values(document, f) for f in fields})
            assert idle == ()
            assert {case.meets for case in found} == {True, False}


def test_that_too_large_a_rule_is_refused() -> None:
    groups = tuple(
        AnyOf(any=tuple(Condition(field=f"f{n}{m}", op="is_set") for m in range(3)))
        for n in range(12)
    )
    with pytest.raises(Untestable):
        cases(AllOf(all=groups))


def test_which_triggers_a_lead_fires() -> None:
    one, two = trigger("a", "b", rule=score(">=", 5.0)), trigger("b", "won", rule=score(">", 0.0))
    other = trigger("a", "lost", id="other", rule=Not(rule=score(">=", 5.0)))
    made = funnel(triggers=(one, two, other, trigger("a", "won")))
    assert firing(made, "a", Probe({"score": 5.0})) == (one,)
    assert firing(made, "a", Probe()) == (other,)
