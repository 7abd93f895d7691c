"""What a block keeps while it runs: made once, and refilled for every run and month (compiled)."""

from typing import Any, NamedTuple

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.compiling import borrowing, inlined
from funnelcraft.simulation.engine.tables import (
    END_NODE,
    FIRST_CHANNEL,
    FIRST_NODE,
    LEAK_BY,
    OUTCOMES,
    PROGRESS,
    RING,
    SLOT,
    SPLIT,
    STATION,
    VARIES,
    WHOLE,
    WHOLE_VISIT,
    Tables,
    Words,
    fill_draws,
)
from funnelcraft.simulation.engine.times import below_and_integral, fill_days


class Drawn(NamedTuple):
    """The figures of a block's runs (`parameters.Parameters`) as the loops read them."""

    rates: Floats  # [R, M, C]
    scale: Floats  # [R, C]
    weights: Floats  # [R, A]


class Counted(NamedTuple):
    """What the stations of every run did on every day. R runs, K stations, D days.

    `begun` are leads whose work began, `waited` the days they had waited, added up; `queued` those
    who wait at the end of the day.
    """

    begun: Ints  # [R, K, D]
    waited: Floats  # [R, K, D]
    queued: Ints  # [R, K, D]
    breaches: Ints  # [R, K, D]


class Work(NamedTuple):
    """The room a block works in. N nodes, C channels, K stations, D days, W cells.

    `rows`, `left` and `chance` are those of `Tables`, of this run: [0] for work that begins at a
    uniform moment, [1] (where there are queues) at 00:00. `line` holds a figure a channel in each
    of its rows, `station` one a station. `queue` counts by day of entry, class and segment.
    """

    pending: Ints
    branches: Ints
    pool: Ints  # [C] who stays by a channel whose time forgets its age (`Tables.pooled`)
    waiting: Ints  # [N + 1], the last for those who leave the funnel
    fresh: Ints  # [N] came today and found no slot
    rows: Words  # [1 or 2, W]
    left: Floats
    chance: Floats
    line: Floats  # [10, C]
    pick: Words  # [2, C] which outcome a random number means, below
    due: Ints  # [K, ring] breaches to come
    queue: Ints  # [K, D, 2, segments]
    station: Ints  # [3, K]
    came_after: Floats  # [K, D] the moment of the day after which all who still wait came
    today_after: Floats  # [K] the same of those who queue up today
    share: Floats  # room to fill the tables of a channel's days (`tables.fill_draws`)
    cells: Ints


# The rows of `Work.line`. Where a channel's two parts of [0, 1) begin and end, for the designs of a
# comparison (`sharing`); the channel's rate: as drawn, and thinned by a wait.
LOW_END, HIGH_END, RATE = 0, 2, 4
# P(breach | leaves after ⌊s⌋, ⌊s⌋ + 1 days); the chance that a breach of one who leaves later falls
# on day ⌊s⌋; P(breach | leaves on the day of the moment) of those who began at 00:00.
LATE, EARLY, COIN = 6, 8, 9
LINES = 10
# `Work.pick`, as drawn and thinned by a wait, holds an alias table over the outcomes of each node,
# its rows packed as those of `Tables.rows`, but numbered from the node's first channel.
# The rows of `Work.station`: nobody of an earlier day waits; slots left today; leads who wait.
HEAD, FREE, QUEUED = 0, 1, 2


