"""How leads leave stages, as the document keeps it: shares, times, curves, histograms."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from funnelcraft.funnel.measured import CurvePoint, MeasuredMove, TimeBin, UndrawnMove
from funnelcraft.funnel.model import Trigger
from funnelcraft.simulation.baseline.calibrated import Calibrated
from funnelcraft.simulation.baseline.estimates import curve_bounds, mean_days, share_estimate
from funnelcraft.simulation.baseline.measures import Move

MOST_POINTS = 60
MOST_BINS = 40
POINTS_OF_A_SEGMENT = 15
# A file holds 150,000 objects at most: the more curves there are, the fewer points each has.
POINTS_IN_ALL = 15_000
LEAST_POINTS = 4
# Beyond these, the most taken moves, shapes of times are not looked for.
MOST_FITTED = 60
MOST_UNDRAWN = 100
_WIDTHS = (1, 2, 5, 7, 10, 14, 20, 30, 50, 60, 90, 100, 180, 365)
# The slowest few would squeeze all others into one bin: they share the last.
_SHOWN = 0.99


def move_figures(calibrated: Calibrated) -> Iterable[MeasuredMove]:
    """Return the figures of every trigger that was measured, of all leads and of each segment.

    The histogram of times and the fits are of all leads alone. Where there are too many moves for a
    legible file, curves and histograms are left out.
    """
    measured = calibrated.found.measured
    by_id = {trigger.id: trigger for trigger in calibrated.funnel.triggers}
    segments = sum(len(moves) for moves in measured.by_segment.values())
    points = _points(MOST_POINTS, len(calibrated.triggers))
    few = _points(POINTS_OF_A_SEGMENT, segments)
    fitted = sorted(calibrated.triggers, key=lambda pair: -measured.moves[pair].moved)[:MOST_FITTED]
    for pair, trigger_id in calibrated.triggers.items():
        trigger, whole = by_id[trigger_id], measured.moves[pair]
        yield _figures(trigger, whole, points).replaced(
            times=_histogram(whole) if points > POINTS_OF_A_SEGMENT else (),
            fits=whole.fits if pair in fitted else (),
        )
        for segment, name in calibrated.segments.items():
            move = measured.by_segment.get(segment, {}).get(pair)
            if move is not None:
                yield _figures(trigger, move, few).replaced(segment=name)


def undrawn_figures(calibrated: Calibrated) -> Iterable[UndrawnMove]:
    """Return the figures of ways out of the funnel's stages that it has no trigger for.

    The most taken of them; of all leads and, between stages of the funnel, of each segment.
    """
    measured, stages = calibrated.found.measured, calibrated.stages
    ways = [one for one in measured.moves if one not in calibrated.triggers and one[0] in stages]
    ways.sort(key=lambda one: -measured.moves[one].moved)
    for start, to in ways[:MOST_UNDRAWN]:
        named = {
            "from_stage": stages[start],
            "to_stage": stages.get(to, ""),
            "to_name": "" if to in stages else calibrated.found.history.stages[to],
        }
        yield _undrawn(measured.moves[start, to]).replaced(**named)
        for segment, name in calibrated.segments.items() if to in stages else ():
            move = measured.by_segment.get(segment, {}).get((start, to))
            if move is not None:
                yield _undrawn(move).replaced(**named, segment=name)


def _undrawn(move: Move) -> UndrawnMove:
    figures = _figures(Trigger(id="", from_stage="", to_stage=""), move, LEAST_POINTS)
    return UndrawnMove(
        **figures.model_dump(by_alias=False, exclude={"conversion", "mean_days", "curve"}),
        conversion=figures.conversion,
        mean_days=figures.mean_days,
        rate=move.conversion.rate,
        rate_entered=move.conversion.entered or 0,
        rate_moved=move.conversion.moved or 0,
        time=move.time("empirical"),
    )


def _points(most: int, curves: int) -> int:
    """Return how many points each of some curves may have, none where they would be too few."""
    points = min(most, POINTS_IN_ALL // max(curves, 1))
    return points if points >= LEAST_POINTS else 0


def _figures(trigger: Trigger, move: Move, points: int) -> MeasuredMove:
    return MeasuredMove(
        trigger=trigger.id,
        from_stage=trigger.from_stage,
        to_stage=trigger.to_stage,
        entered=move.entered,
        moved=move.moved,
        naive=round(move.naive, 6),
        conversion=share_estimate(move.found, move.way),
        end_days=move.end,
        mean_days=mean_days(move.found, move.way),
        median_days=_within(move, 0.5),
        ninth_days=_within(move, 0.9),
        curve=_curve(move, points),
    )


def _within(move: Move, part: float) -> float | None:
    """Return within how many days such a part of those who move has moved."""
    gone = move.found.cumulative[move.way, : move.end + 1]
    if gone[-1] <= 0:
        return None
    return float(np.searchsorted(gone, part * gone[-1] * (1 - 1e-12)))


def _curve(move: Move, points: int) -> tuple[CurvePoint, ...]:
    """Return points of the curve: half of them at even days, half at even shares."""
    if points < 2:
        return ()
    gone = move.found.cumulative[move.way, : move.end + 1]
    half = points // 2
    even = np.linspace(0, move.end, half).round().astype(np.int64)
    steps = np.searchsorted(gone, np.linspace(gone[0], gone[-1], points - half))
    days = sorted({*even.tolist(), *np.minimum(steps, move.end).tolist()})
    bounds = curve_bounds(move.found, move.way, days)
    return tuple(
        CurvePoint(days=day, share=round(share, 6), low=round(low, 6), high=round(high, 6))
        for day, (share, low, high) in zip(days, bounds, strict=True)
    )


def _histogram(move: Move) -> tuple[TimeBin, ...]:
    counts = move.found.moves[move.way]
    total = int(counts.sum())
    if not total:
        return ()
    longest = int(np.flatnonzero(counts)[-1])
    shown = int(np.searchsorted(np.cumsum(counts), _SHOWN * total))
    enough = (w for w in _WIDTHS if shown // w + 2 <= MOST_BINS)
    width = next(enough, -(-(shown + 1) // (MOST_BINS - 1)))
    borders = [*range(0, shown + 1, width), (shown // width + 1) * width]
    if borders[-1] <= longest:
        borders.append(longest + 1)
    return tuple(
        TimeBin(from_days=float(a), to_days=float(b), moves=int(counts[a:b].sum()))
        for a, b in pairwise(borders)
    )
