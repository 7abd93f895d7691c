"""The ages of the leads that a forecast starts with, beside the times of the design."""

import numpy as np

from funnelcraft.funnel.aging import Aged
from funnelcraft.funnel.graph import stages_in_order
from funnelcraft.funnel.model import ENDS, Funnel
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.quantiles import quantile

# So many points stand for a time; its tenths are all that is asked for.
_POINTS = 40


def opening_aging(funnel: Funnel) -> tuple[Aged, ...]:
    """Return how old the leads of the opening pipeline are in each stage, top-down.

    Beside them stand the times of the stage's triggers, each as heavy as its conversion: of leads
    that move on, counted from the beginning of work.
    """
    ages: dict[str, list[float]] = {}
    for held in funnel.opening:
        ages.setdefault(held.stage, []).extend(held.ages_days)
    found = []
    for stage in stages_in_order(funnel):
        here = np.array(ages.get(stage.id, ()))
        if stage.kind in ENDS or not here.size:
            continue
        low, middle, high = np.quantile(here, (0.1, 0.5, 0.9)).tolist()
        stay = _stay(funnel, stage.id)
        usual, ninth = stay if stay is not None else (None, None)
        late = int((here > ninth).sum()) if ninth is not None else 0
        found.append(Aged(stage.id, here.size, middle, low, high, usual, ninth, late))
    return tuple(found)


def _stay(funnel: Funnel, stage_id: str) -> tuple[float, float] | None:
    """Return within how many days half and nine in ten of those who move on do so; None: nobody."""
    shares = (np.arange(_POINTS) + 0.5) / _POINTS
    times: list[Floats] = []
    weights: list[Floats] = []
    for one in funnel.triggers:
        rate = one.conversion.rate if one.conversion is not None else 0.0
        if one.from_stage != stage_id or one.velocity is None or rate <= 0:
            continue
        velocity = one.velocity
        times.append(np.array([quantile(velocity, float(share)) for share in shares]))
        weights.append(np.full(_POINTS, rate / _POINTS))
    if not times or not all(np.isfinite(one).all() for one in times):
        return None
    order = np.argsort(np.concatenate(times), kind="stable")
    whole, weight = np.concatenate(times)[order], np.concatenate(weights)[order]
    below = (np.cumsum(weight) - weight / 2) / weight.sum()
    half, ninth = np.interp((0.5, 0.9), below, whole).tolist()
    return half, ninth
