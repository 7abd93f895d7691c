"""The day loop: a block of runs, day by day, all leads of a node and day at once.

Everything is a count. What leaves a node later waits in a ring of days a channel; what leaves on
the day itself goes on at once, top-down, until the day is quiet. Stages with a capacity or an SLA
need more: `floor` has the same loop for funnels with such stages.
"""

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.compiling import compiled
from funnelcraft.simulation.engine.deals import Deals, sum_of_deals
from funnelcraft.simulation.engine.draws import State
from funnelcraft.simulation.engine.leaving import begin, leave_today
from funnelcraft.simulation.engine.tables import RANK, RING, SLOT, TARGET, WON, Tables, Words
from funnelcraft.simulation.engine.work import Drawn, make_ready, new_month, new_run


@compiled
def run_block(
    halt: NDArray[np.uint8],
    states: Words,
    arrivals: Ints,
    tables: Tables,
    drawn: Drawn,
    deals: Deals,
    moves: Ints,
    revenue: Floats,
) -> None:
    """Simulate the runs of a block. R runs, Q sources, C channels, D days.

    `states` [R, 4] seeds each run; `arrivals` is [R, Q, D]. `moves` [R, C, D] holds what the
    opening pipeline will do and is filled with everything that moves; `revenue` is [R, D]. Where
    `halt[0]` turns 1, the rest stays undone.
    """
    days = moves.shape[2]
    work = make_ready(tables, days)
    for run in range(moves.shape[0]):
        new_run(tables, drawn, run, work, days)
        state, month = states[run], -1
        for day in range(days):
            if halt[0] == 1:
                return
            if tables.month[day] != month:
                month = tables.month[day]
                new_month(tables, drawn.rates[run, month], work)
            land(tables.channel, day, moves[run], work.pending, work.waiting)
            for source in range(tables.source_node.size):
                work.waiting[tables.source_node[source]] += arrivals[run, source, day]
            _settle(
                state,
                tables.order,
                tables.node,
                tables.channel,
                day,
                work.rows[0],
                work.left[0],
                work.line,
                work.pending,
                work.waiting,
                work.branches,
                moves[run],
            )
            wins = empty_ends(tables.node, work.waiting)
            revenue[run, day] = sum_of_deals(state, wins, deals)


@compiled
def land(channel: Ints, day: int, moves: Ints, pending: Ints, waiting: Ints) -> None:
    """Let everything that leaves on this day enter where it goes."""
    for way in range(channel.shape[1]):
        slot = channel[SLOT, way] + (day & channel[RING, way])
        leaving = moves[way, day] + pending[slot]
        if leaving > 0:
            pending[slot] = 0
            moves[way, day] = leaving
            target = channel[TARGET, way]
            if target >= 0:
                waiting[target] += leaving


@compiled
def _settle(
    state: State,
    order: Ints,
    node: Ints,
    channel: Ints,
    day: int,
    rows: Words,
    left: Floats,
    line: Floats,
    pending: Ints,
    waiting: Ints,
    branches: Ints,
    moves: Ints,
) -> None:
    """Send all who entered today on their ways, until nobody is left who moves on today.

    Arrays, not the tuples that hold them: to hand a tuple of twenty arrays on costs more than to
    draw for the leads of a usual day.
    """
    again = True
    while again:
        again = False
        for at in order:
            leads = waiting[at]
            if leads > 0:
                waiting[at] = 0
                begin(state, node, channel, at, leads, day, rows, left, line, pending, branches)
                reached = leave_today(node, channel, at, day, moves, pending, waiting)
                again |= reached <= node[RANK, at]


@compiled
def empty_ends(node: Ints, waiting: Ints) -> int:
    """Take the leads that were won or lost today off the floor; return how many were won."""
    wins = 0
    for at in range(waiting.size):
        if node[WON, at] == 1:
            wins += waiting[at]
        waiting[at] = 0
    return wins
