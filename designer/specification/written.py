"""The specification as the tab shows it, its parts in order: made in a thread, without widgets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from funnelcraft.designer.look.marks import stage_colour
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.checks import review
from funnelcraft.funnel.checks.unfinished import unfinished
from funnelcraft.funnel.findings import Finding, Place
from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.model import Funnel, Trigger
from funnelcraft.funnel.names import arrow, short_stage_name, stage_name, trigger_name
from funnelcraft.funnel.searching import bare
from funnelcraft.funnel.text import _, marked, ngettext, number
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.spec.content import Duty, Spec, StageSpec, TriggerSpec, spec
from funnelcraft.io.exports.test_plan.files import lead_name
from funnelcraft.io.exports.test_plan.plan import (
    Plan,
    Test,
    Untested,
    about_words,
    expected_words,
    lead_words,
    plan,
)
from funnelcraft.io.imports.progress import OnProgress, ShouldStop

PartKind = Literal["overview", "stage", "trigger", "role", "open"]


@dataclass(frozen=True, eq=False)
class OpenPoints:
    """What the checks find, and what was accepted."""

    found: tuple[Finding, ...]
    accepted: tuple[str, ...]


About = Spec | StageSpec | TriggerSpec | Duty | OpenPoints


@dataclass(frozen=True, eq=False)
class Part:
    """A part of the specification. `note` is a word beside its name, `text` what is searched."""

    id: str
    kind: PartKind
    name: str
    note: str
    text: str
    about: About


@dataclass(frozen=True)
class Gap:
    """A trigger whose rule is missing or lacks something, in a sentence."""

    trigger: str
    sentence: str


@dataclass(frozen=True, eq=False)
class PlanRow:
    """A line of the test plan: its cells, and the test or what cannot be tested."""

    cells: tuple[str, ...]
    about: Test | Untested


@dataclass(frozen=True, eq=False)
class Written:
    """The specification of a funnel, its parts in order, its tests, and what keeps tests away.

    `tested` are the triggers that the rows of the plan are about: id and name. `colours` and
    `marks` (their kinds) are those of the stages, by id.
    """

    funnel: Funnel
    spec: Spec
    parts: tuple[Part, ...]
    plan: Plan
    plan_rows: tuple[PlanRow, ...]
    tested: tuple[tuple[str, str], ...]
    gaps: tuple[Gap, ...]
    colours: Mapping[str, str]
    marks: Mapping[str, str]


def write(
    funnel: Funnel,
    file_name: str,
    day: date,
    palette: Palette,
    _on_progress: OnProgress,
    should_stop: ShouldStop,
) -> Written:
    """Return the specification of a funnel. Raises Stopped."""
    context = Context(file_name, day, should_stop=should_stop)
    found = spec(funnel, context)
    context.step(0.8, marked("Checks"))
    opened = OpenPoints(review(funnel).open, found.accepted)
    context.step(0.9, marked("Tests"))
    missing = gaps(funnel)
    tests = plan(funnel)
    rows = plan_rows(funnel, tests)
    tested = {row.about.trigger.id: row.cells[1] for row in rows}
    return Written(
        funnel,
        found,
        _parts(found, opened, missing),
        tests,
        rows,
        tuple(tested.items()),
        missing,
        {stage.id: stage_colour(palette, funnel, stage) for stage in funnel.stages},
        {stage.id: stage.kind for stage in funnel.stages},
    )


def plan_rows(funnel: Funnel, found: Plan) -> tuple[PlanRow, ...]:
    """Return the lines of the test plan: its tests, and then what it cannot test."""
    stages = stages_by_id(funnel)

    def named(trigger: Trigger) -> tuple[str, str]:
        origin = stages.get(trigger.from_stage)
        name = trigger.name.strip() or arrow(stages, trigger)
        return name, short_stage_name(origin) if origin else "?"

    rows = []
    for test in found.tests:
        said = (about_words(test.case), lead_words(test.case.probe), expected_words(funnel, test))
        rows.append(PlanRow((lead_name(test.number), *named(test.trigger), *said), test))
    for one in found.untested:
        cells = ("–", *named(one.trigger), one.why, "", _("not tested"))
        rows.append(PlanRow(cells, one))
    return tuple(rows)


def gaps(funnel: Funnel) -> tuple[Gap, ...]:
    """Return the triggers that no test can be made for until something is entered."""
    found = []
    for trigger in funnel.triggers:
        said = _gap(trigger)
        if said:
            named = _("“{trigger}”: {gap}").format(trigger=trigger_name(funnel, trigger), gap=said)
            found.append(Gap(trigger.id, named))
    return tuple(found)


def _gap(trigger: Trigger) -> str:
    if trigger.kind == "sla_breach":  # the clock moves the lead
        return ""
    if trigger.rule is None:
        return _("it has no rule yet.")
    missing = len(unfinished(trigger.rule))
    if not missing:
        return ""
    text = ngettext(
        "{n} condition of its rule is unfinished.",
        "{n} conditions of its rule are unfinished.",
        missing,
    )
    return text.format(n=number(missing))


def _parts(found: Spec, opened: OpenPoints, gaps: tuple[Gap, ...]) -> tuple[Part, ...]:
    lacking = frozenset(gap.trigger for gap in gaps)
    points = number(len(opened.found)) if opened.found else ""
    title = _("Open points")
    messages = bare(" ".join((*(one.message for one in opened.found), *opened.accepted)))
    return (
        Part("overview", "overview", _("Overview"), "", bare(_overview_text(found)), found),
        *(_stage(stage) for stage in found.stages),
        *(_trigger(trigger, lacking) for trigger in found.triggers),
        *(_duty(duty, at) for at, duty in enumerate(found.duties)),
        Part("open", "open", title, points, messages, opened),
    )


def _overview_text(found: Spec) -> str:
    return " ".join((found.title, found.notes, found.agreement, found.figures))


def _stage(stage: StageSpec) -> Part:
    words = (stage.term, stage.abbreviation, stage.kind, stage.definition, *stage.entry)
    more = (*stage.exit, stage.owner, stage.department, stage.sla, stage.capacity)
    note = "" if stage.definition.strip() else _("no definition")
    text = bare(" ".join((*words, *more)))
    return Part(f"stage:{stage.id}", "stage", stage.term, note, text, stage)


def _trigger(trigger: TriggerSpec, gaps: frozenset[str]) -> Part:
    words = (trigger.way, trigger.name, trigger.kind, trigger.description, trigger.sentence)
    text = bare(" ".join((*words, trigger.automation, trigger.system)))
    name = trigger.way if trigger.name == trigger.way else f"{trigger.way}: {trigger.name}"
    return Part(f"trigger:{trigger.id}", "trigger", name, _tested(trigger, gaps), text, trigger)


def _tested(trigger: TriggerSpec, gaps: frozenset[str]) -> str:
    """Say in a word what a trigger lacks."""
    if trigger.id in gaps:
        return _("no rule") if trigger.filters is None else _("unfinished")
    return "" if trigger.tests or trigger.filters is None else _("no tests")


def _duty(duty: Duty, at: int) -> Part:
    text = bare(" ".join((duty.role, duty.department, *duty.stages, *duty.decides)))
    return Part(f"role:{at}", "role", duty.role, duty.department, text, duty)


def found_parts(parts: tuple[Part, ...], text: str) -> tuple[Part, ...]:
    """Return the parts in which all words of a text stand; all parts for an empty text."""
    words = bare(text).split()
    return tuple(part for part in parts if all(word in part.text for word in words))


def place_of(part: Part) -> Place | None:
    """Return the place in the document a part is about; None for one of the whole."""
    kind, _colon, identity = part.id.partition(":")
    if kind == "stage":
        return Place("stage", identity, "definition")
    if kind == "trigger":
        return Place("trigger", identity, "rule")
    return None


def tested_stages(funnel: Funnel) -> tuple[tuple[str, str], ...]:
    """Return the stages that a trigger with a rule leaves: id and name, as the funnel runs."""
    left = {trigger.from_stage for trigger in funnel.triggers if trigger.rule is not None}
    return tuple(
        (stage.id, stage_name(stage)) for stage in stages_in_order(funnel) if stage.id in left
    )


def headline(found: Spec, points: int) -> str:
    """Say in a sentence what the specification holds."""
    tests = sum(len(trigger.tests) for trigger in found.triggers)
    parts = (
        ngettext("{n} stage", "{n} stages", len(found.stages)).format(n=number(len(found.stages))),
        ngettext("{n} trigger", "{n} triggers", len(found.triggers)).format(
            n=number(len(found.triggers))
        ),
        ngettext("{n} test", "{n} tests", tests).format(n=number(tests)),
    )
    said = ngettext("{n} open point", "{n} open points", points).format(n=number(points))
    if not points:
        said = _("no open points")
    text = _("{stages}, {triggers}, {tests}; {points}.")
    return text.format(stages=parts[0], triggers=parts[1], tests=parts[2], points=said)
