"""What a history says about every move between two stages, in all and by segment."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from funnelcraft.funnel.measured import FittedTime
from funnelcraft.funnel.model import Conversion
from funnelcraft.funnel.velocity import EmpiricalTime, TimeDistribution
from funnelcraft.simulation.baseline.fits import fits
from funnelcraft.simulation.baseline.history import OPEN, Visits
from funnelcraft.simulation.baseline.incidence import Incidence, effective_counts, incidence
from funnelcraft.simulation.baseline.velocity import velocity

HORIZONS = (7, 30, 60, 90, 167)

# Measured times as they are, which keep the measured shares, or the best-fitting distribution.
Times = Literal["empirical", "fitted"]


@dataclass(frozen=True)
class Move:
    """One way out of a stage as measured.

    `entered` visits, `moved` of which left this way so far; `share` will within `end` days, which
    is the longest time that enough visits could be watched. `within[days]` is the share gone
    within so many days (None: nobody was watched as long). `conversion` holds the share with
    counts that are as uncertain as it is; `velocity` is None where nobody moved. `found` has the
    curves of all ways out of the stage, this one is its `way`.
    """

    entered: int
    moved: int
    share: float
    end: int
    within: dict[int, float | None]
    conversion: Conversion
    velocity: EmpiricalTime | None
    found: Incidence
    way: int

    @property
    def naive(self) -> float:
        """The share of all visits that left so far, as if those still open never would."""
        return self.moved / self.entered

    @cached_property
    def fits(self) -> tuple[FittedTime, ...]:
        """The distributions fitted to its times, the best first; none of too few moves."""
        return fits(self.found, self.way)

    def time(self, times: Times) -> TimeDistribution | None:
        """Return its time as measured or as fitted; measured where too few moves fit anything."""
        return self.fits[0].time if times == "fitted" and self.fits else self.velocity


@dataclass(frozen=True)
class Measured:
    """All moves by (from, to), numbered as in the history; `by_segment` is keyed by segment."""

    moves: dict[tuple[int, int], Move]
    by_segment: dict[int, dict[tuple[int, int], Move]] = field(default_factory=dict)
    visits: dict[int, int] = field(default_factory=dict)
    longest: dict[int, int] = field(default_factory=dict)

    def curve(self, stage: int, segment: int | None = None) -> Incidence | None:
        """Return the curves of the ways out of a stage, of one segment or of all; None: no way."""
        moves = self.moves if segment is None else self.by_segment.get(segment, {})
        return next((move.found for (start, _to), move in moves.items() if start == stage), None)


def measured(visits: Visits, by_segment: bool = True) -> Measured:
    """Measure every move that a history shows.

    A segment is measured on all moves of the stages it visits, also those it never made: that
    nobody moved is knowledge too.
    """
    stages = np.flatnonzero(np.bincount(visits.stage)).tolist()
    ways = {stage: _ways(visits, stage) for stage in stages}
    segments = np.flatnonzero(np.bincount(visits.segment)).tolist() if by_segment else ()
    return Measured(
        moves=_moves(visits, ways),
        by_segment={one: _moves(visits.of(visits.segment == one), ways) for one in segments},
        visits={stage: int((visits.stage == stage).sum()) for stage in ways},
        longest={stage: int(visits.followed[visits.stage == stage].max()) for stage in ways},
    )


def _ways(visits: Visits, stage: int) -> tuple[int, ...]:
    to = visits.to[(visits.stage == stage) & (visits.to != OPEN)]
    return tuple(np.flatnonzero(np.bincount(to)).tolist())


def _moves(visits: Visits, ways: dict[int, tuple[int, ...]]) -> dict[tuple[int, int], Move]:
    return {
        (stage, to): move
        for stage, targets in ways.items()
        for to, move in _moves_from(visits.of(visits.stage == stage), targets).items()
    }


def _moves_from(visits: Visits, targets: tuple[int, ...]) -> dict[int, Move]:
    if not visits.stage.size or not targets:
        return {}
    # Which way each visit went: its place among the targets, or −1.
    sorted_targets = np.asarray(targets)
    place = np.searchsorted(sorted_targets, visits.to).clip(max=len(targets) - 1)
    way = np.where(sorted_targets[place] == visits.to, place, -1)
    found = incidence(visits.days, way, visits.followed, len(targets))
    counts = effective_counts(found)
    result = {}
    for index, to in enumerate(targets):
        moved = int((way == index).sum())
        share = float(found.shares[index])
        result[to] = Move(
            entered=found.visits,
            moved=moved,
            share=share,
            end=found.end,
            within={days: found.within(index, days) for days in HORIZONS},
            conversion=Conversion(
                # Rounded down, so that rates that fill the whole never exceed it.
                rate=min(float(np.floor(share * 1e8 + 1e-4)) / 1e8, 1.0),
                entered=int(counts.sum()),
                moved=int(counts[index]),
            ),
            velocity=velocity(found, index, moved),
            found=found,
            way=index,
        )
    return result
