"""Each check: what it finds, where, how grave, and in which words."""

from dataclasses import dataclass
from itertools import pairwise

import pytest

from funnelcraft.funnel.checks import Finding, Place, check, errors
from funnelcraft.funnel.edits import change_source, change_stage, change_trigger
from funnelcraft.funnel.model import (
    Campaign,
    Capacity,
    Conversion,
    DealValue,
    Drift,
    Funnel,
    Opening,
    Override,
    Segment,
    Sla,
    Volume,
)
from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    FixedTime,
    LogNormalTime,
    TriangularTime,
    UnknownTime,
)
from tests.funnel.builders import funnel, handed_over, score, source, stage, trigger


def test_that_a_sound_funnel_has_no_findings() -> None:
    assert check(funnel()) == ()


def _with_trigger(**changes: object) -> Funnel:
    return change_trigger(funnel(), "a-b", **changes)


def _with_volume(**changes: object) -> Funnel:
    volume = Volume(leads_per_month=100.0).replaced(**changes)
    return change_source(funnel(), "web", volume=volume)


def _gate(*rates: float | None) -> Funnel:
    base = funnel()
    ways = tuple(
        trigger("g", target, rate, id=f"g-{target}", velocity=None)
        for target, rate in zip(("b", "lost", "won"), rates, strict=False)
    )
    return base.replaced(
        stages=(*base.stages, stage("g", "gate")),
        triggers=(trigger("a", "g"), *base.triggers[1:], *ways),
    )


TWICE = funnel().stages[1]


def _ruled(first: Rule, second: Rule) -> Funnel:
    ruled = change_trigger(funnel(), "b-won", rule=first)
    return change_trigger(ruled, "b-lost", rule=second)


def _through_a_gate() -> Funnel:
    base = handed_over(sla=None)
    return base.replaced(
        stages=(*base.stages, stage("g", "gate", owner="seller")),
        triggers=(
            trigger("a", "g"),
            trigger("g", "b", None, velocity=None),
            *(t for t in base.triggers if t.id != "a-b"),
        ),
    )


def _recycled(onward: float, back: float) -> Funnel:
    return funnel(triggers=(trigger("a", "b", onward), trigger("b", "a", back, kind="recycle")))


def _with_capacity(leads_per_day: float) -> Funnel:
    # 300 leads a month on working days alone are 300 / 30.44 × 7 / 5 = 13.8 a day
    return change_stage(funnel(), "a", capacity=Capacity(leads_per_day=leads_per_day))


def _chain(length: int) -> Funnel:
    names = [f"s{n}" for n in range(length)]
    return funnel(
        stages=(*(stage(name) for name in names), stage("won", "won")),
        triggers=tuple(trigger(a, b) for a, b in pairwise((*names, "won"))),
        sources=(source(names[0]),),
    )


@dataclass(frozen=True)
class Case:
    """A funnel with one thing wrong, and the finding that must say so."""

    name: str
    funnel: Funnel
    code: str
    level: str
    place: Place
    words: str = ""


