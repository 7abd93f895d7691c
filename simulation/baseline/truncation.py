"""Left truncation: a log that begins to record moves into a stage long after its leads.

Leads met before that day look as if they never moved there, which ruins every share they count in.

How it is found. Let T be the first day on which a move into the stage is recorded. Leads met from T
on show, with open ones censored, the share F(t) of leads that move there within t days of being
met. Were the log complete, a lead met on day x < T would have moved before T with F(T − 1 − x), so
Λ = Σ F(T − 1 − x) moves were due before T and their number is at most as spread as Poisson's. None
is recorded: the chance of that is e^−Λ. Two allowances keep the alarm from going off without cause:
F is taken at its lower 99% bound (few moves known prove little), and Λ is halved (in a growing
business earlier leads may have converted half as often). A day with up to `MOST_STRAYS` moves
before it, records somebody dated wrongly, is tried in the same way. The alarm goes off below a
chance of `ALARM`, shared out among all stages and strays tried: a complete log of leads that move
half as often or more raises it less than once in a thousand times.
"""

import math
from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.baseline.incidence import Incidence, incidence

ALARM = 0.001
MOST_STRAYS = 3
ALLOWED_GROWTH = 2.0
_LOWER_99 = 2.326  # standard errors, on the logarithm of the share


@dataclass(frozen=True)
class Truncation:
    """A stage into which nothing, or next to nothing, is recorded to move before `first_day`.

    `recorded` moves lie before it where about `expected` were due; `met_before` leads were met.
    """

    stage: int
    first_day: int
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
    first = np.zeros(history.lead.size, dtype=np.bool_)
    first[starts] = True
    stages = np.unique(history.stage[~first])
    found = []
    for stage in stages.tolist():
        moves = np.flatnonzero((history.stage == stage) & ~first)
        leads, earliest = np.unique(place[history.lead[moves]], return_index=True)
        moved: Ints = np.full(starts.size, -1, dtype=np.int64)
        moved[leads] = history.day[moves[earliest]]
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
    """Return what is missing of a stage; `moved[L]` is when a lead first moved there, −1: never."""
    days = np.sort(moved[moved >= 0])
    for strays in range(min(MOST_STRAYS + 1, days.size)):
        first_day = int(days[strays])
        recorded = int(np.searchsorted(days, first_day))
        if recorded != strays:
            continue
        before = met < first_day
        after = ~before
        if not before.any() or not (moved[after] >= 0).any():
            continue
        waits: Ints = first_day - 1 - met[before]
        shares = _within(met[after], moved[after], seen)
        # Even were everybody due to move, that many leads could not raise the alarm.
        cautious = float(_lower(shares, waits).sum()) / ALLOWED_GROWTH
        if _at_most(recorded, cautious) < alarm / (MOST_STRAYS + 1):
            expected = float(_share_at(shares, shares.cumulative[0], waits).sum())
            return Truncation(stage, first_day, recorded, expected, int(before.sum()))
    return None


def _within(met: Ints, moved: Ints, seen: int) -> Incidence:
    followed = seen - met
    there = moved >= 0
    return incidence(np.where(there, moved - met, followed), np.where(there, 0, -1), followed, 1)


def _share_at(found: Incidence, shares: Floats, days: Ints) -> Floats:
    """Return the shares gone within so many days, beyond the last day to be relied on its own."""
    at: Floats = shares[np.minimum(days, found.end)]
    return at


def _lower(found: Incidence, days: Ints) -> Floats:
    share = found.cumulative[0]
    error = np.sqrt(found.variance[0])
    relative = np.divide(error, share, where=share > 0, out=np.zeros(share.size))
    lower: Floats = share * np.exp(-_LOWER_99 * relative)
    return _share_at(found, lower, days)


def _at_most(count: int, mean: float) -> float:
    """Return the chance that a Poisson number with the mean is at most `count`."""
    return math.exp(-mean) * sum(mean**k / math.factorial(k) for k in range(count + 1))