def make_ready(tables: Tables, days: int) -> Work:
    """Return the room for a block."""
    cells, stations = tables.rows.size, tables.fraction.size
    channels, nodes = tables.channel.shape[1], tables.node.shape[1]
    nights = 2 if (tables.slots[:, :1] >= 0).any() else 1
    segments = tables.station[END_NODE] - tables.station[FIRST_NODE]
    queue_days = days if nights == 2 else 0
    rows, left, chance = tables.rows[None], tables.left[None], tables.chance[None]
    if nights == 2 or tables.channel[VARIES].any():
        rows, left = np.repeat(rows, nights, axis=0), np.repeat(left, nights, axis=0)
        chance = np.repeat(chance, nights, axis=0)
    longest = int(tables.channel[RING].max(initial=0)) + 1
    return Work(
        pending=np.zeros(cells + 1, np.int64),
        branches=np.zeros(2 * cells, np.int64),
        pool=np.zeros(channels, np.int64),
        waiting=np.zeros(nodes + 1, np.int64),
        fresh=np.zeros(nodes, np.int64),
        rows=rows,
        left=left,
        chance=chance,
        line=np.zeros((LINES, channels)),
        pick=np.zeros((2, channels), np.uint64),
        due=np.zeros((stations, 1 << days.bit_length()), np.int64),
        queue=np.zeros((stations, queue_days, 2, int(segments.max(initial=1))), np.int64),
        station=np.zeros((3, stations), np.int64),
        came_after=np.zeros((stations, queue_days)),
        today_after=np.zeros(stations),
        share=np.empty(2 * longest),
        cells=np.empty(longest, np.int64),
    )


@borrowing
def new_run(tables: Tables, drawn: Drawn, run: int, work: Work, days: int) -> None:
    """Clear the floor, and fill in the times that are this run's own."""
    work.pending[:] = 0
    work.pool[:] = 0
    work.waiting[:] = 0
    for node in tables.order:
        first = tables.node[FIRST_CHANNEL, node]
        for channel in range(first, first + tables.node[OUTCOMES, node]):
            if tables.channel[VARIES, channel] == 1:
                _fill(tables, drawn, run, channel, work, days, 0)


@borrowing
def new_run_of_stations(tables: Tables, drawn: Drawn, run: int, work: Work, days: int) -> None:
    """Clear the queues, and fill in what stations need: the nights, and who breaches."""
    work.due[:] = 0
    work.queue[:] = 0
    work.fresh[:] = 0
    work.station[:] = 0
    work.today_after[:] = 0.0
    for at in range(tables.served.shape[1]):
        node = tables.served[0, at]
        station = tables.node[STATION, node]
        if station < 0:
            continue
        first = tables.node[FIRST_CHANNEL, node]
        for channel in range(first, first + tables.node[OUTCOMES, node]):
            if run > 0 and tables.channel[VARIES, channel] == 0:
                continue
            if tables.slots[station, 0] >= 0 and tables.channel[RING, channel] > 0:
                _fill(tables, drawn, run, channel, work, days, 1)
            if tables.station[WHOLE_VISIT, station] == 1 and tables.station[WHOLE, station] >= 0:
                scale = drawn.scale[run, channel]
                _fill_late(tables, station, channel, scale, drawn.weights[run], work)


@borrowing
def _fill(
    tables: Tables, drawn: Drawn, run: int, channel: int, work: Work, days: int, night: int
) -> None:
    """Fill in the tables of a channel's days."""
    first = tables.channel[SLOT, channel]
    last = first + tables.channel[RING, channel] + 1
    part = work.chance[night, first:last]
    scale = drawn.scale[run, channel]
    fill_days(
        tables.channel, tables.knots, channel, scale, drawn.weights[run], days, night == 1, part
    )
    rows, left = work.rows[night, first:last], work.left[night, first:last]
    fill_draws(part, rows, left, work.share, work.cells)


@borrowing
def _fill_late(
    tables: Tables, station: int, channel: int, scale: float, weights: Floats, work: Work
) -> None:
    """Fill in P(D > s | ⌊U + D⌋ = k) for the two days in which the promise ends.

    With H(x) = G(min(x, s)) + F(s)·(x − s)⁺ the integral of P(D ≤ min(x, s)), the day grid of the
    visits kept in time is H's second difference.
    """
    whole, fraction = tables.station[WHOLE, station], tables.fraction[station]
    promise = whole + fraction
    in_time, at_promise = below_and_integral(
        tables.channel, tables.knots, channel, scale, weights, promise
    )
    before = g_at(tables.channel, tables.knots, channel, scale, weights, whole - 1.0)
    at_whole = g_at(tables.channel, tables.knots, channel, scale, weights, whole)
    after = g_at(tables.channel, tables.knots, channel, scale, weights, whole + 1.0)
    later = g_at(tables.channel, tables.knots, channel, scale, weights, whole + 2.0)
    kept_after = at_promise + in_time * (1.0 - fraction)
    kept_later = kept_after + in_time
    first_all, first_kept = after - 2 * at_whole + before, kept_after - 2 * at_whole + before
    second_all = later - 2 * after + at_whole
    second_kept = kept_later - 2 * kept_after + at_whole
    first_late = max(first_all - first_kept, 0.0)
    second_late = max(second_all - second_kept, 0.0)
    work.line[LATE + 0, channel] = min(first_late / first_all, 1.0) if first_all > 1e-12 else 0.0
    work.line[LATE + 1, channel] = min(second_late / second_all, 1.0) if second_all > 1e-12 else 0.0
    # All together the share 1 − fraction of breaches falls on the first of the two days.
    rest = 1.0 - in_time - first_late
    early = ((1.0 - fraction) * (1.0 - in_time) - first_late) / rest if rest > 1e-12 else 0.0
    work.line[EARLY, channel] = min(max(early, 0.0), 1.0)


