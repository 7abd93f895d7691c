"""Compiled: leads begin to be worked on, and are sent on their ways.

Few leads draw one word each; many are split by binomial draws down a binary tree. Both are exact.
Nodes whose figures hold for all runs draw outcome and days together from one table; the others
draw the outcome by the run's own rates, then the days from the outcome's own table.
"""

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.compiling import borrowing, inlined
from funnelcraft.simulation.engine.draws import State, binomial
from funnelcraft.simulation.engine.tables import (
    AT_FIRST,
    BITS,
    DAILY,
    END_CHANNEL,
    FIRST_CELL,
    FIRST_CHANNEL,
    LOW,
    MANY,
    MASK,
    OUTCOMES,
    RING,
    SLOT,
    SPLIT,
    TARGET,
    TARGET_RANK,
    Words,
)
from funnelcraft.simulation.engine.work import RATE


@inlined
def begin(
    state: State,
    node: Ints,
    channel: Ints,
    at: int,
    leads: int,
    day: int,
    days: int,
    rows: Words,
    left: Floats,
    line: Floats,
    pick: Words,
    pooled: Floats,
    pool: Ints,
    pending: Ints,
    branches: Ints,
) -> None:
    """Let leads of node `at` begin at a uniform moment of today, with no promise to watch."""
    many = leads >= node[MANY, at]
    if node[SPLIT, at] == 0:
        if many:
            all_at_once(
                state, node, channel, at, leads, day, days, left, pooled, pool, pending, branches
            )
        else:
            first, bits, mask = node[FIRST_CELL, at], node[BITS, at], node[MASK, at]
            one_by_one(state, leads, rows, first, bits, mask, day, pending)
    elif many:
        many_apart(
            state,
            node,
            channel,
            at,
            leads,
            day,
            days,
            left,
            line,
            0,
            pooled,
            pool,
            pending,
            branches,
        )
    else:
        few_apart(state, node, channel, at, leads, day, rows, pick, 0, pending)


@inlined
def leave_today(
    node: Ints, channel: Ints, at: int, day: int, moves: Ints, pending: Ints, waiting: Ints
) -> int:
    """Move on who leaves node `at` today; return the first rank of a node that they reach."""
    reached: int = node.shape[1]
    for way in range(node[FIRST_CHANNEL, at], node[END_CHANNEL, at]):
        if land(channel, way, day, moves, pending, waiting) > 0:
            reached = min(reached, channel[TARGET_RANK, way])
    return reached


@inlined
def land(channel: Ints, way: int, day: int, moves: Ints, pending: Ints, waiting: Ints) -> int:
    """Let all who leave by a channel today enter where it goes; return how many.

    Without a branch on whether anybody does: it would be guessed wrongly too often.
    """
    slot = channel[SLOT, way] + (day & channel[RING, way])
    leaving: int = pending[slot]
    pending[slot] = 0
    moves[way, day] += leaving
    waiting[channel[TARGET, way]] += leaving
    return leaving


@inlined
def one_by_one(
    state: State,
    leads: int,
    table: Words,
    first: int,
    bits: int,
    ring_mask: int,
    day: int,
    pending: Ints,
) -> None:
    """Draw a cell for every lead: one random word each, its high bits pick a row of the table."""
    # No slices of the arrays: each counts references, which takes as long as to draw ten leads.
    base = np.uint64(first)
    shift = np.uint64(64 - bits)
    mask = np.uint64(ring_mask)
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
        row = table[base + cell]
        if (word & LOW) >= (row >> np.uint64(32)):
            cell = row & LOW
        pending[base + ((cell & ~mask) | ((cell + today) & mask))] += 1
    state[0], state[1], state[2], state[3] = s0, s1, s2, s3


@borrowing
def all_at_once(
    state: State,
    node: Ints,
    channel: Ints,
    at: int,
    leads: int,
    day: int,
    days: int,
    left: Floats,
    pooled: Floats,
    pool: Ints,
    pending: Ints,
    branches: Ints,
) -> None:
    """Split the leads over the cells by binomial draws down the tree: the same distribution."""
    first, size, ways = node[FIRST_CELL, at], node[MASK, at] + 1, 1
    while ways * size < 1 << node[BITS, at]:
        ways *= 2
    branches[1] = leads
    down_the_tree(state, left, first, 1, ways, ways, branches)
    for way in range(node[END_CHANNEL, at] - node[FIRST_CHANNEL, at]):
        root, way_out = ways + way, node[FIRST_CHANNEL, at] + way
        spread(
            state,
            channel,
            way_out,
            first,
            root,
            size,
            day,
            days,
            left,
            pooled,
            pool,
            pending,
            branches,
        )


