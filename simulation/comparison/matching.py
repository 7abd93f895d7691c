"""What two designs have in common: stages, triggers, sources and segments of the same id."""

from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.ways import LEAK

NONE = -1


@dataclass(frozen=True, eq=False)
class Matching:
    """For every node, channel and source of design A its twin in B, NONE where it has none."""

    node: Ints  # [N of A]
    channel: Ints  # [C of A]
    source: Ints  # [Q of A]


def matching(a: Plan, b: Plan) -> Matching:
    """Match two plans by ids.

    A node's twin is the same stage for the same segment, unless only one of the two is an end, or
    they are different ends. A channel's twin is the same trigger (or the leak) out of twin nodes,
    wherever it leads to.
    """
    names_a, names_b = node_names(a), node_names(b)
    places = {name: at for at, name in enumerate(names_b)}
    node = np.array([places.get(name, NONE) for name in names_a], dtype=np.int64)
    for at in np.flatnonzero(node >= 0).tolist():
        twin = int(node[at])
        if (a.node_end[at], a.node_won[at]) != (b.node_end[twin], b.node_won[twin]):
            node[at] = NONE
    ways = {name: at for at, name in enumerate(channel_names(b))}
    channel = np.full(a.channels, NONE, dtype=np.int64)
    for at, (origin, name) in enumerate(channel_names(a)):
        if node[origin] >= 0:
            channel[at] = ways.get((int(node[origin]), name), NONE)
    sources = {name: at for at, name in enumerate(b.source_ids)}
    found = [sources.get(name, NONE) for name in a.source_ids]
    return Matching(node, channel, np.array(found, dtype=np.int64))


def node_names(plan: Plan) -> list[tuple[str, str]]:
    """Return (segment, stage) of every node; a design's only segment is everybody's."""
    segments = ("",) if len(plan.segment_ids) == 1 else plan.segment_ids
    return [(segment, stage) for segment in segments for stage in plan.stage_ids]


def channel_names(plan: Plan) -> list[tuple[int, str]]:
    """Return (node, trigger id) of every channel; the leak's id is empty."""
    return [
        (node, "" if trigger == LEAK else plan.trigger_ids[trigger])
        for node, trigger in zip(
            plan.channel_node.tolist(), plan.channel_trigger.tolist(), strict=True
        )
    ]
