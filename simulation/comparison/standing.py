"""How two designs stand to each other: which is better how often, and how much luck they share."""

import math
from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Floats


@dataclass(frozen=True)
class Better:
    """In which share of the runs B is better, worse and equal.

    `error` is the standard error of `share`: runs are independent, so √(p (1 − p) / runs). Where
    all runs agree half a run is taken to differ: that many runs cannot tell certainty.
    """

    share: float
    error: float
    worse: float

    @property
    def equal(self) -> float:
        """The share of runs in which both are equal."""
        return max(1.0 - self.share - self.worse, 0.0)


def better(ahead: float, behind: float, runs: int) -> Better:
    """Return how B stands from the shares of runs in which it is ahead and behind."""
    near = min(max(ahead, 0.5 / runs), 1 - 0.5 / runs)
    return Better(ahead, math.sqrt(near * (1 - near) / runs), behind)


@dataclass(frozen=True)
class Pairing:
    """How tightly two designs are paired in a figure.

    `correlation` is that of the runs of both (Pearson's; None where one of them never varies).
    `narrower` is how many times narrower than with independent luck the spread of their difference
    is: √(Var A + Var B) / sd(B − A); None where the difference does not vary.
    """

    correlation: float | None
    narrower: float | None


def pairing(a: Floats, b: Floats) -> Pairing:
    """Return how tightly the runs of two designs are paired, numbers of shape [runs] each."""
    if a.size < 2:
        return Pairing(None, None)
    spread_a, spread_b, apart = (float(np.std(x, ddof=1)) for x in (a, b, b - a))
    narrower = math.hypot(spread_a, spread_b) / apart if apart > 0 else None
    if spread_a == 0 or spread_b == 0:
        return Pairing(None, narrower)
    together = float(np.corrcoef(a, b)[0, 1])
    return Pairing(min(max(together, -1.0), 1.0), narrower)
