"""The answer to a goal, in a sentence."""

import math

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import arrow, short_stage_name, source_name
from funnelcraft.funnel.text import _, count, days, ngettext, number, percent, rate
from funnelcraft.simulation.goals.levers import Lever
from funnelcraft.simulation.goals.seeking import Answer


def answer_sentence(funnel: Funnel, found: Answer, lever: Lever, confidence: float) -> str:
    """Say which value of the lever meets the goal, beside today's, and how sure that is."""
    name = lever_name(funnel, lever)
    value, now = lever_value(lever, found.point.value), lever_value(lever, lever.value)
    share = percent(found.point.share, 1)
    if found.state == "met":
        return _("{lever}: even {value} reaches the goal, in {share} of the runs.").format(
            lever=name, value=value, share=share
        )
    if found.state == "out of reach":
        return _(
            "{lever}: the goal is out of reach; with {value} it is met in {share} of the runs."
        ).format(lever=name, value=value, share=share)
    return _(
        "{lever}: {value} (today {now}) reaches the goal with a chance of {share} "
        "(± {error} points; asked for {asked})."
    ).format(
        lever=name,
        value=value,
        now=now,
        share=share,
        error=number(found.point.error * 100, 1),
        asked=percent(confidence),
    )


def lever_name(funnel: Funnel, lever: Lever) -> str:
    """Return what people call a lever."""
    stages = stages_by_id(funnel)
    match lever.kind:
        case "rate" | "time":
            trigger = next(t for t in funnel.triggers if t.id == lever.id)
            text = _("{way}: conversion") if lever.kind == "rate" else _("{way}: days")
            return text.format(way=arrow(stages, trigger))
        case "volume" if not lever.id:
            return _("Leads a month")
        case "volume":
            source = next(s for s in funnel.sources if s.id == lever.id)
            return _("{source}: leads a month").format(source=source_name(source))
        case "capacity":
            return _("{stage}: capacity").format(stage=short_stage_name(stages[lever.id]))
        case "people":
            return _("{stage}: people").format(stage=short_stage_name(stages[lever.id]))


def lever_value(lever: Lever, value: float) -> str:
    """Write a value of a lever the way people read it."""
    if math.isinf(value):
        return _("no limit")
    match lever.kind:
        case "rate":
            return rate(value)
        case "time":
            return days(value)
        case "capacity":
            return _("{n} a day").format(n=number(value, 1))
        case "people":
            shown = number(value, 1)
            text = ngettext("{n} person", "{n} people", 1 if shown == "1" else 2)
            return text.format(n=shown)
        case "volume":
            return count(value)
