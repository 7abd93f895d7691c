"""The tables the compiled loops draw from: one a node, over its cells.

A node's cells stand channel by channel, each channel over a ring of days (a power of two), padded
to a power of two altogether. So the high bits of a random word pick a cell, and a cell's number is
at the same time its place in the ring of moves to come.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from funnelcraft.funnel.velocity import ExponentialTime
from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.compiling import borrowing, entry
from funnelcraft.simulation.engine.parameters import Unknowns, atom_places
from funnelcraft.simulation.knots import knots
from funnelcraft.simulation.laws import atoms
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.ways import remembered_grid

Words = NDArray[np.uint64]

LOW = np.uint64(0xFFFFFFFF)

# Less than this may be missing to 1 and count as rounding.
CRUMB = 1e-12


class Tables(NamedTuple):
    """Everything the loops need to know of a plan. N nodes, C channels, K stations, W cells.

    `node`, `channel` and `station` hold a figure in each of their rows, named below: few arrays
    compile in a tenth of the time of many. `rows` (alias method, Walker 1977): the high 32 bits
    are the threshold below which a cell keeps a draw, the low 32 bits the cell that takes it
    otherwise. `left` (a binary tree over the same cells, numbered as a heap): the share of a
    branch that goes to its left half. Split nodes have a table for each channel, of which
    `chance` holds P(k days | channel); the others one for all their channels together.
    """

    order: Ints  # the nodes with a way out, top-down
    back: Ints  # the channels that lead back up
    opening: int  # 1 if leads are in the funnel when it starts
    node: Ints  # [12, N]
    channel: Ints  # [10, C]
    source_node: Ints  # [Q]
    month: Ints  # [D]
    rows: Words  # [W]
    left: Floats  # [W]
    chance: Floats  # [W]
    pools: Ints  # the channels with a pool
    pooled: Floats  # [2, C] by which chance the many of a pool leave, below
    knots: Floats  # [3, …] the times of split nodes (`simulation.knots`), one after another
    station: Ints  # [5, K]
    fraction: Floats  # [K]
    served: Ints  # [2, …] nodes of the stations, and the channel a breach leaves by, −1
    slots: Ints  # [K, D], −1 where there is no limit
    decay: Floats  # [K] a wait of w days thins progress by exp(−decay · w)


# The rows of `Tables.node`: place in the order; where its cells begin; 2**BITS cells, of each
# channel where it draws the outcome first (SPLIT); days in the ring minus 1; from how many leads
# on the tree is quicker; its channels, and how many of them are drawn (a breach is not); its
# station and its leak, −1 where it has none.
RANK, FIRST_CELL, BITS, MASK, MANY, SPLIT = 0, 1, 2, 3, 4, 5
FIRST_CHANNEL, END_CHANNEL, OUTCOMES, STATION, LEAK_BY, WON = 6, 7, 8, 9, 10, 11
# The rows of `Tables.channel`: where its ring begins; days in it minus 1; the node it leads to, N
# where that is out of the funnel; whether its time varies from run to run; whether that is a list
# of atoms, whose weights in the run begin at WEIGHTS (−1: the knots' own); its knots; whether a
# wait thins it; the target's rank, N where it has none.
SLOT, RING, TARGET, VARIES, ATOMS, WEIGHTS, KNOT, KNOT_END, PROGRESS, TARGET_RANK = range(10)
# The rows of `Tables.pooled`: the chance to leave on the day of the begin, and on any day after
# for who is still there; 0 where the time does not forget how long it has lasted.
AT_FIRST, DAILY = 0, 1
# The rows of `Tables.knots`.
X, BELOW, INTEGRAL = 0, 1, 2
# The rows of `Tables.station`: its part of `served`; a promise of s days ends WHOLE = ⌊s⌋ days on
# for who came before 1 − `fraction` of the day was over (class 0), a day later for the others
# (class 1), −1 without one; whether it is about the whole visit; whether waits thin progress.
FIRST_NODE, END_NODE, WHOLE, WHOLE_VISIT, THINS = 0, 1, 2, 3, 4


# A tree costs about this many single draws for each cell that can be hit; half as many where a
# promise about the whole visit is watched, because single draws take twice as long there.
DRAWS_PER_CELL, WATCHED_DRAWS_PER_CELL = 8, 4


def tables(plan: Plan, found: Unknowns, split_all: bool = False) -> Tables:
    """Return the tables of a plan; nodes no lead can reach get none."""
    order = _top_down(plan)
    split = _split_nodes(plan, found) | split_all
    pooled = _pooled(plan, found)
    whole_visits = (station.nodes for station in plan.stations if not station.first_touch)
    watched = {node for nodes in whole_visits for node in nodes}
    first_channel = np.searchsorted(plan.channel_node, np.arange(plan.nodes + 1))
    first_cell, bits, mask, many = np.zeros((4, plan.nodes), dtype=np.int64)
    parts: list[tuple[Words, Floats, Floats]] = []
    filled = 0
    for node in order:
        own = plan.channels_of(node)
        if split[node]:
            padded, built = _separate(plan, own)
        else:
            padded, built = _joint(plan.cells[own], plan.channel_share[own])
        first_cell[node], mask[node] = filled, padded.shape[1] - 1
        bits[node] = (padded.shape[1] if split[node] else padded.size).bit_length() - 1
        split_cells = padded[: own.stop - own.start][pooled[DAILY, own] == 0]
        draws = WATCHED_DRAWS_PER_CELL if node in watched else DRAWS_PER_CELL
        many[node] = draws * max(int(np.count_nonzero(split_cells)), 32)
        parts.append(built)
        filled += padded.size
    slots = first_cell[plan.channel_node] + (mask[plan.channel_node] + 1) * (
        np.arange(plan.channels) - first_channel[plan.channel_node]
    )
    # Channels no lead can reach look at a slot of their own behind all others, ever empty.
    reached = np.zeros(plan.nodes, dtype=np.bool_)
    reached[order] = True
    slots = np.where(reached[plan.channel_node], slots, filled)
    target = np.where(plan.channel_target >= 0, plan.channel_target, plan.nodes)
    ranks = np.full(plan.nodes + 1, plan.nodes)
    ranks[order] = np.arange(len(order))
    back = reached[plan.channel_node] & (ranks[target] <= ranks[plan.channel_node])
    outcomes = np.zeros(plan.nodes, dtype=np.int64)
    drawn = np.array([not way.is_breach for way in plan.channel_way], dtype=np.int64)
    np.add.at(outcomes, plan.channel_node, drawn)
    of_node, leak = _places(plan)
    knots_of, first = _knots(plan, split)
    columns = [
        *(ranks[:-1], first_cell, bits, mask, many, split, first_channel[:-1], first_channel[1:]),
        *(outcomes, of_node, leak, plan.node_won),
    ]
    ways = plan.channel_way
    is_atoms = [atoms(way.time) is not None for way in ways]
    return Tables(
        order=np.array(order, dtype=np.int64),
        back=np.flatnonzero(back).astype(np.int64),
        opening=int(bool(plan.waiting)),
        node=np.array(columns, dtype=np.int64),
        channel=np.array(
            [
                *(slots, mask[plan.channel_node], target),
                *(found.scaled | found.resampled, is_atoms, atom_places(plan, found)),
                *(first[:-1], first[1:], [way.is_progress for way in ways], ranks[target]),
            ],
            dtype=np.int64,
        ),
        source_node=plan.source_node,
        month=found.month,
        rows=np.concatenate([np.zeros(0, np.uint64), *[part[0] for part in parts]]),
        left=np.concatenate([np.zeros(0), *[part[1] for part in parts]]),
        chance=np.concatenate([np.zeros(0), *[part[2] for part in parts]]),
        pools=np.flatnonzero(pooled[DAILY]).astype(np.int64),
        pooled=pooled,
        knots=knots_of,
        **_floor(plan),
    )


def _split_nodes(plan: Plan, found: Unknowns) -> NDArray[np.bool_]:
    """Return which nodes draw the outcome before the time: where tables of both would not hold."""
    split: NDArray[np.bool_] = found.rates.copy()
    np.logical_or.at(split, plan.channel_node, found.scaled | found.resampled)
    for station in plan.stations:
        if station.slots is not None or not station.first_touch:
            split[list(station.nodes)] = True
    return split


def _pooled(plan: Plan, found: Unknowns) -> Floats:
    """Return by which chances the pools of exponential times are left, shape [2, C].

    A visit begins at a uniform moment of its day, so with the rate r of its time it ends on that
    day with 1 − (1 − e⁻ʳ)/r, and on each day after with 1 − e⁻ʳ if it lasted until then.
    """
    chances = np.zeros((2, plan.channels))
    watched = [node for station in plan.stations for node in station.nodes]
    for at, way in enumerate(plan.channel_way):
        time = way.time
        if not isinstance(time, ExponentialTime) or time.mean_days <= 0 or way.limit is not None:
            continue
        if found.scaled[at] or plan.channel_node[at] in watched:
            continue
        daily = -math.expm1(-1.0 / time.mean_days)
        chances[:, at] = max(1.0 - daily * time.mean_days, 0.0), daily
    return chances


def _joint(cells: Floats, shares: Floats) -> tuple[Floats, tuple[Words, Floats, Floats]]:
    padded = _padded(cells, shares)
    flat = padded.ravel()
    return padded, (*drawn_from(flat), np.zeros(flat.size))


def _separate(plan: Plan, own: slice) -> tuple[Floats, tuple[Words, Floats, Floats]]:
    """Return the cells of each channel of a node by itself, each row summing to 1."""
    ways = plan.channel_way[own]
    ring = _power_of_two(plan.days + 1)
    found: Floats = np.zeros((len(ways), ring))
    for row, way in zip(found, ways, strict=True):
        row[: plan.days] = remembered_grid(way.time, plan.days)
        row[-1] += max(1.0 - row.sum(), 0.0)
        row /= row.sum()
    rows, left = zip(*map(drawn_from, found), strict=True)
    return found, (np.concatenate(rows), np.concatenate(left), found.ravel())


def _knots(plan: Plan, split: NDArray[np.bool_]) -> tuple[Floats, Ints]:
    """Return the knots of all channels of split nodes, and where each channel's begin and end."""
    used = [
        knots(way.time) if split[node] else None
        for node, way in zip(plan.channel_node, plan.channel_way, strict=True)
    ]
    sizes = [0 if part is None else part.x.size for part in used]
    there = [np.stack([part.x, part.below, part.integral]) for part in used if part is not None]
    first: Ints = np.cumsum([0, *sizes]).astype(np.int64)
    return np.concatenate([np.zeros((3, 0)), *there], axis=1), first


