"""The day loop of two coupled designs: places, ways and groups (see `coupling`), day by day."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.coupling import AT_ONCE, FOR_A, FOR_B, Coupled
from funnelcraft.simulation.engine.compiling import borrowing, entry
from funnelcraft.simulation.engine.deals import Deals, sum_of_deals
from funnelcraft.simulation.engine.draws import State, binomial, next_word, uniform
from funnelcraft.simulation.engine.luck import GENERATOR, sow
from funnelcraft.simulation.engine.tables import LOW, Words

# Up to so many leads, each draws its way; above, they are split by binomial draws.
FEW = 12


class Room(NamedTuple):
    """The room a block works in. P places, G groups."""

    pending: Ints  # who leaves a group on which day, by slot
    halves: Ints
    waiting: Ints  # [P]
    every: Ints  # [G] all groups
    twin: Words  # [4] the generator of values that both designs have in common


def make_room(tables: Coupled) -> Room:
    """Return the room for a block."""
    return Room(
        np.zeros(tables.slots, np.int64),
        np.zeros(2 * tables.largest, np.int64),
        np.zeros(tables.won.size, np.int64),
        np.arange(tables.group_slot.size),
        np.zeros(GENERATOR, np.uint64),
    )


@entry
def run_pair(
    halt: NDArray[np.uint8],
    states: Words,
    into: Ints,
    entering: Ints,
    tables: Coupled,
    chances: tuple[Floats, Floats],
    month: Ints,
    deals: tuple[Deals, Deals],
    moves: tuple[Ints, Ints],
    revenue: tuple[Floats, Floats],
    room: Room,
) -> None:
    """Simulate a block of paired runs. R runs, P places, C channels, D days.

    `entering` [R, X, D] are the leads that enter the places `into` [X] from outside: from sources,
    and out of the opening pipeline. `chances` [R, M, W] are those of ways (`coupling.Chances`) by
    `month` [D]. `moves` (two of [R, C, D]) holds the opening pipeline's moves and is filled with
    all others; `revenue` two of [R, D]. Where `halt[0]` turns 1, the rest stays undone.
    """
    pending, halves, waiting, every = room.pending, room.halves, room.waiting, room.every
    for run in range(entering.shape[0]):
        pending[:] = 0
        for day in range(entering.shape[2]):
            if halt[0] == 1:
                return
            for stream in range(into.size):
                waiting[into[stream]] += entering[run, stream, day]
            moved = (moves[0][run], moves[1][run])
            now = (chances[0][run, month[day]], chances[1][run, month[day]])
            _land(tables, every, 0, every.size, day, moved, pending, waiting)
            _settle(states[run], tables, now, day, moved, pending, waiting, halves)
            earned = (revenue[0][run], revenue[1][run])
            _earn(states[run], tables, deals, waiting, room.twin, earned, day)


@borrowing
def _land(
    tables: Coupled,
    groups: Ints,
    first: int,
    beyond: int,
    day: int,
    moved: tuple[Ints, Ints],
    pending: Ints,
    waiting: Ints,
) -> int:
    """Let what some groups hold for this day land; return the earliest place that was entered."""
    moves_a, moves_b = moved
    earliest = waiting.size
    for at in range(first, beyond):
        group = groups[at]
        slot = tables.group_slot[group] + (day & tables.group_mask[group])
        leads = pending[slot]
        if leads == 0:
            continue
        pending[slot] = 0
        if tables.group_ledger[group, 0] >= 0:
            moves_a[tables.group_ledger[group, 0], day] += leads
        if tables.group_ledger[group, 1] >= 0:
            moves_b[tables.group_ledger[group, 1], day] += leads
        for end in range(2):
            place = tables.group_to[group, end]
            if place >= 0:
                waiting[place] += leads
                earliest = min(earliest, place)
    return earliest


@borrowing
def _settle(
    state: State,
    tables: Coupled,
    chances: tuple[Floats, Floats],
    day: int,
    moved: tuple[Ints, Ints],
    pending: Ints,
    waiting: Ints,
    halves: Ints,
) -> None:
    """Send all who entered today on their ways, until nobody is left who moves on today."""
    following = 0
    while following < waiting.size:
        start, following = following, waiting.size
        for place in range(start, waiting.size):
            leads = waiting[place]
            first, beyond = tables.first_way[place], tables.first_way[place + 1]
            if leads == 0 or first == beyond:
                continue
            waiting[place] = 0
            if leads <= FEW:
                _send_few(state, leads, tables, chances[1], first, day, pending)
            else:
                _send_many(state, leads, tables, chances[0], first, beyond, day, pending, halves)
            entered = _land(tables, tables.way_group, first, beyond, day, moved, pending, waiting)
            if entered <= place:
                following = min(following, entered)


@borrowing
def _send_few(
    state: State,
    leads: int,
    tables: Coupled,
    reached: Floats,
    first: int,
    day: int,
    pending: Ints,
) -> None:
    """Draw a way and a number of days for each of the leads that entered a place."""
    for _lead in range(leads):
        drawn = uniform(state)
        way = first
        while drawn >= reached[way]:
            way += 1
        group, table = tables.way_group[way], tables.way_table[way]
        days = np.int64(0)
        if table != AT_ONCE:
            word = next_word(state)
            cell = word >> np.uint64(64 - tables.table_bits[table])
            row = tables.rows[tables.table_first[table] + np.int64(cell)]
            if (word & LOW) >= (row >> np.uint64(32)):
                cell = row & LOW
            days = np.int64(cell)
        pending[tables.group_slot[group] + ((day + days) & tables.group_mask[group])] += 1


@borrowing
def _send_many(
    state: State,
    leads: int,
    tables: Coupled,
    chance_left: Floats,
    first: int,
    beyond: int,
    day: int,
    pending: Ints,
    halves: Ints,
) -> None:
    """Split the leads that entered a place over its ways; draw their days one by one, or split."""
    left = leads
    for way in range(first, beyond):
        taken = binomial(state, left, chance_left[way])
        left -= taken
        table = tables.way_table[way]
        slot = tables.group_slot[tables.way_group[way]]
        mask = tables.group_mask[tables.way_group[way]]
        if table == AT_ONCE:
            pending[slot + (day & mask)] += taken
        elif taken < tables.table_many[table]:
            first_row = tables.table_first[table]
            shift = np.uint64(64 - tables.table_bits[table])
            for _lead in range(taken):
                word = next_word(state)
                cell = word >> shift
                row = tables.rows[first_row + np.int64(cell)]
                if (word & LOW) >= (row >> np.uint64(32)):
                    cell = row & LOW
                pending[slot + ((day + np.int64(cell)) & mask)] += 1
        else:
            _split(state, taken, tables, table, halves)
            size = 1 << tables.table_bits[table]
            for at in range(size):
                pending[slot + ((day + at) & mask)] += halves[size + at]


@borrowing
def _split(state: State, leads: int, tables: Coupled, table: int, halves: Ints) -> None:
    """Split leads over the cells of a table by binomial draws down its tree."""
    first = tables.table_first[table]
    halves[1] = leads
    for branch in range(1, 1 << tables.table_bits[table]):
        here = halves[branch]
        to_left = 0
        if here > 0:
            to_left = binomial(state, here, tables.left[first + branch])
        halves[2 * branch] = to_left
        halves[2 * branch + 1] = here - to_left


@borrowing
def _earn(
    state: State,
    tables: Coupled,
    deals: tuple[Deals, Deals],
    waiting: Ints,
    twin: State,
    revenue: tuple[Floats, Floats],
    day: int,
) -> None:
    """Take those who were won or lost today off the floor, and draw what the wins are worth.

    Common wins draw their values for both designs from the same random numbers.
    """
    alone_a, alone_b, both = 0, 0, 0
    for place in range(waiting.size):
        if tables.won[place] == FOR_A:
            alone_a += waiting[place]
        elif tables.won[place] == FOR_B:
            alone_b += waiting[place]
        elif tables.won[place] == FOR_A | FOR_B:
            both += waiting[place]
        waiting[place] = 0
    if both > 0:
        word = next_word(state)
        sow(twin, word)
        revenue[0][day] += sum_of_deals(twin, both, deals[0])
        sow(twin, word)
        revenue[1][day] += sum_of_deals(twin, both, deals[1])
    if alone_a > 0:
        revenue[0][day] += sum_of_deals(state, alone_a, deals[0])
    if alone_b > 0:
        revenue[1][day] += sum_of_deals(state, alone_b, deals[1])
