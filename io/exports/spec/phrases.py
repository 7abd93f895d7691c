"""How the papers of the hand-over say what a stage or a trigger is, all alike."""

from funnelcraft.funnel.model import Stage, Trigger
from funnelcraft.funnel.rule_words import rule_sentence
from funnelcraft.funnel.text import _, days, number


def stage_kind(stage: Stage) -> str:
    """Say what kind of a stage it is."""
    kinds = {
        "open": _("holds leads"),
        "gate": _("gate: leads are sent on at once"),
        "won": _("end: won"),
        "lost": _("end: lost"),
    }
    return kinds.get(stage.kind, stage.kind)


def sla_words(stage: Stage) -> str:
    """Say what is promised of a stage, or ''."""
    if stage.sla is None:
        return ""
    texts = {
        "first_touch": _("first touch within {days}"),
        "stage": _("done within {days}"),
    }
    text = texts.get(stage.sla.clock, _("within {days}"))
    return text.format(days=days(stage.sla.days))


def trigger_kind(trigger: Trigger) -> str:
    """Say what kind of a trigger it is."""
    kinds = {
        "progress": _("moves forward"),
        "recycle": _("back for later"),
        "disqualify": _("out of the funnel"),
        "sla_breach": _("when the SLA has run out"),
    }
    return kinds.get(trigger.kind, trigger.kind)


def trigger_rule(trigger: Trigger) -> str:
    """Say when a trigger fires, in one sentence."""
    if trigger.kind == "sla_breach":
        return _("A lead goes this way when the SLA of its stage has run out.")
    return rule_sentence(trigger.rule)


def automation_words(trigger: Trigger) -> str:
    """Say who or what moves the lead."""
    how = {"manual": _("by a person"), "automatic": _("automatically")}
    return how.get(trigger.automation, trigger.automation)


def capacity_words(stage: Stage) -> str:
    """Say how many leads a stage can begin, and by how many people, or ''."""
    if stage.capacity is None:
        return ""
    calendars = {
        "weekdays": _("{n} leads on a working day"),
        "every_day": _("{n} leads every day"),
    }
    text = calendars.get(stage.capacity.calendar, _("{n} leads a day"))
    said = text.format(n=number(stage.capacity.leads_per_day, 1))
    if stage.capacity.people is not None:
        people = _("{n} people").format(n=number(stage.capacity.people, 1))
        said = f"{said}, {people}"
    return said
