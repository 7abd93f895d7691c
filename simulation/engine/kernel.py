"""The day loop: a block of runs, day by day, all leads of a node and day at once.

Everything is a count. What leaves a node later waits in a ring of days a channel; what leaves on
the day itself goes on at once, top-down, until the day is quiet. Stages with a capacity or an SLA
need more: `floor` has the same loop for funnels with such stages.
"""

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.compiling import compiled, inlined
from funnelcraft.simulation.engine.deals import Deals, sum_of_deals
from funnelcraft.simulation.engine.draws import State
from funnelcraft.simulation.engine.leaving import begin, leave_today
from funnelcraft.simulation.engine.tables import RING, SLOT, TARGET, WON, Tables, Words
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
    pending, waiting = work.pending, work.waiting
    for run in range(moves.shape[0]):
        new_run(tables, drawn, run, work, days)
        state, moved, month = states[run], moves[run], -1
        for day in range(days):
            if halt[0] == 1:
                return
            if tables.month[day] != month:
                month = tables.month[day]
                new_month(tables, drawn.rates[run, month], work)
            enter(tables.source_node, arrivals[run], day, waiting)
            if tables.opening == 1:
                enter(tables.channel[TARGET], moved, day, waiting)
            # Before anybody who lands further up goes on: so one pass is enough on a usual day.
            for way in tables.back:
                slot = tables.channel[SLOT, way] + (day & tables.channel[RING, way])
                moved[way, day] += pending[slot]
                waiting[tables.channel[TARGET, way]] += pending[slot]
                pending[slot] = 0
            _settle(
                state,
                tables.order,
                tables.node,
                tables.channel,
                day,
                work.rows[0],
                work.left[0],
                work.line,
                pending,
                waiting,
                work.branches,
                moved,
            )
            wins = empty_ends(tables.node, waiting)
            revenue[run, day] = sum_of_deals(state, wins, deals)


@inlined
def enter(into: Ints, leads: Ints, day: int, waiting: Ints) -> None:
    """Let the day's leads of every row of `leads` enter a node each."""
    for row in range(into.size):
        waiting[into[row]] += leads[row, day]


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
    """Send all who enter today on their ways, top-down, until nobody is left who moves on today.

    Arrays, not the tuples that hold them: to hand a tuple of twenty arrays on costs more than to
    draw for the leads of a usual day.
    """
    following = 0
    while following < order.size:
        first, following = following, node.shape[1]
        for rank in range(first, order.size):
            at = order[rank]
            leads = waiting[at]
            if leads > 0:
                waiting[at] = 0
                begin(state, node, channel, at, leads, day, rows, left, line, pending, branches)
            following = min(following, leave_today(node, channel, at, day, moves, pending, waiting))


@compiled
def empty_ends(node: Ints, waiting: Ints) -> int:
    """Take the leads that were won or left the funnel today off the floor; return the wins."""
    wins = 0
    for at in range(node.shape[1]):
        wins += waiting[at] * node[WON, at]
    waiting[:] = 0
    return wins
