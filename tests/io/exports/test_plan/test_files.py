"""The test plan: every trigger with a rule is tested from both sides, the rest is told."""

import csv
from datetime import date

import openpyxl
import pytest

from funnelcraft.funnel.language import ENGLISH
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rules import AllOf
from funnelcraft.io.exports import FORMATS, Context, found, made
from funnelcraft.io.exports.test_plan.plan import plan
from funnelcraft.io.imports.streams import BytesIO
from funnelcraft.io.templates import template
from tests.funnel.builders import funnel, score, trigger


def exported(of: Funnel) -> dict[str, bytes]:
    context = Context("plan.funnel", date(2027, 1, 4), ENGLISH)
    files = made(of, found(FORMATS, "test-plan"), context)
    assert isinstance(files, dict)
    return files


@pytest.mark.parametrize("name", ["lead-to-revenue", "lead-process", "sales-funnel"])
def test_that_each_trigger_with_a_rule_is_tested_from_both_sides(name: str) -> None:
    document = template(name)
    tests = plan(document).tests
    for one in document.triggers:
        if one.rule is not None:
            assert {t.case.meets for t in tests if t.trigger == one} == {True, False}
    assert [test.number for test in tests] == list(range(1, len(tests) + 1))


def test_that_what_is_not_tested_is_told_with_its_reason() -> None:
    rule = AllOf(all=(score(">=", 10.0), score(">=", 50.0)))
    made_of = funnel(
        triggers=(
            trigger("a", "b", rule=rule),
            trigger("b", "won"),
            trigger("b", "a", None, kind="sla_breach", velocity=None),
        )
    )
    why = [(one.trigger.id, one.why) for one in plan(made_of).untested]
    assert [identity for identity, _why in why] == ["a-b", "b-won", "b-a"]
    assert "score is at least 10" in why[0][1]
    assert "no rule" in why[1][1]
    assert "SLA" in why[2][1]


def test_that_a_lead_that_fires_two_triggers_says_so() -> None:
    made_of = funnel(
        triggers=(
            trigger("a", "b", rule=score(">=", 50.0)),
            trigger("a", "won", rule=score(">=", 40.0)),
        )
    )
    book = openpyxl.load_workbook(BytesIO(exported(made_of)["test-plan.xlsx"]))
    expected = [row[5].value for row in book["Tests"].iter_rows(min_row=2)]
    assert "goes to B, or to WON: several triggers fire" in expected


def test_that_the_workbook_has_a_line_for_each_lead_of_the_table() -> None:
    files = exported(template("lead-to-revenue"))
    book = openpyxl.load_workbook(BytesIO(files["test-plan.xlsx"]))
    assert book.sheetnames == ["Tests", "Triggers", "Not tested", "How to"]
    tests = [row[0].value for row in book["Tests"].iter_rows(min_row=2)]
    rows = list(csv.DictReader(files["test-leads.csv"].decode("utf-8-sig").splitlines()))
    assert [row["lead"] for row in rows] == tests
    assert book["Tests"].freeze_panes == "A2"
    assert book["Tests"].data_validations.count == 2


def test_that_the_same_plan_gives_the_same_bytes() -> None:
    document = template("lead-process")
    assert exported(document) == exported(document)
