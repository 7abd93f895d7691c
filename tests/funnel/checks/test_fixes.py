"""Fixes: each mends what it says, in one step, and leaves the rest alone."""

from collections.abc import Callable

import pytest

from funnelcraft.funnel.checks import check, fix_all, principles, reference, review
from funnelcraft.funnel.checks.acceptance import accept, acceptance_of, reopen
from funnelcraft.funnel.checks.principles import codes, principle
from funnelcraft.funnel.edits import change_source, change_stage, change_trigger, remove
from funnelcraft.funnel.findings import Finding, Place
from funnelcraft.funnel.model import Capacity, Conversion, Funnel
from funnelcraft.funnel.rules import AnyOf, Condition, Event, Not
from tests.funnel.builders import funnel, handed_over, score, source, stage, trigger
from tests.funnel.checks.test_checks import CASES, Case

FIXED = [case for case in CASES if any(f.fix for f in check(case.funnel) if f.code == case.code)]


def finding(design: Funnel, code: str) -> Finding:
    return next(one for one in check(design) if one.code == code)


def fixed(design: Funnel, code: str) -> Funnel:
    found = finding(design, code)
    assert found.fix is not None
    return found.fix.edit(design)


@pytest.mark.parametrize("case", FIXED, ids=lambda case: case.name)
def test_that_a_fix_mends_its_finding_and_breaks_nothing(case: Case) -> None:
    before = {(f.code, f.place) for f in check(case.funnel)}
    after = {(f.code, f.place) for f in check(fixed(case.funnel, case.code))}
    assert (case.code, case.place) not in after
    assert {code for code, _place in after} <= {code for code, _place in before}


@pytest.mark.parametrize("case", FIXED, ids=lambda case: case.name)
def test_that_a_fix_of_what_is_gone_changes_nothing(case: Case) -> None:
    found = finding(case.funnel, case.code)
    assert found.fix is not None
    emptied = remove(case.funnel, stages=[s.id for s in case.funnel.stages])
    bare = emptied.replaced(holidays=())
    assert found.fix.edit(bare) == bare


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_that_every_finding_names_the_rule_it_breaks(case: Case) -> None:
    for found in check(case.funnel):
        rule = principle(found.code)
        assert 0 < len(rule.name) <= 40
        assert rule.why.endswith(".")
        assert rule.why.count(". ") == 0, "one sentence"


def test_that_rules_and_usual_definitions_are_worded_when_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (principles, reference):
        monkeypatch.setattr(module, "_", lambda text: f"<{text}>")
    assert principle("no-owner").name == "<Somebody answers for it>"
    assert reference.reference_definition(stage("mql", term="MQL")).startswith("<The lead")


def test_that_no_rule_stands_for_a_finding_nobody_makes() -> None:
    tested = {case.code for case in CASES}
    elsewhere = {"holiday-not-a-date", "dangling-opening"}
    assert codes() - tested == elsewhere


@pytest.mark.parametrize(
    ("design", "code", "label", "holds"),
    [
        (change_stage(funnel(), "b", term="a"), "shared-term", "Rename to “a (sales)”",
         lambda f: f.stages[1].term == "a (sales)"),
        (change_stage(funnel(), "a", owner=None), "no-owner", "Set the owner to “Sales”",
         lambda f: f.stages[0].owner == "seller"),
        (handed_over(sla=None), "handover-without-sla", "Add an SLA of 2 days to “B”",
         lambda f: f.stages[1].sla.days == 2),
        (handed_over(back=False), "no-way-back",
         "Let “A” take rejected leads back, 0% to begin with",
         lambda f: (f.triggers[-1].to_stage, f.triggers[-1].kind) == ("a", "recycle")),
        (change_trigger(funnel(), "b-won", conversion=Conversion(rate=1.4 - 0.6)),
         "rates-over-one", "Scale them to 100% together",
         lambda f: sum(t.conversion.rate for t in f.triggers[1:]) == pytest.approx(1.0)),
        (funnel(sources=()), "no-source", "Add a source of 100 leads a month into “A”",
         lambda f: f.sources[0].into == "a"),
        (change_source(funnel(), "web", into="x"), "dangling-source", "Lead it into “A”",
         lambda f: f.sources[0].into == "a"),
        (change_stage(funnel(), "a", term="MQL", definition=""), "no-definition",
         "Take the usual definition of “MQL”", lambda f: "threshold" in f.stages[0].definition),
        (change_trigger(funnel(), "a-b", rule=AnyOf(any=(
            Not(rule=Event(event=" ")), score(">=", 50.0), Condition(field="", op="is_set")))),
         "unfinished-condition", "Delete the 2 unfinished conditions",
         lambda f: f.triggers[0].rule == AnyOf(any=(score(">=", 50.0),))),
        (change_trigger(funnel(), "a-b", rule=Condition(field="region", op="in", value=())),
         "unfinished-condition", "Delete the unfinished condition",
         lambda f: f.triggers[0].rule is None),
        (change_stage(funnel(), "a", definition="One. Two. Three."), "long-definition",
         "Keep the first sentence, make the rest entry criteria",
         lambda f: f.stages[0].entry_criteria == ("Two.", "Three.")),
    ],
)  # fmt: skip
def test_that_a_fix_does_what_its_label_says(
    design: Funnel, code: str, label: str, holds: Callable[[Funnel], bool]
) -> None:
    found = finding(design, code)
    assert found.fix is not None
    assert found.fix.label == label
    assert holds(found.fix.edit(design))


