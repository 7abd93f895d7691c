"""What people call a figure that a forecast hangs on, and how its values are written."""

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import arrow, short_stage_name, source_name
from funnelcraft.funnel.text import _, count, days, money, number, rate
from funnelcraft.simulation.sensitivity.parameters import Kind, Parameter


def parameter_name(funnel: Funnel, one: Parameter) -> str:
    """Return a short name such as `MQL → SAL: conversion`."""
    name = figure_name(funnel, one.kind, one.id)
    if not one.segment:
        return name
    segments = {segment.id: segment.name for segment in funnel.segments}
    return _("{figure} ({segment})").format(
        figure=name, segment=segments.get(one.segment, one.segment)
    )


def figure_name(funnel: Funnel, kind: Kind, id: str) -> str:  # noqa: A002 - the file's own word
    """Return what people call a figure of a trigger, a source or a stage."""
    stages = stages_by_id(funnel)
    match kind:
        case "rate" | "time":
            trigger = next(t for t in funnel.triggers if t.id == id)
            text = _("{way}: conversion") if kind == "rate" else _("{way}: days")
            return text.format(way=arrow(stages, trigger))
        case "volume":
            source = next(s for s in funnel.sources if s.id == id)
            return _("{source}: leads a month").format(source=source_name(source))
        case "capacity":
            return _("{stage}: capacity").format(stage=short_stage_name(stages[id]))
        case "deal_value":
            return _("Deal value")


def figure_value(kind: Kind, value: float, currency: str) -> str:
    """Write a value of a figure the way people read it."""
    match kind:
        case "rate":
            return rate(value)
        case "time":
            return days(value)
        case "deal_value":
            return money(value, currency)
        case "capacity":
            return _("{n} a day").format(n=number(value, 1))
        case "volume":
            return count(value)
