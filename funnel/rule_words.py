"""Rules in words: a phrase for each part, and the sentence of the whole."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rules import (
    DEEPEST_RULE,
    MOST_CONDITIONS,
    AllOf,
    AnyOf,
    Condition,
    Event,
    Not,
    Rule,
    Scalar,
    extent,
    walked,
)
from funnelcraft.funnel.text import _, days, ngettext, number

LONGEST_SENTENCE = 600
_ALONE = ("is_set", "is_not_set")  # compare with nothing


def plain_name(name: str) -> str:
    """Return a field's or event's name as people say it: `lead_score` is `lead score`."""
    return " ".join(name.replace("_", " ").split()) or "…"


def value_words(value: Scalar) -> str:
    """Write a value as people do: texts in quotation marks, figures by locale."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return _("“{text}”").format(text=value)
    return number(value, 6)


def condition_phrase(condition: Condition) -> str:
    """Say a condition: `lead score is at least 65`."""
    texts = {
        "=": _("{field} is {value}"),
        "!=": _("{field} is not {value}"),
        ">": _("{field} is above {value}"),
        ">=": _("{field} is at least {value}"),
        "<": _("{field} is below {value}"),
        "<=": _("{field} is at most {value}"),
        "in": _("{field} is one of {value}"),
        "not_in": _("{field} is none of {value}"),
        "contains": _("{field} contains {value}"),
        "is_set": _("{field} is filled in"),
        "is_not_set": _("{field} is empty"),
    }
    value = condition.value
    if isinstance(value, tuple):
        said = ", ".join(value_words(one) for one in value) or "…"
    else:
        said = "…" if value in (None, "") else value_words(value)
    return texts[condition.op].format(field=plain_name(condition.field), value=said)


def event_phrase(event: Event) -> str:
    """Say an event: `“webinar attended” happened in the last 30 days`."""
    often = event.at_least
    if often == 1:
        text = _("“{event}” happened")
    else:
        text = ngettext(
            "“{event}” happened at least {n} time", "“{event}” happened at least {n} times", often
        )
    said = text.format(event=plain_name(event.event), n=number(often))
    if event.within_days is None:
        return said
    return _("{happened} in the last {days}").format(happened=said, days=days(event.within_days))


def phrase(rule: Rule, inside: bool = False) -> str:
    """Say a rule without a capital or a full stop; `inside` puts a group in brackets."""
    match rule:
        case Condition():
            return condition_phrase(rule)
        case Event():
            return event_phrase(rule)
        case Not():
            return _("it is not so that {rule}").format(rule=phrase(rule.rule, inside=True))
        case AllOf():
            parts, alone, joint = rule.all, _("anything goes"), _(" and ")
        case AnyOf():
            parts, alone, joint = rule.any, _("nothing ever fits"), _(" or ")
    if not parts:
        return alone
    if len(parts) == 1:
        return phrase(parts[0], inside)
    said = joint.join(phrase(part, inside=True) for part in parts)
    return f"({said})" if inside else said


def rule_sentence(rule: Rule | None) -> str:
    """Say a whole rule in one sentence; a very long one is broken off with what it holds."""
    if rule is None:
        return _("No rule yet: nothing says exactly when a lead goes this way.")
    conditions, levels = extent(rule)
    if levels > DEEPEST_RULE or conditions > MOST_CONDITIONS:
        text = ngettext(
            "A rule of {n} condition in {levels} levels.",
            "A rule of {n} conditions in {levels} levels.",
            conditions,
        )
        return text.format(n=number(conditions), levels=number(levels))
    said = phrase(rule)
    if len(said) > LONGEST_SENTENCE:
        cut = said[:LONGEST_SENTENCE].rsplit(" ", 1)[0]
        said = _("{beginning} … ({n} conditions in all)").format(
            beginning=cut, n=number(conditions)
        )
    return _("A lead goes this way when {rule}.").format(rule=said)


def group_phrase(rule: Rule) -> str:
    """Say how the parts of a group are taken together, as a heading above them."""
    match rule:
        case AllOf():
            return _("All of these hold")
        case AnyOf():
            return _("At least one of these holds")
        case Not() if is_none_of(rule):
            return _("None of these holds")
        case _:
            return _("This does not hold")


def is_none_of(rule: Rule) -> bool:
    """Say whether a rule is a `not` of a plain `any`: people see one group, none of whose holds."""
    return isinstance(rule, Not) and isinstance(rule.rule, AnyOf) and not rule.rule.model_extra


def _rules(funnel: Funnel) -> Iterator[Rule]:
    for trigger in funnel.triggers:
        if trigger.rule is not None:
            yield from (part for _path, part in walked(trigger.rule))


def known_fields(funnel: Funnel) -> tuple[str, ...]:
    """Return the fields that the rules of a funnel name, the commonest first."""
    counted = Counter(part.field for part in _rules(funnel) if isinstance(part, Condition))
    return tuple(name for name, _n in counted.most_common() if name.strip())


def known_events(funnel: Funnel) -> tuple[str, ...]:
    """Return the events that the rules of a funnel name, the commonest first."""
    counted = Counter(part.event for part in _rules(funnel) if isinstance(part, Event))
    return tuple(name for name, _n in counted.most_common() if name.strip())


def known_values(funnel: Funnel, field: str) -> tuple[str, ...]:
    """Return the texts a field is compared with, the commonest first."""
    return known_texts(funnel).get(field, ())


def known_texts(funnel: Funnel) -> dict[str, tuple[str, ...]]:
    """Return for each field the texts it is compared with, the commonest first."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for part in _rules(funnel):
        if isinstance(part, Condition):
            values = part.value if isinstance(part.value, tuple) else (part.value,)
            counted[part.field].update(value for value in values if isinstance(value, str))
    return {
        field: tuple(value for value, _n in values.most_common())
        for field, values in counted.items()
    }


def missing_words(rule: Rule) -> str:
    """Say what a part still lacks to mean something, or return an empty text."""
    match rule:
        case Condition() if not rule.field.strip():
            return _("Which field of the lead?")
        case Condition() if rule.op not in ("is_set", "is_not_set") and rule.value in (
            None,
            (),
            "",
        ):
            return _("Compared with what?")
        case Event() if not rule.event.strip():
            return _("Which event?")
        case _:
            return ""
