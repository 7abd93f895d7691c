"""When the leads in flight leave their stages: drawn together for A and B as far as both allow."""

from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.changeover.flight import Flight

# Where more than this many are expected they are split over the cells, not drawn one by one.
MANY = 20_000

# Less than this of the leads is rounding.
CRUMB = 1e-12


@dataclass(frozen=True, eq=False)
class TwinWays:
    """The first channel of a node in A and in B; which ways of A are also B's, and which there."""

    first_a: int
    first_b: int
    same_a: Ints
    same_b: Ints


def leave_alone(
    flight: Flight, first: int, work: Ints, seed: np.random.SeedSequence, moves: Ints
) -> None:
    """Let the leads of a flight (`work` [R]) leave A's node: counted in `moves` [R, C, D]."""
    (stream,) = _streams(seed, 1)
    if flight.leads > MANY:
        _add(moves, first, np.arange(len(flight.stay)), _split(work, flight.stay, stream))
        return
    run, (drawn,) = _one_by_one(work, stream, 1)
    _count(moves, run, first, flight.stay, drawn)


def leave_together(
    flight: Flight,
    ways: TwinWays,
    work: Ints,
    seed: np.random.SeedSequence,
    moves: tuple[Ints, Ints],
) -> None:
    """Let the leads of a flight leave A's node in A and B's in B.

    They go by the same way on the same day in both with the smaller of both chances; the others by
    what each design has more (a maximal coupling, as in `comparison.coupling`).
    """
    shared = np.minimum(flight.stay[ways.same_a], flight.go[ways.same_b])
    stays = max(min(1.0 - float(flight.stay.sum()), 1.0 - float(flight.go.sum())), 0.0)
    apart = 1.0 - float(shared.sum()) - stays
    rests = flight.stay.copy(), flight.go.copy()
    rests[0][ways.same_a] -= shared
    rests[1][ways.same_b] -= shared
    streams = _streams(seed, 4)
    if flight.leads > MANY:
        together = _split(work, shared, streams[0])
        _add(moves[0], ways.first_a, ways.same_a, together)
        _add(moves[1], ways.first_b, ways.same_b, together)
        # Of the others some stay beyond the horizon in both.
        left = work - together.sum(axis=(1, 2))
        goes = apart / (apart + stays) if apart > CRUMB else 0.0
        left = streams[3].binomial(left, min(goes, 1.0))
        for design, first in ((0, ways.first_a), (1, ways.first_b)):
            if apart > CRUMB:
                own = _split(left, rests[design] / apart, streams[1 + design])
                _add(moves[design], first, np.arange(len(rests[design])), own)
        return
    # Runs are drawn one after the other: fewer of them change nothing for those there are.
    run, (drawn, again) = _one_by_one(work, streams[0], 2)
    way, day, chosen = _cells(shared, drawn)
    np.add.at(moves[0], (run[chosen], ways.first_a + ways.same_a[way], day), 1)
    np.add.at(moves[1], (run[chosen], ways.first_b + ways.same_b[way], day), 1)
    alone = drawn >= 1.0 - apart
    if apart > CRUMB and alone.any():
        _count(moves[0], run[alone], ways.first_a, rests[0] / apart, again[alone])
        _count(moves[1], run[alone], ways.first_b, rests[1] / apart, again[alone])


def _streams(seed: np.random.SeedSequence, count: int) -> list[np.random.Generator]:
    return [np.random.default_rng(one) for one in seed.spawn(count)]


def _one_by_one(work: Ints, stream: np.random.Generator, numbers: int) -> tuple[Ints, Floats]:
    """Return the run of every lead, and its numbers in [0, 1), [numbers, leads]."""
    run = np.repeat(np.arange(work.size), work)
    return run, stream.random((run.size, numbers)).T


def _cells(chances: Floats, drawn: Floats) -> tuple[Ints, Ints, Ints]:
    """Return way and day of those of `drawn` in [0, 1) that fall on a cell [ways, D], and who."""
    border = np.cumsum(chances)
    cell = np.searchsorted(border, drawn, side="right")
    chosen = np.flatnonzero(cell < border.size)
    way, day = np.divmod(cell[chosen], max(chances.shape[1], 1))
    return way.astype(np.int64), day.astype(np.int64), chosen.astype(np.int64)


def _count(moves: Ints, run: Ints, first: int, chances: Floats, drawn: Floats) -> None:
    way, day, chosen = _cells(chances, drawn)
    np.add.at(moves, (run[chosen], first + way, day), 1)


def _split(leads: Ints, chances: Floats, stream: np.random.Generator) -> Ints:
    """Return how many of `leads` [R] fall on each cell [ways, D], shape [R, ways, D]."""
    flat = np.maximum(chances.ravel(), 0.0)
    whole = np.append(flat, max(1.0 - float(flat.sum()), 0.0))
    drawn = stream.multinomial(leads, whole / whole.sum())
    found: Ints = drawn[:, :-1].reshape(leads.size, *chances.shape)
    return found


def _add(moves: Ints, first: int, ways: Ints, more: Ints) -> None:
    moves[:, first + ways] += more