def _places(plan: Plan) -> tuple[Ints, Ints]:
    """Return the station and the leak's channel of every node, −1 where it has none."""
    of_node, leak = np.full((2, plan.nodes), -1, dtype=np.int64)
    for at, station in enumerate(plan.stations):
        # Where nobody waits no first touch is late: nothing to do there.
        if station.slots is not None or not station.first_touch:
            of_node[list(station.nodes)] = at
    leaks = np.flatnonzero(plan.channel_trigger < 0)
    leak[plan.channel_node[leaks]] = leaks
    return of_node, leak


def _floor(plan: Plan) -> dict[str, Any]:
    """Return the tables of the stations."""
    count, days = len(plan.stations), plan.days
    slots = np.full((count, days), -1, dtype=np.int64)
    figures, fraction = np.zeros((5, count), dtype=np.int64), np.zeros(count)
    decay, served = np.zeros(count), np.zeros((2, 0), dtype=np.int64)
    for at, station in enumerate(plan.stations):
        if station.slots is not None:
            slots[at] = station.slots
        whole = -1 if station.sla_days is None else int(station.sla_days)
        fraction[at] = 0.0 if station.sla_days is None else station.sla_days - whole
        if station.half_life is not None:
            decay[at] = np.log(2.0) / station.half_life
        breach = [
            plan.channels_of(node).start + place if place >= 0 else -1
            for node, place in zip(station.nodes, station.breach, strict=True)
        ]
        first = served.shape[1]
        served = np.concatenate([served, np.array([station.nodes, breach])], axis=1)
        thins = station.half_life is not None
        figures[:, at] = (first, served.shape[1], whole, not station.first_touch, thins)
    return {
        "station": figures,
        "fraction": fraction,
        "served": served,
        "slots": slots,
        "decay": decay,
    }


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


