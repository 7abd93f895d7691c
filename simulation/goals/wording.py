"""Goals and answers in sentences."""

import math

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import short_stage_name
from funnelcraft.funnel.text import _, ngettext, number, percent
from funnelcraft.simulation.goals.asking import Asked, by_when
from funnelcraft.simulation.goals.levers import Lever
from funnelcraft.simulation.goals.seeking import Answer
from funnelcraft.simulation.goals.sureness import falls_back, share_interval, value_interval
from funnelcraft.simulation.goals.trials import Point
from funnelcraft.simulation.sensitivity.naming import figure_name, figure_value
from funnelcraft.simulation.sensitivity.sentences import figure_noun, outcome_text


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


def goal_sentence(funnel: Funnel, asked: Asked) -> str:
    """Say a goal: what, how much, by when, how surely."""
    confidence, last = percent(asked.confidence), by_when(funnel, asked.days)
    if asked.about == "promise":
        stage = short_stage_name(stages_by_id(funnel)[asked.figure.id])
        text = _("{share} of {stage} within SLA until {day}, with {confidence} confidence")
        share = percent(asked.at_least, 1)
        return text.format(share=share, stage=stage, day=last, confidence=confidence)
    text = _("at least {amount} {what} by {day}, with {confidence} confidence")
    return text.format(
        amount=outcome_text(funnel, asked.figure, asked.at_least),
        what=figure_noun(funnel, asked.figure),
        day=last,
        confidence=confidence,
    )


def answer_paragraph(funnel: Funnel, asked: Asked, lever: Lever, found: Answer) -> str:
    """Say the answer in full: the goal, the value beside today's, and how sure that is."""
    parts = {
        "lever": lever_name(funnel, lever),
        "value": lever_value(funnel, lever, found.point.value),
        "now": lever_value(funnel, lever, lever.value),
        "share": percent(found.point.share, 1),
        "goal": goal_sentence(funnel, asked),
    }
    if found.state == "met":
        text = _("Met already: {goal}. {lever}: even {value} reaches it, in {share} of the runs.")
    elif found.state == "out of reach":
        text = _(
            "Out of reach by this alone: {goal}. {lever}: the best that was tried, {value}, "
            "reaches it in {share} of the runs."
        )
    elif found.point.value == lever.value:
        text = _(
            "Met already: {goal}. {lever}: {now}, as today, is what it takes ({share} of runs)."
        )
    elif has_spare(found, lever):
        text = _(
            "Met already: {goal}. {lever}: {value} would do, today there are {now}; it reaches "
            "the goal in {share} of the runs."
        )
        if math.isinf(lever.value) or lever.kind in ("rate", "time"):
            text = _(
                "Met already: {goal}. {lever}: {value} would do, beside {now} today; it reaches "
                "the goal in {share} of the runs."
            )
    else:
        text = _("For {goal}: {lever} {value} instead of {now}; met in {share} of the runs.")
    return f"{text.format(**parts)} {_how_sure(funnel, lever, found)}"


def has_spare(found: Answer, lever: Lever) -> bool:
    """Say whether today's value helps more than the answer needs."""
    values = [one.value for one in found.points]
    more_helps = values[-1] >= values[0]
    needed = found.point.value
    return lever.value > needed if more_helps else lever.value < needed


def _how_sure(funnel: Funnel, lever: Lever, found: Answer) -> str:
    runs = number(found.point.runs)
    ends = value_interval(found, lever)
    if ends is not None:
        text = _("Of {runs} runs: the value needed lies between {low} and {high} (95%).")
        low, high = (lever_value(funnel, lever, end) for end in ends)
        return text.format(runs=runs, low=low, high=high)
    low, high = (percent(end, 1) for end in share_interval(found.point))
    return _("Of {runs} runs: the share lies between {low} and {high} (95%).").format(
        runs=runs, low=low, high=high
    )


def frontier_sentence(funnel: Funnel, lever: Lever, found: Answer) -> str:
    """Say how the share of runs that meet the goal goes with the lever."""
    points = sorted(found.points, key=lambda one: one.value)
    text = _("From {low} to {high} the share of runs that meet the goal goes from {a} to {b}.")
    said = text.format(
        low=lever_value(funnel, lever, points[0].value),
        high=lever_value(funnel, lever, points[-1].value),
        a=percent(points[0].share),
        b=percent(points[-1].share),
    )
    fall = falls_back(found.points)
    if fall is None:
        more = _("Every point was simulated on the same luck; nothing is smoothed between them.")
    else:
        more = _("More is not always better here: beyond {value} it is met less often again.")
        more = more.format(value=lever_value(funnel, lever, fall[0].value))
    return f"{said} {more}"


def point_sentence(funnel: Funnel, lever: Lever, one: Point) -> str:
    """Say how often a value that was tried meets the goal."""
    low, high = (percent(end, 1) for end in share_interval(one))
    text = _("{lever} {value}: met in {share} of {runs} runs (95%: {low} to {high})")
    return text.format(
        lever=lever_name(funnel, lever),
        value=lever_value(funnel, lever, one.value),
        share=percent(one.share, 1),
        runs=number(one.runs),
        low=low,
        high=high,
    )
