"""A goal as people ask for it: what, how much, how surely, by when, and what may be moved."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import short_stage_name
from funnelcraft.funnel.text import _, day
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.goals.goal import Goal, promise_goal, total_goal
from funnelcraft.simulation.goals.levers import Kind, Lever, all_sources, lever, people
from funnelcraft.simulation.goals.seeking import Answer
from funnelcraft.simulation.sensitivity.naming import figure_name
from funnelcraft.simulation.sensitivity.parameters import parameters

OPEN = "open"


@dataclass(frozen=True)
class LeverChoice:
    """What may be moved: a kind and an id; an empty id of the kind `volume` is all sources."""

    kind: Kind
    id: str


@dataclass(frozen=True)
class Asked:
    """A goal and its lever.

    `figure` is to be at least `at_least` over the days, where `about` is "total"; where it is
    "promise", a share `at_least` (0–1) of the visits of the stage `figure.id` is handled within
    its SLA. `each` is how many leads a person begins on a working day, for people alone.
    """

    about: Literal["total", "promise"]
    figure: Figure
    at_least: float
    confidence: float
    days: int
    lever: LeverChoice
    each: float = 8.0
    runs: int = 2000


def goal_of(asked: Asked) -> Goal:
    """Return the goal that is asked for."""
    if asked.about == "promise":
        return promise_goal(asked.figure.id, asked.at_least, asked.confidence)
    return total_goal(asked.figure, asked.at_least, asked.confidence)


def lever_of(funnel: Funnel, asked: Asked) -> Lever:
    """Return what is moved. Raises KeyError where the funnel has no such figure."""
    kind, name = asked.lever.kind, asked.lever.id
    if kind == "people":
        return people(funnel, name, asked.each)
    return lever(funnel, kind, name) if name else all_sources(funnel)


def lever_choices(funnel: Funnel) -> tuple[tuple[LeverChoice, str], ...]:
    """Return what can be moved, each with what it is called: leads first, then rates, people."""
    there = [one for one in parameters(funnel) if not one.segment and one.kind != "deal_value"]
    found: list[tuple[LeverChoice, str]] = []
    volumes = [one for one in there if one.kind == "volume"]
    if volumes:
        found.append((LeverChoice("volume", ""), _("leads a month, all sources alike")))
    order = ("volume", "rate", "time", "capacity")
    for one in sorted(there, key=lambda one: order.index(one.kind)):
        if one.kind != "deal_value":
            found.append((LeverChoice(one.kind, one.id), figure_name(funnel, one.kind, one.id)))
    text = _("{stage}: people")
    found.extend(
        (LeverChoice("people", stage.id), text.format(stage=short_stage_name(stage)))
        for stage in funnel.stages
        if stage.kind == OPEN and (stage.capacity is not None or stage.sla is not None)
    )
    return tuple(found)


def promised_stages(funnel: Funnel) -> tuple[str, ...]:
    """Return the stages that have an SLA, in the document's order."""
    return tuple(stage.id for stage in funnel.stages if stage.sla is not None)


def last_day(funnel: Funnel, days: int) -> date:
    """Return the last of so many days."""
    return date.fromisoformat(funnel.start) + timedelta(days=days - 1)


def days_until(funnel: Funnel, last: date) -> int:
    """Return how many days there are from the start to a day, both counted; 0 or less before."""
    return (last - date.fromisoformat(funnel.start)).days + 1


def by_when(funnel: Funnel, days: int) -> str:
    """Write the day by which a goal is to be met."""
    return day(last_day(funnel, days))


def tidy_value(found: Answer, lever: Lever) -> float:
    """Return the answer's value rounded to what people would enter, to the side that helps."""
    value = found.point.value
    if lever.step is not None:
        return value
    places = {"rate": 3, "time": 1}.get(lever.kind, 0 if value >= 100 else 1)
    scale = 10.0**places
    more_helps = found.points[-1].value >= found.points[0].value
    rounded = (math.ceil if more_helps else math.floor)(value * scale * (1 - 1e-12)) / scale
    return min(max(rounded, lever.low), lever.high)
