"""Compiled: leads begin where a promise about the whole visit is watched (an SLA of that clock).

Outcome and days are drawn as ever; whether the promise breaks before follows from the days, but for
the day or two in which it ends. If a breach moves leads, those who break it leave at that moment.
"""

import numpy as np

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.engine.compiling import borrowing, inlined
from funnelcraft.simulation.engine.draws import State, binomial, next_word, uniform
from funnelcraft.simulation.engine.leaving import (
    down_the_tree,
    few_apart,
    many_apart,
    part_of,
)
from funnelcraft.simulation.engine.tables import (
    BITS,
    END_NODE,
    FIRST_CHANNEL,
    FIRST_NODE,
    LOW,
    MANY,
    MASK,
    OUTCOMES,
    RING,
    SLOT,
    STATION,
    Tables,
)
from funnelcraft.simulation.engine.work import COIN, EARLY, LATE, RATE, Work

# No promise to watch.
NEVER = -1


@inlined
def begin_watched(
    state: State,
    tables: Tables,
    node: int,
    leads: int,
    day: int,
    night: int,
    place: int,
    moment: int,
    work: Work,
) -> None:
    """Let leads of a station's node begin today, at a uniform moment or (`night` 1) at 00:00.

    `place` says which division of outcomes holds (`Work.line`), `moment` after how many days the
    promise about the whole visit ends, NEVER where there is none.
    """
    if leads < tables.node[MANY, node]:
        if moment == NEVER:
            few_apart(
                state,
                tables.node,
                tables.channel,
                node,
                leads,
                day,
                work.rows[night],
                work.pick,
                place,
                work.pending,
            )
        else:
            _few(state, tables, node, leads, day, night, place, moment, work)
    elif moment == NEVER:
        many_apart(
            state,
            tables.node,
            tables.channel,
            node,
            leads,
            day,
            tables.month.size,
            work.left[night],
            work.line,
            place,
            tables.pooled,
            work.pool,
            work.pending,
            work.branches,
        )
    else:
        _many(state, tables, node, leads, day, night, place, moment, work)


@inlined
def _few(
    state: State,
    tables: Tables,
    node: int,
    leads: int,
    day: int,
    night: int,
    place: int,
    moment: int,
    work: Work,
) -> None:
    """Draw outcome and days of every lead, and whether the promise is broken before."""
    first, day_bits = tables.node[FIRST_CHANNEL, node], tables.node[BITS, node]
    mask, base = tables.node[MASK, node], tables.channel[SLOT, first]
    count, bits, line, pending = (
        tables.node[OUTCOMES, node],
        np.uint64(day_bits),
        work.line,
        work.pending,
    )
    for _lead in range(leads):
        word = next_word(state)
        part = (word >> np.uint64(32)) * np.uint64(count)
        outcome = part >> np.uint64(32)
        choice = work.pick[np.uint64(place), np.uint64(first) + outcome]
        if (part & LOW) >= (choice >> np.uint64(32)):
            outcome = choice & LOW
        low = word & LOW
        days = low >> (np.uint64(32) - bits)
        row = work.rows[np.uint64(night), np.uint64(base) + (outcome << bits) + days]
        if ((low << bits) & LOW) >= (row >> np.uint64(32)):
            days = row & LOW
        channel, cell = first + int(np.int64(outcome)), int(np.int64(days))
        slot = base + ((channel - first) << day_bits)
        late = 0.0 if cell < moment else late_chance(line, channel, cell, night, moment)
        if late > 0.0 and (late >= 1.0 or uniform(state) < late):
            first_day = first_day_chance(line, channel, cell, night, moment)
            after = 0 if first_day >= 1.0 or uniform(state) < first_day else 1
            if note_breaches(tables, node, 1, day, moment + after, work):
                continue
        pending[slot + ((cell + day) & mask)] += 1


@inlined
def late_chance(line: Floats, channel: int, cell: int, night: int, moment: int) -> float:
    """Return P(the promise is broken | leaves by this channel after so many days)."""
    if cell < moment:
        return 0.0
    if night == 1:
        return line[COIN, channel] if cell == moment else 1.0
    return line[LATE + cell - moment, channel] if cell <= moment + 1 else 1.0


@inlined
def first_day_chance(line: Floats, channel: int, cell: int, night: int, moment: int) -> float:
    """Return P(it is broken on the day of the moment, not the day after | it is broken)."""
    return 1.0 if night == 1 or cell == moment else line[EARLY, channel]


@inlined
def note_breaches(tables: Tables, node: int, leads: int, day: int, after: int, work: Work) -> bool:
    """Count breaches so many days from today; say whether they take the leads out of the stage."""
    station = tables.node[STATION, node]
    breach = breach_channel(tables, station, node)
    if day + after < tables.month.size:
        work.due[station, (day + after) & (work.due.shape[1] - 1)] += leads
        if breach >= 0:
            slot = tables.channel[SLOT, breach]
            work.pending[slot + ((day + after) & tables.channel[RING, breach])] += leads
    return breach >= 0


@inlined
def breach_channel(tables: Tables, station: int, node: int) -> int:
    """Return the channel by which breaches leave a node, −1 where they stay."""
    found: int = -1
    for at in range(tables.station[FIRST_NODE, station], tables.station[END_NODE, station]):
        if tables.served[0, at] == node:
            found = tables.served[1, at]
    return found


@borrowing
def _many(
    state: State,
    tables: Tables,
    node: int,
    leads: int,
    day: int,
    night: int,
    place: int,
    moment: int,
    work: Work,
) -> None:
    """Split the leads over outcomes and days by binomial draws, and each cell's over its breach."""
    size, left_over, share = tables.node[MASK, node] + 1, leads, 1.0
    first = tables.node[FIRST_CHANNEL, node]
    for channel in range(first, first + tables.node[OUTCOMES, node]):
        rate = work.line[RATE + place, channel]
        here = part_of(state, left_over, rate, share)
        share -= rate
        left_over -= here
        if here == 0:
            continue
        slot = tables.channel[SLOT, channel]
        # Beyond the horizon too: their promises may break within it.
        work.branches[1] = here
        down_the_tree(state, work.left[night], slot, 1, size, size, work.branches)
        for cell in range(size):
            found = work.branches[size + cell]
            if found > 0 and cell >= moment:
                found -= gone_of_cell(
                    state, tables, node, channel, cell, found, day, night, moment, work
                )
            work.pending[slot + ((cell + day) & (size - 1))] += found


@borrowing
def gone_of_cell(
    state: State,
    tables: Tables,
    node: int,
    channel: int,
    cell: int,
    leads: int,
    day: int,
    night: int,
    moment: int,
    work: Work,
) -> int:
    """Count the breaches among leads of one cell; return how many leave by them instead."""
    broken = binomial(state, leads, late_chance(work.line, channel, cell, night, moment))
    first_day = binomial(state, broken, first_day_chance(work.line, channel, cell, night, moment))
    gone = note_breaches(tables, node, first_day, day, moment, work)
    note_breaches(tables, node, broken - first_day, day, moment + 1, work)
    return broken if gone else 0
