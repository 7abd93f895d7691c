"""The answer to a goal, in a sentence."""

import math

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import short_stage_name
from funnelcraft.funnel.text import _, ngettext, number, percent
from funnelcraft.simulation.goals.levers import Lever
from funnelcraft.simulation.goals.seeking import Answer
from funnelcraft.simulation.sensitivity.naming import figure_name, figure_value


def answer_sentence(funnel: Funnel, found: Answer, lever: Lever, confidence: float) -> str:
    """Say which value of the lever meets the goal, beside today's, and how sure that is."""
    name = lever_name(funnel, lever)
    value, now = (
        lever_value(funnel, lever, found.point.value),
        lever_value(funnel, lever, lever.value),
    )
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
    if lever.kind == "people":
        stage = stages_by_id(funnel)[lever.id]
        return _("{stage}: people").format(stage=short_stage_name(stage))
    if lever.kind == "volume" and not lever.id:
        return _("Leads a month")
    return figure_name(funnel, lever.kind, lever.id)


def lever_value(funnel: Funnel, lever: Lever, value: float) -> str:
    """Write a value of a lever the way people read it."""
    if math.isinf(value):
        return _("no limit")
    if lever.kind == "people":
        shown = number(value, 1)
        return ngettext("{n} person", "{n} people", 1 if shown == "1" else 2).format(n=shown)
    return figure_value(lever.kind, value, funnel.currency)
