"""Compiled: first in, first out. Leads wait for a slot, begin at 00:00, or break a promise.

Leads that came on one day are told apart by whether their promise ends on the earlier or the later
of two days (class 0 and 1): class 0 came first, so it is also served first.
"""

import math

from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.engine.compiling import borrowing, inlined
from funnelcraft.simulation.engine.draws import State, binomial, hypergeometric, order_statistic
from funnelcraft.simulation.engine.leaving import leave_today
from funnelcraft.simulation.engine.luck import (
    ADMITTING,
    QUEUEING,
    SERVING,
    is_named,
    sow_station,
)
from funnelcraft.simulation.engine.promises import NEVER, begin_watched, breach_channel
from funnelcraft.simulation.engine.sharing import KEPT, begin_shared
from funnelcraft.simulation.engine.tables import (
    END_NODE,
    FIRST_CHANNEL,
    FIRST_NODE,
    OUTCOMES,
    RING,
    SLOT,
    STATION,
    TARGET,
    THINS,
    WHOLE,
    WHOLE_VISIT,
    Tables,
)
from funnelcraft.simulation.engine.times import below_and_integral
from funnelcraft.simulation.engine.work import (
    COIN,
    FREE,
    HEAD,
    QUEUED,
    Counted,
    Drawn,
    Work,
    fill_outcomes,
    g_at,
)


@inlined
def serve_queue(
    state: State,
    tables: Tables,
    drawn: Drawn,
    run: int,
    day: int,
    work: Work,
    moves: Ints,
    counted: Counted,
) -> None:
    """Let those who waited begin at 00:00, oldest first, as far as today's slots reach."""
    for station in range(tables.fraction.size):
        work.station[FREE, station] = tables.slots[station, day]
        if tables.slots[station, day] < 0:
            continue
        if work.station[QUEUED, station] == 0:
            work.station[HEAD, station] = day
            continue
        if is_named(state):
            sow_station(state, tables.node.shape[1], tables.fraction.size, station, SERVING)
        while work.station[FREE, station] > 0 and work.station[HEAD, station] < day:
            came = work.station[HEAD, station]
            for late in range(2):
                _serve(state, tables, drawn, run, station, came, late, day, work, counted)
            if work.station[FREE, station] > 0:
                work.station[HEAD, station] += 1
        for at in range(tables.station[FIRST_NODE, station], tables.station[END_NODE, station]):
            leave_today(
                tables.node,
                tables.channel,
                tables.served[0, at],
                day,
                moves,
                work.pending,
                work.waiting,
            )


@inlined
def _serve(
    state: State,
    tables: Tables,
    drawn: Drawn,
    run: int,
    station: int,
    came: int,
    late: int,
    day: int,
    work: Work,
    counted: Counted,
) -> None:
    """Serve the leads of one day of entry and one class; segments by chance where not all fit."""
    first, last = tables.station[FIRST_NODE, station], tables.station[END_NODE, station]
    there = 0
    for at in range(first, last):
        there += work.queue[station, came, late, at - first]
    if there == 0:
        return
    taken = min(there, work.station[FREE, station])
    # Who came first is served first: the last of them came at an order statistic of the moments.
    border = 1.0 - tables.fraction[station]
    low = max(work.came_after[station, came], border if late == 1 else 0.0)
    high = 1.0 if late == 1 else border
    middle = 0.5 * (low + high)
    if taken < there:
        high = low + (high - low) * order_statistic(state, taken, there)
        # One of those served came at `high` itself, the others anywhere before.
        middle = low + (high - low) * (taken + 1) / (2 * taken)
    work.came_after[station, came] = high
    for at in range(first, last):
        here = work.queue[station, came, late, at - first]
        begun = hypergeometric(state, here, there - here, taken)
        there -= here
        taken -= begun
        if begun > 0:
            work.queue[station, came, late, at - first] -= begun
            work.station[QUEUED, station] -= begun
            work.station[FREE, station] -= begun
            counted.begun[run, station, day] += begun
            counted.waited[run, station, day] += begun * (day - came - middle)
            node = tables.served[0, at]
            _begin_at_night(
                state, tables, drawn, run, station, node, begun, came, late, low, high, day, work
            )


