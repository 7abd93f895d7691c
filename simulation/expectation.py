"""The expectation: mean flows by a linear recursion on the day grid, exact where nobody queues.

Without queues the mean of everything is linear in the arrivals. Each day's entries are known once
the leads that arrive or land on it, and those who pass several stages within it, are added up:
e = (1 − S)⁻¹ (arrivals + landing), with S the shares that move on within the day.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.fluid import fluid_flow, own_figures
from funnelcraft.simulation.plan import Plan, moves_between, plan
from funnelcraft.simulation.winning import pipeline_weights

# What is missing to all cells of a channel beyond this is below any rounding of the sums.
NEGLIGIBLE = 1e-16


@dataclass(frozen=True, eq=False)
class OfSegments:
    """The means of the whole horizon by segment. G segments, S stages, T triggers.

    `balance` is at the end of the last day.
    """

    ids: tuple[str, ...]
    entries: Floats  # [G, S]
    balance: Floats  # [G, S]
    moves: Floats  # [G, T]


@dataclass(frozen=True, eq=False)
class Expectation:
    """The means of every day, summed over segments. S stages, T triggers, D days.

    `balance` and `pipeline` are at the end of each day. `pipeline` is the value of who is there by
    the chance to win; it and `revenue` are in the document's currency. `segments` tells the
    segments apart. With queues the means are an approximation (`simulation.fluid`): then `exact` is
    False.
    """

    start: date
    days: int
    stage_ids: tuple[str, ...]
    trigger_ids: tuple[str, ...]
    entries: Floats  # [S, D]
    balance: Floats  # [S, D]
    moves: Floats  # [T, D]
    revenue: Floats  # [D]
    pipeline: Floats  # [D]
    segments: OfSegments
    exact: bool = True


@dataclass(frozen=True, eq=False)
class Flow:
    """The mean flows of a plan: `entries` of every node [N, D], `moves` of every channel [C, D]."""

    entries: Floats
    moves: Floats


def expect(funnel: Funnel, days: int) -> Expectation:
    """Return what a funnel does in the mean over so many days from its start.

    Raises CannotSimulate where the funnel has errors.
    """
    return expectation_of(plan(funnel, days))


def expectation_of(plan: Plan) -> Expectation:
    """Return the means of a plan, nodes and channels added up to stages and triggers."""
    flow = mean_flow(plan)
    balance = balances(plan, flow.entries, flow.moves)
    entries, at_end = np.zeros((2, len(plan.stage_ids), plan.days))
    np.add.at(entries, plan.node_stage, flow.entries)
    np.add.at(at_end, plan.node_stage, balance)
    moves = np.zeros((len(plan.trigger_ids), plan.days))
    by_trigger = plan.channel_trigger >= 0
    np.add.at(moves, plan.channel_trigger[by_trigger], flow.moves[by_trigger])
    return Expectation(
        start=plan.start,
        days=plan.days,
        stage_ids=plan.stage_ids,
        trigger_ids=plan.trigger_ids,
        entries=entries,
        balance=at_end,
        moves=moves,
        revenue=plan.mean_deal * flow.entries[plan.node_won].sum(axis=0),
        pipeline=pipeline_weights(plan) @ balance,
        segments=_of_segments(plan, flow, balance),
        exact=not plan.has_queues,
    )


def _of_segments(plan: Plan, flow: Flow, balance: Floats) -> OfSegments:
    """Return the means by segment: nodes and channels are numbered segment by segment."""
    shape = (len(plan.segment_ids), len(plan.stage_ids))
    moves = np.zeros((shape[0], len(plan.trigger_ids)))
    by_trigger = plan.channel_trigger >= 0
    segment = plan.channel_node[by_trigger] // max(shape[1], 1)
    moved = flow.moves[by_trigger].sum(axis=1)
    np.add.at(moves, (segment, plan.channel_trigger[by_trigger]), moved)
    return OfSegments(
        ids=plan.segment_ids,
        entries=flow.entries.sum(axis=1).reshape(shape),
        balance=balance[:, -1].reshape(shape),
        moves=moves,
    )


def mean_flow(plan: Plan) -> Flow:
    """Return the mean entries and moves of a plan by recursion over the days.

    With queues, of leads that flow like water (`simulation.fluid`).
    """
    if plan.has_queues:
        poured = fluid_flow(plan, own_figures(plan), opening_moves(plan))
        return Flow(poured.entries[0], poured.moves[0])
    entries = np.zeros((plan.nodes, plan.days))
    moves = opening_moves(plan)
    arriving = np.zeros((plan.nodes, plan.days))
    np.add.at(arriving, plan.source_node, plan.source_mean)
    into = np.zeros((plan.nodes, plan.channels))
    inside = np.flatnonzero(plan.channel_target >= 0)
    into[plan.channel_target[inside], inside] = 1.0
    same_day = moves_between(plan, plan.cells[:, 0])
    settle = np.linalg.inv(np.eye(plan.nodes) - same_day.T)
    width = _width(plan.cells)
    product = np.empty((plan.channels, width))
    for day in range(plan.days):
        entries[:, day] = settle @ (arriving[:, day] + into @ moves[:, day])
        reach = min(width, plan.days - day)
        per_channel = entries[plan.channel_node, day, None]
        part = np.multiply(per_channel, plan.cells[:, :reach], out=product[:, :reach])
        moves[:, day : day + reach] += part
    # Means of nothing come out of the inverse as rounding errors of either sign.
    return Flow(np.maximum(entries, 0.0), np.maximum(moves, 0.0))


def _width(cells: Floats) -> int:
    """Return after how many days no channel has anything left to send."""
    busy = np.flatnonzero((cells > NEGLIGIBLE).any(axis=0))
    return int(busy[-1]) + 1 if busy.size else 1


def opening_moves(plan: Plan, rates: Floats | None = None) -> Floats:
    """Return the moves of the leads that are in the funnel already, shape [C, D].

    With rates by run [R, C] in the place of the document's, shape [R, C, D].
    """
    runs = 1 if rates is None else len(rates)
    found = np.zeros((runs, plan.channels, plan.days))
    for group in plan.waiting:
        own = plan.channels_of(group.node)
        moves = group.leads * group.cells
        if rates is None:
            found[:, own] += moves
        else:
            weights = group.weights(plan.channel_way[own], rates[:, own])
            found[:, own] += weights[:, :, None] * moves
    return found[0] if rates is None else found


def balances(plan: Plan, entries: Floats, moves: Floats) -> Floats:
    """Return the leads in every node at the end of each day, shape [N, D]."""
    leaving = np.zeros((plan.nodes, plan.days))
    np.add.at(leaving, plan.channel_node, moves)
    change = np.cumsum(entries - leaving, axis=1)
    return plan.opening_balance()[:, None] + change
