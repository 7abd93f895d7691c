"""The files of a test plan: a workbook for the testers, and its leads as a table for the CRM."""

from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import arrow, short_stage_name, stage_name, trigger_name
from funnelcraft.funnel.rule_words import rule_sentence
from funnelcraft.funnel.text import _, marked
from funnelcraft.io.csv_text import csv_text
from funnelcraft.io.exports.cells import safe_cell
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.test_plan.plan import (
    Plan,
    about_words,
    expected_words,
    field_cells,
    lead_words,
    plan,
)
from funnelcraft.io.exports.words import document_title
from funnelcraft.io.exports.workbook import Sheet, Value, workbook

# Headings of the table of leads: a contract with the command that judges a filled-in table.
LEAD, STAGE, MOVED_TO, EXPECTED = "lead", "stage", "moved_to", "expected"
EVENT = "event: "


def test_plan(funnel: Funnel, context: Context) -> dict[str, bytes]:
    """Return the folder's files: the workbook and the table of leads."""
    found = plan(funnel)
    context.step(0.5, marked("Test plan"))
    title = _("{title}: test plan of the triggers").format(title=document_title(funnel, context))
    sheets = (_tests(funnel, found), _triggers(funnel, found), _untested(funnel, found), _how_to())
    return {
        "test-plan.xlsx": workbook(sheets, title, context.day),
        "test-leads.csv": leads_table(funnel, found),
    }


test_plan.__test__ = False  # type: ignore[attr-defined]  # no test of pytest's


def lead_name(number: int) -> str:
    """Return what a test lead is called, in all files alike: `T007`."""
    return f"T{number:03d}"


def leads_table(funnel: Funnel, found: Plan) -> bytes:
    """Return the leads as CSV (UTF-8 with a mark), a column for each field and event.

    Events hold how many days ago each time was, separated by semicolons.
    """
    stages = stages_by_id(funnel)
    headings = [LEAD, STAGE, *found.fields, *(EVENT + name for name in found.events)]
    rows = []
    for test in found.tests:
        stage = stages.get(test.trigger.from_stage)
        cells = [stage_name(stage) if stage else "?", *field_cells(test, found)]
        expected = expected_words(funnel, test)
        rows.append([lead_name(test.number), *map(safe_cell, cells), safe_cell(expected), ""])
    text = csv_text([*map(safe_cell, headings), EXPECTED, MOVED_TO], rows)
    return ("\ufeff" + text).encode()


def _tests(funnel: Funnel, found: Plan) -> Sheet:
    stages = stages_by_id(funnel)
    names = [short_stage_name(stage) for stage in stages_in_order(funnel)]
    rows: list[list[Value]] = []
    for test in found.tests:
        origin = stages.get(test.trigger.from_stage)
        rows.append(
            [
                lead_name(test.number),
                trigger_name(funnel, test.trigger),
                short_stage_name(origin) if origin else "?",
                about_words(test.case),
                lead_words(test.case.probe),
                expected_words(funnel, test),
                None,
                None,
                None,
                None,
                None,
            ]
        )
    moved, passed = _("Moved to"), _("Passed")
    headings = [
        _("Lead"),
        _("Trigger"),
        _("Stands in"),
        _("What is tested"),
        _("The lead has"),
        _("Expected"),
        moved,
        passed,
        _("Tester"),
        _("Date"),
        _("Remark"),
    ]
    choices = {moved: names, passed: [_("yes"), _("no"), _("not tested")]}
    return Sheet(_("Tests"), headings, rows, choices)


def _triggers(funnel: Funnel, found: Plan) -> Sheet:
    stages = stages_by_id(funnel)
    rows: list[list[Value]] = []
    for at, trigger in enumerate(funnel.triggers, 1):
        tests = sum(test.trigger is trigger for test in found.tests)
        sentence = rule_sentence(trigger.rule)
        way = arrow(stages, trigger)
        rows.append([at, way, trigger_name(funnel, trigger), sentence, trigger.system, tests])
    headings = [_("No."), _("From → to"), _("Trigger"), _("Rule"), _("System"), _("Tests")]
    return Sheet(_("Triggers"), headings, rows)


def _untested(funnel: Funnel, found: Plan) -> Sheet:
    stages = stages_by_id(funnel)
    rows = [
        [arrow(stages, one.trigger), trigger_name(funnel, one.trigger), one.why]
        for one in found.untested
    ]
    return Sheet(_("Not tested"), [_("From → to"), _("Trigger"), _("Why")], rows)


def _how_to() -> Sheet:
    steps = (
        _("Test in a sandbox of the CRM, never with leads of customers."),
        _("Make each lead of the sheet “Tests” as it says, in the stage in which it stands."),
        _("A field that is not named stays empty; in the table of leads “something” is any value."),
        _("Where a count of days is given, date the event so many days before the test."),
        _("Wait until the automation has run; write down where the lead is now."),
        _("Each pair of leads differs in one thing alone: one must move, the other must not."),
        _(
            "Or fill in the column “{column}” of {file} and let Funnelcraft judge the whole table: "
            "{command}."
        ).format(
            column=MOVED_TO,
            file="test-leads.csv",
            command="funnelcraft test-triggers FILE test-leads.csv",
        ),
    )
    return Sheet(_("How to"), [_("Step"), _("What to do")], list(enumerate(steps, 1)))
