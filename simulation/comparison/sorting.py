"""Two files that say the same in another order: played in one order, read in each file's own."""

from dataclasses import dataclass, replace

import numpy as np

from funnelcraft.funnel.model import Funnel, Opening
from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.comparison.matching import channel_names, node_names
from funnelcraft.simulation.engine.blocks import Block, Counts, StationCounts
from funnelcraft.simulation.plan import Plan


def in_order(funnel: Funnel) -> Funnel:
    """Return a funnel that says the same, everything in the order of the ids."""
    ages: dict[tuple[str, str], list[float]] = {}
    for held in funnel.opening:
        ages.setdefault((held.stage, held.segment), []).extend(held.ages_days)
    opening = [
        Opening(stage=stage, segment=segment, ages_days=tuple(sorted(found)))
        for (stage, segment), found in sorted(ages.items())
    ]
    return funnel.replaced(
        segments=tuple(sorted(funnel.segments, key=lambda segment: segment.id)),
        stages=tuple(sorted(funnel.stages, key=lambda stage: stage.id)),
        triggers=tuple(sorted(funnel.triggers, key=lambda trigger: trigger.id)),
        sources=tuple(sorted(funnel.sources, key=lambda source: source.id)),
        opening=tuple(opening),
    )


@dataclass(frozen=True, eq=False)
class Places:
    """Where the sources, channels and stations of one plan stand in another of the same funnel."""

    sources: Ints
    channels: Ints
    stations: Ints

    def of(self, block: Block) -> Block:
        """Return a block of the other plan as one of the first."""
        own = block.stations
        return replace(
            block,
            arrivals=self._of(block.arrivals, self.sources),
            moves=self._of(block.moves, self.channels),
            stations=StationCounts(
                self._of(own.begun, self.stations),
                self._of(own.waited, self.stations),
                self._of(own.queued, self.stations),
                self._of(own.breaches, self.stations),
            ),
        )

    def _of(self, counts: Counts, places: Ints) -> Counts:
        return counts if np.array_equal(places, np.arange(places.size)) else counts[:, places]


def places(of: Plan, within: Plan) -> Places:
    """Return where everything in a plan stands within another of the same funnel."""
    return Places(
        _places(of.source_ids, within.source_ids),
        _places(_channels(of), _channels(within)),
        _places(_stations(of), _stations(within)),
    )


def _places(names: tuple[object, ...], within: tuple[object, ...]) -> Ints:
    at = {name: place for place, name in enumerate(within)}
    return np.array([at[name] for name in names], dtype=np.int64)


def _stations(plan: Plan) -> tuple[object, ...]:
    return tuple(plan.stage_ids[station.stage] for station in plan.stations)


def _channels(plan: Plan) -> tuple[object, ...]:
    nodes = node_names(plan)
    return tuple((*nodes[node], name) for node, name in channel_names(plan))
