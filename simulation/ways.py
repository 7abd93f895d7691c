"""The ways out of a node: where to, how often, and after how many whole days."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from funnelcraft.funnel.model import ENDS, Funnel, Stage, Trigger
from funnelcraft.funnel.rates import conversion_for, default_of_gate, velocity_for
from funnelcraft.funnel.velocity import FixedTime, TimeDistribution
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.grid import day_grid, day_grid_within
from funnelcraft.simulation.nodes import Nodes

# Stands for a target or a trigger where there is none: the lead leaves the funnel.
LEAK = -1

AT_ONCE = FixedTime(mean_days=0.0)


@dataclass(frozen=True)
class Way:
    """One way out of a node.

    `target` is a node, `trigger` the trigger's place in the document (both LEAK where the lead
    converts nowhere), `rate` the share of visits that leave by it and `time` how long they take.
    With a `limit` (days) the visits that would last longer leave by the breach instead; the breach
    itself has no time but the limit. `entered` and `moved` are the counts behind the rate where
    there are any; `drifts` says whether the market moves the rate, and `origin` whose figures rate
    and time are: equal origins are one and the same unknown.
    """

    target: int
    trigger: int
    rate: float
    time: TimeDistribution
    limit: float | None = None
    is_breach: bool = False
    entered: int | None = None
    moved: int | None = None
    drifts: bool = False
    is_default: bool = False
    is_progress: bool = False
    origin: tuple[str, str] = ("", "")


def ways_out(funnel: Funnel, nodes: Nodes, segment: str, stage: Stage) -> tuple[Way, ...]:
    """Return the ways out of a node in the document's order, the leak last; none from an end."""
    if stage.kind in ENDS:
        return ()
    leaving = [(at, t) for at, t in enumerate(funnel.triggers) if t.from_stage == stage.id]
    drawn = [(at, t) for at, t in leaving if t.kind != "sla_breach"]
    rates = _rates(stage, [t for _at, t in drawn], segment)
    ways = [
        _way(nodes, segment, stage, at, t, rate) for (at, t), rate in zip(drawn, rates, strict=True)
    ]
    leak = max(0.0, 1.0 - sum(rates))
    if stage.kind != "gate" or not drawn:
        time = AT_ONCE if stage.kind == "gate" else stage.leak_time
        rest = leak if leak > 1e-12 else 0.0
        ways.append(Way(LEAK, LEAK, rest, time, origin=("leak", stage.id)))
    breach = next(((at, t) for at, t in leaving if t.kind == "sla_breach"), None)
    if breach is None or stage.sla is None or stage.kind == "gate":
        return tuple(ways)
    limit = stage.sla.days
    # Until the first touch nobody is at work: only a queue can breach that promise.
    limited = [replace(way, limit=limit) for way in ways] if stage.sla.clock == "stage" else ways
    out = Way(_target(nodes, segment, breach[1]), breach[0], 0.0, AT_ONCE, limit, is_breach=True)
    return (*limited, out)


def _way(nodes: Nodes, segment: str, stage: Stage, at: int, trigger: Trigger, rate: float) -> Way:
    conversion = conversion_for(trigger, segment)
    override = trigger.by_segment.get(segment)
    own = segment if override and (override.conversion or override.velocity) else ""
    return Way(
        _target(nodes, segment, trigger),
        at,
        rate,
        _time(stage, trigger, segment),
        entered=conversion.entered if conversion else None,
        moved=conversion.moved if conversion else None,
        # What disqualifies takes what conversion leaves; so does the default of a gate.
        drifts=trigger.kind in ("progress", "recycle") and conversion is not None,
        is_progress=trigger.kind == "progress",
        is_default=stage.kind == "gate" and trigger.conversion is None,
        origin=(trigger.id, own),
    )


def _target(nodes: Nodes, segment: str, trigger: Trigger) -> int:
    return nodes.place(trigger.to_segment or segment, trigger.to_stage)


def _rates(stage: Stage, triggers: Sequence[Trigger], segment: str) -> list[float]:
    """Return the rates of the triggers; at a gate the default takes what the others leave."""
    default = default_of_gate(triggers) if stage.kind == "gate" else None
    found = []
    for trigger in triggers:
        conversion = None if trigger is default else conversion_for(trigger, segment)
        found.append(conversion.rate if conversion else 0.0)
    total = sum(found)
    # The checks let rates pass that exceed 1 by rounding; here they must not.
    if total > 1 or (stage.kind == "gate" and default is None and total > 0):
        found = [rate / total for rate in found]
    if default is not None:
        found[list(triggers).index(default)] = max(0.0, 1.0 - sum(found))
    return found


def _time(stage: Stage, trigger: Trigger, segment: str) -> TimeDistribution:
    velocity = velocity_for(trigger, segment)
    return AT_ONCE if stage.kind == "gate" or velocity is None else velocity


@lru_cache(maxsize=64)
def remembered_grid(time: TimeDistribution, days: int) -> Floats:
    """Return the day grid of a time, kept: an edit changes one time and leaves the others."""
    found = day_grid(time, days)
    found.flags.writeable = False
    return found


def cells_of(ways: Sequence[Way], days: int) -> tuple[Floats, Floats]:
    """Return the cells of a node's ways, shape [ways, days], and the shares that ever leave.

    What a breach takes from the other ways it gets itself, at the very moment of the limit.
    """
    cells, shares = np.zeros((len(ways), days)), np.zeros(len(ways))
    breached = 0.0
    for at, way in enumerate(ways):
        if way.is_breach:
            cells[at] = breached * day_grid(FixedTime(mean_days=way.limit or 0.0), days)
            shares[at] = breached
        elif way.limit is None:
            cells[at], shares[at] = way.rate * remembered_grid(way.time, days), way.rate
        else:
            grid, within = day_grid_within(way.time, way.limit, days)
            cells[at], shares[at] = way.rate * grid, way.rate * within
            breached += way.rate * (1 - within)
    return cells, shares


def unit_cells(way: Way, days: int, time: TimeDistribution | None = None) -> tuple[Floats, float]:
    """Return P(k days and no breach) of those who take a way, shape [days], and P(breach).

    Of a breach itself, on which day after its begin a visit breaks the promise. `time` replaces
    the way's own.
    """
    lasting = time or way.time
    if way.is_breach:
        return day_grid(FixedTime(mean_days=way.limit or 0.0), days), 0.0
    if way.limit is None:
        return (remembered_grid(lasting, days) if time is None else day_grid(lasting, days)), 0.0
    grid, within = day_grid_within(lasting, way.limit, days)
    return grid, 1.0 - within
