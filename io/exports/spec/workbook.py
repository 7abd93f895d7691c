"""The specification as a workbook: a sheet a topic."""

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, marked
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.spec.content import Spec, spec
from funnelcraft.io.exports.spec.tables import (
    duty_headings,
    duty_rows,
    filter_headings,
    filter_rows,
    overview_rows,
    stage_rows,
    test_headings,
    trigger_rows,
)
from funnelcraft.io.exports.test_plan.files import lead_name
from funnelcraft.io.exports.workbook import Sheet, Value, workbook


def spec_workbook(funnel: Funnel, context: Context) -> bytes:
    """Return the specification as XLSX."""
    found = spec(funnel, context)
    context.step(0.6, marked("Workbook"))
    title = _("{title}: stage specification").format(title=found.title)
    sheets = (
        Sheet(_("Overview"), [_("What"), _("Says")], overview_rows(found)),
        _stages(found),
        _criteria(found),
        _triggers(found),
        _filters(found),
        _tests(found),
        _duties(found),
        _points(found),
    )
    return workbook(sheets, title, context.day)


def _stages(found: Spec) -> Sheet:
    facts: list[str] = []
    for stage in found.stages:
        facts += [name for name, _value in stage_rows(stage) if name not in facts]
    rows: list[list[Value]] = []
    for stage in found.stages:
        said = dict(stage_rows(stage))
        start: list[Value] = [stage.number, stage.term, stage.abbreviation, stage.definition]
        rows.append([*start, *(said.get(name, "") for name in facts)])
    return Sheet(_("Stages"), [_("No."), _("Term"), _("Short"), _("Definition"), *facts], rows)


def _criteria(found: Spec) -> Sheet:
    rows: list[list[Value]] = []
    for stage in found.stages:
        rows += [[stage.term, _("enters"), text] for text in stage.entry]
        rows += [[stage.term, _("leaves"), text] for text in stage.exit]
    return Sheet(_("Criteria"), [_("Stage"), _("A lead …"), _("when")], rows)


def _triggers(found: Spec) -> Sheet:
    facts = [name for name, _value in trigger_rows(found.triggers[0])] if found.triggers else []
    rows: list[list[Value]] = []
    for one in found.triggers:
        start: list[Value] = [one.number, one.way, one.name, one.description, one.sentence]
        rows.append([*start, *(value for _name, value in trigger_rows(one))])
    headings = [_("No."), _("From → to"), _("Trigger"), _("Description"), _("Rule")]
    return Sheet(_("Triggers"), [*headings, *facts], rows)


def _filters(found: Spec) -> Sheet:
    rows: list[list[Value]] = []
    for trigger in found.triggers:
        logic = trigger.filters.logic if trigger.filters is not None else ""
        rows += [[trigger.number, trigger.way, *row, logic] for row in filter_rows(trigger)]
    headings = [_("No."), _("From → to"), *filter_headings(), _("Logic")]
    return Sheet(_("Filters"), headings, rows)


def _tests(found: Spec) -> Sheet:
    rows: list[list[Value]] = [
        [trigger.number, trigger.way, lead_name(test.number), test.about, test.lead, test.expected]
        for trigger in found.triggers
        for test in trigger.tests
    ]
    return Sheet(_("Tests"), [_("No."), _("From → to"), *test_headings()], rows)


def _duties(found: Spec) -> Sheet:
    return Sheet(_("Who does what"), duty_headings(), duty_rows(found))


def _points(found: Spec) -> Sheet:
    rows: list[list[Value]] = [[_("open"), text] for text in found.open_points]
    rows += [[_("accepted"), text] for text in found.accepted]
    return Sheet(_("Open points"), [_("State"), _("Point")], rows)
