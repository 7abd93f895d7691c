"""The tables the compiled loops draw from: one a node, over its cells.

A node's cells stand channel by channel, each channel over a ring of days (a power of two), padded
to a power of two altogether. So the high bits of a random word pick a cell, and a cell's number is
at the same time its place in the ring of moves to come.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.compiling import compiled
from funnelcraft.simulation.plan import Plan

Words = NDArray[np.uint64]

LOW = np.uint64(0xFFFFFFFF)

# Less than this may be missing to 1 and count as rounding.
CRUMB = 1e-12


class Tables(NamedTuple):
    """Everything the loops need to know of a plan. N nodes, C channels, W cells of all nodes.

    `rows` (alias method, Walker 1977): the high 32 bits are the threshold below which a cell
    keeps a draw, the low 32 bits the cell that takes it otherwise. `left` (a binary tree over the
    same cells, numbered as a heap): the share of a branch that goes to its left half.
    """

    order: Ints  # the nodes with a way out, top-down
    rank: Ints  # [N] a node's place in that order
    first_cell: Ints  # [N] where a node's cells begin
    bits: Ints  # [N] a node has 2**bits cells; 0 where leads end
    mask: Ints  # [N] days in the ring minus 1
    many: Ints  # [N] from how many leads on the tree is quicker than single draws
    first_channel: Ints  # [N + 1]
    channel_slot: Ints  # [C] where a channel's ring begins
    channel_mask: Ints  # [C]
    channel_target: Ints  # [C]
    source_node: Ints  # [Q]
    won: NDArray[np.bool_]  # [N]
    rows: Words  # [W]
    left: Floats  # [W]


# A tree costs about this many single draws for each cell that can be hit.
DRAWS_PER_CELL = 8


def tables(plan: Plan) -> Tables:
    """Return the tables of a plan; nodes no lead can reach get none."""
    order = _top_down(plan)
    first_channel = np.searchsorted(plan.channel_node, np.arange(plan.nodes + 1))
    first_cell, bits, mask, many = np.zeros((4, plan.nodes), dtype=np.int64)
    chances: list[Floats] = []
    filled = 0
    for node in order:
        padded = _padded(plan.cells[plan.channels_of(node)])
        first_cell[node], mask[node] = filled, padded.shape[1] - 1
        bits[node] = padded.size.bit_length() - 1
        many[node] = DRAWS_PER_CELL * max(int(np.count_nonzero(padded)), 32)
        chances.append(padded.ravel())
        filled += padded.size
    slots = first_cell[plan.channel_node] + (mask[plan.channel_node] + 1) * (
        np.arange(plan.channels) - first_channel[plan.channel_node]
    )
    # Channels no lead can reach look at a slot of their own behind all others, ever empty.
    slots = np.where(bits[plan.channel_node] > 0, slots, filled)
    rank = np.zeros(plan.nodes, dtype=np.int64)
    rank[order] = np.arange(len(order))
    built = [(alias_rows(part), left_shares(part)) for part in chances]
    return Tables(
        order=np.array(order, dtype=np.int64),
        rank=rank,
        first_cell=first_cell,
        bits=bits,
        mask=mask,
        many=many,
        first_channel=first_channel.astype(np.int64),
        channel_slot=slots.astype(np.int64),
        channel_mask=mask[plan.channel_node],
        channel_target=plan.channel_target,
        source_node=plan.source_node,
        won=plan.node_won,
        rows=np.concatenate([np.zeros(0, np.uint64), *[rows for rows, _left in built]]),
        left=np.concatenate([np.zeros(0), *[left for _rows, left in built]]),
    )


def _top_down(plan: Plan) -> list[int]:
    """Return the nodes that leads can reach and leave, as far as possible before what they feed.

    The reverse of a depth-first search's order of leaving; loops are cut where it meets them.
    """
    following: dict[int, list[int]] = {node: [] for node in range(plan.nodes)}
    for node, target in zip(plan.channel_node.tolist(), plan.channel_target.tolist(), strict=True):
        if target >= 0:
            following[node].append(target)
    starts = [*plan.source_node.tolist(), *(group.node for group in plan.waiting)]
    seen, left = set[int](), list[int]()
    path = [iter(starts)]
    names = [-1]
    while path:
        node = next((n for n in path[-1] if n not in seen), None)
        if node is None:
            path.pop()
            left.append(names.pop())
        else:
            seen.add(node)
            path.append(iter(following[node]))
            names.append(node)
    return [node for node in reversed(left) if node >= 0 and not plan.node_end[node]]


def _power_of_two(least: int) -> int:
    return 1 << max(least - 1, 1).bit_length()


def _padded(cells: Floats) -> Floats:
    """Return a node's cells padded to powers of two both ways, summing to 1.

    `cells` is [ways, days]. What leaves beyond the horizon gets a cell that never comes up again
    within it: the ring's last, when the ring is longer than the horizon.
    """
    ways, days = cells.shape
    later = 1.0 - float(cells.sum())
    if later > CRUMB:
        ring = _power_of_two(days + 1)
    else:
        still_to_come = 1.0 - np.cumsum(cells.sum(axis=0))
        days = int(np.argmax(still_to_come < CRUMB)) + 1
        ring = _power_of_two(days)
    found: Floats = np.zeros((_power_of_two(ways), ring))
    found[:ways, :days] = cells[:, :days]
    if later > CRUMB:
        found[0, -1] = later
    found /= found.sum()
    return found


@compiled
def alias_rows(chances: Floats) -> Words:
    """Return the packed alias table of 2**b chances that sum to 1 (Vose's construction)."""
    size = chances.size
    share = chances * size
    small, large = np.empty(size, np.int64), np.empty(size, np.int64)
    smalls, larges = 0, 0
    rows = np.empty(size, np.uint64)
    for cell in range(size):
        rows[cell] = (LOW << np.uint64(32)) | np.uint64(cell)
        if share[cell] < 1.0:
            small[smalls] = cell
            smalls += 1
        else:
            large[larges] = cell
            larges += 1
    while smalls > 0 and larges > 0:
        smalls -= 1
        poor, rich = small[smalls], large[larges - 1]
        threshold = np.uint64(max(share[poor], 0.0) * 2.0**32)
        rows[poor] = (threshold << np.uint64(32)) | np.uint64(rich)
        share[rich] -= 1.0 - share[poor]
        if share[rich] < 1.0:
            larges -= 1
            small[smalls] = rich
            smalls += 1
    # What is left over is full up to rounding; a cell that is its own alias keeps every draw.
    return rows


@compiled
def left_shares(chances: Floats) -> Floats:
    """Return for every branch of the binary tree over the chances the share of its left half.

    Branch 1 is the root, branches 2i and 2i + 1 are the halves of branch i; entry 0 is unused.
    """
    size = chances.size
    weight = np.empty(2 * size)
    weight[size:] = chances
    left = np.zeros(size)
    for branch in range(size - 1, 0, -1):
        weight[branch] = weight[2 * branch] + weight[2 * branch + 1]
        if weight[branch] > 0.0:
            left[branch] = weight[2 * branch] / weight[branch]
    return left
