"""A number of each run summed up: mean, spread, quantiles, and how sure they are."""

import math
from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Floats

QUANTILES = (0.025, 0.10, 0.50, 0.90, 0.975)


@dataclass(frozen=True)
class Total:
    """A figure over the whole horizon; of a level, at its end.

    `mcse` is the Monte Carlo standard error of the mean: sd/√runs, `mcse_p10` that of the 10th
    percentile and so on (`quantile_errors`). A single run tells nothing about spread: `sd` and all
    errors are NaN then.
    """

    mean: float
    sd: float
    mcse: float
    p2_5: float
    p10: float
    p50: float
    p90: float
    p97_5: float
    mcse_p2_5: float
    mcse_p10: float
    mcse_p50: float
    mcse_p90: float
    mcse_p97_5: float


def total_of(values: Floats) -> Total:
    """Return mean, spread and quantiles of a number a run, with their Monte Carlo errors."""
    runs = values.size
    # fsum: the mean must not depend on how a library happens to add.
    mean = math.fsum(values.tolist()) / runs
    squares = math.fsum(((values - mean) ** 2).tolist())
    sd = math.sqrt(squares / (runs - 1)) if runs > 1 else math.nan
    ordered = np.sort(values)
    quantiles = np.quantile(ordered, QUANTILES).tolist()
    return Total(mean, sd, sd / math.sqrt(runs), *quantiles, *quantile_errors(ordered))


def quantile_errors(ordered: Floats) -> list[float]:
    """Return the Monte Carlo standard errors of QUANTILES of values in rising order.

    The rank of a quantile p among n runs has the binomial standard error √(n p (1 − p)); half the
    distance of the values one such error below and above is that of the quantile itself. It
    assumes no distribution (David and Nagaraja, "Order Statistics", 2003, section 7.1).
    """
    runs = ordered.size
    if runs < 2:
        return [math.nan] * len(QUANTILES)
    shares = np.array(QUANTILES)
    error = np.sqrt(shares * (1 - shares) / runs)
    below, above = np.clip([shares - error, shares + error], 0.0, 1.0)
    found: list[float] = ((np.quantile(ordered, above) - np.quantile(ordered, below)) / 2).tolist()
    return found