def test_that_rejected_leads_go_to_the_stage_that_takes_leads_back() -> None:
    base = handed_over(back=False)
    nurtured = base.replaced(
        stages=(*base.stages, stage("nurture", owner="marketer")),
        triggers=(
            *base.triggers,
            trigger("a", "nurture", 0.1, kind="recycle"),
            trigger("nurture", "a", 0.1, kind="recycle"),
        ),
    )
    assert fixed(nurtured, "no-way-back").triggers[-1].to_stage == "nurture"


def test_that_all_findings_of_a_kind_are_fixed_at_once() -> None:
    same = tuple(stage(f"s{n}", term="Lead") for n in range(4))
    design = funnel().replaced(stages=(*funnel().stages, *same))
    kind = [one for one in check(design) if one.code == "shared-term"]
    assert len(kind) == 3
    terms = [one.term for one in fix_all(design, kind).stages]
    assert len(set(terms)) == len(terms)


def test_that_an_accepted_finding_is_kept_with_its_reason_and_counted_no_longer() -> None:
    design = change_stage(funnel(), "a", owner=None)
    found = finding(design, "no-owner")
    accepted = accept(design, found, "Nobody works here yet.")
    assert check(accepted) == ()
    assert review(accepted).accepted == (found,)
    entry = acceptance_of(accepted, found)
    assert entry is not None
    assert entry.reason == "Nobody works here yet."
    assert reopen(accepted, found) == design


def test_that_accepting_again_changes_the_reason() -> None:
    design = change_stage(funnel(), "a", owner=None)
    found = finding(design, "no-owner")
    twice = accept(accept(design, found, "So."), found, "Because.")
    assert [one.reason for one in twice.accepted_findings] == ["Because."]


def test_that_an_error_cannot_be_accepted() -> None:
    design = change_trigger(funnel(), "a-b", conversion=None)
    found = finding(design, "missing-rate")
    with pytest.raises(ValueError, match="error"):
        accept(design, found, "I want to.")
    entry = accept(design, Finding(found.code, "hint", found.place, ""), "I want to.")
    assert finding(entry, "missing-rate") == found


def test_that_an_acceptance_goes_with_its_place() -> None:
    design = change_stage(funnel(), "a", owner=None)
    accepted = accept(design, finding(design, "no-owner"), "So.")
    assert remove(accepted, stages=["b"]).accepted_findings != ()
    assert remove(accepted, stages=["a"]).accepted_findings == ()


def test_that_a_capacity_is_held_against_what_gets_past_the_one_before() -> None:
    """Of 14 leads a working day the first stage begins 5, and half of those go to the next."""
    design = change_stage(funnel(), "a", capacity=Capacity(leads_per_day=5.0))
    enough = change_stage(design, "b", capacity=Capacity(leads_per_day=3.0))
    short = change_stage(design, "b", capacity=Capacity(leads_per_day=2.0))
    places = [[f.place.id for f in check(one) if f.code == "capacity-too-small"]
              for one in (enough, short)]  # fmt: skip
    assert places == [["a"], ["a", "b"]]


def test_that_a_place_of_the_funnel_can_be_accepted() -> None:
    design = funnel(deal_value=None)
    found = finding(design, "no-deal-value")
    assert found.place == Place("funnel", field="deal_value")
    assert check(accept(design, found, "Volumes are enough for us.")) == ()


def test_that_a_source_in_a_funnel_of_ends_is_not_offered() -> None:
    design = funnel(stages=(stage("won", "won"),), triggers=(), sources=(source("x"),))
    assert finding(design, "dangling-source").fix is None
