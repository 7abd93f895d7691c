"""How leads leave a stage now: by age as ever, and as often as lately.

The chance that a visit of a age *a* leaves by way *k* on a day is h[k, a] · θ[k, w]: a shape by age
that all visits of the window teach, times a level of the week *w* that walks (`level`). So recent
weeks say how many leave, and old ones still say when. The two are fitted in turn, as margins of a
Poisson table are (Bishop, Fienberg and Holland, *Discrete Multivariate Analysis*, 1975, 3.5).
"""

from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.baseline.level import Level, follow

# Ages are put together until so many leads left at them: one day each where many do.
MOVES_A_BIN = 10
# A chance that falls with age is not spread to ages half as old again.
WIDEST_BIN = 1.5
# Of fewer moves the level says nothing but chance.
MOVES_TO_FOLLOW = 15
_ROUNDS = 3


@dataclass(frozen=True, eq=False)
class Leaving:
    """How a stage is left now, by K ways over A ages in whole days.

    `chances[K, A]` of a visit to leave by a way at an age, given that it got there; `shares[K]`
    that ever do and `times[K, A]` the parts of them at each age. `variance[K]` and `step[K]` are
    those of the logarithm of each way's level (`Level`), `moved[K]` the moves they rest on.
    """

    chances: Floats
    shares: Floats
    times: Floats
    variance: Floats
    step: Floats
    moved: Ints


def leaving(begun: Ints, days: Ints, way: Ints, ways: int, last: int, ages: int) -> Leaving:
    """Measure how a stage is left, from V visits as known on the evening of day `last`.

    `begun[V]` on which day, `days[V]` to the end or to `last`, `way[V]` in 0…ways−1 or negative
    for none yet. `ages` is how far the answer has to reach.
    """
    first = int(begun.min())
    length = last - first + 1
    at_risk, moves = _by_day_and_age(begun - first, days, way, ways, length)
    week = (length - 1 - np.add.outer(np.arange(length), np.arange(length))) // 7
    weeks = int(week.max()) + 1
    seen = week >= 0
    bins = _bins(moves.sum(axis=(0, 1)))
    cell = np.where(seen, (weeks - 1 - week) * (bins[-1] + 1) + bins, 0)
    room = (weeks, int(bins[-1]) + 1)

    def table(values: Ints) -> Floats:
        flat = np.bincount(cell[seen], weights=values[seen], minlength=room[0] * room[1])
        return np.asarray(flat.reshape(room), dtype=np.float64)

    exposed = table(at_risk)
    found = [_way(table(one), exposed) for one in moves]
    hazard = np.array([shape * level.now for shape, level in found])[:, bins]
    still = 1 - np.array([shape for shape, _level in found])[:, bins].sum(axis=0)
    # What is more or less often takes its part from staying, and never more than there is.
    chances = hazard / (np.clip(still, 0.0, 1.0) + hazard.sum(axis=0))
    chances = np.concatenate(
        [chances, np.repeat(chances[:, -1:], max(ages - length, 0), axis=1)], axis=1
    )[:, : max(ages, 1)]
    staying = np.cumprod(1 - chances.sum(axis=0))
    times = np.r_[1.0, staying[:-1]] * chances
    shares = times.sum(axis=1)
    return Leaving(
        chances=chances,
        shares=shares,
        times=np.divide(times, shares[:, None], where=shares[:, None] > 0, out=times * 0),
        variance=np.array([level.variance for _shape, level in found]),
        step=np.array([level.step for _shape, level in found]),
        moved=moves.sum(axis=(1, 2)),
    )


def _by_day_and_age(
    begun: Ints, days: Ints, way: Ints, ways: int, length: int
) -> tuple[Ints, Ints]:
    """Return visits at risk by day of begin and age, [L, L], and moves by way, [ways, L, L]."""
    place = begun * length + days

    def counted(chosen: Ints) -> Ints:
        return np.bincount(chosen, minlength=length * length).reshape(length, length)

    ended = counted(place)
    at_risk = np.cumsum(ended[:, ::-1], axis=1)[:, ::-1]
    return at_risk, np.stack([counted(place[way == one]) for one in range(ways)])


def _bins(moves: Ints) -> Ints:
    """Return the bin of every age, shape [A]; `moves[A]` by age."""
    found = np.zeros(moves.size, dtype=np.int64)
    start, here = 0, 0
    for age, moved in enumerate(moves.tolist()):
        if age > start and (here >= MOVES_A_BIN or age > WIDEST_BIN * start + 1):
            start, here = age, 0
        here += moved
        found[start:] = found[start - 1] + 1 if age == start > 0 else found[start]
    return found


def _way(moves: Floats, exposed: Floats) -> tuple[Floats, Level]:
    """Return the chances by bin [B] at a level of 1, and the level, of tables by week and bin."""
    level = np.ones(len(moves))
    total = moves.sum()
    if total < MOVES_TO_FOLLOW:
        return _shape(moves, exposed, level), Level(1.0, 1.0 / (total + 0.5), 0.0, level)
    for _round in range(_ROUNDS):
        shape = _shape(moves, exposed, level)
        found = follow(moves.sum(axis=1), exposed @ shape)
        level = found.weeks
    return shape, found


def _shape(moves: Floats, exposed: Floats, level: Floats) -> Floats:
    """Return the chances by bin [B]: moves over exposure, few moves leaning on younger ages.

    A priori the chance of an age is exponential with the mean of the ages before: worth one move.
    That nobody was seen to leave at an age is no proof that nobody does.
    """
    there = (exposed * level[:, None]).sum(axis=0)
    found = np.zeros(there.size)
    counts = moves.sum(axis=0)
    before = 0.0
    for at in range(found.size):
        if before > 0:
            found[at] = (counts[at] + 1) / (there[at] + 1 / before)
        elif there[at] > 0:
            found[at] = counts[at] / there[at]
        before = found[at]
    return np.minimum(found, 1.0)
