"""The day loop: a block of runs, day by day, all leads of a node and day at once.

Everything is a count. What leaves a node later waits in a ring of days a channel; what leaves on
the day itself goes on at once, top-down, until the day is quiet. Stages with a capacity or an SLA
need more: `floor` has the same loop for funnels with such stages.
"""

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.compiling import borrowing, entry, inlined
from funnelcraft.simulation.engine.deals import Deals, sum_of_deals
from funnelcraft.simulation.engine.draws import State
from funnelcraft.simulation.engine.leaving import begin, land, leave_pools, leave_today
from funnelcraft.simulation.engine.tables import TARGET, WON, Tables, Words
from funnelcraft.simulation.engine.work import Drawn, Work, new_month, new_run


@entry
def run_block(
    halt: NDArray[np.uint8],
    states: Words,
    arrivals: Ints,
    tables: Tables,
    drawn: Drawn,
    deals: Deals,
    moves: Ints,
    revenue: Floats,
    work: Work,
) -> None:
    """Simulate the runs of a block. R runs, Q sources, C channels, D days.

    `states` [R, 4] seeds each run; `arrivals` is [R, Q, D]. `moves` [R, C, D] holds what the
    opening pipeline will do and is filled with everything that moves; `revenue` is [R, D]; `work`
    is theirs alone. Where `halt[0]` turns 1, the rest stays undone.
    """
    days = moves.shape[2]
    for run in range(moves.shape[0]):
        new_run(tables, drawn, run, work, days)
        begin_day = 0
        while begin_day < days:
            end_day = end_of_month(tables.month, begin_day)
            new_month(tables, drawn.rates[run, tables.month[begin_day]], work)
            _play(
                halt,
                states[run],
                arrivals[run],
                begin_day,
                end_day,
                tables.opening,
                tables.order,
                tables.back,
                tables.source_node,
                tables.node,
                tables.channel,
                work.rows[0],
                work.left[0],
                work.line,
                work.pick,
                tables.pools,
                tables.pooled,
                work.pool,
                work.pending,
                work.waiting,
                work.branches,
                deals,
                moves[run],
                revenue[run],
            )
            begin_day = end_day


@borrowing
def _play(
    halt: NDArray[np.uint8],
    state: State,
    arrivals: Ints,
    first_day: int,
    end_day: int,
    opening: int,
    order: Ints,
    back: Ints,
    source_node: Ints,
    node: Ints,
    channel: Ints,
    rows: Words,
    left: Floats,
    line: Floats,
    pick: Words,
    pools: Ints,
    pooled: Floats,
    pool: Ints,
    pending: Ints,
    waiting: Ints,
    branches: Ints,
    deals: Deals,
    moves: Ints,
    revenue: Floats,
) -> None:
    """Play the days of a month of a run.

    Arrays, not the tuples that hold them: whoever takes an array out of a tuple counts a
    reference, and on a usual day that takes longer than to draw for its leads.
    """
    days = revenue.size
    for day in range(first_day, end_day):
        if halt[0] == 1:
            return
        arrive(source_node, arrivals, opening, channel, moves, day, waiting)
        leave_pools(state, channel, pools, pooled, day, pool, pending)
        # Who lands further up does so before those up there go on: one pass a usual day is enough.
        for way in back:
            land(channel, way, day, moves, pending, waiting)
        following = 0
        while following < order.size:
            first, following = following, node.shape[1]
            for rank in range(first, order.size):
                at = order[rank]
                leads = waiting[at]
                if leads > 0:
                    waiting[at] = 0
                    begin(
                        state,
                        node,
                        channel,
                        at,
                        leads,
                        day,
                        days,
                        rows,
                        left,
                        line,
                        pick,
                        pooled,
                        pool,
                        pending,
                        branches,
                    )
                reached = leave_today(node, channel, at, day, moves, pending, waiting)
                if reached <= rank:
                    following = min(following, reached)
        wins = empty_ends(node, waiting)
        revenue[day] = sum_of_deals(state, wins, deals)


@borrowing
def end_of_month(month: Ints, day: int) -> int:
    """Return the first day after a day on which the rates of another month hold."""
    end = day + 1
    while end < month.size and month[end] == month[day]:
        end += 1
    return end


@inlined
def arrive(
    source_node: Ints,
    arrivals: Ints,
    opening: int,
    channel: Ints,
    moves: Ints,
    day: int,
    waiting: Ints,
) -> None:
    """Let the day's leads of all sources enter, and those whom the opening pipeline moves."""
    for source in range(source_node.size):
        waiting[source_node[source]] += arrivals[source, day]
    if opening == 1:
        for way in range(channel.shape[1]):
            waiting[channel[TARGET, way]] += moves[way, day]


@inlined
def empty_ends(node: Ints, waiting: Ints) -> int:
    """Take the leads that were won or left the funnel today off the floor; return the wins."""
    wins = 0
    for at in range(node.shape[1]):
        wins += waiting[at] * node[WON, at]
        waiting[at] = 0
    waiting[node.shape[1]] = 0
    return wins
