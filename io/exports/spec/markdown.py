"""The specification as Markdown."""

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.markdown import bullets, code, escaped, heading, table
from funnelcraft.io.exports.spec.content import Spec, StageSpec, TriggerSpec, spec
from funnelcraft.io.exports.spec.tables import (
    duty_headings,
    duty_rows,
    filter_headings,
    filter_rows,
    logic_words,
    overview_rows,
    stage_rows,
    test_headings,
    trigger_rows,
)
from funnelcraft.io.exports.test_plan.files import lead_name


def spec_markdown(funnel: Funnel, context: Context) -> bytes:
    """Return the specification in Markdown, UTF-8."""
    found = spec(funnel, context)
    parts = [
        heading(1, _("{title}: stage specification").format(title=found.title)),
        _facts(overview_rows(found)),
        *_duties(found),
        heading(2, _("Stages")),
        *(_stage(stage) for stage in found.stages),
        heading(2, _("Triggers")),
        *(_trigger(trigger) for trigger in found.triggers),
        *_points(_("Open points"), found.open_points),
        *_points(_("Known and accepted"), found.accepted),
    ]
    return "\n".join(part for part in parts if part).encode()


def _facts(rows: list[tuple[str, str]]) -> str:
    return bullets(f"**{escaped(name)}**: {escaped(value)}" for name, value in rows)


def _points(title: str, points: tuple[str, ...]) -> list[str]:
    return [heading(2, title), bullets(map(escaped, points))] if points else []


def _duties(found: Spec) -> list[str]:
    rows = [
        ["<br>".join(map(escaped, cell.split("\n"))) for cell in row] for row in duty_rows(found)
    ]
    return [heading(2, _("Who does what")), table(duty_headings(), rows)] if rows else []


def _stage(stage: StageSpec) -> str:
    title = f"{stage.number}. {stage.term}"
    if stage.abbreviation and stage.abbreviation != stage.term:
        title = f"{title} ({stage.abbreviation})"
    lines = [
        heading(3, title),
        (escaped(stage.definition) or f"*{escaped(_('No definition yet.'))}*") + "\n",
        _facts(stage_rows(stage)),
        _criteria(_("A lead enters when"), stage.entry),
        _criteria(_("A lead leaves when"), stage.exit),
    ]
    return "\n".join(line for line in lines if line)


def _criteria(title: str, criteria: tuple[str, ...]) -> str:
    return f"{escaped(title)}:\n\n" + bullets(map(escaped, criteria)) if criteria else ""


def _trigger(trigger: TriggerSpec) -> str:
    title = f"{trigger.number}. {trigger.way}"
    if trigger.name != trigger.way:
        title = f"{title}: {trigger.name}"
    lines = [heading(3, title)]
    if trigger.description.strip():
        lines.append(escaped(trigger.description) + "\n")
    lines += [_facts(trigger_rows(trigger)), escaped(trigger.sentence) + "\n"]
    rows = filter_rows(trigger)
    if rows:
        cells = [[n, code(name), escaped(how), code(v) if v else ""] for n, name, how, v in rows]
        lines.append(table(filter_headings(), cells))
    if logic_words(trigger):
        lines.append(escaped(logic_words(trigger)) + "\n")
    if trigger.tests:
        tests = [
            [
                lead_name(test.number),
                escaped(test.about),
                "<br>".join(map(escaped, test.lead.splitlines())),
                escaped(test.expected),
            ]
            for test in trigger.tests
        ]
        lines.append(table(test_headings(), tests))
    return "\n".join(lines)
