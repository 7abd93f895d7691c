"""How high a rate is now, and how fast it moves: a local level behind weekly counts.

A count of week *w* is Poisson around expected[w] · exp(x[w]), wider by a dispersion; x walks by
normal steps. This is Harvey's local level model (*Forecasting, Structural Time Series Models and
the Kalman Filter*, 1989, 4.1) for counts, solved on a grid as Kitagawa does (JASA 1987; 82:1032)
instead of by Kalman's formulas, so that few counts are no trouble. The step is not known either:
each of a range of steps counts by its likelihood times a prior. So drift is what is left when
chance is allowed for, and the level weighs recent weeks as much as steps and counts deserve.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from funnelcraft.funnel.model import DAYS_PER_MONTH
from funnelcraft.simulation.arrays import Floats, Ints

WEEKS_PER_MONTH = DAYS_PER_MONTH / 7

# What markets do in a month before data says otherwise: half of the prior lies below an eighth, a
# twentieth beyond two fifths. Half-normal, as Gelman (Bayesian Analysis 1(3), 2006) advises.
USUAL_STEP = 0.2

# A new campaign, team or rule moves a level at once, by a factor of e or so, about once a year. It
# is no step of the walk: else one leap would make all months to come look wild.
A_LEAP, LEAP = 1 / 52, 1.0

_REACH, _POINTS = 3.0, 241
_STEPS = np.geomspace(0.005, 0.6, 16)  # a month
_SMALLEST = 1e-300


@dataclass(frozen=True, eq=False)
class Level:
    """A level as known at the end of the last of W weeks, as a factor of what was expected.

    `now` is its mean, `variance` that of its logarithm; `step` is the standard deviation of the
    logarithm's steps in a month (root of the mean square). `weeks[W]` are the levels of all weeks
    as seen from the end.
    """

    now: float
    variance: float
    step: float
    weeks: Floats


def follow(counts: Ints, expected: Floats, dispersion: float = 1.0) -> Level:
    """Estimate the level behind weekly counts [W], expected [W] ≥ 0 at a level of 1.

    Some of it must be expected. `dispersion` is the counts' variance divided by their mean.
    """
    centre = math.log((counts.sum() + 0.5) / (expected.sum() + 0.5))
    x = centre + np.linspace(-_REACH, _REACH, _POINTS)
    mean = expected[:, None] * np.exp(x)
    log_chance = (counts[:, None] * np.log(np.maximum(mean, _SMALLEST)) - mean) / max(
        dispersion, 1.0
    )
    log_chance -= log_chance.max(axis=1, keepdims=True)
    chance = np.exp(log_chance)
    weights, levels, weeks, squares = [], [], [], []
    for step, walk in zip(_STEPS.tolist(), _walks(), strict=True):
        likelihood, last, smoothed = _smoothed(chance, walk)
        weights.append(likelihood - step**2 / (2 * USUAL_STEP**2) + math.log(step))
        levels.append(last)
        weeks.append(smoothed @ np.exp(x))
        squares.append(step**2)
    weight = np.exp(np.array(weights) - max(weights))
    weight /= weight.sum()
    now = weight @ np.array(levels)
    mean_log = float(now @ x)
    return Level(
        now=float(now @ np.exp(x)),
        variance=float(now @ (x - mean_log) ** 2),
        step=math.sqrt(float(weight @ np.array(squares))),
        weeks=np.asarray(weight @ np.array(weeks)),
    )


@lru_cache(maxsize=1)
def _walks() -> tuple[Floats, ...]:
    """Return the walk of a week for each of the steps, kept: they are the same for all counts."""
    width = 2 * _REACH / (_POINTS - 1)
    return tuple(_walk(step / math.sqrt(WEEKS_PER_MONTH), width) for step in _STEPS.tolist())


def _walk(step: float, width: float) -> Floats:
    """Return the chances to go from a point of the grid to another in a week, shape [G, G].

    Steps smaller than the grid's go to the neighbours, as often as gives the right variance.
    """
    away = np.abs(np.subtract.outer(np.arange(_POINTS), np.arange(_POINTS)))
    leaps = np.exp(-0.5 * (away * width / LEAP) ** 2)
    leaps *= A_LEAP / leaps.sum(axis=1, keepdims=True)
    if step > width:
        found = np.exp(-0.5 * (away * width / step) ** 2)
    else:
        aside = 0.5 * (step / width) ** 2
        found = np.where(away == 0, 1 - 2 * aside, np.where(away == 1, aside, 0.0))
    return np.asarray(leaps + (1 - A_LEAP) * found / found.sum(axis=1, keepdims=True))


def _smoothed(chance: Floats, walk: Floats) -> tuple[float, Floats, Floats]:
    """Return the log likelihood of a walk, the last level's distribution [G], and all [W, G].

    `chance[W, G]` is each week's likelihood at the points of the grid (Rabiner, Proceedings of the
    IEEE 77(2), 1989: the forward and backward algorithm with scaling).
    """
    weeks = len(chance)
    forward = np.empty_like(chance)
    now, likelihood = np.full(_POINTS, 1.0 / _POINTS), 0.0
    for week in range(weeks):
        now = (now if week == 0 else now @ walk) * chance[week]
        total = max(float(now.sum()), _SMALLEST)
        likelihood += math.log(total)
        now = now / total
        forward[week] = now
    smoothed = forward.copy()
    back = np.ones(_POINTS)
    for week in range(weeks - 2, -1, -1):
        back = walk @ (back * chance[week + 1])
        back /= max(float(back.max()), _SMALLEST)
        smoothed[week] = forward[week] * back
        smoothed[week] /= max(float(smoothed[week].sum()), _SMALLEST)
    return likelihood, forward[-1], smoothed
