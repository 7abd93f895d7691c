"""Fixes of figures and of the drawing: each reads the funnel it is given, as it is by then."""

from functools import partial

from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.edits import add_source, change_source, change_stage, change_trigger, remove
from funnelcraft.funnel.findings import Fix
from funnelcraft.funnel.graph import main_path, triggers_from
from funnelcraft.funnel.model import ENDS, Capacity, Conversion, Funnel, Sla, Source, Stage, Trigger
from funnelcraft.funnel.names import role_name, short_stage_name, stage_name, trigger_name
from funnelcraft.funnel.text import _, count, days

USUAL_SLA_DAYS = 2.0
USUAL_VOLUME = 100.0  # leads a month, until somebody says better


def sla_fix(stage: Stage) -> Fix:
    """Let a stage promise the usual SLA."""
    label = _("Add an SLA of {days} to “{stage}”")
    text = label.format(days=days(USUAL_SLA_DAYS), stage=short_stage_name(stage))
    return Fix(text, partial(_add_sla, stage_id=stage.id))


def _add_sla(funnel: Funnel, *, stage_id: str) -> Funnel:
    if all(stage.id != stage_id or stage.sla is not None for stage in funnel.stages):
        return funnel
    return change_stage(funnel, stage_id, sla=Sla(days=USUAL_SLA_DAYS))


def clock_fix(stage: Stage) -> Fix:
    """Measure an SLA by a clock there is."""
    return Fix(_("Measure it until the first touch"), partial(_set_clock, stage_id=stage.id))


def _set_clock(funnel: Funnel, *, stage_id: str) -> Funnel:
    sla = next((s.sla for s in funnel.stages if s.id == stage_id), None)
    if sla is None:
        return funnel
    return change_stage(funnel, stage_id, sla=Sla(days=sla.days))


def calendar_fix(stage: Stage) -> Fix:
    """Count a capacity by a calendar there is."""
    return Fix(_("Count Monday to Friday"), partial(_set_calendar, stage_id=stage.id))


def _set_calendar(funnel: Funnel, *, stage_id: str) -> Funnel:
    capacity = next((s.capacity for s in funnel.stages if s.id == stage_id), None)
    if capacity is None:
        return funnel
    return change_stage(funnel, stage_id, capacity=Capacity(leads_per_day=capacity.leads_per_day))


def half_life_fix(stage: Stage) -> Fix:
    """Let waiting cost nothing."""
    return Fix(_("Let waiting cost no conversion"), partial(_clear_wait, stage_id=stage.id))


def _clear_wait(funnel: Funnel, *, stage_id: str) -> Funnel:
    if all(stage.id != stage_id for stage in funnel.stages):
        return funnel
    return change_stage(funnel, stage_id, wait_half_life_days=None)


def owner_fix(facts: Facts, stage: Stage) -> Fix | None:
    """Offer the owner of the nearest stage along the progress, else the first role there is."""
    roles = {role.id: role for role in facts.funnel.roles}
    before = [facts.stages.get(t.from_stage) for t in _progress(facts.arriving[stage.id])]
    after = [facts.stages.get(t.to_stage) for t in _progress(facts.leaving[stage.id])]
    owners = [near.owner for near in (*before, *after) if near is not None and near.owner in roles]
    chosen = next(iter((*owners, *roles)), None)
    if chosen is None:
        return None
    label = _("Set the owner to “{role}”").format(role=role_name(roles[chosen]))
    return Fix(label, partial(_own, stage_id=stage.id, owner=chosen))


def _progress(triggers: list[Trigger]) -> list[Trigger]:
    return [trigger for trigger in triggers if trigger.kind == "progress"]


def _own(funnel: Funnel, *, stage_id: str, owner: str) -> Funnel:
    if all(stage.id != stage_id for stage in funnel.stages):
        return funnel
    return change_stage(funnel, stage_id, owner=owner)


def count_fix(trigger: Trigger) -> Fix:
    """Take a count away that means nothing without the other."""
    return Fix(_("Keep the rate, drop the count"), partial(_drop_counts, trigger_id=trigger.id))


