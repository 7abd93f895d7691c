"""What people call a figure that a forecast hangs on, and how its values are written."""

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import arrow, short_stage_name, source_name
from funnelcraft.funnel.text import _, count, days, money, number, rate
from funnelcraft.simulation.sensitivity.parameters import Parameter


def parameter_name(funnel: Funnel, one: Parameter) -> str:
    """Return a short name such as `MQL → SAL: conversion`."""
    name = _name(funnel, one)
    if not one.segment:
        return name
    segments = {segment.id: segment.name for segment in funnel.segments}
    return _("{figure} ({segment})").format(
        figure=name, segment=segments.get(one.segment, one.segment)
    )


def _name(funnel: Funnel, one: Parameter) -> str:
    stages = stages_by_id(funnel)
    match one.kind:
        case "rate" | "time":
            trigger = next(t for t in funnel.triggers if t.id == one.id)
            text = _("{way}: conversion") if one.kind == "rate" else _("{way}: days")
            return text.format(way=arrow(stages, trigger))
        case "volume":
            source = next(s for s in funnel.sources if s.id == one.id)
            return _("{source}: leads a month").format(source=source_name(source))
        case "capacity":
            return _("{stage}: capacity").format(stage=short_stage_name(stages[one.id]))
        case "deal_value":
            return _("Deal value")


def parameter_value(funnel: Funnel, one: Parameter, value: float) -> str:
    """Write a value of a figure the way people read it."""
    match one.kind:
        case "rate":
            return rate(value)
        case "time":
            return days(value)
        case "deal_value":
            return money(value, funnel.currency)
        case "capacity":
            return _("{n} a day").format(n=number(value, 1))
        case "volume":
            return count(value)
