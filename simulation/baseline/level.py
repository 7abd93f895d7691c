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

REACH, POINTS = 3.0, 241
STEPS = np.geomspace(0.005, 0.6, 16)  # a month
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
    x = grid(math.log((counts.sum() + 0.5) / (expected.sum() + 0.5)))
    chance = poisson_chance(counts, expected, x, dispersion)
    likelihoods, levels, weeks = [], [], []
    for walk in _walks():
        likelihood, last, smoothed = _smoothed(chance, walk)
        likelihoods.append(likelihood)
        levels.append(last)
        weeks.append(smoothed @ np.exp(x))
    weight = step_weights(np.array(likelihoods))
    now = weight @ np.array(levels)
    mean_log = float(now @ x)
    return Level(
        now=float(now @ np.exp(x)),
        variance=float(now @ (x - mean_log) ** 2),
        step=mean_step(weight),
        weeks=np.asarray(weight @ np.array(weeks)),
    )


def grid(centre: float) -> Floats:
    """Return the points [G] at which a level is looked for, logarithms around a centre."""
    return np.asarray(centre + np.linspace(-REACH, REACH, POINTS))


def poisson_chance(counts: Ints, expected: Floats, x: Floats, dispersion: float = 1.0) -> Floats:
    """Return how likely the counts of W weeks are at each log level, [W, G], up to a factor."""
    mean = expected[:, None] * np.exp(x)
    log_chance = (counts[:, None] * np.log(np.maximum(mean, _SMALLEST)) - mean) / max(
        dispersion, 1.0
    )
    return np.asarray(np.exp(log_chance - log_chance.max(axis=1, keepdims=True)))


def binomial_chance(moved: Ints, entered: Ints, x: Floats) -> Floats:
    """Return how likely the moves of W weeks are at each log odds, [W, G], up to a factor."""
    log_chance = moved[:, None] * x - entered[:, None] * np.logaddexp(0, x)
    return np.asarray(np.exp(log_chance - log_chance.max(axis=1, keepdims=True)))


def step_likelihoods(chance: Floats) -> Floats:
    """Return the log likelihood of each of STEPS, from that of each week and point [W, G]."""
    return np.array([_forward(chance, walk)[0] for walk in _walks()])


def step_weights(likelihoods: Floats) -> Floats:
    """Return how much each of STEPS is to be believed, from its log likelihood; they sum to 1."""
    # STEPS grow by factors, so each stands for a stretch as long as it is large.
    log_weight = likelihoods - STEPS**2 / (2 * USUAL_STEP**2) + np.log(STEPS)
    weight = np.exp(log_weight - log_weight.max())
    return np.asarray(weight / weight.sum())


def mean_step(weight: Floats) -> float:
    """Return the root mean square of a step: what a forecast adds up are squares of steps."""
    return math.sqrt(float(weight @ STEPS**2))


@lru_cache(maxsize=1)
def _walks() -> tuple[Floats, ...]:
    """Return the walk of a week for each of the steps, kept: they are the same for all counts."""
    width = 2 * REACH / (POINTS - 1)
    return tuple(_walk(step / math.sqrt(WEEKS_PER_MONTH), width) for step in STEPS.tolist())


def _walk(step: float, width: float) -> Floats:
    """Return the chances to go from a point of the grid to another in a week, shape [G, G].

    Steps smaller than the grid's go to the neighbours, as often as gives the right variance.
    """
    away = np.abs(np.subtract.outer(np.arange(POINTS), np.arange(POINTS)))
    leaps = np.exp(-0.5 * (away * width / LEAP) ** 2)
    leaps *= A_LEAP / leaps.sum(axis=1, keepdims=True)
    if step > width:
        found = np.exp(-0.5 * (away * width / step) ** 2)
    else:
        aside = 0.5 * (step / width) ** 2
        found = np.where(away == 0, 1 - 2 * aside, np.where(away == 1, aside, 0.0))
    return np.asarray(leaps + (1 - A_LEAP) * found / found.sum(axis=1, keepdims=True))


def _forward(chance: Floats, walk: Floats) -> tuple[float, Floats]:
    """Return the log likelihood of a walk, and each week's level as known then [W, G].

    `chance[W, G]` is each week's likelihood at the points of the grid (Rabiner, Proceedings of the
    IEEE 77(2), 1989: the forward algorithm with scaling).
    """
    forward = np.empty_like(chance)
    now, likelihood = np.full(POINTS, 1.0 / POINTS), 0.0
    for week in range(len(chance)):
        now = (now if week == 0 else now @ walk) * chance[week]
        total = max(float(now.sum()), _SMALLEST)
        likelihood += math.log(total)
        now = now / total
        forward[week] = now
    return likelihood, forward


def _smoothed(chance: Floats, walk: Floats) -> tuple[float, Floats, Floats]:
    """Return the log likelihood of a walk, the last level's distribution [G], and all [W, G].

    The levels of all weeks are as seen from the end (Rabiner's backward algorithm).
    """
    likelihood, forward = _forward(chance, walk)
    smoothed = forward.copy()
    back = np.ones(POINTS)
    for week in range(len(chance) - 2, -1, -1):
        back = walk @ (back * chance[week + 1])
        back /= max(float(back.max()), _SMALLEST)
        smoothed[week] = forward[week] * back
        smoothed[week] /= max(float(smoothed[week].sum()), _SMALLEST)
    return likelihood, forward[-1], smoothed