@inlined
def _begin_at_night(
    state: State,
    tables: Tables,
    drawn: Drawn,
    run: int,
    station: int,
    node: int,
    leads: int,
    came: int,
    late: int,
    low: float,
    high: float,
    day: int,
    work: Work,
) -> None:
    """Begin with leads at 00:00 that came between two moments (`low`, `high`) of the day `came`."""
    moment, place = NEVER, 0
    if tables.station[THINS, station] == 1:
        place = 1
        factor = _thinned(tables.decay[station], day - came, low, high)
        if is_named(state):
            work.line[KEPT, tables.node[FIRST_CHANNEL, node]] = factor
        else:
            fill_outcomes(
                tables.node,
                tables.channel,
                drawn.rates[run, tables.month[day]],
                node,
                factor,
                place,
                work.line,
                work.pick,
            )
    if tables.station[WHOLE_VISIT, station] == 1 and tables.station[WHOLE, station] >= 0:
        moment = came + tables.station[WHOLE, station] + late - day
        if moment < 0:
            moment = NEVER  # broken in the queue already
        else:
            shift = tables.fraction[station] - late
            _toss(tables, drawn, run, node, low + shift, high + shift, moment, work)
    if is_named(state):
        begin_shared(state, tables, node, leads, day, 1, place, moment, work)
    else:
        begin_watched(state, tables, node, leads, day, 1, place, moment, work)


@borrowing
def _thinned(decay: float, midnights: int, low: float, high: float) -> float:
    """Return the mean of exp(−decay · (midnights − U)), U uniform between low and high."""
    width = decay * (high - low)
    mean = -math.expm1(-width) / width if width > 1e-12 else 1.0
    return math.exp(-decay * (midnights - high)) * mean


@borrowing
def _toss(
    tables: Tables,
    drawn: Drawn,
    run: int,
    node: int,
    low: float,
    high: float,
    moment: int,
    work: Work,
) -> None:
    """Fill in P(breach | leaves on the day of the moment) of who began at 00:00.

    The moment falls V after the midnight of that day, V uniform between `low` and `high`.
    """
    first = tables.node[FIRST_CHANNEL, node]
    ways, knots, line, chances = tables.channel, tables.knots, work.line, work.chance[1]
    weights, scales = drawn.weights[run], drawn.scale[run]
    for channel in range(first, first + tables.node[OUTCOMES, node]):
        scale, chance = scales[channel], 0.0
        if moment <= ways[RING, channel]:
            chance = chances[ways[SLOT, channel] + moment]
        if chance < 1e-12:
            line[COIN, channel] = 0.0
            continue
        after = below_and_integral(ways, knots, channel, scale, weights, moment + 1.0)[0]
        if high - low > 1e-6:
            kept = g_at(ways, knots, channel, scale, weights, moment + high)
            kept = (kept - g_at(ways, knots, channel, scale, weights, moment + low)) / (high - low)
        else:
            kept = below_and_integral(ways, knots, channel, scale, weights, moment + high)[0]
        line[COIN, channel] = min(max((after - kept) / chance, 0.0), 1.0)


@inlined
def breach_due(
    tables: Tables, day: int, work: Work, moves: Ints, counted: Counted, run: int
) -> None:
    """Break the promise to those who came ⌊s⌋ (or one more) days ago and still wait."""
    for station in range(tables.fraction.size):
        whole = tables.station[WHOLE, station]
        if whole < 0 or work.station[QUEUED, station] == 0:
            continue
        if 1 <= whole <= day:
            breach_waiting(tables, station, day - whole, 0, day, work, moves, counted, run)
        if whole + 1 <= day:
            breach_waiting(tables, station, day - whole - 1, 1, day, work, moves, counted, run)


@inlined
def breach_waiting(
    tables: Tables,
    station: int,
    came: int,
    late: int,
    day: int,
    work: Work,
    moves: Ints,
    counted: Counted,
    run: int,
) -> None:
    """Break the promise to all who wait since that day and are of that class."""
    first = tables.station[FIRST_NODE, station]
    for at in range(first, tables.station[END_NODE, station]):
        leads = work.queue[station, came, late, at - first]
        if leads == 0:
            continue
        counted.breaches[run, station, day] += leads
        channel = breach_channel(tables, station, tables.served[0, at])
        if channel >= 0:
            work.queue[station, came, late, at - first] = 0
            work.station[QUEUED, station] -= leads
            moves[channel, day] += leads
            work.waiting[tables.channel[TARGET, channel]] += leads


