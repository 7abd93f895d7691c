"""Left truncation: a log that begins to record moves into a stage long after its leads.

Leads met before that day look as if they never moved there, which ruins every share they count in.

How it is found. Let T be the first day on which a move into the stage is recorded. Leads met from T
on show, with open ones censored, the share F(t) of leads that move there within t days of being
met. Were the log complete, a lead met on day x < T would have moved before T with F(T − 1 − x), so
Λ = Σ F(T − 1 − x) moves were due before T and their number is at most as spread as Poisson's. None
is recorded: the chance of that is e^−Λ at most. Two allowances keep the alarm from going off for
nothing: F is taken at its lower 99% bound (few moves known prove little), and Λ is halved (in a
growing business earlier leads may have converted half as often). The stretches between the first
few days with a move are judged in the same way, because a record may be dated wrongly. The alarm
goes off below a chance of `ALARM`, shared out among all stages and stretches: a complete log of
leads that move half as often or more raises it less than once in a thousand times.
"""

import math
from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.baseline.incidence import Incidence, incidence

ALARM = 0.001
MOST_STRAYS = 3
LEAST_MOVES = 10  # fewer have no bounds to rely on
ALLOWED_GROWTH = 2.0
_LOWER_99 = 2.326  # standard errors, on the logarithm of the share


@dataclass(frozen=True)
class Truncation:
    """A stage into which nothing, or next to nothing, is recorded to move before `first_day`.

    `recorded` moves lie before it, the first on `first_record`, where about `expected` were due;
    `met_before` leads were met. Without strays `first_record` is `first_day`.
    """

    stage: int
    first_day: int
    first_record: int
    recorded: int
    expected: float
    met_before: int


def truncations(history: History, seen: int) -> tuple[Truncation, ...]:
    """Return the stages whose records begin too late, of a history known on the day `seen`."""
    starts = history.starts
    met = history.day[starts]
    begun_in = history.stage[starts]
    place: Ints = np.zeros(history.segment.size, dtype=np.int64)
    place[history.lead[starts]] = np.arange(starts.size)
    is_move = np.ones(history.lead.size, dtype=np.bool_)
    is_move[starts] = False
    stages = np.flatnonzero(np.bincount(history.stage[is_move]))
    found = []
    for stage in stages.tolist():
        moves = np.flatnonzero((history.stage == stage) & is_move)
        leads = place[history.lead[moves]]
        moved: Ints = np.full(starts.size, -1, dtype=np.int64)
        # Backwards, so that of a lead's moves the earliest stays.
        moved[leads[::-1]] = history.day[moves[::-1]]
        could = begun_in != stage
        one = _truncated(int(stage), met[could], moved[could], seen, ALARM / stages.size)
        if one is not None:
            found.append(one)
    return tuple(found)


def met_between(history: History, first_day: int | None, last_day: int) -> int:
    """Return how many leads were first met from one day (None: ever) to another."""
    met = history.day[history.starts]
    inside = met <= last_day if first_day is None else (met >= first_day) & (met <= last_day)
    return int(inside.sum())


def _truncated(stage: int, met: Ints, moved: Ints, seen: int, alarm: float) -> Truncation | None:
    """Return what is missing of a stage; `moved[L]` is when a lead first moved there, −1: never.

    Days are tried from the first one with a move on; the last stretch that is too long counts.
    """
    days = _earliest(moved[moved >= 0])
    found = None
    last = -1
    for first_day in days:
        recorded = int(((moved >= 0) & (moved < first_day)).sum())
        before = met < first_day
        if recorded > MOST_STRAYS:
            break
        if before.any() and not before.all():
            shares = _within(met[~before], moved[~before], seen)
            if shares.moves.sum() >= LEAST_MOVES:
                due = _due(shares, shares.cumulative[0], met[before], last, first_day)
                cautious = _due(shares, _lower(shares), met[before], last, first_day)
                if math.exp(-cautious / ALLOWED_GROWTH) < alarm / (MOST_STRAYS + 1):
                    expected = due + (found.expected if found else 0.0)
                    met_before = int(before.sum())
                    found = Truncation(stage, first_day, days[0], recorded, expected, met_before)
        last = first_day
    return found


def _earliest(days: Ints) -> list[int]:
    """Return the first few different days, in order."""
    few = (
        days[days <= np.partition(days, MOST_STRAYS)[MOST_STRAYS]]
        if days.size > MOST_STRAYS
        else days
    )
    return [int(day) for day in np.unique(few)]


def _due(found: Incidence, shares: Floats, met: Ints, after: int, before: int) -> float:
    """Return how many moves were due after one day and before another, of leads met on days."""
    by_then = shares[np.clip(before - 1 - met, 0, found.end)].sum()
    early = met <= after
    already = shares[np.clip(after - met[early], 0, found.end)].sum()
    return float(by_then - already)


def _within(met: Ints, moved: Ints, seen: int) -> Incidence:
    followed = seen - met
    there = moved >= 0
    return incidence(np.where(there, moved - met, followed), np.where(there, 0, -1), followed, 1)


def _lower(found: Incidence) -> Floats:
    """Return the lower 99% bounds of the shares, on their logarithm."""
    share = found.cumulative[0]
    error = np.sqrt(found.variance[0])
    relative = np.divide(error, share, where=share > 0, out=np.zeros(share.size))
    return np.asarray(share * np.exp(-_LOWER_99 * relative), dtype=np.float64)
