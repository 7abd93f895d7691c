"""Is every condition of a rule finished? One without a field or a value says nothing of a lead."""

from collections.abc import Iterator
from functools import partial

from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.edits import change_trigger
from funnelcraft.funnel.edits.rules import remove_part
from funnelcraft.funnel.findings import Finding, Fix, Place
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rule_words import missing_words, phrase
from funnelcraft.funnel.rules import Path, Rule, walked
from funnelcraft.funnel.text import ngettext, number


def unfinished_findings(facts: Facts) -> Iterator[Finding]:
    """Yield the triggers whose rule holds a condition that was begun and not finished."""
    for trigger in facts.funnel.triggers:
        paths = unfinished(trigger.rule)
        if trigger.rule is None or not paths:
            continue
        message = ngettext(
            "A condition of {trigger} is not finished: “{condition}”.",
            "{n} conditions of {trigger} are not finished; the first is “{condition}”.",
            len(paths),
        )
        first = dict(walked(trigger.rule))[paths[0]]
        text = message.format(
            n=number(len(paths)), trigger=facts.label(trigger), condition=phrase(first)
        )
        place = Place("trigger", trigger.id, "rule")
        yield Finding("unfinished-condition", "warning", place, text, _fix(trigger.id, len(paths)))


def unfinished(rule: Rule | None) -> tuple[Path, ...]:
    """Return the places of a rule's conditions and events that still lack something, top-down."""
    if rule is None:
        return ()
    return tuple(path for path, part in walked(rule) if missing_words(part))


def _fix(trigger_id: str, times: int) -> Fix:
    label = ngettext(
        "Delete the unfinished condition", "Delete the {n} unfinished conditions", times
    )
    return Fix(label.format(n=number(times)), partial(_finish, trigger_id=trigger_id))


def _finish(funnel: Funnel, *, trigger_id: str) -> Funnel:
    rule = next((t.rule for t in funnel.triggers if t.id == trigger_id), None)
    paths = unfinished(rule)
    if not paths:
        return funnel
    for path in reversed(paths):  # from below, so that the places above stay what they are
        if rule is not None:
            rule = remove_part(rule, path)
    return change_trigger(funnel, trigger_id, rule=rule)
