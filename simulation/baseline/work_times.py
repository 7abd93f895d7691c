"""The work in a measured visit: what is left of it when the wait for a free slot is taken away.

A log without first-touch times shows whole visits. In a stage with a capacity the simulation adds
the wait by itself, so the time in the document must be that from the beginning of work. The wait
is found by sending the log's own visits through the queue, first in, first out, as the contract
says (`stations`, `calendars`): everyone who came, on the day they came, into the slots that were
free. Its mean is subtracted from the measured mean, and the measured times are scaled to what is
left: of the days in work the log shows the sum, not the shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Capacity, Funnel
from funnelcraft.funnel.velocity import EmpiricalTime, FixedTime, TimeDistribution, mean_days
from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.baseline.calibration import Baseline
from funnelcraft.simulation.baseline.history import seen_until, without_repeats
from funnelcraft.simulation.baseline.volume import EPOCH
from funnelcraft.simulation.calendars import slots


@dataclass(frozen=True)
class Wait:
    """The mean wait in a stage with a capacity, and the mean of whole visits that move on; days."""

    mean_days: float
    visit_days: float


_MIDDLE = 0.5  # a lead comes at any moment of its day


def waits_of(found: Baseline, funnel: Funnel, stages: Mapping[int, str]) -> dict[int, Wait]:
    """Return the waits in those of a funnel's measured stages that have a capacity.

    Everybody in the log stands in the queue, also leads met before the window; the mean is that of
    visits that begin in it.
    """
    by_id = stages_by_id(funnel)
    waits = {}
    known, _later = seen_until(found.log, found.window.seen)
    known, _again = without_repeats(known)
    for one, stage_id in stages.items():
        capacity = by_id[stage_id].capacity
        moves = [move for (start, _to), move in found.measured.moves.items() if start == one]
        if capacity is None or not moves:
            continue
        came = np.sort(known.day[known.stage == one])
        wait = replayed_waits(came, capacity, funnel.holidays)
        inside = came[: wait.size] >= found.window.first_day
        if not inside.any():
            continue
        curve = moves[0].found
        gone = curve.cumulative[:, : curve.end + 1].sum(axis=0)
        steps = np.diff(gone, prepend=0.0)
        visit = float((np.arange(steps.size) * steps).sum() / steps.sum())
        waits[one] = Wait(float(wait[inside].mean()), visit)
    return waits


def replayed_waits(came: Ints, capacity: Capacity, holidays: tuple[str, ...]) -> Floats:
    """Return how many days each of N leads waits that come on some days (from 1970-01-01), sorted.

    A lead that finds a free slot on its day begins at once, others at 00:00 of a later day; whoever
    would wait beyond the last arrival waits until the slots go on.
    """
    if not came.size:
        return np.zeros(0)
    first = int(came[0])
    length = int(came[-1]) - first + 1
    begin = EPOCH + timedelta(days=first)
    free = slots(capacity, holidays, begin, length)
    daily = np.bincount(came - first, minlength=length)
    served = _served(daily, free)
    left = int(daily.sum() - served.sum())
    if left:
        each = slots(capacity, holidays, begin, length + _days_for(left, capacity))[length:]
        served = np.r_[served, np.minimum(each, np.maximum(left - (np.cumsum(each) - each), 0))]
    begun = np.repeat(np.arange(served.size), served)
    nights = begun - (came[: begun.size] - first)
    return np.where(nights > 0, nights - _MIDDLE, 0.0)


def _served(daily: Ints, free: Ints) -> Ints:
    """Return how many begin on each day: the queue is Q' = max(Q + A − s, 0)."""
    # Reflected at its lowest point so far, the sum of arrivals less slots is the queue's length.
    net = np.cumsum(daily - free)
    queue = net - np.minimum(np.minimum.accumulate(net), 0)
    found: Ints = daily - np.diff(queue, prepend=0)
    return found


def _days_for(leads: int, capacity: Capacity) -> int:
    """Return in how many days so many leads have surely begun, within bounds."""
    return min(int(leads / max(capacity.leads_per_day, 1e-6) * 7 / 5) + 31, 20_000)


def less_the_wait(time: TimeDistribution, wait: float) -> TimeDistribution:
    """Return a measured time without a mean wait, scaled; no time at all where the wait is longer.

    `wait` is in days.
    """
    mean = mean_days(time)
    if mean is None or wait <= 0:
        return time
    scale = max(mean - wait, 0.0) / mean if mean > 0 else 0.0
    if scale == 0:
        return FixedTime(mean_days=0.0, observations=getattr(time, "observations", None))
    if isinstance(time, EmpiricalTime):
        return time.replaced(days=tuple(round(scale * one, 4) for one in time.days))
    return time.replaced(mean_days=round(scale * mean, 4))
