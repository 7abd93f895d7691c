"""The figures of a block of runs, read from what its engine counted."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.forecast.figures import Figure, Kind
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.ways import LEAK
from funnelcraft.simulation.winning import pipeline_weights

if TYPE_CHECKING:
    from funnelcraft.simulation.engine.blocks import Block

Values = NDArray[Any]


def values_of(plan: Plan, block: "Block", figure: Figure) -> Values:
    """Return a figure of a block by run and day, shape [runs, days]."""
    return _READERS[figure.kind](plan, block, figure.id)


def totals_of(values: Values, figure: Figure) -> Values:
    """Return what daily values [runs, days] are over the whole horizon, shape [runs]."""
    found: Values = values[:, -1].copy() if figure.is_level else values.sum(axis=1)
    return found


def _place(ids: tuple[str, ...], wanted: str) -> int:
    if wanted not in ids:
        raise KeyError(wanted)
    return ids.index(wanted)


def _nodes(plan: Plan, stage_id: str) -> NDArray[np.intp]:
    return np.flatnonzero(plan.node_stage == _place(plan.stage_ids, stage_id))


def _added(counts: Values, chosen: NDArray[Any]) -> Values:
    """Add up the chosen channels or sources of counts [R, X, D]: [R, D], wide enough to hold it."""
    part = counts[:, chosen]
    wide = np.float64 if part.dtype.kind == "f" else np.int64
    found: Values = part.sum(axis=1, dtype=wide)
    return found


def _into(plan: Plan, block: "Block", nodes: NDArray[Any]) -> Values:
    arriving = _added(block.arrivals, np.isin(plan.source_node, nodes))
    return arriving + _added(block.moves, np.isin(plan.channel_target, nodes))


def _level(plan: Plan, block: "Block", nodes: NDArray[Any]) -> Values:
    leaving = _added(block.moves, np.isin(plan.channel_node, nodes))
    change = np.cumsum(_into(plan, block, nodes) - leaving, axis=1)
    found: Values = plan.opening_balance()[nodes].sum() + change
    return found


def _entries(plan: Plan, block: "Block", stage_id: str) -> Values:
    return _into(plan, block, _nodes(plan, stage_id))


def _balance(plan: Plan, block: "Block", stage_id: str) -> Values:
    return _level(plan, block, _nodes(plan, stage_id))


def _moves(plan: Plan, block: "Block", trigger_id: str) -> Values:
    place = _place(plan.trigger_ids, trigger_id)
    return _added(block.moves, plan.channel_trigger == place)


def _leaks(plan: Plan, block: "Block", stage_id: str) -> Values:
    from_stage = np.isin(plan.channel_node, _nodes(plan, stage_id))
    return _added(block.moves, from_stage & (plan.channel_trigger == LEAK))


def _arrivals(plan: Plan, block: "Block", source_id: str) -> Values:
    place = _place(plan.source_ids, source_id)
    return _added(block.arrivals, np.arange(plan.sources) == place)


def _wins(plan: Plan, block: "Block", _id: str) -> Values:
    return _into(plan, block, np.flatnonzero(plan.node_won))


def _revenue(_plan: Plan, block: "Block", _id: str) -> Values:
    return block.revenue


def _pipeline(plan: Plan, block: "Block", _id: str) -> Values:
    weights = pipeline_weights(plan)
    found = np.zeros((block.runs, plan.days))
    for node in np.flatnonzero(weights):
        found += weights[node] * _level(plan, block, np.array([node]))
    return found


def _station(plan: Plan, counts: Values, stage_id: str) -> Values:
    """Return what a station did [R, D]: zeros where the stage has neither capacity nor SLA."""
    place = _place(plan.stage_ids, stage_id)
    chosen = np.array([station.stage == place for station in plan.stations], dtype=np.bool_)
    return _added(counts, chosen)


def _queue(plan: Plan, block: "Block", stage_id: str) -> Values:
    return _station(plan, block.stations.queued, stage_id)


def _begun(plan: Plan, block: "Block", stage_id: str) -> Values:
    return _station(plan, block.stations.begun, stage_id)


def _waited(plan: Plan, block: "Block", stage_id: str) -> Values:
    return _station(plan, block.stations.waited, stage_id)


def _breaches(plan: Plan, block: "Block", stage_id: str) -> Values:
    return _station(plan, block.stations.breaches, stage_id)


_READERS: dict[Kind, Callable[[Plan, "Block", str], Values]] = {
    "entries": _entries,
    "balance": _balance,
    "moves": _moves,
    "leaks": _leaks,
    "arrivals": _arrivals,
    "wins": _wins,
    "revenue": _revenue,
    "pipeline": _pipeline,
    "queue": _queue,
    "begun": _begun,
    "waited": _waited,
    "breaches": _breaches,
}
