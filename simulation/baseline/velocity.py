"""How long leads take, as the jumps of an estimated incidence."""

import numpy as np

from funnelcraft.funnel.velocity import EmpiricalTime
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.baseline.incidence import Incidence

# Half a year day by day and then some; more only makes files long.
MOST_TIMES = 400
_FINEST_MASS = 1 / 2_000


def velocity(found: Incidence, way: int, moved: int) -> EmpiricalTime | None:
    """Return the times of leaving by a way, given that a visit does; None where none did.

    The jumps of the cumulative incidence at whole days: what a simulation on the day grid lands on
    exactly, so that a calibrated funnel shows the shares that were measured. A fitted curve is
    smoother, but real stages have same-day moves and long tails that no two parameters follow.
    `moved` is the number of moves observed.
    """
    jumps = np.diff(found.cumulative[way, : found.end + 1], prepend=0.0)
    days = np.flatnonzero(jumps > 0).astype(np.float64)
    if not days.size:
        return None
    weights = jumps[jumps > 0] / jumps.sum()
    if days.size > MOST_TIMES:
        days, weights = _coarse(days, weights)
    return EmpiricalTime(
        days=tuple(round(float(day), 4) for day in days),
        weights=tuple(round(float(weight), 8) for weight in weights),
        observations=moved,
    )


def _coarse(days: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Merge neighbours, the rare ones first, to their weighted mean; the mean time stays exact."""
    mass = _FINEST_MASS
    while True:
        # A new group begins where the mass before passes the next multiple of `mass`.
        group = np.floor((np.cumsum(weights) - weights) / mass + 1e-9).astype(np.int64)
        _values, group = np.unique(group, return_inverse=True)
        if group[-1] < MOST_TIMES:
            merged = np.bincount(group, weights=weights).astype(np.float64)
            return np.bincount(group, weights=days * weights) / merged, merged
        mass *= 1.5
