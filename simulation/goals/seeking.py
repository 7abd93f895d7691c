"""Seek the value of a lever at which a goal is met with the confidence asked for.

The share of runs that meet a goal rises (or falls) with the lever; between two values it is
interpolated on the normal scale, on which it is close to a straight line. All values are tried on
the same luck, so the shares differ by what the lever does, not by chance.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.engine import Settings
from funnelcraft.simulation.goals.goal import Goal
from funnelcraft.simulation.goals.levers import Lever
from funnelcraft.simulation.goals.trials import Point, ShouldStop, Trials, normal

GRID = 8  # values tried over the whole range
COARSE = 400  # runs of each
NARROW = 1 / 64  # of the range: from here on, all runs are worth it
STEPS = 6  # values tried with all runs, at the most
FARTHEST_STEP = 0.05  # of the range, in one refinement
CONFIDENCES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
FILLED = 5  # more of them between never and always, for the frontier
USUAL_TRIALS = (GRID + 1 + 3 + FILLED, 4)  # as a rule: with few runs, and with all

OnProgress = Callable[[float], None]  # 0–1


@dataclass(frozen=True)
class Answer:
    """Where a goal is met.

    `state` is "found"; "met" where every value of the lever meets the goal (`point` is the least
    helpful one); "out of reach" where none does (`point` is the most helpful one). `points` are
    all values tried, the least helpful first; `frontier` pairs confidences with the values they
    need.
    """

    state: Literal["found", "met", "out of reach"]
    point: Point
    points: tuple[Point, ...]
    frontier: tuple[tuple[float, float], ...]


def seek(
    funnel: Funnel,
    lever: Lever,
    goal: Goal,
    settings: Settings,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Answer:
    """Find the lever's least helpful value that still meets the goal.

    `settings.runs` decides how exactly: the answer's share has the standard error √(p(1−p)/runs).
    Raises the engine's Stopped, and CannotSimulate.
    """

    few, all_of_them = USUAL_TRIALS
    usual = few * min(COARSE, settings.runs) + all_of_them * settings.runs

    def on_trial(runs: int) -> None:
        if on_progress is not None:
            on_progress(min(runs / usual, 0.99))

    trials = Trials(funnel, lever, goal, settings, on_trial, should_stop)
    state, point = _sought(trials)
    _fill_in(trials)
    if on_progress is not None:
        on_progress(1.0)
    return Answer(state, point, trials.points, _frontier(trials))


def _sought(trials: Trials) -> tuple[Literal["found", "met", "out of reach"], Point]:
    wanted, coarse = trials.goal.confidence, min(COARSE, trials.runs)
    trials.begin(coarse)
    for at in range(GRID + 1):
        trials.try_at(at / GRID, coarse)
    if trials.try_at(0.0, coarse).share >= wanted:
        least = trials.try_at(0.0, trials.runs)
        if least.share >= wanted:
            return "met", least
    if trials.try_at(1.0, coarse).share < wanted:
        most = trials.try_at(1.0, trials.runs)
        if most.share < wanted:
            return "out of reach", most
    below, above = _narrowed(trials, coarse)
    if trials.lever.step is not None:
        return "found", _whole(trials, above)
    return "found", _refined(trials, below, above)


def _narrowed(trials: Trials, runs: int) -> tuple[float, float]:
    """Return two places close to each other, the goal missed at the first and met at the second."""
    wanted = trials.goal.confidence
    below = max(
        (at / GRID for at in range(GRID) if trials.try_at(at / GRID, runs).share < wanted),
        default=0.0,
    )
    above = below + 1 / GRID
    while above - below > NARROW and trials.value(below) != trials.value(above):
        middle = (below + above) / 2
        if trials.try_at(middle, runs).share < wanted:
            below = middle
        else:
            above = middle
    return below, above


def _refined(trials: Trials, below: float, above: float) -> Point:
    """Return the answer, tried with all runs, after steps along the slope."""
    wanted = normal(trials.goal.confidence)
    place = (below + above) / 2
    point = trials.try_at(place, trials.runs)
    other = above + (above - below)
    for _step in range(STEPS):
        if abs(point.share - trials.goal.confidence) <= point.error / 2:
            break
        beside = trials.try_at(min(other, 1.0), trials.runs)
        rise, run = normal(beside.share) - normal(point.share), min(other, 1.0) - place
        if run == 0 or rise / run <= 0:
            break
        move = (wanted - normal(point.share)) * run / rise
        other = place
        place += min(max(move, -FARTHEST_STEP), FARTHEST_STEP)
        place = min(max(place, 0.0), 1.0)
        point = trials.try_at(place, trials.runs)
    return point


def _whole(trials: Trials, place: float) -> Point:
    """Return the least helpful whole step that meets the goal, tried with all runs."""
    lever, wanted = trials.lever, trials.goal.confidence
    step = trials.towards * (lever.step or 1.0)
    point = trials.try_value(trials.value(place), trials.runs)
    while point.share < wanted and lever.low <= point.value + step <= lever.high:
        point = trials.try_value(point.value + step, trials.runs)
    while lever.low <= point.value - step <= lever.high:
        less = trials.try_value(point.value - step, trials.runs)
        if less.share < wanted:
            break
        point = less
    return point


def _fill_in(trials: Trials) -> None:
    """Try more values between the last that is never met and the first that always is."""
    runs = min(COARSE, trials.runs)
    shares = [trials.try_at(at / GRID, runs).share for at in range(GRID + 1)]
    low = max((at for at, share in enumerate(shares) if share < 0.02), default=0)
    high = min((at for at, share in enumerate(shares) if share > 0.98 and at > low), default=GRID)
    for at in range(1, FILLED + 1):
        trials.try_at((low + (high - low) * at / (FILLED + 1)) / GRID, runs)


def _frontier(trials: Trials) -> tuple[tuple[float, float], ...]:
    """Pair each confidence that is reached with the value it needs, between the values tried."""
    points = trials.points
    found = []
    for wanted in sorted({*CONFIDENCES, trials.goal.confidence}):
        at = next((i for i, one in enumerate(points) if one.share >= wanted), None)
        if at is None:
            continue
        value = points[at].value
        if at > 0 and trials.lever.step is None and points[at].share > points[at - 1].share:
            low, high = normal(points[at - 1].share), normal(points[at].share)
            before = points[at - 1].value
            value = before + (normal(wanted) - low) / (high - low) * (value - before)
        found.append((wanted, value))
    return tuple(found)
