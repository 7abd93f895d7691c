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


def pipeline_weights(plan: Plan) -> Floats:
    """Return what a lead in each node adds to the pipeline value, shape [N]; nothing at an end."""
    return np.where(plan.node_end, 0.0, chance_to_win(plan) * plan.mean_deal)
