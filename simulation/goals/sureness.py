"""How surely an answer is known, and whether more of the lever helps everywhere."""

import math
from collections.abc import Sequence

from funnelcraft.simulation.goals.levers import Lever
from funnelcraft.simulation.goals.seeking import Answer
from funnelcraft.simulation.goals.trials import Point, normal

Z95 = 1.959963984540054
APART = 4.0  # standard errors between the points a slope is taken from, at least


def share_interval(point: Point) -> tuple[float, float]:
    """Return the 95% interval of the share of runs that meet the goal (Wilson, 1927)."""
    n, p, z2 = point.runs, point.share, Z95**2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def value_interval(found: Answer, lever: Lever) -> tuple[float, float] | None:
    """Return the 95% interval of the lever's value at which the goal is met, low before high.

    The share's error divided by the slope of the share, both on the normal scale (delta method).
    None where the lever goes in whole steps, nothing was found, or no slope can be told.
    """
    if found.state != "found" or lever.step is not None:
        return None
    point = found.point
    z = normal(point.share)
    error = point.error * math.sqrt(2 * math.pi) * math.exp(z * z / 2)
    slope = _slope(found.points, point, lever)
    if slope is None:
        return None
    place, half = _scale(lever, point.value), Z95 * error / abs(slope)
    ends = [_unscaled(lever, place - half), _unscaled(lever, place + half)]
    return max(ends[0], lever.low), min(ends[1], lever.high)


def _slope(points: Sequence[Point], at: Point, lever: Lever) -> float | None:
    """Return how fast the share changes with the lever around a point, on the normal scale.

    All points were tried on the same luck, so near ones differ by the lever alone; still, those
    too near to tell apart are passed over.
    """
    middle = points.index(at)
    before = next((p for p in reversed(points[:middle]) if _differ(p, at)), None)
    after = next((p for p in points[middle + 1 :] if _differ(p, at)), None)
    low, high = before or at, after or at
    run = _scale(lever, high.value) - _scale(lever, low.value)
    rise = normal(high.share) - normal(low.share)
    return rise / run if run and rise else None


def _differ(one: Point, other: Point) -> bool:
    return abs(one.share - other.share) >= APART * other.error


def _scale(lever: Lever, value: float) -> float:
    return value if lever.kind == "rate" else math.log(value)


def _unscaled(lever: Lever, place: float) -> float:
    return place if lever.kind == "rate" else math.exp(place)


def falls_back(points: Sequence[Point]) -> tuple[Point, Point] | None:
    """Return the worst pair of points of which the more helpful one meets the goal less often.

    `points` go from the least to the most helpful value. Only a fall beyond three standard errors
    of the difference counts: as if both had their own luck, which is more than they differ by.
    """
    worst, most = None, 0.0
    best = points[0] if points else None
    for one in points:
        assert best is not None
        fall = best.share - one.share
        if fall > 3 * math.hypot(best.error, one.error) and fall > most:
            worst, most = (best, one), fall
        if one.share >= best.share:
            best = one
    return worst