CASES = [
    Case("rate 140 %", _with_trigger(conversion=Conversion(rate=1.4)), "rate-out-of-range",
         "error", Place("trigger", "a-b", "conversion"), "“A → B” has a rate of 140%"),
    Case("rate below zero", _with_trigger(conversion=Conversion(rate=-0.1)), "rate-out-of-range",
         "error", Place("trigger", "a-b", "conversion"), "-10%"),
    Case("override of 140 %",
         _with_trigger(by_segment={"all": Override(conversion=Conversion(rate=1.4))}),
         "rate-out-of-range", "error", Place("trigger", "a-b", "conversion")),
    Case("sum over 100 %", change_trigger(funnel(), "b-won", conversion=Conversion(rate=0.5)),
         "rates-over-one", "error", Place("stage", "b"), "110%"),
    Case("no rate", _with_trigger(conversion=None), "missing-rate", "error",
         Place("trigger", "a-b", "conversion"), "no conversion rate"),
    Case("no time", _with_trigger(velocity=None), "missing-time", "error",
         Place("trigger", "a-b", "velocity"), "no time"),
    Case("one count", _with_trigger(conversion=Conversion(rate=0.5, entered=10)), "half-a-count",
         "error", Place("trigger", "a-b", "conversion")),
    Case("moved > entered",
         _with_trigger(conversion=Conversion(rate=0.5, entered=10, moved=11)),
         "impossible-counts", "error", Place("trigger", "a-b", "conversion")),
    Case("mean below zero", _with_trigger(velocity=FixedTime(mean_days=-1.0)), "impossible-time",
         "error", Place("trigger", "a-b", "velocity")),
    Case("cv below zero", _with_trigger(velocity=LogNormalTime(mean_days=1.0, cv=-1.0)),
         "impossible-time", "error", Place("trigger", "a-b", "velocity")),
    Case("triangle out of order",
         _with_trigger(velocity=TriangularTime(low_days=3.0, mode_days=1.0, high_days=4.0)),
         "impossible-time", "error", Place("trigger", "a-b", "velocity"), "must rise"),
    Case("no observed times", _with_trigger(velocity=EmpiricalTime(days=())), "impossible-time",
         "error", Place("trigger", "a-b", "velocity"), "empty"),
    Case("too few weights", _with_trigger(velocity=EmpiricalTime(days=(1.0, 2.0), weights=(1.0,))),
         "impossible-time", "error", Place("trigger", "a-b", "velocity"), "weight"),
    Case("unknown time", _with_trigger(velocity=UnknownTime(kind="pareto")), "impossible-time",
         "error", Place("trigger", "a-b", "velocity"), "pareto"),
    Case("unknown trigger kind", _with_trigger(kind="teleport"), "unknown-trigger-kind", "error",
         Place("trigger", "a-b", "kind"), "teleport"),
    Case("unknown stage kind", change_stage(funnel(), "b", kind="limbo"), "unknown-stage-kind",
         "error", Place("stage", "b", "kind"), "limbo"),
    Case("dangling trigger", _with_trigger(to_stage="nowhere"), "dangling-trigger", "error",
         Place("trigger", "a-b", "to"), "nowhere"),
    Case("dangling source", change_source(funnel(), "web", into="nowhere"), "dangling-source",
         "error", Place("source", "web", "into"), "Website"),
    Case("dangling owner", change_stage(funnel(), "a", owner="ghost"), "dangling-owner", "warning",
         Place("stage", "a", "owner"), "ghost"),
    Case("dangling segment", change_source(funnel(), "web", segment="vip"), "dangling-segment",
         "error", Place("source", "web", "segment"), "vip"),
    Case("segments named, source of all", funnel(segments=(Segment(id="x", name="X"),)),
         "dangling-segment", "error", Place("source", "web", "segment"), "all"),
    Case("start is no date", funnel(start="soon"), "start-not-a-date", "error",
         Place("funnel", field="start"), "soon"),
    Case("two stages of one id", funnel(stages=(*funnel().stages, TWICE)), "duplicate-id", "error",
         Place("stage", "b", "id")),
    Case("trigger leaves won", funnel(triggers=(*funnel().triggers, trigger("won", "a"))),
         "leaves-an-end", "error", Place("trigger", "won-a", "from")),
    Case("circle without time",
         funnel(triggers=(
             trigger("a", "b", velocity=FixedTime(mean_days=0.0)),
             trigger("b", "a", 0.2, velocity=FixedTime(mean_days=0.0)),
             *funnel().triggers[1:])),
         "zero-time-cycle", "error", Place("stage", "b"), "without any time"),
    Case("unreachable", funnel(stages=(*funnel().stages, stage("c")),
                               triggers=(*funnel().triggers, trigger("c", "won"))),
         "unreachable-stage", "warning", Place("stage", "c"), "“C”"),
    Case("dead end", funnel(stages=(*funnel().stages, stage("c")),
                            triggers=(*funnel().triggers, trigger("a", "c", 0.1))),
         "dead-end", "warning", Place("stage", "c"), "dead end"),
    Case("never an end",
         funnel(stages=(*funnel().stages, stage("c")),
                triggers=(*funnel().triggers, trigger("a", "c", 0.1), trigger("c", "c", 0.1))),
         "dead-end", "warning", Place("stage", "c"), "won or lost"),
    Case("no source", funnel(sources=()), "no-source", "warning",
         Place("funnel", field="sources")),
    Case("gate without default", _gate(0.5, 0.2), "gate-without-default", "error",
         Place("stage", "g"), "70%"),
    Case("gate with two defaults", _gate(None, None), "gate-defaults", "error",
         Place("stage", "g")),
    Case("breach without SLA",
         funnel(triggers=(*funnel().triggers,
                          trigger("a", "lost", None, kind="sla_breach", velocity=None))),
         "breach-without-sla", "error", Place("trigger", "a-lost", "conversion")),
    Case("negative SLA", change_stage(funnel(), "a", sla=Sla(days=-1.0)), "impossible-sla",
         "error", Place("stage", "a", "sla")),
    Case("SLA with unknown clock", change_stage(funnel(), "a", sla=Sla(days=1.0, clock="moon")),
         "unknown-clock", "error", Place("stage", "a", "sla"), "moon"),
    Case("negative capacity", change_stage(funnel(), "a", capacity=Capacity(leads_per_day=-1.0)),
         "impossible-capacity", "error", Place("stage", "a", "capacity")),
    Case("capacity with unknown calendar",
         change_stage(funnel(), "a", capacity=Capacity(leads_per_day=1.0, calendar="lunar")),
         "unknown-calendar", "error", Place("stage", "a", "capacity"), "lunar"),
    Case("no half-life", change_stage(funnel(), "a", wait_half_life_days=0.0),
         "impossible-half-life", "error", Place("stage", "a", "wait_half_life_days")),
    Case("negative volume", _with_volume(leads_per_month=-1.0), "impossible-volume", "error",
         Place("source", "web", "volume"), "fewer than zero"),
    Case("trend of −100 %", _with_volume(trend_per_month=-1.0), "impossible-volume", "error",
         Place("source", "web", "volume"), "trend"),
    Case("six weekdays", _with_volume(weekday_weights=(1.0,) * 6), "impossible-volume", "error",
         Place("source", "web", "volume"), "7 weights"),
    Case("all months zero", _with_volume(month_weights=(0.0,) * 12), "impossible-volume", "error",
         Place("source", "web", "volume"), "months"),
    Case("campaign of no days",
         _with_volume(campaigns=(Campaign(name="Fair", start="2027-03-01", days=0, leads=1.0),)),
         "impossible-volume", "error", Place("source", "web", "volume"), "Fair"),
    Case("campaign without a date",
         _with_volume(campaigns=(Campaign(name="Fair", start="March", days=1, leads=1.0),)),
         "impossible-volume", "error", Place("source", "web", "volume"), "March"),
    Case("negative cost", change_source(funnel(), "web", cost_per_lead=-1.0), "impossible-cost",
         "error", Place("source", "web", "cost_per_lead")),
    Case("age from the future", funnel(opening=(Opening(stage="a", ages_days=(-1.0,)),)),
         "impossible-age", "error", Place("opening", "a", "ages_days")),
    Case("no deal value", funnel(deal_value=None), "no-deal-value", "hint",
         Place("funnel", field="deal_value")),
    Case("negative deal value", funnel(deal_value=DealValue(mean=-1.0)), "impossible-deal-value",
         "error", Place("funnel", field="deal_value")),
    Case("unknown deal value", funnel(deal_value=DealValue(kind="pareto", mean=1.0)),
         "unknown-deal-value", "error", Place("funnel", field="deal_value"), "pareto"),
    Case("negative drift", funnel(drift=Drift(volume_per_month=-0.1)), "impossible-drift", "error",
         Place("funnel", field="drift")),
    Case("no term", change_stage(funnel(), "a", term=" "), "no-term", "warning",
         Place("stage", "a", "term")),
    Case("shared term", change_stage(funnel(), "b", term="a"), "shared-term", "warning",
         Place("stage", "b", "term")),
    Case("no definition", change_stage(funnel(), "a", definition=""), "no-definition", "hint",
         Place("stage", "a", "definition")),
    Case("long-winded definition", change_stage(funnel(), "a", definition="A lead is here. " * 4),
         "long-definition", "hint", Place("stage", "a", "definition"), "16 words"),
    Case("definition of one endless sentence",
         change_stage(funnel(), "a", definition="a lead that " * 20), "long-definition", "hint",
         Place("stage", "a", "definition"), "60 words"),
    Case("interested", _with_trigger(description="The lead is interested."), "vague-trigger",
         "warning", Place("trigger", "a-b", "description"), "“interested”"),
    Case("good fit in the name alone", _with_trigger(name="Good fit", description=""),
         "vague-trigger", "warning", Place("trigger", "a-b", "description"), "“Good fit”"),
    Case("nothing said", _with_trigger(description=" "), "no-criterion", "hint",
         Place("trigger", "a-b", "description"), "must have happened"),
    Case("overlapping scores", _ruled(score(">=", 50.0), score(">=", 80.0)),
         "overlapping-triggers", "warning", Place("trigger", "b-lost", "rule"), "score 80"),
    Case("condition without a value", _with_trigger(rule=Condition(field="score", op=">=")),
         "unfinished-condition", "warning", Place("trigger", "a-b", "rule"),
         "A condition of “A → B” is not finished: “score is at least …”"),
    Case("two parts without a name, deep in a rule",
         _with_trigger(rule=AnyOf(any=(
             Not(rule=Event(event=" ")), score(">=", 50.0), Condition(field="", op="is_set")))),
         "unfinished-condition", "warning", Place("trigger", "a-b", "rule"),
         "2 conditions of “A → B” are not finished"),
    Case("nothing but unfinished conditions",
         _with_trigger(rule=Not(rule=AllOf(all=(Condition(field="region", op="in", value=()),)))),
         "unfinished-condition", "warning", Place("trigger", "a-b", "rule")),
    Case("hand-over without SLA", handed_over(sla=None), "handover-without-sla", "hint",
         Place("stage", "b", "sla"), "from marketing to sales"),
    Case("hand-over through a gate", _through_a_gate(), "handover-without-sla", "hint",
         Place("stage", "b", "sla"), "“A → B”"),
    Case("no way back", handed_over(back=False), "no-way-back", "hint", Place("stage", "b"),
         "to marketing"),
    Case("endless recycle", _recycled(1.0, 1.0), "endless-recycle", "warning", Place("stage", "a"),
         "“A” and “B”"),
    Case("nearly endless recycle", _recycled(0.95, 0.95), "mostly-recycled", "warning",
         Place("stage", "a"), "90%"),
    Case("SLA below the median", change_stage(funnel(), "b", sla=Sla(days=1.0, clock="stage")),
         "sla-too-short", "warning", Place("stage", "b", "sla"), "promises 1 day"),
    Case("too little capacity", _with_capacity(8.0), "capacity-too-small", "warning",
         Place("stage", "a", "capacity"), "14 come in"),
    Case("eleven stages", _chain(11), "too-many-stages", "hint", Place("funnel", field="stages"),
         "11 stages"),
    Case("agreed by one side", change_stage(funnel(), "a", agreed_by=("Sales",)), "not-agreed",
         "hint", Place("stage", "a", "agreed_by"), "marketing"),
    Case("no owner", change_stage(funnel(), "a", owner=None), "no-owner", "hint",
         Place("stage", "a", "owner")),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_that_one_fault_is_found_at_its_place(case: Case) -> None:
    found = [f for f in check(case.funnel) if f.code == case.code]
    assert [(f.level, f.place) for f in found] == [(case.level, case.place)]
    assert case.words in found[0].message


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_that_a_finding_is_one_sentence(case: Case) -> None:
    for found in check(case.funnel):
        assert found.message.endswith(".")
        assert "\n" not in found.message
        assert found.message[0].isupper() or found.message[0] in "“0123456789"


def test_that_errors_come_first() -> None:
    levels = [f.level for f in check(funnel(sources=(), start="soon", deal_value=None))]
    assert levels == ["error", "warning", "hint"]


def test_that_only_errors_stop_a_run() -> None:
    warning = Finding("x", "warning", Place("funnel"), "Look.")
    error = Finding("y", "error", Place("funnel"), "Stop.")
    assert errors((warning, error)) == (error,)


def test_that_a_gate_with_a_default_is_sound() -> None:
    assert errors(check(_gate(0.5, None))) == ()
    assert errors(check(_gate(0.5, 0.5))) == ()


def test_that_a_circle_with_time_is_no_error() -> None:
    loop = trigger("b", "a", 0.1, kind="recycle")
    assert errors(check(funnel(triggers=(*funnel().triggers, loop)))) == ()


def test_that_a_source_of_a_named_segment_is_sound() -> None:
    sound = funnel(segments=(Segment(id="x", name="X"),), sources=(source("a", segment="x"),))
    assert check(sound) == ()


def test_that_a_chain_of_many_stages_are_checked_without_recursion() -> None:
    many = 20_000
    stages = tuple(stage(f"s{n}") for n in range(many))
    triggers = tuple(trigger(f"s{n}", f"s{n + 1}") for n in range(many - 1))
    found = check(funnel(stages=stages, triggers=triggers, sources=(source("s0"),)))
    assert {f.code for f in found} == {"dead-end", "too-many-stages"}


def test_that_a_holiday_that_is_no_date_is_an_error() -> None:
    found = [f for f in check(funnel().replaced(holidays=("2027-05-03", "May")))]
    assert [f.place for f in found if f.code == "holiday-not-a-date"] == [
        Place("funnel", field="holidays")
    ]
