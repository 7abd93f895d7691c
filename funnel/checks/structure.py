"""Is it a funnel at all? Ids, ends, reachable stages, ways on, circles without time."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from funnelcraft.funnel.checks import mending
from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.findings import Finding, Place, PlaceKind
from funnelcraft.funnel.graph import cycle, reached, stages_with_an_end, successors
from funnelcraft.funnel.model import ENDS, STAGE_KINDS, TRIGGER_KINDS, Trigger
from funnelcraft.funnel.names import source_name, stage_name
from funnelcraft.funnel.text import _
from funnelcraft.funnel.velocity import is_always_zero


def structure_findings(facts: Facts) -> Iterator[Finding]:
    """Yield what is wrong with the drawing itself."""
    yield from _start(facts)
    yield from _holidays(facts)
    yield from _unique_ids(facts)
    yield from _unknown_kinds(facts)
    yield from _dangling_triggers(facts)
    yield from _dangling_references(facts)
    yield from _leads_leave_an_end(facts)
    yield from _circles_without_time(facts)
    yield from _unreachable(facts)
    yield from _dead_ends(facts)


def _start(facts: Facts) -> Iterator[Finding]:
    try:
        date.fromisoformat(facts.funnel.start)
    except ValueError:
        message = _("The start “{start}” is not a date: write it like 2027-01-01.")
        yield Finding(
            "start-not-a-date",
            "error",
            Place("funnel", field="start"),
            message.format(start=facts.funnel.start),
        )


def _holidays(facts: Facts) -> Iterator[Finding]:
    for day in facts.funnel.holidays:
        try:
            date.fromisoformat(day)
        except ValueError:
            message = _("The holiday “{day}” is not a date: write it like 2027-05-03.")
            place = Place("funnel", field="holidays")
            text = message.format(day=day)
            yield Finding("holiday-not-a-date", "error", place, text, mending.holiday_fix(day))


def _unique_ids(facts: Facts) -> Iterator[Finding]:
    parts: tuple[tuple[PlaceKind, list[str]], ...] = (
        ("segment", [part.id for part in facts.funnel.segments]),
        ("role", [part.id for part in facts.funnel.roles]),
        ("stage", [part.id for part in facts.funnel.stages]),
        ("trigger", [part.id for part in facts.funnel.triggers]),
        ("source", [part.id for part in facts.funnel.sources]),
    )
    for kind, ids in parts:
        for identity, times in Counter(ids).items():
            if times > 1:
                message = _("{times} parts of the kind {kind} share the id “{id}”.")
                yield Finding(
                    "duplicate-id",
                    "error",
                    Place(kind, identity, "id"),
                    message.format(times=times, kind=kind, id=identity),
                )


def _unknown_kinds(facts: Facts) -> Iterator[Finding]:
    for stage in facts.funnel.stages:
        if stage.kind not in STAGE_KINDS:
            message = _("“{stage}” is of a kind this version does not know: “{kind}”.")
            yield Finding(
                "unknown-stage-kind",
                "error",
                Place("stage", stage.id, "kind"),
                message.format(stage=stage_name(stage), kind=stage.kind),
            )
    for trigger in facts.funnel.triggers:
        if trigger.kind not in TRIGGER_KINDS:
            message = _("{trigger} is of a kind this version does not know: “{kind}”.")
            yield Finding(
                "unknown-trigger-kind",
                "error",
                Place("trigger", trigger.id, "kind"),
                message.format(trigger=facts.label(trigger), kind=trigger.kind),
            )


def _dangling_triggers(facts: Facts) -> Iterator[Finding]:
    for trigger in facts.funnel.triggers:
        for end, stage_id in (("from", trigger.from_stage), ("to", trigger.to_stage)):
            if stage_id not in facts.stages:
                message = _("{trigger} is tied to a stage that does not exist: “{id}”.")
                yield Finding(
                    "dangling-trigger",
                    "error",
                    Place("trigger", trigger.id, end),
                    message.format(trigger=facts.label(trigger), id=stage_id),
                    mending.remove_trigger_fix(trigger),
                )


def _dangling_references(facts: Facts) -> Iterator[Finding]:
    for source in facts.funnel.sources:
        place = Place("source", source.id, "into")
        if source.into not in facts.stages:
            message = _("“{source}” brings leads into a stage that does not exist: “{id}”.")
            text = message.format(source=source_name(source), id=source.into)
            fix = mending.source_fix(facts, source)
            yield Finding("dangling-source", "error", place, text, fix)
    for held in facts.funnel.opening:
        if held.stage not in facts.stages:
            message = _("The opening pipeline holds leads in a stage that does not exist: “{id}”.")
            place = Place("opening", held.stage, "stage")
            yield Finding("dangling-opening", "error", place, message.format(id=held.stage))
    roles = {role.id for role in facts.funnel.roles}
    for stage in facts.funnel.stages:
        if stage.owner is not None and stage.owner not in roles:
            message = _("“{stage}” is owned by a role that does not exist: “{id}”.")
            text = message.format(stage=stage_name(stage), id=stage.owner)
            place = Place("stage", stage.id, "owner")
            fix = mending.owner_fix(facts, stage)
            yield Finding("dangling-owner", "warning", place, text, fix)
    yield from _dangling_segments(facts)


def _dangling_segments(facts: Facts) -> Iterator[Finding]:
    named: list[tuple[Place, str]] = [
        (Place("source", source.id, "segment"), source.segment) for source in facts.funnel.sources
    ]
    named += [
        (Place("opening", held.stage, "segment"), held.segment) for held in facts.funnel.opening
    ]
    for trigger in facts.funnel.triggers:
        named += [(Place("trigger", trigger.id, "by_segment"), s) for s in trigger.by_segment]
        if trigger.to_segment is not None:
            named.append((Place("trigger", trigger.id, "to_segment"), trigger.to_segment))
    for place, segment in named:
        if segment not in facts.segments:
            message = _("A {kind} names a segment that does not exist: “{id}”.")
            text = message.format(kind=place.kind, id=segment)
            yield Finding("dangling-segment", "error", place, text)


def _leads_leave_an_end(facts: Facts) -> Iterator[Finding]:
    for trigger in facts.funnel.triggers:
        stage = facts.stages.get(trigger.from_stage)
        if stage is not None and stage.kind in ENDS:
            message = _("{trigger} leaves “{stage}”, where leads end: it can never happen.")
            yield Finding(
                "leaves-an-end",
                "error",
                Place("trigger", trigger.id, "from"),
                message.format(trigger=facts.label(trigger), stage=stage_name(stage)),
                mending.remove_trigger_fix(trigger),
            )


def _takes_no_time(facts: Facts, trigger: Trigger) -> bool:
    origin = facts.stages.get(trigger.from_stage)
    if origin is not None and origin.kind == "gate":
        return True
    if trigger.conversion is not None and trigger.conversion.rate == 0:
        return False
    velocities = [override.velocity for override in trigger.by_segment.values()]
    return any(v is not None and is_always_zero(v) for v in (trigger.velocity, *velocities))


def _circles_without_time(facts: Facts) -> Iterator[Finding]:
    around = cycle(successors(facts.funnel, lambda trigger: _takes_no_time(facts, trigger)))
    if around:
        path = " → ".join(stage_name(facts.stages[s]) for s in (*around, around[0]))
        message = _("Leads go round without any time passing: {path}. Give one step some days.")
        place = Place("stage", around[0])
        yield Finding("zero-time-cycle", "error", place, message.format(path=path))


def _unreachable(facts: Facts) -> Iterator[Finding]:
    if not facts.funnel.sources and not facts.funnel.opening:
        message = _("No source brings leads: add one to the first stage.")
        place = Place("funnel", field="sources")
        fix = mending.new_source_fix(facts)
        yield Finding("no-source", "warning", place, message, fix)
        return
    found = reached(successors(facts.funnel), facts.entered)
    for stage in facts.stages.values():
        if stage.id not in found:
            message = _("No lead can reach “{stage}”: no trigger or source leads there.")
            place = Place("stage", stage.id)
            text = message.format(stage=stage_name(stage))
            yield Finding("unreachable-stage", "warning", place, text)


def _dead_ends(facts: Facts) -> Iterator[Finding]:
    with_an_end = stages_with_an_end(facts.funnel)
    for stage in facts.stages.values():
        if stage.kind in ENDS:
            continue
        if not facts.leaving[stage.id]:
            message = _("“{stage}” is a dead end: draw a trigger that leaves it.")
        elif stage.id not in with_an_end:
            message = _("From “{stage}” no lead can ever be won or lost.")
        else:
            continue
        text = message.format(stage=stage_name(stage))
        yield Finding("dead-end", "warning", Place("stage", stage.id), text)
