"""Compiled: leads begin in one of two designs that are compared, each with luck of its own.

The i-th lead that begins in a node today draws from the same numbers in both designs. It takes
outcome and days that both designs know with the smaller of their two chances, and then they are
the same in both; what a design has more of something is drawn only where they differ (a maximal
coupling, Lindvall, "Lectures on the coupling method", 1992, I.5). So each design on its own has
exactly the law it has alone.
"""

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.compiling import borrowing
from funnelcraft.simulation.engine.draws import State, binomial
from funnelcraft.simulation.engine.luck import begun_today, name_of, number_of, sow, word_of
from funnelcraft.simulation.engine.promises import (
    NEVER,
    first_day_chance,
    gone_of_cell,
    late_chance,
    note_breaches,
)
from funnelcraft.simulation.engine.tables import (
    FIRST_CHANNEL,
    LEAK_BY,
    LOW,
    MANY,
    MASK,
    OUTCOMES,
    PROGRESS,
    RING,
    SLOT,
    TARGET_RANK,
    Tables,
    Words,
)
from funnelcraft.simulation.engine.work import HIGH_END, LOW_END, RATE, Drawn, Work

# A further row of `Tables.channel`: where the run's `weights` hold what both designs have in common
# of its chances of so many days or fewer; −1 where both draw their days from the same table.
APART = TARGET_RANK + 1

# The row of `Work.line` that holds, at a node's first channel, what a wait leaves of progress.
KEPT = RATE + 1

# The numbers of a lead: its outcome; whether a wait costs it; its days; whether it breaks a
# promise, and when.
OUTCOME, THINNED, DAYS, BREACH, MOMENT, NUMBERS = 0, 1, 2, 3, 4, 5

# The streams of many leads that are split together.
SPLITTING, THINNING, SPREADING = 1, 2, 3


@borrowing
def share_times(tables: Tables, drawn: Drawn, run: int, work: Work) -> None:
    """Put what both designs have in common of a run's times in the place of the trees."""
    for channel in range(tables.channel.shape[1]):
        at = tables.channel[APART, channel]
        if at < 0:
            continue
        first, size = tables.channel[SLOT, channel], tables.channel[RING, channel] + 1
        for night in range(work.left.shape[0]):
            for cell in range(size):
                work.left[night, first + cell] = drawn.weights[run, at + cell]


@borrowing
def share_rates(tables: Tables, rates: Floats, work: Work) -> None:
    """Divide [0, 1) among the outcomes of all nodes: first what is common, then the rest.

    Behind the rates of all channels [C] stand the parts that both designs have in common.
    """
    line, channels = work.line, tables.channel.shape[1]
    for node in tables.order:
        first = tables.node[FIRST_CHANNEL, node]
        end = first + tables.node[OUTCOMES, node]
        border, last, last_part = 0.0, first, 0
        for part in range(2):
            for channel in range(first, end):
                width = rates[channels + channel]
                if part == 1:
                    width = max(rates[channel] - width, 0.0)
                line[LOW_END + part, channel] = border
                border += width
                line[HIGH_END + part, channel] = border
                if width > 0.0:
                    last, last_part = channel, part
        # Rates sum to 1 up to rounding; whatever is left belongs to the last way there is.
        line[HIGH_END + last_part, last] = 2.0


