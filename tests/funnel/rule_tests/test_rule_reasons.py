"""Why a lead does not meet a rule."""

from itertools import product

import pytest

from funnelcraft.funnel.rule_tests import Probe, asked, explained, judge, meets, reasons
from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule
from tests.funnel.builders import funnel, score, trigger

VISITS = Event(event="site_visit", at_least=2, within_days=30.0)
GERMAN = Condition(field="country", op="=", value="DE")
RULES: tuple[Rule, ...] = (
    score(">=", 65.0),
    VISITS,
    AllOf(all=(score(">=", 65.0), VISITS)),
    AnyOf(any=(score(">=", 65.0), GERMAN)),
    Not(rule=AnyOf(any=(score("<", 10.0), GERMAN))),
    Not(rule=AllOf(all=(score("<", 70.0), GERMAN))),
    Not(rule=Not(rule=AllOf(all=(GERMAN, VISITS)))),
    AnyOf(any=(AllOf(all=(GERMAN, VISITS)), Not(rule=score("is_set", 0.0)))),
    AllOf(all=()),
    AnyOf(any=()),
    AnyOf(any=(AllOf(all=(GERMAN, score(">", 1.0))),)),
)


@pytest.mark.parametrize("rule", RULES)
def test_that_there_are_reasons_exactly_where_a_rule_is_not_met(rule: Rule) -> None:
    for value, country, ages in product(
        (None, 5.0, 65.0, 80.0), (None, "DE", "FR"), ((), (1.0,), (1.0, 30.0), (31.0, 40.0))
    ):
        fields = {
            name: one for name, one in (("score", value), ("country", country)) if one is not None
        }
        probe = Probe(fields, {"site_visit": ages} if ages else {})
        assert bool(reasons(rule, probe)) == (not meets(rule, probe))


def test_that_only_the_conditions_that_fail_are_named_with_what_the_lead_has() -> None:
    rule = AllOf(all=(score(">=", 65.0), GERMAN, VISITS))
    found = reasons(rule, Probe({"score": 64.0, "country": "DE"}, {"site_visit": (3.0, 31.0)}))
    assert [one.path for one in found] == [(0,), (2,)]
    assert found[0].words == "score is at least 65: it is 64"
    assert found[1].words.endswith("it happened 1 time")


def test_that_an_empty_field_and_an_event_that_came_too_early_are_told() -> None:
    empty, early = reasons(AllOf(all=(GERMAN, VISITS)), Probe({}, {"site_visit": (31.0, 40.0)}))
    assert empty.words.endswith("it is empty")
    assert early.words.endswith("the last time was 31 days ago")
    (never,) = reasons(VISITS, Probe())
    assert never.words.endswith("it never happened")


def test_that_a_choice_is_told_as_a_whole_and_a_denial_by_what_holds() -> None:
    (choice,) = reasons(AnyOf(any=(score(">=", 65.0), GERMAN)), Probe({"score": 5.0}))
    assert choice.words.startswith("none of these holds: ")
    assert "it is 5" in choice.words
    assert "it is empty" in choice.words
    denied = Not(rule=AnyOf(any=(GERMAN, score("<", 10.0))))
    (held,) = reasons(denied, Probe({"country": "DE", "score": 50.0}))
    assert held.path == (0, 0)
    assert "must not" in held.words
    assert "“DE”" in held.words


def test_that_every_trigger_of_a_stage_is_explained() -> None:
    of = funnel(
        triggers=(
            trigger("a", "b", rule=score(">=", 65.0)),
            trigger("a", "lost", rule=score("<", 0.0)),
            trigger("a", "won"),
            trigger("b", "won", rule=GERMAN),
        )
    )
    fires, misses, unruled = explained(of, "a", Probe({"score": 70.0}))
    assert (fires.fires, misses.fires, unruled.fires) == (True, False, None)
    assert not fires.reasons
    assert misses.reasons
    assert not unruled.reasons


def test_that_a_wrong_move_says_which_condition_failed() -> None:
    of = funnel(triggers=(trigger("a", "b", rule=AllOf(all=(score(">=", 65.0), GERMAN))),))
    found = judge(of, "a", Probe({"score": 64.0, "country": "DE"}), "b")
    assert found.verdict == "wrong"
    assert "though its rule is not met (score is at least 65: it is 64)." in found.sentence
    assert [one.id for one in found.taken] == ["a-b"]


def test_that_fields_are_asked_for_once_with_the_kind_of_their_values() -> None:
    flag = Condition(field="in_market", op="=", value=True)
    found = asked(
        (AllOf(all=(score(">=", 65.0), GERMAN, flag)), AnyOf(any=(VISITS, score("<", 9.0))))
    )
    assert found.fields == {"score": float, "country": str, "in_market": bool}
    assert found.events == ("site_visit",)
