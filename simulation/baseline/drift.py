"""How fast volume and conversion move from month to month, net of chance.

Both are random walks that are seen through counts: log volume through the leads of each month, the
log odds of a conversion through how many of a month's visits left by it within some days. Counts
scatter also where nothing moves, so the spread of the monthly figures overstates the walk. Here the
likelihood of the counts is worked out for each step size σ by filtering a grid of levels month by
month (Kitagawa, JASA 1987; 82:1032), from a level about which nothing is known. That is exact for
small counts and months without any.

A few months cannot tell σ. It has therefore a weakly informative prior, half a Student's t of three
degrees of freedom with scale 0.1 (Gelman, Bayesian Analysis 2006; 1:515): half of all markets move
by less than 8 % a month, one in ten by more than 24 %, and a market that leaps may. With no months
that is the answer; with many the data are.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from funnelcraft.funnel.measured import Estimate
from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.baseline.estimates import estimate
from funnelcraft.simulation.baseline.history import Visits
from funnelcraft.simulation.baseline.volume import Daily, day_number, day_of

PRIOR_SCALE = 0.1
PRIOR_FREEDOM = 3
MOST_MONTHS = 36
# What is learnt from months with fewer visits or stages with fewer moves is not worth the time.
LEAST_MOVES = 5
LEAST_MONTHS = 3
# A conversion is judged within the days in which so many of its moves happen.
MOST_OF_THEM = 0.8
_STEP = 0.02  # of the grid, on the logarithm or the log odds
_SIGMAS = np.r_[0.0, np.geomspace(0.01, 1.5, 40)]


@dataclass(frozen=True)
class MeasuredSteps:
    """The standard deviation of monthly steps, and from how many months it was measured."""

    size: Estimate
    months: int


def volume_steps(met: Ints, first_day: int, last_day: int) -> MeasuredSteps:
    """Measure the steps of log volume between two days, from those on which leads were met."""
    months = full_months(first_day, last_day)
    if len(months) < LEAST_MONTHS:
        return MeasuredSteps(_posterior(np.zeros(_SIGMAS.size)), 0)
    daily = Daily.of(met, months[0][0], months[-1][1])
    counts, exposure = daily.sums([one[0] for one in months])
    scaled = counts / daily.dispersion
    exposure = exposure / daily.dispersion
    rate = np.log((scaled + 0.5) / exposure)
    level = _levels(rate)
    likelihood = scaled[:, None] * level - exposure[:, None] * np.exp(level)
    return MeasuredSteps(_posterior(_filtered(likelihood)), len(months))


def conversion_steps(visits: Visits, pairs: list[tuple[int, int]], seen: int) -> MeasuredSteps:
    """Measure the steps of the log odds of some conversions (from, to), one size for all."""
    total = np.zeros(_SIGMAS.size)
    most = 0
    stages = {start: visits.of(visits.stage == start) for start, _to in pairs}
    for start, to in pairs:
        moved, entered = _monthly_shares(stages[start], to, seen)
        months = int((entered > 0).sum())
        if months < LEAST_MONTHS:
            continue
        odds = np.log((moved + 0.5) / (entered - moved + 0.5))
        level = _levels(odds)
        likelihood = moved[:, None] * level - entered[:, None] * np.logaddexp(0, level)
        total += _filtered(likelihood)
        most = max(most, months)
    return MeasuredSteps(_posterior(total), most)


def full_months(first_day: int, last_day: int) -> list[tuple[int, int]]:
    """Return first and last day of the calendar months that lie whole between two days.

    The latest, at most MOST_MONTHS.
    """
    months = []
    begin = day_of(first_day)
    if begin.day > 1:
        begin = _following(begin)
    while day_number(_following(begin)) - 1 <= last_day:
        months.append((day_number(begin), day_number(_following(begin)) - 1))
        begin = _following(begin)
    return months[-MOST_MONTHS:]


def _following(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _monthly_shares(here: Visits, to: int, seen: int) -> tuple[Floats, Floats]:
    """Return moves within some days and visits of each month whose visits were watched so long."""
    took = here.days[here.to == to]
    nothing = np.zeros(0)
    if took.size < LEAST_MOVES:
        return nothing, nothing
    within = int(np.quantile(took, MOST_OF_THEM))
    begun = seen - here.followed
    months = full_months(int(begun.min()), seen - within)
    if not months:
        return nothing, nothing
    borders = np.array([one[0] for one in months] + [months[-1][1] + 1])
    month = np.searchsorted(borders, begun, side="right") - 1
    inside = (month >= 0) & (month < len(months))
    gone = inside & (here.to == to) & (here.days <= within)
    entered = np.bincount(month[inside], minlength=len(months)).astype(np.float64)
    moved = np.bincount(month[gone], minlength=len(months)).astype(np.float64)
    return moved, entered


def _levels(seen: Floats) -> Floats:
    """Return the grid of levels: as far as the figures reach and a good deal beyond."""
    return np.arange(float(seen.min()) - 2.0, float(seen.max()) + 2.0, _STEP)


def _filtered(likelihood: Floats) -> Floats:
    """Return the log likelihood of each σ, from that of each month and level [M, G]."""
    found = np.zeros(_SIGMAS.size)
    peaks = likelihood.max(axis=1, keepdims=True)
    chance = np.exp(likelihood - peaks)
    for at, sigma in enumerate(_SIGMAS.tolist()):
        kernel = _kernel(sigma)
        level = np.full(chance.shape[1], 1.0 / chance.shape[1])
        for month in range(chance.shape[0]):
            if month:
                reach = kernel.size // 2
                level = np.convolve(level, kernel)[reach : reach + level.size]
            level = level * chance[month]
            total = float(level.sum())
            if total <= 0:
                found[at] = -np.inf
                break
            found[at] += np.log(total)
            level = level / total
    return found


def _kernel(sigma: float) -> Floats:
    """Return a step of the walk on the grid: the variance is σ² also below the grid's own step."""
    if sigma < _STEP:
        side = sigma**2 / _STEP**2 / 2
        return np.array([side, 1 - 2 * side, side])
    reach = int(np.ceil(4 * sigma / _STEP))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * _STEP / sigma) ** 2)
    return np.asarray(kernel / kernel.sum(), dtype=np.float64)


def _posterior(log_likelihood: Floats) -> Estimate:
    """Return the posterior mean of σ with its central 80% interval."""
    prior = -(PRIOR_FREEDOM + 1) / 2 * np.log1p((_SIGMAS / PRIOR_SCALE) ** 2 / PRIOR_FREEDOM)
    density = np.exp(log_likelihood - log_likelihood.max() + prior)
    middles = (_SIGMAS[1:] + _SIGMAS[:-1]) / 2
    mass = (density[1:] + density[:-1]) / 2 * np.diff(_SIGMAS)
    mass /= mass.sum()
    below = np.r_[0.0, np.cumsum(mass)]
    low, high = (float(np.interp(share, below, _SIGMAS)) for share in (0.1, 0.9))
    return estimate(float((mass * middles).sum()), low, high)