@borrowing
def g_at(ways: Ints, knots: Floats, channel: int, scale: float, weights: Floats, x: float) -> float:
    """Return G(x) of a channel's time in a run; zero for x ≤ 0."""
    if x <= 0:
        return 0.0
    return below_and_integral(ways, knots, channel, scale, weights, x)[1]


@borrowing
def new_month(tables: Tables, rates: Floats, work: Work) -> None:
    """Fill in the outcomes of a month."""
    for at in tables.order:
        if tables.node[SPLIT, at] == 1:
            fill_outcomes(tables.node, tables.channel, rates, at, 1.0, 0, work.line, work.pick)


@borrowing
def fill_outcomes(
    node: Ints,
    ways: Ints,
    rates: Floats,
    at: int,
    factor: float,
    place: int,
    line: Floats,
    pick: Words,
) -> None:
    """Fill in the rates of a node's outcomes, progress thinned by a factor, and how to pick one.

    What progress loses leaks.
    """
    first = node[FIRST_CHANNEL, at]
    end = first + node[OUTCOMES, at]
    leak, lost = node[LEAK_BY, at], 0.0
    for channel in range(first, end):
        rate = rates[channel]
        if factor < 1.0 and leak >= 0 and ways[PROGRESS, channel] == 1:
            lost += rate * (1.0 - factor)
            rate *= factor
        line[RATE + place, channel] = rate
    if lost > 0.0:
        line[RATE + place, leak] += lost
    _fill_pick(line[RATE + place], first, end, pick[place])


@borrowing
def _fill_pick(rates: Floats, first: int, end: int, pick: Words) -> None:
    """Fill in an alias table over rates in one sweep, without room beside it.

    Hübschle-Schneider and Sanders, "Parallel weighted random sampling", 2022, section 4.1: light
    entries are filled up by the heavy one whose turn it is, until it is light itself.
    """
    total = 0.0
    for channel in range(first, end):
        total += rates[channel]
        pick[channel] = _packed(1.0, channel - first)
    scale = (end - first) / total if total > 0.0 else 0.0
    light = _next(rates, first, end, scale, False)
    heavy = _next(rates, first, end, scale, True)
    rest = rates[heavy] * scale if heavy < end else 0.0
    while heavy < end:
        if rest > 1.0:
            if light == end:
                return
            share = rates[light] * scale
            pick[light] = _packed(share, heavy - first)
            rest -= 1.0 - share
            light = _next(rates, light + 1, end, scale, False)
        else:
            following = _next(rates, heavy + 1, end, scale, True)
            if following == end:  # all that is left is full, up to rounding
                return
            pick[heavy] = _packed(rest, following - first)
            rest += rates[following] * scale - 1.0
            heavy = following


@borrowing
def _next(rates: Floats, at: int, end: int, scale: float, heavy: bool) -> int:
    """Return the first entry from `at` on that has more than its share, or not; else `end`."""
    while at < end and (rates[at] * scale > 1.0) != heavy:
        at += 1
    return at


@inlined
def _packed(keeps: float, other: int) -> Any:
    """Return a row of an alias table: the share it keeps, in 2⁻³², and who takes the rest."""
    threshold = np.uint64(min(keeps * 2.0**32, 2.0**32 - 1.0))
    return (threshold << np.uint64(32)) | np.uint64(other)
