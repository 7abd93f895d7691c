"""How good a forecast was: proper scores of its runs, and what naive forecasts would have said."""

from collections.abc import Sequence

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints

SHARES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)


def crps(runs: Floats, truth: float) -> float:
    """Return the continuous ranked probability score of runs [R]; small is good.

    E|X − y| − ½ E|X − X′| over the runs, with pairs of different ones (Gneiting and Raftery, JASA
    2007; 102:359, and Ferro, Quarterly Journal of the RMS 2014; 140:1917, whose form is unbiased).
    In the units of the figure; of a single number it is the absolute error.
    """
    ordered = np.sort(np.asarray(runs, dtype=np.float64))
    count = ordered.size
    away = float(np.abs(ordered - truth).mean())
    if count < 2:
        return away
    # Σ over pairs |x_i − x_j| = 2 Σ (2i − n − 1) x_(i), i from 1.
    ranks = 2.0 * np.arange(1, count + 1) - count - 1
    apart = 2.0 * float(ranks @ ordered) / (count * (count - 1))
    return away - apart / 2


def pinball(quantiles: Sequence[float], shares: Sequence[float], truth: float) -> float:
    """Return the mean pinball loss of quantiles; small is good (Koenker and Bassett, 1978)."""
    losses = [
        (share - (truth < quantile)) * (truth - quantile)
        for quantile, share in zip(quantiles, shares, strict=True)
    ]
    return float(np.mean(losses))


def naive(days: Ints, cut: int, ahead: int, weeks: int) -> float:
    """Return the mean of the last weeks before a cut, scaled to so many days ahead.

    `days[N]` are those on which the target was entered.
    """
    before = ((days >= cut - 7 * weeks) & (days < cut)).sum()
    return float(before) * ahead / (7 * weeks)
