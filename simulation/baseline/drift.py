"""How fast volume and conversion move, net of chance: the steps of the level behind weekly counts.

Counts scatter also where nothing moves, so the spread of monthly figures overstates how a market
moves. The level is the one that a backtest follows (`level`), with the same prior and the same
leaps: of volume the leads of each week are Poisson around it, of a conversion the moves of a week's
visits within some days are binomial, and their log odds walk. So a baseline and a backtest say the
same of one log. With a few weeks the prior is the answer; with many the data are.
"""

from dataclasses import dataclass

import numpy as np

from funnelcraft.funnel.measured import Estimate
from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.baseline.estimates import estimate
from funnelcraft.simulation.baseline.history import Visits
from funnelcraft.simulation.baseline.level import (
    STEPS,
    WEEKS_PER_MONTH,
    binomial_chance,
    grid,
    mean_step,
    poisson_chance,
    step_likelihoods,
    step_weights,
)
from funnelcraft.simulation.baseline.volume import Daily

MOST_WEEKS = 156
# Of fewer moves nothing is learnt but chance.
LEAST_MOVES = 5
# A conversion is judged within the days in which so many of its moves happen.
MOST_OF_THEM = 0.8


@dataclass(frozen=True)
class MeasuredSteps:
    """The standard deviation of monthly steps, and from how many whole months it was measured.

    `size` is the root of the mean square of what it may be, with its central 80 % interval.
    """

    size: Estimate
    months: int


def volume_steps(met: Ints, first_day: int, last_day: int) -> MeasuredSteps:
    """Measure the steps of log volume between two days, from those on which leads were met."""
    weeks = min((last_day - first_day + 1) // 7, MOST_WEEKS)
    daily = Daily.of(met, last_day + 1 - 7 * weeks, last_day) if weeks else None
    if daily is None or not daily.counts.any():
        return _measured(np.zeros(STEPS.size), 0)
    counts, steady = (one.reshape(weeks, 7).sum(axis=1) for one in (daily.counts, daily.weights))
    centre = np.log((counts.sum() + 0.5) / (steady.sum() + 0.5))
    chance = poisson_chance(counts, steady, grid(centre), daily.dispersion)
    return _measured(step_likelihoods(chance), weeks)


def conversion_steps(visits: Visits, pairs: list[tuple[int, int]], seen: int) -> MeasuredSteps:
    """Measure the steps of the log odds of some conversions (from, to), one size for all."""
    total, most = np.zeros(STEPS.size), 0
    stages = {start: visits.of(visits.stage == start) for start, _to in pairs}
    for start, to in pairs:
        moved, entered = _weekly_moves(stages[start], to, seen)
        if not moved.size:
            continue
        centre = np.log((moved.sum() + 0.5) / ((entered - moved).sum() + 0.5))
        total += step_likelihoods(binomial_chance(moved, entered, grid(centre)))
        most = max(most, moved.size)
    return _measured(total, most)


def _weekly_moves(here: Visits, to: int, seen: int) -> tuple[Ints, Ints]:
    """Return moves within some days and visits of each week whose visits were watched so long."""
    took = here.days[here.to == to]
    nothing = np.zeros(0, dtype=np.int64)
    if took.size < LEAST_MOVES:
        return nothing, nothing
    within = int(np.quantile(took, MOST_OF_THEM))
    begun = seen - here.followed
    last = seen - within
    weeks = min((last - int(begun.min()) + 1) // 7, MOST_WEEKS)
    start = last + 1 - 7 * weeks
    inside = (begun >= start) & (begun <= last)
    if weeks < 1 or not inside.any():
        return nothing, nothing
    week = (begun - start) // 7
    gone = inside & (here.to == to) & (here.days <= within)
    return (
        np.bincount(week[gone], minlength=weeks),
        np.bincount(week[inside], minlength=weeks),
    )


def _measured(likelihoods: Floats, weeks: int) -> MeasuredSteps:
    """Return the steps that log likelihoods of STEPS make likely, with their 80 % interval."""
    weight = step_weights(likelihoods)
    # Each of STEPS stands for the stretch around it, which ends half way to the next by factors.
    factor = float(np.sqrt(STEPS[1] / STEPS[0]))
    borders = np.r_[STEPS / factor, STEPS[-1] * factor]
    below = np.r_[0.0, np.cumsum(weight)]
    low, high = (float(np.interp(share, below, borders)) for share in (0.1, 0.9))
    return MeasuredSteps(estimate(mean_step(weight), low, high), int(weeks / WEEKS_PER_MONTH))