@borrowing
def begin_shared(
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
    """Let leads of a node begin today, as `promises.begin_watched` does."""
    nodes, stations = tables.node.shape[1], tables.fraction.size
    before = begun_today(state, nodes, stations, node, leads)
    name = name_of(state, node)
    kept = work.line[KEPT, tables.node[FIRST_CHANNEL, node]] if place == 1 else 1.0
    if leads >= tables.node[MANY, node]:
        together = word_of(name, -1 - before)
        _begin_many(state, tables, node, leads, together, day, night, kept, moment, work)
    elif moment == NEVER and kept == 1.0:
        _begin_few(
            name,
            tables.node,
            tables.channel,
            node,
            before,
            leads,
            day,
            work.rows[night],
            work.left[night],
            work.chance[night],
            work.line,
            work.pending,
        )
    else:
        _begin_watched(tables, node, name, before, leads, day, night, kept, moment, work)


@borrowing
def _begin_few(
    name: int,
    nodes: Ints,
    ways: Ints,
    node: int,
    before: int,
    leads: int,
    day: int,
    rows: Words,
    common: Floats,
    chance: Floats,
    line: Floats,
    pending: Ints,
) -> None:
    """Draw outcome and days of every lead from its own numbers.

    Arrays, not the tuples that hold them: those cost more to hand on than a lead to draw.
    """
    mask = nodes[MASK, node]
    for lead in range(before, before + leads):
        own = NUMBERS * lead
        channel = _outcome(nodes, node, line, number_of(name, own + OUTCOME))
        cell = _days(ways, channel, mask, rows, common, chance, word_of(name, own + DAYS))
        pending[ways[SLOT, channel] + ((cell + day) & mask)] += 1


@borrowing
def _begin_watched(
    tables: Tables,
    node: int,
    name: int,
    before: int,
    leads: int,
    day: int,
    night: int,
    kept: float,
    moment: int,
    work: Work,
) -> None:
    """Draw the same for leads that may break a promise, or whom a wait costs progress."""
    mask, nodes, ways, line = tables.node[MASK, node], tables.node, tables.channel, work.line
    rows, common, chance = work.rows[night], work.left[night], work.chance[night]
    for lead in range(before, before + leads):
        own = NUMBERS * lead
        channel = _outcome(nodes, node, line, number_of(name, own + OUTCOME))
        if ways[PROGRESS, channel] == 1 and number_of(name, own + THINNED) >= kept:
            channel = nodes[LEAK_BY, node]
        cell = _days(ways, channel, mask, rows, common, chance, word_of(name, own + DAYS))
        if moment != NEVER and cell >= moment:
            late = late_chance(line, channel, cell, night, moment)
            if number_of(name, own + BREACH) < late:
                first_day = first_day_chance(line, channel, cell, night, moment)
                after = 0 if number_of(name, own + MOMENT) < first_day else 1
                if note_breaches(tables, node, 1, day, moment + after, work):
                    continue
        work.pending[ways[SLOT, channel] + ((cell + day) & mask)] += 1


@borrowing
def _outcome(nodes: Ints, node: int, line: Floats, drawn: float) -> int:
    """Return the channel whose part of [0, 1) a number falls on."""
    first = nodes[FIRST_CHANNEL, node]
    end = first + nodes[OUTCOMES, node]
    for part in range(2):
        for channel in range(first, end):
            if drawn < line[HIGH_END + part, channel]:
                return int(channel)
    return int(end - 1)


@borrowing
def _days(
    ways: Ints, channel: int, mask: int, rows: Words, common: Floats, chance: Floats, word: int
) -> int:
    """Return the days of a random word.

    From the alias table where both designs have the same one. Else it is a number in [0, 1), on
    which first the days lie that are common, then those this design has more of.
    """
    first = ways[SLOT, channel]
    if ways[APART, channel] < 0:
        place = np.int64((word >> np.uint64(32)) & np.uint64(mask))
        row = rows[first + place]
        keeps = (word & LOW) < (row >> np.uint64(32))
        return int(place if keeps else np.int64(row & LOW))
    drawn = float(word >> np.uint64(11)) * 2.0**-53
    agree = common[first + mask]
    if drawn < agree:
        return _first_above(common, first, mask, drawn)
    rest, last, before = drawn - agree, mask, 0.0
    for cell in range(mask + 1):
        more = chance[first + cell] - (common[first + cell] - before)
        before = common[first + cell]
        if more > 0.0:
            last = cell
            rest -= more
            if rest < 0.0:
                break
    return int(last)


@borrowing
def _first_above(sums: Floats, first: int, mask: int, drawn: float) -> int:
    """Return the first of mask + 1 rising sums that is above a number; the last one is."""
    low, high = 0, mask
    while low < high:
        middle = (low + high) // 2
        if sums[first + middle] > drawn:
            high = middle
        else:
            low = middle + 1
    return low


@borrowing
def _begin_many(
    state: State,
    tables: Tables,
    node: int,
    leads: int,
    name: int,
    day: int,
    night: int,
    kept: float,
    moment: int,
    work: Work,
) -> None:
    """Split leads over outcomes and days by binomial draws, each from a stream of its own."""
    first = tables.node[FIRST_CHANNEL, node]
    end = first + tables.node[OUTCOMES, node]
    taken = work.branches[: end - first]
    taken[:] = 0
    left = leads
    for part in range(2):
        for channel in range(first, end):
            low, high = work.line[LOW_END + part, channel], work.line[HIGH_END + part, channel]
            if left == 0 or high <= low:
                continue
            sow(state, word_of(word_of(name, SPLITTING), 2 * channel + part - 2 * first))
            here = binomial(state, left, min((high - low) / (1.0 - low), 1.0)) if low < 1.0 else 0
            taken[channel - first] += here
            left -= here
    for channel in range(first, end):
        if kept < 1.0 and tables.channel[PROGRESS, channel] == 1:
            sow(state, word_of(word_of(name, THINNING), channel - first))
            lost = binomial(state, taken[channel - first], 1.0 - kept)
            taken[channel - first] -= lost
            taken[tables.node[LEAK_BY, node] - first] += lost
    for channel in range(first, end):
        own = word_of(word_of(name, SPREADING), channel - first)
        _spread(state, tables, node, channel, taken[channel - first], own, day, night, moment, work)


@borrowing
def _spread(
    state: State,
    tables: Tables,
    node: int,
    channel: int,
    leads: int,
    name: int,
    day: int,
    night: int,
    moment: int,
    work: Work,
) -> None:
    """Split the leads of an outcome over its days: common ones first, then the rest."""
    mask, slot = tables.node[MASK, node], tables.channel[SLOT, channel]
    is_apart = tables.channel[APART, channel] >= 0
    left, reach = leads, 1.0
    for part in range(2 if is_apart else 1):
        before = 0.0
        for cell in range(mask + 1):
            chance = work.chance[night, slot + cell]
            if is_apart:
                common = work.left[night, slot + cell] - before
                before = work.left[night, slot + cell]
                chance = common if part == 0 else max(chance - common, 0.0)
            if left == 0 or chance <= 0.0:
                continue
            sow(state, word_of(name, 2 * cell + part))
            here = binomial(state, left, min(chance / reach, 1.0)) if reach > 0.0 else left
            reach -= chance
            left -= here
            if here > 0 and moment != NEVER and cell >= moment:
                here -= gone_of_cell(
                    state, tables, node, channel, cell, here, day, night, moment, work
                )
            work.pending[slot + ((cell + day) & mask)] += here
    # Chances sum to 1 up to rounding: whoever is left takes longest.
    work.pending[slot + ((mask + day) & mask)] += left
