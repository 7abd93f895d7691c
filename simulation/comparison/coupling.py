"""Two designs coupled as tightly as they allow, as tables for the compiled loop.

Leads are carried in three populations: *common* to both designs, *A only* and *B only*. A common
lead takes a way with the smaller of its two shares, and a number of days with the smaller of its
two chances, and stays common; the rest splits into one lead of A and one of B, which go on by what
the common part has left over of their own distributions. So each design on its own has exactly
the law it has alone (a maximal coupling, Lindvall, "Lectures on the coupling method", 1992, I.5).

Words: a *place* is where leads draw what comes next: a node for one of the populations, or what is
left over of one. A *way* leads out of a place with a chance, after days from a *table*, into a
*group*: leads that land together, are counted in the ledgers of A, B or both, and enter one place
or, where they split, two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.chances import (
    CERTAIN,
    CRUMB,
    MORE_IN_A,
    MORE_IN_B,
    REST,
    SHARED,
    Chances,
)
from funnelcraft.simulation.comparison.matching import NONE, Matching
from funnelcraft.simulation.engine.tables import DRAWS_PER_CELL, Words, drawn_from
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.ways import unit_cells

AT_ONCE = -1
FOR_A, FOR_B = 1, 2


class Coupled(NamedTuple):
    """What the loop needs. P places, W ways, G groups, T tables, L cells of all tables."""

    first_way: Ints  # [P + 1]
    won: Ints  # [P] FOR_A, FOR_B or both where leads are won
    way_table: Ints  # [W] AT_ONCE where no time passes
    way_group: Ints  # [W]
    group_slot: Ints  # [G] where a group's ring of days begins
    group_mask: Ints  # [G] days in the ring minus 1
    group_ledger: Ints  # [G, 2] the channels of A and of B that count it, or NONE
    group_to: Ints  # [G, 2] the places it enters, or NONE
    table_first: Ints  # [T]
    table_bits: Ints  # [T] a table has 2**bits cells
    table_many: Ints  # [T] from how many leads on its tree is quicker than single draws
    rows: Words  # [L] alias rows
    left: Floats  # [L] the shares of left halves
    slots: int  # how many slots all rings have together
    largest: int  # how many cells the largest table has


@dataclass(frozen=True, eq=False)
class Coupling:
    """The tables, and the places where leads of each population enter a node.

    `common` [N of A], `only_a` [N of A], `only_b` [N of B]; NONE where there is no such place.
    """

    tables: Coupled
    chances: Chances
    common: Ints
    only_a: Ints
    only_b: Ints


@dataclass
class _Tables:
    """Tables of days that grow one by one; the same distribution is kept once."""

    days: int
    kept: dict[bytes, int] = field(default_factory=dict)
    rows: list[Words] = field(default_factory=list)
    left: list[Floats] = field(default_factory=list)
    many: list[int] = field(default_factory=list)

    def place(self, chances: Floats) -> int:
        """Return the table of P(k days), k = 0 … days, the last standing for all that is later."""
        key = chances.tobytes()
        if key not in self.kept:
            self.kept[key] = len(self.rows)
            busy = int(np.flatnonzero(chances)[-1]) + 1
            padded = np.zeros(_power_of_two(busy))
            padded[:busy] = chances[:busy]
            if busy > self.days:
                # Whoever takes longer lands on a day that never comes: the ring's last.
                padded[busy - 1], padded[-1] = 0.0, padded[busy - 1]
            padded /= padded.sum()
            rows, left = drawn_from(padded)
            self.rows.append(rows)
            self.left.append(left)
            self.many.append(DRAWS_PER_CELL * max(int(np.count_nonzero(padded)), 32))
        return self.kept[key]

    def size(self, table: int) -> int:
        """Return how many cells a table has."""
        return 1 if table == AT_ONCE else self.rows[table].size


def _power_of_two(least: int) -> int:
    return 1 << max(least - 1, 1).bit_length()


@dataclass
class _Way:
    """A way that grows into the tables: what its chance is, its table of days and its group.

    `kind` says how the chance follows from the shares of `channel_a` and `channel_b` (see
    `Chances`); of the way of those who split, the two are the nodes instead.
    """

    kind: int
    channel_a: int
    channel_b: int
    factor: float
    table: int
    group: int


@dataclass
class _Builder:
    """Places, ways and groups that grow; frozen into `Coupled` at the end."""

    plans: tuple[Plan, Plan]
    match: Matching
    tables: _Tables
    ways: list[list[_Way]] = field(default_factory=list)
    won: list[int] = field(default_factory=list)
    groups: list[tuple[int, int, int, int]] = field(default_factory=list)
    group_of: dict[tuple[int, int, int, int], int] = field(default_factory=dict)
    common: list[int] = field(default_factory=list)
    only: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))

    def new_place(self, won: int = 0) -> int:
        """Add a place without ways."""
        self.ways.append([])
        self.won.append(won)
        return len(self.ways) - 1

    def group(self, channel_a: int, channel_b: int, to: int, also_to: int = NONE) -> int:
        """Return the group counted in these channels that enters these places; add it once."""
        key = (channel_a, channel_b, to, also_to)
        if channel_a == channel_b == NONE or key not in self.group_of:
            self.group_of[key] = len(self.groups)
            self.groups.append(key)
        return self.group_of[key]

    def add(
        self,
        place: int,
        table: int,
        group: int,
        kind: int,
        channels: tuple[int, int],
        factor: float = 1.0,
    ) -> None:
        """Add a way to a place."""
        self.ways[place].append(_Way(kind, *channels, factor, table, group))

    def alone(self, design: int, channel: int) -> int:
        """Return the group of a channel of one design for leads that are in that one alone."""
        target = int(self.plans[design].channel_target[channel])
        to = NONE if target < 0 else self.only[design][target]
        return self.group(channel, NONE, to) if design == 0 else self.group(NONE, channel, to)

    def together(self, channel_a: int, channel_b: int) -> int:
        """Return the group of twin channels for common leads; those may part where they land."""
        to_a, to_b = (
            int(plan.channel_target[channel])
            for plan, channel in zip(self.plans, (channel_a, channel_b), strict=True)
        )
        if to_a >= 0 and self.match.node[to_a] == to_b:
            return self.group(channel_a, channel_b, self.common[to_a])
        first = NONE if to_a < 0 else self.only[0][to_a]
        second = NONE if to_b < 0 else self.only[1][to_b]
        return self.group(channel_a, channel_b, first, second)


def coupling(a: Plan, b: Plan, match: Matching) -> Coupling:
    """Couple two plans of the same days."""
    found = _Builder((a, b), match, _Tables(a.days))
    for design, plan in enumerate((a, b)):
        code = (FOR_A, FOR_B)[design]
        found.only[design].extend(found.new_place(code * won) for won in plan.node_won.tolist())
    both = FOR_A | FOR_B
    for node in range(a.nodes):
        is_shared = match.node[node] >= 0
        found.common.append(found.new_place(both * a.node_won[node]) if is_shared else NONE)
    for design, plan in enumerate((a, b)):
        for channel in range(plan.channels):
            place = found.only[design][int(plan.channel_node[channel])]
            _way_alone(found, design, channel, place, NONE)
    for node in np.flatnonzero(match.node >= 0).tolist():
        _common_ways(found, node)
    return Coupling(
        _frozen(found),
        _chances(found),
        *(np.array(part, dtype=np.int64) for part in (found.common, *found.only)),
    )


def _way_alone(found: _Builder, design: int, channel: int, place: int, twin: int) -> None:
    """Let leads of one design leave a place by a channel, in that channel's own time.

    With a `twin` only as often as the channel is taken more than its twin in the other design.
    """
    table = found.tables.place(times_of(found.plans[design], channel))
    channels = (channel, twin) if design == 0 else (twin, channel)
    kind = MORE_IN_A if design == 0 else MORE_IN_B
    found.add(place, table, found.alone(design, channel), kind, channels)


def times_of(plan: Plan, channel: int) -> Floats:
    """Return P(k days | leaves by this channel), shape [D + 1]; the last is all that is later."""
    cells, broken = unit_cells(plan.channel_way[channel], plan.days)
    within = cells / (1 - broken) if broken < 1 else np.zeros(plan.days)
    later = 1.0 - float(within.sum())
    return np.append(within, later if later > CRUMB else 0.0)


def _common_ways(found: _Builder, node: int) -> None:
    """Give the common place of a node its ways: twin channels, and one for those who split."""
    a, b = found.plans
    place, twin = found.common[node], int(found.match.node[node])
    left_over = found.new_place(), found.new_place()
    twins_of_b: dict[int, int] = {}
    for channel in range(a.channels)[a.channels_of(node)]:
        other = int(found.match.channel[channel])
        _way_alone(found, 0, channel, left_over[0], other)
        if other >= 0:
            twins_of_b[other] = channel
            _twin_ways(found, place, channel, other)
    for channel in range(b.channels)[b.channels_of(twin)]:
        _way_alone(found, 1, channel, left_over[1], twins_of_b.get(channel, NONE))
    group = found.group(NONE, NONE, *left_over)
    if found.ways[left_over[0]] and found.ways[left_over[1]]:
        found.add(place, AT_ONCE, group, REST, (node, twin))


def _twin_ways(found: _Builder, place: int, channel_a: int, channel_b: int) -> None:
    """Let common leads leave by twin channels: after the same days as far as their times agree."""
    twins = (channel_a, channel_b)
    times_a = times_of(found.plans[0], channel_a)
    times_b = times_of(found.plans[1], channel_b)
    shared = np.minimum(times_a, times_b)
    agree = float(shared.sum())
    group = found.together(channel_a, channel_b)
    if np.array_equal(times_a, times_b) or agree > 1 - CRUMB:
        found.add(place, found.tables.place(times_a), group, SHARED, twins)
        return
    if agree > CRUMB:
        found.add(place, found.tables.place(shared / agree), group, SHARED, twins, agree)
    left_over = found.new_place(), found.new_place()
    for design, (channel, times) in enumerate(((channel_a, times_a), (channel_b, times_b))):
        later = found.tables.place((times - shared) / (1 - agree))
        found.add(left_over[design], later, found.alone(design, channel), CERTAIN, (NONE, NONE))
    apart = found.group(NONE, NONE, *left_over)
    found.add(place, AT_ONCE, apart, SHARED, twins, 1 - agree)


def _frozen(found: _Builder) -> Coupled:
    """Return what was built as arrays."""
    ways = [way for part in found.ways for way in part]
    tables = found.tables
    ring = np.ones(len(found.groups), dtype=np.int64)
    for way in ways:
        ring[way.group] = max(ring[way.group], tables.size(way.table))
    sizes = np.array([part.size for part in tables.rows], dtype=np.int64)
    ends = np.array(found.groups, dtype=np.int64).reshape(len(found.groups), 4)
    return Coupled(
        first_way=_starts([len(part) for part in found.ways]),
        won=np.array(found.won, dtype=np.int64),
        way_table=np.array([way.table for way in ways], dtype=np.int64),
        way_group=np.array([way.group for way in ways], dtype=np.int64),
        group_slot=_starts(ring.tolist())[:-1],
        group_mask=ring - 1,
        group_ledger=np.ascontiguousarray(ends[:, :2]),
        group_to=np.ascontiguousarray(ends[:, 2:]),
        table_first=_starts(sizes.tolist())[:-1],
        table_bits=np.log2(sizes).round().astype(np.int64),
        table_many=np.array(tables.many, dtype=np.int64),
        rows=np.concatenate([np.zeros(0, np.uint64), *tables.rows]),
        left=np.concatenate([np.zeros(0), *tables.left]),
        slots=int(ring.sum()),
        largest=int(sizes.max(initial=1)),
    )


def _starts(sizes: Sequence[int]) -> Ints:
    """Return where parts of these sizes begin, and at last where they end."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.array(sizes, dtype=np.int64))])


def _chances(found: _Builder) -> Chances:
    ways = [way for part in found.ways for way in part]
    columns = [(way.kind, way.channel_a, way.channel_b) for way in ways]
    kind, channel_a, channel_b = np.array(columns, dtype=np.int64).reshape(len(ways), 3).T
    return Chances(
        plans=found.plans,
        twin_of_a=found.match.channel,
        first_way=_starts([len(part) for part in found.ways]),
        kind=kind,
        channel_a=channel_a,
        channel_b=channel_b,
        factor=np.array([way.factor for way in ways]),
    )
