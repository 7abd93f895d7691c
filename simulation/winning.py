"""The chance that a lead is won in the end, and what the pipeline is worth by it."""

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.plan import Plan, moves_between, plan


def win_probability(funnel: Funnel) -> dict[tuple[str, str], float]:
    """Return P(win | a visit begins here) by (segment, stage); 1 for won, 0 for lost stages.

    Over all time, recycling included. Raises CannotSimulate where the funnel has errors.
    """
    made = plan(funnel, 1)
    chances = chance_to_win(made).tolist()
    keys = [(segment, stage) for segment in made.segment_ids for stage in made.stage_ids]
    return dict(zip(keys, chances, strict=True))


def chance_to_win(plan: Plan) -> Floats:
    """Return P(win | node), shape [N]: the solution of w = won + moves · w."""
    moving = moves_between(plan, plan.channel_share)
    found = plan.node_won.astype(np.float64)
    # Only where a win can be reached: elsewhere leads may go round for ever, and 1 − moves has
    # no inverse.
    hopeful = plan.node_won.copy()
    for _step in range(plan.nodes):
        hopeful |= (moving[:, hopeful] > 0).any(axis=1)
    inner = np.flatnonzero(hopeful & ~plan.node_won)
    if inner.size:
        among = np.eye(inner.size) - moving[np.ix_(inner, inner)]
        found[inner] = np.linalg.solve(
            among, moving[np.ix_(inner, np.flatnonzero(plan.node_won))].sum(axis=1)
        )
    return np.clip(found, 0.0, 1.0)


def chances_to_win(plan: Plan, rates: Floats) -> Floats:
    """Return P(win | node) under other rates of the channels [R, C], shape [R, N].

    Of each channel the same part keeps its promise as under the plan's own rates; the rest leaves
    by the breach.
    """
    own = np.array([way.rate for way in plan.channel_way])
    keeps = np.divide(plan.channel_share, own, out=np.ones_like(own), where=own > 0)
    share = rates * keeps
    for breach in (at for at, way in enumerate(plan.channel_way) if way.is_breach):
        beside = plan.channels_of(int(plan.channel_node[breach]))
        share[:, breach] = (rates[:, beside] * (1.0 - keeps[beside])).sum(axis=1)
    hopeful = np.flatnonzero((chance_to_win(plan) > 0) & ~plan.node_won)
    found = np.tile(plan.node_won.astype(np.float64), (len(rates), 1))
    moving = np.zeros((len(rates), plan.nodes, plan.nodes))
    for at in np.flatnonzero(plan.channel_target >= 0):
        moving[:, plan.channel_node[at], plan.channel_target[at]] += share[:, at]
    if hopeful.size:
        among = np.eye(hopeful.size) - moving[:, hopeful[:, None], hopeful]
        at_once = moving[:, hopeful][:, :, np.flatnonzero(plan.node_won)].sum(axis=2)
        found[:, hopeful] = np.linalg.solve(among, at_once[:, :, None])[:, :, 0]
    return np.clip(found, 0.0, 1.0)


def pipeline_weights(plan: Plan) -> Floats:
    """Return what a lead in each node adds to the pipeline value, shape [N]; nothing at an end."""
    return np.where(plan.node_end, 0.0, chance_to_win(plan) * plan.mean_deal)
