"""How much of a forecast's variance is luck, how much ignorance, how much drift."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.forecast.runs import Runs


@dataclass(frozen=True)
class VarianceShares:
    """Shares of the variance of a figure over the horizon; they sum to 1 (all 0 of a sure figure).

    `errors` are the Monte Carlo standard errors of the three, in the same order. `exact` is False
    where queues make the means behind the split an approximation.
    """

    luck: float
    ignorance: float
    drift: float
    errors: tuple[float, float, float]
    exact: bool


def variance_shares(
    runs: Runs,
    funnel: Funnel,
    figure: Figure,
    most: int | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> VarianceShares:
    """Return what the variance of a figure's total comes from. `runs` are simulated from `funnel`.

    By the law of total variance, Var(Y) = E[Var(Y | θ)] + Var(E[Y | θ]), with θ all that is not
    known. E[Y | θ] is what a run without luck does, under the same draws of θ, so the second term
    is the variance of such runs and luck is the rest. Runs with ignorance alone and with drift
    alone divide the second term in proportion to their variances: what the two do together counts
    for both. Standard errors by the jackknife over groups of runs, which keeps the common draws
    paired. `most` looks at so many runs only, the first: quicker, and less exact. Raises the
    engine's Stopped where `should_stop` says yes.
    """
    # Here, not at the top: the engine itself makes `Runs`.
    from funnelcraft.simulation.engine import simulate

    some = min(runs.runs, most or runs.runs)
    settings = replace(runs.settings, runs=some)
    parts = [runs.totals(figure)[:some]] + [
        simulate(
            funnel, replace(settings, luck=False, ignorance=i, drift=d), should_stop=should_stop
        ).totals(figure)
        for i, d in (
            (settings.ignorance, settings.drift),
            (settings.ignorance, False),
            (False, settings.drift),
        )
    ]
    values = np.array(parts)
    found = _shares(values)
    luck, ignorance, drift = found.tolist()
    return VarianceShares(luck, ignorance, drift, _errors(values), not runs.plan.has_queues)


def _shares(values: Floats) -> Floats:
    """Return the three shares of values [4, runs]."""
    whole, unknown, ignorance, drift = (
        values.var(axis=1, ddof=1) if values.shape[1] > 1 else np.zeros(4)
    )
    if whole <= 0:
        return np.zeros(3)
    both = min(unknown / whole, 1.0)
    apart = ignorance + drift
    part = ignorance / apart if apart > 0 else 0.0
    return np.array([1.0 - both, both * part, both * (1.0 - part) if apart > 0 else 0.0])


def _errors(values: Floats, groups: int = 20) -> tuple[float, float, float]:
    """Return the shares' standard errors by a delete-a-group jackknife (Efron and Stein, 1981)."""
    runs = values.shape[1]
    groups = min(groups, runs)
    if groups < 2 or runs < 4:
        return (np.nan, np.nan, np.nan)
    group = np.arange(runs) % groups
    left = np.array([_shares(values[:, group != one]) for one in range(groups)])
    spread = np.sqrt((groups - 1) / groups * ((left - left.mean(axis=0)) ** 2).sum(axis=0))
    luck, ignorance, drift = spread.tolist()
    return luck, ignorance, drift
