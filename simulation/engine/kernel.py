"""The day loop: a block of runs, day by day, all leads of a node and day at once.

Everything is a count. What leaves a node later waits in a ring of days a channel; what leaves on
the day itself goes on at once, top-down, until the day is quiet.
"""

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.compiling import compiled
from funnelcraft.simulation.engine.deals import Deals, sum_of_deals
from funnelcraft.simulation.engine.draws import State, binomial
from funnelcraft.simulation.engine.tables import LOW, Tables, Words


@compiled
def run_block(
    halt: NDArray[np.uint8],
    states: Words,
    arrivals: Ints,
    tables: Tables,
    deals: Deals,
    moves: Ints,
    revenue: Floats,
) -> None:
    """Simulate the runs of a block. R runs, Q sources, C channels, D days.

    `states` [R, 4] seeds each run; `arrivals` is [R, Q, D]. `moves` [R, C, D] holds what the
    opening pipeline will do and is filled with everything that moves; `revenue` is [R, D]. Where
    `halt[0]` turns 1, the rest stays undone.
    """
    slots = tables.rows.size
    pending, branches = np.zeros(slots + 1, np.int64), np.zeros(2 * slots, np.int64)
    waiting = np.zeros(tables.rank.size, np.int64)
    for run in range(moves.shape[0]):
        pending[:] = 0
        state = states[run]
        for day in range(moves.shape[2]):
            if halt[0] == 1:
                return
            _land(tables, day, moves[run], pending, waiting)
            for source in range(tables.source_node.size):
                waiting[tables.source_node[source]] += arrivals[run, source, day]
            _settle(state, tables, day, moves[run], pending, waiting, branches)
            wins = _empty_ends(tables, waiting)
            revenue[run, day] = sum_of_deals(state, wins, deals)


@compiled
def _land(tables: Tables, day: int, moves: Ints, pending: Ints, waiting: Ints) -> None:
    """Let everything that leaves on this day enter where it goes."""
    for channel in range(tables.channel_target.size):
        slot = tables.channel_slot[channel] + (day & tables.channel_mask[channel])
        leaving = moves[channel, day] + pending[slot]
        if leaving > 0:
            pending[slot] = 0
            moves[channel, day] = leaving
            target = tables.channel_target[channel]
            if target >= 0:
                waiting[target] += leaving


@compiled
def _settle(
    state: State,
    tables: Tables,
    day: int,
    moves: Ints,
    pending: Ints,
    waiting: Ints,
    branches: Ints,
) -> None:
    """Send all who entered today on their ways, until nobody is left who moves on today."""
    again = True
    while again:
        again = False
        for node in tables.order:
            entered = waiting[node]
            if entered == 0:
                continue
            waiting[node] = 0
            if entered < tables.many[node]:
                _one_by_one(state, entered, tables, node, day, pending)
            else:
                _all_at_once(state, entered, tables, node, day, pending, branches)
            for channel in range(tables.first_channel[node], tables.first_channel[node + 1]):
                slot = tables.channel_slot[channel] + (day & tables.channel_mask[channel])
                leaving = pending[slot]
                if leaving > 0:
                    pending[slot] = 0
                    moves[channel, day] += leaving
                    target = tables.channel_target[channel]
                    if target >= 0:
                        waiting[target] += leaving
                        again |= tables.rank[target] <= tables.rank[node]


@compiled
def _empty_ends(tables: Tables, waiting: Ints) -> int:
    """Take the leads that were won or lost today off the floor; return how many were won."""
    wins = 0
    for node in range(waiting.size):
        if tables.won[node]:
            wins += waiting[node]
        waiting[node] = 0
    return wins


@compiled
def _one_by_one(
    state: State, leads: int, tables: Tables, node: int, day: int, pending: Ints
) -> None:
    """Draw a cell for every lead: one random word each, its high bits pick a row of the table."""
    first = tables.first_cell[node]
    rows = tables.rows[first : first + (1 << tables.bits[node])]
    ring = pending[first : first + (1 << tables.bits[node])]
    shift = np.uint64(64 - tables.bits[node])
    mask = np.uint64(tables.mask[node])
    today = np.uint64(day)
    # The generator of `draws.next_word`, kept in registers: this loop is where the time goes.
    s0, s1, s2, s3 = state[0], state[1], state[2], state[3]
    for _lead in range(leads):
        total = s0 + s3
        word = ((total << np.uint64(23)) | (total >> np.uint64(41))) + s0
        shifted = s1 << np.uint64(17)
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = (s3 << np.uint64(45)) | (s3 >> np.uint64(19))
        cell = word >> shift
        row = rows[cell]
        if (word & LOW) >= (row >> np.uint64(32)):
            cell = row & LOW
        ring[(cell & ~mask) | ((cell + today) & mask)] += 1
    state[0], state[1], state[2], state[3] = s0, s1, s2, s3


@compiled
def _all_at_once(
    state: State, leads: int, tables: Tables, node: int, day: int, pending: Ints, branches: Ints
) -> None:
    """Split the leads over the cells by binomial draws down the tree: the same distribution."""
    first, size = tables.first_cell[node], 1 << tables.bits[node]
    mask = tables.mask[node]
    branches[1] = leads
    for branch in range(1, size):
        here = branches[branch]
        to_left = 0
        if here > 0:
            to_left = binomial(state, here, tables.left[first + branch])
        branches[2 * branch] = to_left
        branches[2 * branch + 1] = here - to_left
    for cell in range(size):
        found = branches[size + cell]
        if found > 0:
            pending[first + ((cell & ~mask) | ((cell + day) & mask))] += found
