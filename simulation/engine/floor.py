"""The day loop of `kernel` for funnels with stations: stages with a capacity or an SLA."""

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.compiling import entry, inlined
from funnelcraft.simulation.engine.deals import Deals, sum_of_deals
from funnelcraft.simulation.engine.draws import State
from funnelcraft.simulation.engine.kernel import arrive, empty_ends, end_of_month
from funnelcraft.simulation.engine.leaving import begin, land, leave_pools, leave_today
from funnelcraft.simulation.engine.luck import begin_day, is_named, sow_deals
from funnelcraft.simulation.engine.promises import NEVER
from funnelcraft.simulation.engine.queues import (
    admit,
    breach_due,
    close_day,
    queue_up,
    serve_queue,
)
from funnelcraft.simulation.engine.sharing import begin_shared, share_rates, share_times
from funnelcraft.simulation.engine.tables import STATION, Tables, Words
from funnelcraft.simulation.engine.work import (
    Counted,
    Drawn,
    Work,
    new_month,
    new_run,
    new_run_of_stations,
)


@entry
def run_block_with_stations(
    halt: NDArray[np.uint8],
    states: Words,
    arrivals: Ints,
    tables: Tables,
    drawn: Drawn,
    deals: Deals,
    moves: Ints,
    revenue: Floats,
    work: Work,
    counted: Counted,
) -> None:
    """Simulate the runs of a block as `kernel.run_block` does; fill `counted` as well.

    Where `states` are longer than a generator, luck has names (`luck`): runs of a comparison.
    """
    days = moves.shape[2]
    for run in range(moves.shape[0]):
        new_run(tables, drawn, run, work, days)
        new_run_of_stations(tables, drawn, run, work, days)
        shared = is_named(states[run])
        if shared:
            share_times(tables, drawn, run, work)
        first_day = 0
        while first_day < days:
            end_day = end_of_month(tables.month, first_day)
            rates = drawn.rates[run, tables.month[first_day]]
            new_month(tables, rates, work)
            if shared:
                share_rates(tables, rates, work)
            _play(
                halt,
                states[run],
                arrivals[run],
                first_day,
                end_day,
                tables,
                drawn,
                run,
                work,
                deals,
                moves[run],
                revenue[run],
                counted,
            )
            first_day = end_day


@inlined
def _play(
    halt: NDArray[np.uint8],
    state: State,
    arrivals: Ints,
    first_day: int,
    end_day: int,
    tables: Tables,
    drawn: Drawn,
    run: int,
    work: Work,
    deals: Deals,
    moves: Ints,
    revenue: Floats,
    counted: Counted,
) -> None:
    """Play the days of a month of a run, as `kernel` does."""
    node, channel, pending, waiting = tables.node, tables.channel, work.pending, work.waiting
    shared = is_named(state)
    for day in range(first_day, end_day):
        if halt[0] == 1:
            return
        if shared:
            begin_day(state, node.shape[1], tables.fraction.size, day)
        arrive(tables.source_node, arrivals, tables.opening, channel, moves, day, waiting)
        leave_pools(state, channel, tables.pools, tables.pooled, day, work.pool, pending)
        # All at once: segments that share slots come together.
        for way in range(channel.shape[1]):
            land(channel, way, day, moves, pending, waiting)
        _play_day(state, tables, drawn, run, day, work, moves, counted)
        wins = empty_ends(node, waiting)
        if shared:
            sow_deals(state)
        revenue[day] = sum_of_deals(state, wins, deals)


@inlined
def _play_day(
    state: State,
    tables: Tables,
    drawn: Drawn,
    run: int,
    day: int,
    work: Work,
    moves: Ints,
    counted: Counted,
) -> None:
    """Play a day with queues and promises: who waited first, then who comes."""
    serve_queue(state, tables, drawn, run, day, work, moves, counted)
    breach_due(tables, day, work, moves, counted, run)
    again = True
    while again:
        _settle(state, tables, run, day, work, moves, counted)
        again = queue_up(state, tables, day, work, moves, counted, run)
    close_day(tables, day, work, counted, run)


@inlined
def _settle(
    state: State, tables: Tables, run: int, day: int, work: Work, moves: Ints, counted: Counted
) -> None:
    """Send all who entered today on their ways, until nobody is left who moves on today."""
    node, channel, waiting, pending = tables.node, tables.channel, work.waiting, work.pending
    days = tables.month.size
    rows, left, line, branches = work.rows[0], work.left[0], work.line, work.branches
    following = 0
    while following < tables.order.size:
        first, following = following, node.shape[1]
        for rank in range(first, tables.order.size):
            at = tables.order[rank]
            leads = waiting[at]
            if leads == 0:
                continue
            if node[STATION, at] >= 0:
                reached = admit(state, tables, at, day, work, moves, counted, run)
            else:
                waiting[at] = 0
                if is_named(state):
                    begin_shared(state, tables, at, leads, day, 0, 0, NEVER, work)
                else:
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
                        work.pick,
                        tables.pooled,
                        work.pool,
                        pending,
                        branches,
                    )
                reached = leave_today(node, channel, at, day, moves, pending, waiting)
            if reached <= rank:
                following = min(following, reached)
