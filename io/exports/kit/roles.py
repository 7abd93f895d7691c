"""What the graph says of a role: what comes to it, by when, what it decides, where that goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from funnelcraft.funnel.graph import stages_by_id, stages_in_order, triggers_from
from funnelcraft.funnel.model import ENDS, Funnel, Role, Source, Stage, Trigger
from funnelcraft.funnel.names import role_name
from funnelcraft.io.exports.year import DAYS, first_year
from funnelcraft.simulation.expectation import Expectation
from funnelcraft.simulation.problems import CannotSimulate


@dataclass(frozen=True)
class Arrival:
    """A way into a stage: a trigger from another stage, or a source, and how many come a day.

    `a_day` counts leads a working day, the mean of the first year; None without a forecast.
    """

    way: Trigger | Source
    a_day: float | None


@dataclass(frozen=True)
class Post:
    """A stage a role answers for, with the ways in and out; `a_day` of all that enter it."""

    stage: Stage
    arrivals: tuple[Arrival, ...]
    ways_out: tuple[Trigger, ...]
    a_day: float | None


@dataclass(frozen=True)
class Part:
    """A role and its stages, top-down; ends are none of its work."""

    role: Role
    posts: tuple[Post, ...]

    @property
    def name(self) -> str:
        """The role's name."""
        return role_name(self.role)


def parts(funnel: Funnel) -> tuple[Part, ...]:
    """Return every role that answers for a stage which holds leads, in the document's order."""
    found = _expected(funnel)
    working = working_days(funnel)
    made = (
        Part(
            role,
            tuple(
                _post(funnel, stage, found, working)
                for stage in stages_in_order(funnel)
                if stage.owner == role.id and stage.kind not in ENDS
            ),
        )
        for role in funnel.roles
    )
    return tuple(part for part in made if part.posts)


def working_days(funnel: Funnel) -> int:
    """Return how many weekdays of the first year are no holidays; at least one."""
    try:
        start = date.fromisoformat(funnel.start)
    except ValueError:
        return 261
    days = (start + timedelta(days=at) for at in range(DAYS))
    off = set(funnel.holidays)
    return max(1, sum(day.weekday() < 5 and day.isoformat() not in off for day in days))


def _expected(funnel: Funnel) -> Expectation | None:
    try:
        return first_year(funnel)
    except CannotSimulate:
        return None


def _post(funnel: Funnel, stage: Stage, found: Expectation | None, working: int) -> Post:
    entering = None
    if found is not None and stage.id in found.stage_ids:
        entering = float(found.entries[found.stage_ids.index(stage.id)].sum()) / working
    return Post(
        stage,
        tuple(_arrivals(funnel, stage, found, working)),
        triggers_from(funnel, stage.id),
        entering,
    )


def _arrivals(
    funnel: Funnel, stage: Stage, found: Expectation | None, working: int
) -> Iterator[Arrival]:
    for source in funnel.sources:
        if source.into == stage.id:
            yield Arrival(source, None)  # campaigns make a mean a day misleading
    known = stages_by_id(funnel)
    for trigger in funnel.triggers:
        if trigger.to_stage == stage.id and trigger.from_stage in known:
            moved = None
            if found is not None and trigger.id in found.trigger_ids:
                moved = float(found.moves[found.trigger_ids.index(trigger.id)].sum()) / working
            yield Arrival(trigger, moved)
