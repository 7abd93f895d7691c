"""How many leads come now: the level of recent weeks, weekdays and seasons allowed for."""

from dataclasses import dataclass

import numpy as np

from funnelcraft.funnel.model import DAYS_PER_MONTH, Volume
from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.baseline.level import follow
from funnelcraft.simulation.baseline.volume import day_of, volume
from funnelcraft.simulation.volumes import mean_arrivals


@dataclass(frozen=True)
class Arriving:
    """A volume as it is now, and the variance and monthly step of its logarithm."""

    volume: Volume
    variance: float
    step: float


def arriving(days: Ints, first: int, last: int) -> Arriving | None:
    """Estimate how many leads come from the days [N] on which they came, `first` to `last`.

    None where there is no whole week, or nobody came.
    """
    whole = volume(days, first, last)
    weeks = (last - first + 1) // 7
    start = last + 1 - 7 * weeks
    inside = days[days >= start]
    if weeks < 1 or not inside.size:
        return None
    steady = mean_arrivals(whole, day_of(start), 7 * weeks).reshape(weeks, 7).sum(axis=1)
    counts = np.bincount((inside - start) // 7, minlength=weeks)
    level = follow(counts, np.maximum(steady, 1e-9), whole.dispersion)
    now = whole.leads_per_month * level.now
    return Arriving(whole.replaced(leads_per_month=now), level.variance, level.step)


def unsure(found: Arriving, variance: float) -> Volume:
    """Return the volume with as many months observed as make its logarithm vary by so much.

    The engine draws Gamma(n + ½)/n times the volume, n leads over their dispersion: its variance
    is about 1/n, its mean 1 + 1/(2n), which is taken off.
    """
    seen = 1.0 / max(variance, 1e-6)
    leads = found.volume.leads_per_month / (1 + 0.5 / seen)
    months = seen * max(found.volume.dispersion, 1.0) / max(leads, 1e-12)
    return found.volume.replaced(leads_per_month=leads, months_observed=months)


def months(days: int) -> float:
    """Return days in months of 365.25/12 days."""
    return days / DAYS_PER_MONTH
