"""Why a lead does not meet a rule: the conditions that fail, with what the lead has instead."""

from collections.abc import Iterator
from dataclasses import dataclass

from funnelcraft.funnel.graph import triggers_from
from funnelcraft.funnel.model import Funnel, Trigger
from funnelcraft.funnel.rule_tests.probes import Probe, meets
from funnelcraft.funnel.rule_words import phrase, value_words
from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Path, Rule
from funnelcraft.funnel.text import _, days, ngettext, number


@dataclass(frozen=True)
class Reason:
    """A part of a rule that keeps a lead from meeting it: where in the rule, and in words.

    The words are no sentence of their own: `score is at least 65: it is 60`. The lead meets the
    rule as soon as none of these parts does that any more.
    """

    path: Path
    words: str


def reasons(rule: Rule, probe: Probe) -> tuple[Reason, ...]:
    """Return why a lead does not meet a rule, in the rule's order; nothing where it does."""
    return tuple(_unmet(rule, probe, ()))


def _unmet(rule: Rule, probe: Probe, path: Path) -> Iterator[Reason]:
    """Yield why a rule does not hold."""
    match rule:
        case AllOf():
            for at, part in enumerate(rule.all):
                yield from _unmet(part, probe, (*path, at))
        case AnyOf() if len(rule.any) == 1:
            yield from _unmet(rule.any[0], probe, (*path, 0))
        case AnyOf():
            if not meets(rule, probe):
                yield Reason(path, _none_of(rule, probe))
        case Not():
            yield from _unwanted(rule.rule, probe, (*path, 0))
        case _:
            if not meets(rule, probe):
                yield Reason(path, _("{condition}: {fact}").format(**_said(rule, probe)))


def _unwanted(rule: Rule, probe: Probe, path: Path) -> Iterator[Reason]:
    """Yield why the denial of a rule does not hold: what holds of it, and must not."""
    match rule:
        case AnyOf():
            for at, part in enumerate(rule.any):
                yield from _unwanted(part, probe, (*path, at))
        case Not():
            yield from _unmet(rule.rule, probe, (*path, 0))
        case _:
            if meets(rule, probe):
                yield Reason(path, _must_not(rule, probe))


def _must_not(rule: Rule, probe: Probe) -> str:
    if isinstance(rule, Condition | Event):
        return _("it must not be so that {condition}: {fact}").format(**_said(rule, probe))
    return _("it must not be so that {condition}").format(condition=phrase(rule))


def _none_of(rule: AnyOf, probe: Probe) -> str:
    """Say that no part of several holds, with what the lead has."""
    if not rule.any:
        return _("nothing ever fits")
    said = [
        _("{condition} ({fact})").format(**_said(part, probe))
        if isinstance(part, Condition | Event)
        else phrase(part, inside=True)
        for part in rule.any
    ]
    return _("none of these holds: {conditions}").format(conditions="; ".join(said))


def _said(atom: Condition | Event, probe: Probe) -> dict[str, str]:
    return {"condition": phrase(atom), "fact": fact(atom, probe)}


def fact(atom: Condition | Event, probe: Probe) -> str:
    """Say what a lead has of what a condition or event asks for: `it is 60`."""
    if isinstance(atom, Event):
        return _happened(atom, probe.events.get(atom.event, ()))
    value = probe.fields.get(atom.field)
    return (
        _("it is empty") if value is None else _("it is {value}").format(value=value_words(value))
    )


def _happened(event: Event, ages: tuple[float, ...]) -> str:
    within = [age for age in ages if event.within_days is None or age <= event.within_days]
    if within:
        text = ngettext("it happened {n} time", "it happened {n} times", len(within))
        return text.format(n=number(len(within)))
    if ages:
        return _("the last time was {days} ago").format(days=days(min(ages)))
    return _("it never happened")


@dataclass(frozen=True)
class Explained:
    """What a trigger does with a lead. `fires` is None where it has no rule to say so.

    `reasons` says why it does not fire.
    """

    trigger: Trigger
    fires: bool | None
    reasons: tuple[Reason, ...] = ()


def explained(funnel: Funnel, stage_id: str, probe: Probe) -> tuple[Explained, ...]:
    """Return what every trigger that leaves a stage does with a lead, in the document's order."""
    return tuple(_explained(trigger, probe) for trigger in triggers_from(funnel, stage_id))


def _explained(trigger: Trigger, probe: Probe) -> Explained:
    if trigger.rule is None:
        return Explained(trigger, None)
    found = reasons(trigger.rule, probe)
    return Explained(trigger, not found, found)