def _drop_counts(funnel: Funnel, *, trigger_id: str) -> Funnel:
    def whole(conversion: Conversion | None) -> Conversion | None:
        if conversion is None or (conversion.entered is None) == (conversion.moved is None):
            return conversion
        return conversion.replaced(entered=None, moved=None)

    trigger = next((t for t in funnel.triggers if t.id == trigger_id), None)
    if trigger is None:
        return funnel
    own = {
        segment: override.replaced(conversion=whole(override.conversion))
        for segment, override in trigger.by_segment.items()
    }
    return change_trigger(funnel, trigger_id, conversion=whole(trigger.conversion), by_segment=own)


def scale_fix(facts: Facts, stage: Stage) -> Fix | None:
    """Scale rates down to 100% together, where no counts and no segments speak against it."""
    leaving = facts.leaving[stage.id]
    measured = any(t.conversion and t.conversion.entered is not None for t in leaving)
    if measured or any(trigger.by_segment for trigger in leaving):
        return None
    return Fix(_("Scale them to 100% together"), partial(_scale, stage_id=stage.id))


def _scale(funnel: Funnel, *, stage_id: str) -> Funnel:
    leaving = triggers_from(funnel, stage_id)
    total = sum(trigger.conversion.rate for trigger in leaving if trigger.conversion)
    if total <= 1:
        return funnel
    for trigger in leaving:
        if trigger.conversion is not None:
            share = trigger.conversion.replaced(rate=trigger.conversion.rate / total)
            funnel = change_trigger(funnel, trigger.id, conversion=share)
    return funnel


def default_fix(facts: Facts, gate: Stage) -> Fix | None:
    """Let the way most leads take out of a gate take all the others leave."""
    drawn = [t for t in facts.leaving[gate.id] if t.conversion and t.kind != "sla_breach"]
    if not drawn:
        return None
    widest = max(drawn, key=lambda trigger: trigger.conversion.rate if trigger.conversion else 0.0)
    label = _("Make “{trigger}” the default").format(trigger=trigger_name(facts.funnel, widest))
    return Fix(label, partial(_make_default, trigger_id=widest.id))


def _make_default(funnel: Funnel, *, trigger_id: str) -> Funnel:
    trigger = next((t for t in funnel.triggers if t.id == trigger_id), None)
    if trigger is None:
        return funnel
    own = {
        segment: override.replaced(conversion=None)
        for segment, override in trigger.by_segment.items()
    }
    return change_trigger(funnel, trigger_id, conversion=None, by_segment=own)


def remove_trigger_fix(trigger: Trigger) -> Fix:
    """Take away a trigger that can never fire."""
    return Fix(_("Delete the trigger"), partial(remove, triggers=(trigger.id,)))


def holiday_fix(day: str) -> Fix:
    """Take a holiday away that is no date."""
    return Fix(_("Delete the holiday “{day}”").format(day=day), partial(_no_holiday, day=day))


def _no_holiday(funnel: Funnel, *, day: str) -> Funnel:
    return funnel.replaced(holidays=tuple(one for one in funnel.holidays if one != day))


def _top(facts: Facts) -> Stage | None:
    """Return the stage leads come into first."""
    path = (facts.stages[stage_id] for stage_id in main_path(facts.funnel))
    return next((stage for stage in path if stage.kind not in ENDS), None)


def source_fix(facts: Facts, source: Source) -> Fix | None:
    """Lead a source into the top of the funnel."""
    top = _top(facts)
    if top is None:
        return None
    label = _("Lead it into “{stage}”").format(stage=stage_name(top))
    return Fix(label, partial(_lead_into, source_id=source.id, stage_id=top.id))


def _lead_into(funnel: Funnel, *, source_id: str, stage_id: str) -> Funnel:
    known = {stage.id for stage in funnel.stages}
    if stage_id not in known or all(source.id != source_id for source in funnel.sources):
        return funnel
    return change_source(funnel, source_id, into=stage_id)


def new_source_fix(facts: Facts) -> Fix | None:
    """Bring leads into the top of a funnel that has none."""
    top = _top(facts)
    if top is None:
        return None
    label = _("Add a source of {leads} leads a month into “{stage}”")
    text = label.format(leads=count(USUAL_VOLUME), stage=stage_name(top))
    return Fix(text, partial(_new_source, stage_id=top.id))


def _new_source(funnel: Funnel, *, stage_id: str) -> Funnel:
    if funnel.sources or all(stage.id != stage_id for stage in funnel.stages):
        return funnel
    grown, _source_id = add_source(funnel, _("Source"), stage_id, USUAL_VOLUME)
    return grown