@borrowing
def spread(
    state: State,
    channel: Ints,
    way: int,
    first: int,
    root: int,
    size: int,
    day: int,
    days: int,
    left: Floats,
    pooled: Floats,
    pool: Ints,
    pending: Ints,
    branches: Ints,
) -> None:
    """Split the leads at the `root` of a channel's tree over its days, as far as the horizon.

    Exponential times forget their age: who stays beyond today joins the channel's pool.
    """
    leads, slot = branches[root], channel[SLOT, way]
    if leads == 0:
        return
    if pooled[DAILY, way] > 0.0:
        today = binomial(state, leads, pooled[AT_FIRST, way])
        pending[slot + (day & (size - 1))] += today
        pool[way] += leads - today
        return
    within = min(size, days - day)
    down_the_tree(state, left, first, root, size, within, branches)
    for cell in range(within):
        pending[slot + ((cell + day) & (size - 1))] += branches[root * size + cell]


@borrowing
def leave_pools(
    state: State,
    channel: Ints,
    pools: Ints,
    pooled: Floats,
    day: int,
    pool: Ints,
    pending: Ints,
) -> None:
    """Let those of the pools whose time is up today leave: each with the same chance every day."""
    for way in pools:
        if pool[way] > 0:
            leaving = binomial(state, pool[way], pooled[DAILY, way])
            pool[way] -= leaving
            pending[channel[SLOT, way] + (day & channel[RING, way])] += leaving


@inlined
def few_apart(
    state: State,
    node: Ints,
    ways: Ints,
    at: int,
    leads: int,
    day: int,
    rows: Words,
    pick: Words,
    place: int,
    pending: Ints,
) -> None:
    """Draw outcome and days of every lead from one random word each.

    The word's upper half picks the outcome, its lower half the days, each by an alias table and
    to 2⁻³². `place` is 1 where a wait has thinned the outcomes.
    """
    # Unsigned numbers throughout: a signed index is asked whether it counts from the end.
    first, mask = np.uint64(node[FIRST_CHANNEL, at]), np.uint64(node[MASK, at])
    base, count = np.uint64(ways[SLOT, node[FIRST_CHANNEL, at]]), np.uint64(node[OUTCOMES, at])
    bits, today, division = np.uint64(node[BITS, at]), np.uint64(day), np.uint64(place)
    shift = np.uint64(32) - bits
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
        part = (word >> np.uint64(32)) * count
        outcome = part >> np.uint64(32)
        choice = pick[division, first + outcome]
        if (part & LOW) >= (choice >> np.uint64(32)):
            outcome = choice & LOW
        slot = base + (outcome << bits)
        low = word & LOW
        cell = low >> shift
        row = rows[slot + cell]
        if ((low << bits) & LOW) >= (row >> np.uint64(32)):
            cell = row & LOW
        pending[slot + ((cell + today) & mask)] += 1
    state[0], state[1], state[2], state[3] = s0, s1, s2, s3


@borrowing
def many_apart(
    state: State,
    node: Ints,
    ways: Ints,
    at: int,
    leads: int,
    day: int,
    days: int,
    left: Floats,
    line: Floats,
    place: int,
    pooled: Floats,
    pool: Ints,
    pending: Ints,
    branches: Ints,
) -> None:
    """Split the leads over outcomes, then each outcome's over its days, all by binomial draws."""
    size, left_over, share = node[MASK, at] + 1, leads, 1.0
    first = node[FIRST_CHANNEL, at]
    for channel in range(first, first + node[OUTCOMES, at]):
        rate = line[RATE + place, channel]
        branches[1] = part_of(state, left_over, rate, share)
        share -= rate
        left_over -= branches[1]
        slot = ways[SLOT, channel]
        spread(
            state, ways, channel, slot, 1, size, day, days, left, pooled, pool, pending, branches
        )


@borrowing
def part_of(state: State, leads: int, rate: float, share: float) -> int:
    """Draw how many of the leads that took none of the channels before take one of this rate.

    `share` is the chance to take none of those before; the last channel gets whoever is left.
    """
    if rate >= share * (1.0 - 1e-12):
        return leads
    return binomial(state, leads, rate / share)


@borrowing
def down_the_tree(
    state: State, left: Floats, first: int, root: int, size: int, within: int, branches: Ints
) -> None:
    """Split the leads of the branch `root` over the `size` cells below it, `within` of which count.

    Cell k gets `branches[root · size + k]`; what lies beyond `within` is not split further.
    """
    wide, branch = size, root
    while wide > 1:
        for at in range(branch, branch + (within + wide - 1) // wide):
            inside = branches[at]
            to_left = binomial(state, inside, left[first + at]) if inside > 0 else 0
            branches[2 * at] = to_left
            branches[2 * at + 1] = inside - to_left
        wide, branch = wide >> 1, 2 * branch
