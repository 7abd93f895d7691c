"""Leads made up for a test, and whether they meet a rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from funnelcraft.funnel.graph import triggers_from
from funnelcraft.funnel.meeting import holds
from funnelcraft.funnel.model import Funnel, Trigger
from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule, Scalar


@dataclass(frozen=True)
class Probe:
    """A lead as rules see it: fields that are filled in, and how many days ago each event was."""

    fields: Mapping[str, Scalar] = field(default_factory=dict)
    events: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


def meets(rule: Rule, probe: Probe) -> bool:
    """Say whether a lead meets a rule. An event of exactly `within_days` ago counts."""
    match rule:
        case AllOf():
            return all(meets(part, probe) for part in rule.all)
        case AnyOf():
            return any(meets(part, probe) for part in rule.any)
        case Not():
            return not meets(rule.rule, probe)
        case Condition():
            return holds(rule, probe.fields.get(rule.field))
        case Event():
            return happened(rule, probe.events.get(rule.event, ()))


def happened(event: Event, ages: tuple[float, ...]) -> bool:
    """Say whether an event happened often enough, from how many days ago each time was."""
    within = float("inf") if event.within_days is None else event.within_days
    return sum(age <= within for age in ages) >= event.at_least


def firing(funnel: Funnel, stage_id: str, probe: Probe) -> tuple[Trigger, ...]:
    """Return the triggers of a stage whose rules a lead meets, in the document's order."""
    return tuple(
        trigger
        for trigger in triggers_from(funnel, stage_id)
        if trigger.rule is not None and meets(trigger.rule, probe)
    )
