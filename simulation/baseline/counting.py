"""How many visits to each stage began in which month, and which of them were a lead's first."""

from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Flags, Ints
from funnelcraft.simulation.baseline.calibration import Baseline
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.baseline.volume import Daily, day_of


@dataclass(frozen=True)
class Counted:
    """Visits to a stage, `net_new` of them a lead's first; variance of a day's over its mean."""

    visits: int
    net_new: int
    by_month: tuple[int, ...]
    dispersion: float


@dataclass(frozen=True)
class Entries:
    """The visits of a baseline's leads by segment, stage and calendar month of their beginning.

    `counts[G, S, M]` and `first[G, S]`; `days` is the length of the window.
    """

    history: History
    months: tuple[str, ...]
    counts: Ints
    first: Ints
    first_day: int
    seen: int
    days: int

    @classmethod
    def of(cls, found: Baseline) -> "Entries":
        """Count the visits of a baseline, from the window's first month to the last one seen."""
        history, first_day, seen = found.history, found.window.first_day, found.window.seen
        names = [day_of(day).isoformat()[:7] for day in range(first_day, seen + 1)]
        months = tuple(dict.fromkeys(names))
        place = {name: index for index, name in enumerate(months)}
        month_of = np.array([place[name] for name in names])
        segments, stages = max(len(history.segments), 1), len(history.stages)
        segment = history.segment[history.lead]
        code = (segment * stages + history.stage) * len(months) + month_of[history.day - first_day]
        counts = np.bincount(code, minlength=segments * stages * len(months))
        begins = _first_visits(history)
        first = np.bincount(
            segment[begins] * stages + history.stage[begins], minlength=segments * stages
        )
        return cls(
            history=history,
            months=months,
            counts=counts.reshape(segments, stages, len(months)),
            first=first.reshape(segments, stages),
            first_day=first_day,
            seen=seen,
            days=found.last_day - first_day + 1,
        )

    def counted(self, stage: int, segment: int | None) -> Counted:
        """Return the visits to a stage, of one segment or of all."""
        rows = slice(None) if segment is None else slice(segment, segment + 1)
        by_month = self.counts[rows, stage].sum(axis=0)
        return Counted(
            visits=int(by_month.sum()),
            net_new=int(self.first[rows, stage].sum()),
            by_month=tuple(by_month.tolist()),
            dispersion=1.0 if segment is not None else self._dispersion(stage),
        )

    def _dispersion(self, stage: int) -> float:
        days = self.history.day[self.history.stage == stage]
        return Daily.of(days, self.first_day, self.seen).dispersion


def _first_visits(history: History) -> Flags:
    """Say of each event whether it is its lead's first in that stage."""
    firsts = np.zeros(history.lead.size, dtype=np.bool_)
    for stage in range(len(history.stages)):
        here = np.flatnonzero(history.stage == stage)
        leads = history.lead[here]
        firsts[here[np.r_[True, leads[1:] != leads[:-1]][: here.size]]] = True
    return firsts
