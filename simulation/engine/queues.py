"""Compiled: first in, first out. Leads wait for a slot, begin at 00:00, or break a promise.

Leads that came on one day are told apart by whether their promise ends on the earlier or the later
of two days (class 0 and 1): class 0 came first, so it is also served first.
"""

from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.engine.compiling import compiled
from funnelcraft.simulation.engine.draws import State, binomial, hypergeometric
from funnelcraft.simulation.engine.leaving import leave_today
from funnelcraft.simulation.engine.promises import NEVER, begin_watched, breach_channel
from funnelcraft.simulation.engine.tables import (
    END_NODE,
    FIRST_CHANNEL,
    FIRST_NODE,
    OUTCOMES,
    RANK,
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
    bracket,
    g_at,
)


@compiled
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


@compiled
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
    taken = min(there, work.station[FREE, station])
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
            counted.waited[run, station, day] += begun * _wait(tables, station, day - came, late)
            node = tables.served[0, at]
            _begin_at_night(state, tables, drawn, run, station, node, begun, came, late, day, work)


@compiled
def _wait(tables: Tables, station: int, midnights: int, late: int) -> float:
    """Return the mean wait of those who have waited for so many midnights, in days."""
    fraction = tables.fraction[station]
    part: float = (1.0 - 0.5 * fraction) if late == 1 else 0.5 * (1.0 - fraction)
    return midnights - part


@compiled
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
    day: int,
    work: Work,
) -> None:
    moment, place = NEVER, 0
    rates = drawn.rates[run, tables.month[day]]
    if tables.station[THINS, station] == 1:
        place = 1
        bracket(tables, rates, node, tables.factor[station, day - came, late], place, work)
    if tables.station[WHOLE_VISIT, station] == 1 and tables.station[WHOLE, station] >= 0:
        moment = came + tables.station[WHOLE, station] + late - day
        if moment < 0:
            moment = NEVER  # broken in the queue already
        else:
            _toss(tables, drawn, run, station, node, late, moment, work)
    begin_watched(state, tables, node, leads, day, 1, place, moment, work)


@compiled
def _toss(
    tables: Tables,
    drawn: Drawn,
    run: int,
    station: int,
    node: int,
    late: int,
    moment: int,
    work: Work,
) -> None:
    """Fill in P(breach | leaves on the day of the moment) of who began at 00:00.

    The moment falls V after midnight, V uniform in (fraction, 1) or (class 1) in (0, fraction).
    """
    fraction = tables.fraction[station]
    low, high = (0.0, fraction) if late == 1 else (fraction, 1.0)
    first = tables.node[FIRST_CHANNEL, node]
    weights = drawn.weights[run]
    for channel in range(first, first + tables.node[OUTCOMES, node]):
        scale = drawn.scale[run, channel]
        chance = (
            work.chance[1, tables.channel[SLOT, channel] + moment]
            if (moment <= tables.channel[RING, channel])
            else 0.0
        )
        after = below_and_integral(tables, channel, scale, weights, moment + 1.0)[0]
        kept = g_at(tables, channel, scale, weights, moment + high)
        kept = (kept - g_at(tables, channel, scale, weights, moment + low)) / max(high - low, 1e-12)
        broken = (after - kept) / chance if chance > 1e-12 else 0.0
        work.line[COIN, channel] = min(max(broken, 0.0), 1.0)


@compiled
def breach_due(
    tables: Tables, day: int, work: Work, moves: Ints, counted: Counted, run: int
) -> None:
    """Break the promise to those who came ⌊s⌋ (or one more) days ago and still wait."""
    for station in range(tables.fraction.size):
        whole = tables.station[WHOLE, station]
        if whole < 0 or tables.slots[station, day] < 0:
            continue
        if 1 <= whole <= day:
            breach_waiting(tables, station, day - whole, 0, day, work, moves, counted, run)
        if whole + 1 <= day:
            breach_waiting(tables, station, day - whole - 1, 1, day, work, moves, counted, run)


@compiled
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
            if tables.channel[TARGET, channel] >= 0:
                work.waiting[tables.channel[TARGET, channel]] += leads


@compiled
def admit(
    state: State,
    tables: Tables,
    entered: int,
    day: int,
    work: Work,
    moves: Ints,
    counted: Counted,
    run: int,
) -> bool:
    """Let all who came to the stage of a node begin or queue up; say whether to settle once more.

    The segments of a stage share its slots: who of those that came today finds one is chance.
    """
    station = tables.node[STATION, entered]
    first, last = tables.station[FIRST_NODE, station], tables.station[END_NODE, station]
    came, reached = 0, tables.node.shape[1]
    for at in range(first, last):
        came += work.waiting[tables.served[0, at]]
    limited = tables.slots[station, day] >= 0
    taken = min(came, work.station[FREE, station]) if limited else came
    moment = NEVER
    if tables.station[WHOLE_VISIT, station] == 1:
        moment = tables.station[WHOLE, station]
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
            begin_watched(state, tables, node, begun, day, 0, 0, moment, work)
            reached = min(
                reached,
                leave_today(
                    tables.node, tables.channel, node, day, moves, work.pending, work.waiting
                ),
            )
    return bool(reached <= tables.node[RANK, entered])


@compiled
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
        first = tables.station[FIRST_NODE, station]
        for at in range(first, tables.station[END_NODE, station]):
            node = tables.served[0, at]
            leads = work.fresh[node]
            if leads == 0:
                continue
            work.fresh[node] = 0
            early = binomial(state, leads, 1.0 - tables.fraction[station])
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


@compiled
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
    if target >= 0:
        work.waiting[target] += leads
    return bool(target >= 0)


@compiled
def close_day(tables: Tables, day: int, work: Work, counted: Counted, run: int) -> None:
    """Note the day's breaches and the queues at its end."""
    for station in range(tables.fraction.size):
        place = day & (work.due.shape[1] - 1)
        counted.breaches[run, station, day] += work.due[station, place]
        work.due[station, place] = 0
        counted.queued[run, station, day] = work.station[QUEUED, station]