def _padded(cells: Floats, shares: Floats) -> Floats:
    """Return a node's cells padded to powers of two both ways, summing to 1.

    `cells` is [ways, days], `shares` [ways] those who ever leave. What leaves beyond the horizon
    gets a cell that never comes up again within it: the last of its way's ring, when the ring is
    longer than the horizon.
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
        found[:ways, -1] = np.maximum(shares - cells.sum(axis=1), 0.0)
    found /= found.sum()
    return found


def drawn_from(chances: Floats) -> tuple[Words, Floats]:
    """Return the alias table and the tree (`Tables.rows`, `left`) over 2**b chances."""
    size = chances.size
    rows, left = np.empty(size, np.uint64), np.empty(size)
    fill_draws(chances, rows, left, np.empty(2 * size), np.empty(size, np.int64))
    return rows, left


@entry
def fill_draws(chances: Floats, rows: Words, left: Floats, share: Floats, cells: Ints) -> None:
    """Fill in what draws from 2**b chances that sum to 1. Room: `share` [2·2**b], `cells` [2**b].

    `rows`: the packed alias table (Vose's construction). `left`: for every branch of the binary
    tree over the chances the share of its left half. Branch 1 is the root, branches 2i and 2i + 1
    are the halves of branch i; entry 0 is unused.
    """
    _fill_rows(chances, rows, share, cells)
    _fill_left(chances, left, share)


@borrowing
def _fill_rows(chances: Floats, rows: Words, share: Floats, cells: Ints) -> None:
    """Fill in an alias table. The poor cells pile up from the front of `cells`, the rich behind."""
    size = chances.size
    poors, rich_from = 0, size
    for cell in range(size):
        share[cell] = chances[cell] * size
        rows[cell] = (LOW << np.uint64(32)) | np.uint64(cell)
        if share[cell] < 1.0:
            cells[poors] = cell
            poors += 1
        else:
            rich_from -= 1
            cells[rich_from] = cell
    while poors > 0 and rich_from < size:
        poors -= 1
        poor, rich = cells[poors], cells[rich_from]
        threshold = np.uint64(max(share[poor], 0.0) * 2.0**32)
        rows[poor] = (threshold << np.uint64(32)) | np.uint64(rich)
        share[rich] -= 1.0 - share[poor]
        if share[rich] < 1.0:
            rich_from += 1
            cells[poors] = rich
            poors += 1
    # What is left over is full up to rounding; a cell that is its own alias keeps every draw.


@borrowing
def _fill_left(chances: Floats, left: Floats, weight: Floats) -> None:
    size = chances.size
    left[:] = 0.0
    for cell in range(size):
        weight[size + cell] = chances[cell]
    for branch in range(size - 1, 0, -1):
        weight[branch] = weight[2 * branch] + weight[2 * branch + 1]
        if weight[branch] > 0.0:
            left[branch] = weight[2 * branch] / weight[branch]
