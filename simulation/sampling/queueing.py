"""Day by day where leads wait: first in, first out, for the slots of a working day."""

from dataclasses import dataclass, field

import numpy as np

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.sampling.visiting import Ending, Visits, together
from funnelcraft.simulation.stations import Station

_NO_BREACH, _NO_LINE = -2, -1


@dataclass
class _Line:
    """Who waits at a station, those who came first before the others, and today's free slots."""

    station: Station
    waiting: Visits = field(default_factory=lambda: together([]))
    free: int = 0


class Floor:
    """The visits of a funnel with queues, told day after day."""

    def __init__(self, plan: Plan, ending: Ending) -> None:
        self._days = plan.days
        self._ending = ending
        limited = [one for one in plan.stations if one.slots is not None]
        self._lines = [_Line(station) for station in limited]
        self._line_of = np.full(plan.nodes, _NO_LINE, dtype=np.int64)
        self._breach_target = np.full(plan.nodes, _NO_BREACH, dtype=np.int64)
        for at, station in enumerate(limited):
            for node, breach in zip(station.nodes, station.breach, strict=True):
                self._line_of[node] = at
                if breach >= 0:
                    targets = plan.channel_target[plan.channels_of(node)]
                    self._breach_target[node] = targets[breach]

    def played(self, begun: Visits) -> list[Visits]:
        """Return all visits within the horizon that follow from the given ones, these included.

        Of one lead, each comes after the one before.
        """
        told, pending = [], [begun]
        for day in range(self._days):
            pending += self._morning(day)
            while True:
                now, later = _split(together(pending), day + 1.0)
                # Promises end last: until then nobody else comes to a queue today.
                coming = self._come(now) if now.size else self._broken(day)
                pending = [later, *coming]
                if now.size:
                    told.append(now)
                elif not coming:
                    break
        return told

    def _morning(self, day: int) -> list[Visits]:
        """Let those who waited begin at 00:00, as far as today's slots reach."""
        found = []
        for line in self._lines:
            assert line.station.slots is not None
            line.free = int(line.station.slots[day])
            # Who came in a later round of a day may have come earlier in the day.
            line.waiting = _by_time(line.waiting)
            found.append(self._begun(line, np.full(line.waiting.size, float(day))))
        return found

    def _come(self, now: Visits) -> list[Visits]:
        """Take the visits that begin at some moments of today, and return what follows."""
        at = self._line_of[now.node]
        free = now.of(at == _NO_LINE)
        found = [self._ending.following(free, free.entered)]
        for place in np.unique(at[at != _NO_LINE]).tolist():
            line = self._lines[place]
            before, line.waiting = line.waiting, _by_time(now.of(at == place))
            # Where somebody waits from before no slot is left: nobody overtakes.
            found.append(self._begun(line, line.waiting.entered))
            line.waiting = together([before, line.waiting])
        return found

    def _begun(self, line: _Line, moments: Floats) -> Visits:
        """Let the first of a line begin at their moments while there are slots; what follows."""
        order = np.arange(line.waiting.size)
        served = line.waiting.of(order < line.free)
        line.waiting = line.waiting.of(order >= line.free)
        line.free -= served.size
        return self._ending.following(served, moments[: served.size])

    def _broken(self, day: int) -> list[Visits]:
        """Take out of the queues whose promise ends today, where a breach moves leads."""
        found = []
        for line in self._lines:
            if line.station.sla_days is None:
                continue
            target = self._breach_target[line.waiting.node]
            due = line.waiting.entered + line.station.sla_days
            gone = (due < day + 1) & (target != _NO_BREACH)
            if gone.any():
                found.append(Visits(line.waiting.lead[gone], target[gone], due[gone]))
                line.waiting = line.waiting.of(~gone)
        return found


def _split(visits: Visits, moment: float) -> tuple[Visits, Visits]:
    """Return the visits that begin before a moment, and the others."""
    before = visits.entered < moment
    return visits.of(before), visits.of(~before)


def _by_time(visits: Visits) -> Visits:
    return visits.of(np.argsort(visits.entered, kind="stable"))
