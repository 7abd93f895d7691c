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
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.matching import NONE, Matching
from funnelcraft.simulation.engine.tables import DRAWS_PER_CELL, Words, alias_rows, left_shares
from funnelcraft.simulation.plan import Plan

# Less than this may differ between two shares and count as rounding.
CRUMB = 1e-12

AT_ONCE = -1
FOR_A, FOR_B = 1, 2


class Coupled(NamedTuple):
    """What the loop needs. P places, W ways, G groups, T tables, L cells of all tables."""

    first_way: Ints  # [P + 1]
    won: Ints  # [P] FOR_A, FOR_B or both where leads are won
    way_left: Floats  # [W] the chance of a way given that none before it was taken
    way_reached: Floats  # [W] the chance of a way or one before it; above 1 for the last
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
            self.rows.append(alias_rows(padded))
            self.left.append(left_shares(padded))
            self.many.append(DRAWS_PER_CELL * max(int(np.count_nonzero(padded)), 32))
        return self.kept[key]

    def size(self, table: int) -> int:
        """Return how many cells a table has."""
        return 1 if table == AT_ONCE else self.rows[table].size


def _power_of_two(least: int) -> int:
    return 1 << max(least - 1, 1).bit_length()


@dataclass
class _Way:
    """A way that grows into the tables: its chance, its table of days and its group."""

    chance: float
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

    def add(self, place: int, chance: float, table: int, group: int) -> None:
        """Add a way to a place; one that is never taken is left out."""
        if chance > 0:
            self.ways[place].append(_Way(chance, table, group))

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
            _way_alone(found, design, channel, place, float(plan.channel_share[channel]))
    for node in np.flatnonzero(match.node >= 0).tolist():
        _common_ways(found, node)
    return Coupling(
        _frozen(found), *(np.array(part, dtype=np.int64) for part in (found.common, *found.only))
    )


def _way_alone(found: _Builder, design: int, channel: int, place: int, chance: float) -> None:
    """Let leads of one design leave a place by a channel, in that channel's own time."""
    if chance > 0:
        table = found.tables.place(times_of(found.plans[design], channel))
        found.add(place, chance, table, found.alone(design, channel))


def times_of(plan: Plan, channel: int) -> Floats:
    """Return P(k days | leaves by this channel), shape [D + 1]; the last is all that is later."""
    share = float(plan.channel_share[channel])
    within = plan.cells[channel] / share if share > 0 else np.zeros(plan.days)
    later = 1.0 - float(within.sum())
    return np.append(within, later if later > CRUMB else 0.0)


def _common_ways(found: _Builder, node: int) -> None:
    """Give the common place of a node its ways: twin channels, and one for those who split."""
    a, b = found.plans
    place, twin = found.common[node], int(found.match.node[node])
    ways_a, ways_b = (
        list(range(plan.channels)[plan.channels_of(at)]) for plan, at in ((a, node), (b, twin))
    )
    rest_a = {channel: float(a.channel_share[channel]) for channel in ways_a}
    rest_b = {channel: float(b.channel_share[channel]) for channel in ways_b}
    for channel in ways_a:
        other = int(found.match.channel[channel])
        if other < 0:
            continue
        shared = min(rest_a[channel], rest_b[other])
        rest_a[channel] -= shared
        rest_b[other] -= shared
        _twin_ways(found, place, channel, other, shared)
    rest = min(sum(rest_a.values()), sum(rest_b.values()))
    if rest < CRUMB:
        return
    left_over = found.new_place(), found.new_place()
    for design, parts in enumerate((rest_a, rest_b)):
        for channel, chance in parts.items():
            _way_alone(found, design, channel, left_over[design], chance)
    found.add(place, rest, AT_ONCE, found.group(NONE, NONE, *left_over))


def _twin_ways(found: _Builder, place: int, channel_a: int, channel_b: int, chance: float) -> None:
    """Let common leads leave by twin channels: after the same days as far as their times agree."""
    if chance <= 0:
        return
    times_a = times_of(found.plans[0], channel_a)
    times_b = times_of(found.plans[1], channel_b)
    shared = np.minimum(times_a, times_b)
    agree = float(shared.sum())
    group = found.together(channel_a, channel_b)
    if np.array_equal(times_a, times_b) or agree > 1 - CRUMB:
        found.add(place, chance, found.tables.place(times_a), group)
        return
    if agree > CRUMB:
        found.add(place, chance * agree, found.tables.place(shared / agree), group)
    left_over = found.new_place(), found.new_place()
    for design, (channel, times) in enumerate(((channel_a, times_a), (channel_b, times_b))):
        later = found.tables.place((times - shared) / (1 - agree))
        found.add(left_over[design], 1.0, later, found.alone(design, channel))
    found.add(place, chance * (1 - agree), AT_ONCE, found.group(NONE, NONE, *left_over))


def _frozen(found: _Builder) -> Coupled:
    """Return what was built as arrays."""
    ways = [way for part in found.ways for way in part]
    tables = found.tables
    ring = np.ones(len(found.groups), dtype=np.int64)
    for way in ways:
        ring[way.group] = max(ring[way.group], tables.size(way.table))
    sizes = np.array([part.size for part in tables.rows], dtype=np.int64)
    chances = [_chances(part) for part in found.ways]
    empty: list[NDArray[np.float64]] = [np.zeros(0)]
    ends = np.array(found.groups, dtype=np.int64).reshape(len(found.groups), 4)
    return Coupled(
        first_way=_starts([len(part) for part in found.ways]),
        won=np.array(found.won, dtype=np.int64),
        way_left=np.concatenate(empty + [left for left, _reached in chances]),
        way_reached=np.concatenate(empty + [reached for _left, reached in chances]),
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


def _chances(ways: Sequence[_Way]) -> tuple[Floats, Floats]:
    """Return for every way its chance when none before was taken, and the sum up to it."""
    chances = np.array([way.chance for way in ways])
    to_come = np.cumsum(chances[::-1])[::-1]
    left = np.divide(chances, to_come)
    reached = np.cumsum(chances) / chances.sum() if ways else chances
    if ways:
        left[-1], reached[-1] = 1.0, 2.0
    return left, reached