@inlined
def admit(
    state: State,
    tables: Tables,
    entered: int,
    day: int,
    work: Work,
    moves: Ints,
    counted: Counted,
    run: int,
) -> int:
    """Let all who came to the stage of a node begin or queue up; return the first rank reached.

    The segments of a stage share its slots: who of those that came today finds one is chance.
    """
    station = tables.node[STATION, entered]
    if is_named(state):
        sow_station(state, tables.node.shape[1], tables.fraction.size, station, ADMITTING)
    first, last = tables.station[FIRST_NODE, station], tables.station[END_NODE, station]
    came = 0
    reached: int = tables.node.shape[1]
    for at in range(first, last):
        came += work.waiting[tables.served[0, at]]
    limited = tables.slots[station, day] >= 0
    taken = min(came, work.station[FREE, station]) if limited else came
    moment = NEVER
    if tables.station[WHOLE_VISIT, station] == 1:
        moment = tables.station[WHOLE, station]
    if limited and taken < came:
        _note_moment(state, tables, station, taken, came, work)
    for at in range(first, last):
        node = tables.served[0, at]
        here = work.waiting[node]
        begun = hypergeometric(state, here, came - here, taken)
        came -= here
        taken -= begun
        work.waiting[node] = 0
        work.fresh[node] += here - begun
        if begun > 0:
            work.station[FREE, station] -= begun
            counted.begun[run, station, day] += begun
            if is_named(state):
                begin_shared(state, tables, node, begun, day, 0, 0, moment, work)
            else:
                begin_watched(state, tables, node, begun, day, 0, 0, moment, work)
            reached = min(
                reached,
                leave_today(
                    tables.node, tables.channel, node, day, moves, work.pending, work.waiting
                ),
            )
    return reached


@inlined
def _note_moment(
    state: State, tables: Tables, station: int, taken: int, came: int, work: Work
) -> None:
    """Note after which moment of the day those came who find no slot; before others of today."""
    moment = order_statistic(state, taken, came) if taken > 0 else 0.0
    there = 0
    for at in range(tables.station[FIRST_NODE, station], tables.station[END_NODE, station]):
        there += work.fresh[tables.served[0, at]]
    share = there / (there + came - taken)
    work.today_after[station] = share * work.today_after[station] + (1.0 - share) * moment


@inlined
def queue_up(
    state: State,
    tables: Tables,
    day: int,
    work: Work,
    moves: Ints,
    counted: Counted,
    run: int,
) -> bool:
    """Put who found no slot today into the queue; say whether a promise of hours moved anybody."""
    moved = False
    for station in range(tables.fraction.size):
        if tables.slots[station, day] < 0:
            continue
        if is_named(state):
            sow_station(state, tables.node.shape[1], tables.fraction.size, station, QUEUEING)
        first = tables.station[FIRST_NODE, station]
        for at in range(first, tables.station[END_NODE, station]):
            node = tables.served[0, at]
            leads = work.fresh[node]
            if leads == 0:
                continue
            work.fresh[node] = 0
            after = work.today_after[station]
            border = max(1.0 - tables.fraction[station] - after, 0.0)
            early = binomial(state, leads, border / (1.0 - after) if after < 1.0 else 0.0)
            work.came_after[station, day] = after
            work.station[QUEUED, station] += leads
            work.queue[station, day, 1, at - first] += leads - early
            if tables.station[WHOLE, station] == 0:
                moved |= _breach_at_once(
                    tables, station, node, early, day, work, moves, counted, run
                )
                if breach_channel(tables, station, node) >= 0:
                    work.station[QUEUED, station] -= early
                    continue
            work.queue[station, day, 0, at - first] += early
    return moved


@inlined
def _breach_at_once(
    tables: Tables,
    station: int,
    node: int,
    leads: int,
    day: int,
    work: Work,
    moves: Ints,
    counted: Counted,
    run: int,
) -> bool:
    counted.breaches[run, station, day] += leads
    channel = breach_channel(tables, station, node)
    if channel < 0 or leads == 0:
        return False
    moves[channel, day] += leads
    target = tables.channel[TARGET, channel]
    work.waiting[target] += leads
    return bool(target < tables.node.shape[1])


@inlined
def close_day(tables: Tables, day: int, work: Work, counted: Counted, run: int) -> None:
    """Note the day's breaches and the queues at its end."""
    for station in range(tables.fraction.size):
        place = day & (work.due.shape[1] - 1)
        counted.breaches[run, station, day] += work.due[station, place]
        work.due[station, place] = 0
        counted.queued[run, station, day] = work.station[QUEUED, station]
