"""A change in words: which part, which of its figures, from what to what."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from funnelcraft.funnel.changes import ORDER, Change, PartKind
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import role_name, source_name, stage_name, trigger_name
from funnelcraft.funnel.rule_words import rule_sentence
from funnelcraft.funnel.scenarios.parts import parts_of
from funnelcraft.funnel.text import _, count, listed, money, number, quoted, rate, written_day
from funnelcraft.funnel.text import days as days_words
from funnelcraft.funnel.velocity import mean_days

Writer = Callable[[Any, Funnel], str]
LONGEST = 60  # characters of a text that a sentence quotes


def change_sentence(base: Funnel, change: Change, shown: Funnel | None = None) -> str:
    """Say in one line what a change does, such as `MQL → SAL: conversion 62% → 70%`.

    `shown` is the funnel with the change, where it is at hand: it knows the names of what is new.
    """
    part = part_words(base, change, shown)
    if not change.path:
        return (_("Without {part}") if change.gone else _("New: {part}")).format(part=part)
    if change.path == (ORDER,):
        return _("{parts} in another order").format(parts=_plural(change.part))
    return _("{part}: {change}").format(part=part, change=_key_sentence(base, change))


def _key_sentence(base: Funnel, change: Change) -> str:
    """Say what becomes of one figure: `conversion 62% → 70%`."""
    name, write = _key_words(change.path)
    before = write(change.was, base)
    after = _("none") if change.gone else write(change.value, base)
    return _("{key} {before} → {after}").format(key=name, before=before, after=after)


def lost_sentence(base: Funnel, changes: Sequence[Change]) -> str:
    """Say of changes of one part that the base no longer has this part."""
    told = listed([_key_sentence(base, change) for change in changes])
    text = _("{part} is gone from the design. Left out: {changes}.")
    return text.format(part=_one(changes[0].part), changes=told)


def part_words(base: Funnel, change: Change, shown: Funnel | None = None) -> str:
    """Return what people call the part a change is about."""
    if change.part == "funnel":
        return _("The funnel")
    is_new = not change.path and not change.gone
    of = shown if is_new else base
    part = parts_of(of, change.part).get(change.id) if of is not None else None
    if part is None or of is None:
        return _named_in(change)
    if change.part == "stage":
        return stage_name(part)
    if change.part == "trigger":
        return trigger_name(of, part)
    if change.part == "source":
        return source_name(part)
    return role_name(part)


def _named_in(change: Change) -> str:
    """Return the name of a part that the base does not hold, as the change tells it."""
    told = change.was if change.gone else change.value
    if isinstance(told, dict) and not change.path:
        name = next((told[k] for k in ("term", "name") if isinstance(told.get(k), str)), "")
        if name:
            return str(name)[:LONGEST]
    return _("{part} that is gone").format(part=_one(change.part))


def _one(kind: PartKind) -> str:
    return {
        "stage": _("A stage"),
        "trigger": _("A trigger"),
        "source": _("A source"),
        "segment": _("A segment"),
        "role": _("A role"),
        "funnel": _("A part"),
    }[kind]


def _plural(kind: PartKind) -> str:
    return {
        "stage": _("Stages"),
        "trigger": _("Triggers"),
        "source": _("Sources"),
        "segment": _("Segments"),
        "role": _("Roles"),
        "funnel": _("Parts"),
    }[kind]


def _key_words(path: tuple[str, ...]) -> tuple[str, Writer]:
    """Return what people call a key, and how its values are written."""
    if path[0] == "by_segment" and len(path) > 1:
        inner = _keys().get(path[2:3] or ("conversion",), None) if len(path) > 2 else None
        name, write = inner or (_("figures of its own"), _some)
        return _("{key} of segment “{segment}”").format(key=name, segment=path[1]), write
    return _keys().get(path, (path[-1].replace("_", " "), _some))


def _keys() -> Mapping[tuple[str, ...], tuple[str, Writer]]:
    return {
        ("term",): (_("term"), _text),
        ("abbreviation",): (_("abbreviation"), _text),
        ("name",): (_("name"), _text),
        ("definition",): (_("definition"), _text),
        ("description",): (_("wording"), _text),
        ("kind",): (_("kind"), _text),
        ("owner",): (_("owner"), _owner),
        ("department",): (_("department"), _text),
        ("sla",): (_("SLA"), _sla),
        ("capacity",): (_("capacity"), _capacity),
        ("wait_half_life_days",): (_("wait that halves conversion"), _days),
        ("leak_time",): (_("time of leads that go nowhere"), _time),
        ("conversion",): (_("conversion"), _conversion),
        ("velocity",): (_("time"), _time),
        ("rule",): (_("rule"), _rule),
        ("from",): (_("from"), _stage),
        ("to",): (_("to stage"), _stage),
        ("into",): (_("stage"), _stage),
        ("volume", "leads_per_month"): (_("leads a month"), _count),
        ("volume", "trend_per_month"): (_("growth a month"), _share),
        ("volume", "campaigns"): (_("campaigns"), _campaigns),
        ("cost_per_lead",): (_("cost of a lead"), _amount),
        ("deal_value",): (_("deal value"), _deal_value),
        ("start",): (_("start"), _date),
        ("drift",): (_("drift"), _drift),
        ("holidays",): (_("days off"), _length),
        ("opening",): (_("leads already there"), _length),
        ("position",): (_("place on the canvas"), _some),
    }


def _text(value: Any, _funnel: Funnel) -> str:
    return quoted(str(value)[:LONGEST]) if value else _("none")


def _some(value: Any, _funnel: Funnel) -> str:
    return _("none") if value in (None, [], {}, "") else _("set")


def _owner(value: Any, funnel: Funnel) -> str:
    role = parts_of(funnel, "role").get(str(value))
    return role_name(role) if role else _text(value, funnel)


def _stage(value: Any, funnel: Funnel) -> str:
    stage = stages_by_id(funnel).get(str(value))
    return stage_name(stage) if stage else _text(value, funnel)


def _figure(value: Any, key: str) -> float | None:
    found = value.get(key) if isinstance(value, dict) else value
    return float(found) if isinstance(found, int | float) else None


def _sla(value: Any, _funnel: Funnel) -> str:
    days = _figure(value, "days")
    return _("none") if value is None or days is None else days_words(days)


def _capacity(value: Any, _funnel: Funnel) -> str:
    leads = _figure(value, "leads_per_day")
    if value is None or leads is None:
        return _("any number")
    return _("{n} a day").format(n=number(leads, 1))


def _days(value: Any, _funnel: Funnel) -> str:
    days = _figure(value, "")
    return _("none") if days is None else days_words(days)


def _time(value: Any, _funnel: Funnel) -> str:
    if not isinstance(value, dict):
        return _("none")
    days = _mean_days(value)
    return _("of another kind") if days is None else days_words(days)


def _mean_days(value: dict[str, Any]) -> float | None:
    from pydantic import TypeAdapter, ValidationError

    from funnelcraft.funnel.velocity import TimeDistribution

    try:
        return mean_days(TypeAdapter(TimeDistribution).validate_python(value))
    except ValidationError:
        return None


def _conversion(value: Any, _funnel: Funnel) -> str:
    share = _figure(value, "rate")
    return _("none") if value is None or share is None else rate(share)


def _rule(value: Any, _funnel: Funnel) -> str:
    from pydantic import TypeAdapter, ValidationError

    from funnelcraft.funnel.rules import Rule

    if value is None:
        return _("none")
    try:
        return quoted(rule_sentence(TypeAdapter(Rule).validate_python(value))[:LONGEST])
    except ValidationError:
        return _("set")


def _count(value: Any, _funnel: Funnel) -> str:
    leads = _figure(value, "")
    return _("none") if leads is None else count(leads)


def _share(value: Any, _funnel: Funnel) -> str:
    share = _figure(value, "")
    return _("none") if share is None else rate(share)


def _amount(value: Any, funnel: Funnel) -> str:
    amount = _figure(value, "")
    return _("none") if amount is None else money(amount, funnel.currency)


def _deal_value(value: Any, funnel: Funnel) -> str:
    mean = _figure(value, "mean")
    return _("none") if value is None or mean is None else money(mean, funnel.currency)


def _date(value: Any, _funnel: Funnel) -> str:
    return written_day(str(value))


def _length(value: Any, _funnel: Funnel) -> str:
    return count(len(value)) if isinstance(value, list) else _("none")


def _drift(value: Any, _funnel: Funnel) -> str:
    volume, conversion = (
        _figure(value, key) or 0.0 for key in ("volume_per_month", "conversion_per_month")
    )
    return _("volume {volume}, conversion {conversion} a month").format(
        volume=rate(volume), conversion=rate(conversion)
    )


def _campaigns(value: Any, _funnel: Funnel) -> str:
    if not isinstance(value, list) or not value:
        return _("none")
    names = [str(one.get("name", ""))[:LONGEST] for one in value if isinstance(one, dict)]
    return listed([quoted(name) for name in names[:3]])
