"""Rules in words anyone can read."""

from funnelcraft.funnel.rule_words import (
    known_events,
    known_fields,
    known_values,
    missing_words,
    phrase,
    rule_sentence,
)
from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule, extent, walked
from tests.funnel.builders import funnel, trigger

SCORE = Condition(field="lead_score", op=">=", value=65.0)
WEBINAR = Event(event="webinar_attended", within_days=30.0)


def test_that_a_rule_reads_as_a_sentence() -> None:
    rule = AllOf(all=(SCORE, AnyOf(any=(WEBINAR, Event(event="demo", at_least=2)))))
    assert rule_sentence(rule) == (
        "A lead goes this way when lead score is at least 65 and (“webinar attended” happened in "
        "the last 30 days or “demo” happened at least 2 times)."
    )
    assert rule_sentence(None).startswith("No rule yet")


def test_that_every_comparison_has_its_words() -> None:
    said: dict[Rule, str] = {
        Condition(field="country", op="in", value=("DE", "AT")): "country is one of “DE”, “AT”",
        Condition(field="country", op="not_in", value=()): "country is none of …",
        Condition(field="e_mail", op="is_set"): "e mail is filled in",
        Condition(field="phone", op="is_not_set"): "phone is empty",
        Condition(field="title", op="contains", value="VP"): "title contains “VP”",
        Condition(field="opted_in", op="=", value=True): "opted in is yes",
        Condition(field="size", op="<", value=1200.0): "size is below 1,200",
        Not(rule=SCORE): "it is not so that lead score is at least 65",
        AllOf(all=()): "anything goes",
        AnyOf(any=(SCORE,)): "lead score is at least 65",
    }
    assert {rule: phrase(rule) for rule in said} == said


def test_that_a_rule_of_any_depth_and_size_gets_a_sentence() -> None:
    deep: Rule = SCORE
    for _level in range(5000):
        deep = Not.model_construct(rule=deep)
    assert extent(deep) == (1, 5001)
    assert rule_sentence(deep) == "A rule of 1 condition in 5,001 levels."
    wide = AnyOf(any=(SCORE,) * 900)
    assert rule_sentence(wide).endswith("… (900 conditions in all).")
    assert len(rule_sentence(wide)) < 700


def test_that_parts_are_walked_top_down_with_their_places() -> None:
    rule = AllOf(all=(SCORE, Not(rule=WEBINAR)))
    assert [path for path, _part in walked(rule)] == [(), (0,), (1,), (1, 0)]


def test_that_fields_events_and_values_used_elsewhere_are_known() -> None:
    land = Condition(field="land", op="in", value=("DE", "AT"))
    one = trigger("a", "b", rule=AllOf(all=(land, SCORE, WEBINAR)))
    other = trigger("b", "won", rule=Condition(field="land", op="=", value="DE"))
    whole = funnel(triggers=(one, other))
    assert known_fields(whole) == ("land", "lead_score")
    assert known_events(whole) == ("webinar_attended",)
    assert known_values(whole, "land") == ("DE", "AT")


def test_that_what_is_missing_is_asked_for() -> None:
    assert missing_words(Condition(field="", op="=", value=1.0)) == "Which field of the lead?"
    assert missing_words(Condition(field="x", op="=")) == "Compared with what?"
    assert missing_words(Event(event=" ")) == "Which event?"
    assert missing_words(SCORE) == missing_words(AllOf(all=())) == ""
