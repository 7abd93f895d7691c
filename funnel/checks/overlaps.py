"""Can one lead meet two triggers at once? Then two people may send it two ways."""

from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import combinations

from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.edits import change_trigger
from funnelcraft.funnel.findings import Finding, Fix, Place
from funnelcraft.funnel.meeting import FILLED_IN, Lead, Undecided, atoms, lead_that_meets
from funnelcraft.funnel.model import Funnel, Trigger
from funnelcraft.funnel.names import trigger_name
from funnelcraft.funnel.rules import AllOf, Condition, Not, Rule, Scalar
from funnelcraft.funnel.text import _, days, listed, ngettext, number, quoted

COMPARING = ("=", "!=", ">", ">=", "<", "<=", "in", "not_in", "contains")


def overlap_findings(facts: Facts) -> Iterator[Finding]:
    """Yield the pairs of triggers out of one stage that one lead can meet."""
    for stage in facts.stages.values():
        ruled = [t for t in facts.leaving[stage.id] if t.rule and t.kind != "sla_breach"]
        for first, second in combinations(ruled, 2):
            yield from _overlap(facts, first, second)


def _overlap(facts: Facts, first: Trigger, second: Trigger) -> Iterator[Finding]:
    if first.rule is None or second.rule is None or not _are_comparable(first.rule, second.rule):
        return
    lead = _shared_lead(first.rule, second.rule)
    if lead is None:
        return
    message = _("{first} and {second} may overlap: a lead with {lead} meets both.")
    text = message.format(
        first=facts.label(first), second=facts.label(second), lead=_described(lead)
    )
    place = Place("trigger", second.id, "rule")
    yield Finding("overlapping-triggers", "warning", place, text, _fix(facts, first, second))


def _are_comparable(first: Rule, second: Rule) -> bool:
    """Say whether two rules speak of the same thing: only then an overlap is a mistake.

    They do if both compare one field with values, or if all that one asks for the other asks for
    too. Rules about different things ("contract signed", "loss reason set") can nearly always be
    met together on paper, and are two outcomes in practice.
    """
    one, other = _subjects(first), _subjects(second)
    compared = _compared(first) & _compared(second)
    return bool(compared) or one <= other or other <= one


def _subjects(rule: Rule) -> frozenset[tuple[str, str]]:
    return frozenset(
        ("field", atom.field) if isinstance(atom, Condition) else ("event", atom.event)
        for atom in atoms(rule)
    )


def _compared(rule: Rule) -> frozenset[str]:
    found = (atom for atom in atoms(rule) if isinstance(atom, Condition))
    return frozenset(condition.field for condition in found if condition.op in COMPARING)


@lru_cache(maxsize=1024)
def _shared_lead(first: Rule, second: Rule) -> Lead | None:
    """Return a lead that meets both rules; None where none can, or nobody could say."""
    try:
        return lead_that_meets(AllOf(all=(first, second)))
    except Undecided:
        return None


def _fix(facts: Facts, first: Trigger, second: Trigger) -> Fix | None:
    """Let one of two triggers pass by what the other takes, so that each still takes leads."""
    for taker, giver in ((first, second), (second, first)):
        if taker.rule is None or giver.rule is None:
            return None
        if _shared_lead(giver.rule, Not(rule=taker.rule)) is not None:
            label = _("Exclude from “{giver}” what “{taker}” takes")
            text = label.format(
                giver=trigger_name(facts.funnel, giver), taker=trigger_name(facts.funnel, taker)
            )
            return Fix(text, partial(_exclude, giver=giver.id, taker=taker.id))
    return None


def _exclude(funnel: Funnel, *, giver: str, taker: str) -> Funnel:
    rules = {trigger.id: trigger.rule for trigger in funnel.triggers}
    given, taken = rules.get(giver), rules.get(taker)
    if given is None or taken is None:
        return funnel
    return change_trigger(funnel, giver, rule=AllOf(all=(given, Not(rule=taken))))


def _described(lead: Lead) -> str:
    fields = [_field(name, value) for name, value in lead.fields.items()]
    parts = fields + [_event(*key, count) for key, count in lead.events.items()]
    return listed(parts) or _("nothing filled in")


def _field(name: str, value: Scalar) -> str:
    subject = name.replace("_", " ")
    if value == FILLED_IN:
        return _("{field} filled in").format(field=subject)
    if isinstance(value, bool):
        return f"{subject} {_('yes') if value else _('no')}"
    return (
        f"{subject} {quoted(value)}" if isinstance(value, str) else f"{subject} {number(value, 2)}"
    )


def _event(name: str, within: float, count: int) -> str:
    text = ngettext("{event} once", "{event} {count} times", count)
    found = text.format(count=number(count), event=name.replace("_", " "))
    if within == float("inf"):
        return found
    return _("{event} within {days}").format(event=found, days=days(within))
