"""Runs cut at the day of the change, and put together again."""

import numpy as np

from funnelcraft.simulation.engine.blocks import Block, Counts, StationCounts


def until(counts: Counts, day: int) -> Counts:
    """Return daily counts [..., D] before a day; zero from it on."""
    found = counts.copy()
    found[..., day:] = 0
    return found


def since(counts: Counts, day: int) -> Counts:
    """Return daily counts [..., D] from a day on; zero before."""
    found = counts.copy()
    found[..., :day] = 0
    return found


def joined(before: Block, after: Block, day: int) -> Block:
    """Return a block that is one before a day and the other from it on."""

    def of(first: Counts, second: Counts) -> Counts:
        return np.concatenate([first[..., :day], second[..., day:]], axis=-1)

    one, two = before.stations, after.stations
    return Block(
        before.index,
        of(before.arrivals, after.arrivals),
        of(before.moves, after.moves),
        of(before.revenue, after.revenue),
        StationCounts(
            of(one.begun, two.begun),
            of(one.waited, two.waited),
            of(one.queued, two.queued),
            of(one.breaches, two.breaches),
        ),
    )
