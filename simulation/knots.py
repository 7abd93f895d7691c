"""Time distributions as short tables, from which any scaled copy is read in nanoseconds.

A measured mean is not known exactly, so every run has times s·D with a scale s of its own. With F
the distribution function of D and G its integral, those of s·D are F(x/s) and s·G(x/s). G is kept
at some hundred knots and read in between by the cubic of the right values and slopes (G' = F).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from funnelcraft.funnel.velocity import TimeDistribution, TriangularTime
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.laws import atoms, sides

KNOTS = 1500
# What lies outside the knots is less than this.
OUTSIDE = 1e-12


@dataclass(frozen=True, eq=False)
class Knots:
    """A time as a table. Of atoms: `x` their days, `below` their weights, `integral` zeros.

    Of a time with a density: ages `x` (days), F there (`below`) and G there (`integral`).
    """

    is_atoms: bool
    x: Floats
    below: Floats
    integral: Floats


@lru_cache(maxsize=128)
def knots(time: TimeDistribution) -> Knots:
    """Return the table of a time."""
    parts = atoms(time)
    if parts is not None:
        return Knots(True, parts[0], parts[1], np.zeros(parts[0].size))
    x = _ages(time)
    at = sides(time, x)
    return Knots(False, x, at.below, x * at.below - at.time_below)


def _ages(time: TimeDistribution) -> Floats:
    """Return where to put the knots: dense where the distribution function rises."""
    if isinstance(time, TriangularTime):
        # G is a cubic left and right of the mode: any knots that hold it are exact.
        low, mode, high = time.low_days, time.mode_days, time.high_days
        return np.unique(np.concatenate([np.linspace(low, mode, 9), np.linspace(mode, high, 9)]))
    mean = float(sides(time, np.zeros(1)).time_above[0])
    coarse = mean * np.geomspace(1e-9, 1e9, 1200)
    at = sides(time, coarse)
    first = max(int(np.searchsorted(at.below, OUTSIDE)) - 1, 0)
    last = min(int(np.argmax(at.above < OUTSIDE)) or coarse.size - 1, coarse.size - 1)
    return np.geomspace(coarse[first], coarse[last], KNOTS)
