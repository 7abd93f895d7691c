"""What a wait does to a visit: when it ends, which way, and who never begins."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.grid import night_grid, remaining_days
from funnelcraft.simulation.stations import Station
from funnelcraft.simulation.ways import Way, cells_of

# A wait fewer than this share of leads have changes nothing that can be seen.
RARE = 1e-9

# A lead comes at any moment of its day: averaged over the middles of so many parts of it.
PARTS_OF_DAY = 4


@dataclass(frozen=True, eq=False)
class Waits:
    """How long leads of a station wait, by midnights; what is missing to 1 never begins. J days.

    `begun` [J] are the shares whose work begins after so many midnights, `broken` [J] those who
    leave the queue by a broken promise.
    """

    begun: Floats
    broken: Floats


def cells_after_waits(
    ways: Sequence[Way], station: Station, waits: Waits, days: int
) -> tuple[Floats, Floats]:
    """Return the cells of a node's ways from entering on, shape [ways, days], and their shares.

    Who begins on the day of coming does so at a uniform moment, who waits at 00:00.
    """
    cells, shares = cells_of(ways, days)
    cells, shares = waits.begun[0] * cells, waits.begun[0] * shares
    nights = None if _takes_late(ways, station) else [night_grid(w.time, days) for w in ways]
    for midnights in np.flatnonzero(waits.begun[1:] > RARE).tolist():
        wait = midnights + 1
        rates = _thinned(ways, station, wait)
        if nights is None:
            part, ever = _within_promise(ways, rates, station, wait, days)
        else:
            part, ever = rates[:, None] * nights, rates
        shares += waits.begun[wait] * ever
        if wait < days:
            cells[:, wait:] += waits.begun[wait] * part[:, : days - wait]
    _add_broken(ways, waits.broken, cells, shares)
    return cells, shares


def _takes_late(ways: Sequence[Way], station: Station) -> bool:
    """Say whether a promise about the whole visit takes away who is late."""
    return not station.first_touch and any(way.is_breach for way in ways)


def _thinned(ways: Sequence[Way], station: Station, wait: int) -> Floats:
    """Return the rates of who waited for so many midnights: progress thinned, the rest leaks."""
    factor = float(station.wait_factor(np.array([float(wait)]), 0.0, 1.0)[0])
    rates = np.array([way.rate for way in ways])
    found: Floats = rates * np.array([factor if way.is_progress else 1.0 for way in ways])
    leak = next((at for at, way in enumerate(ways) if way.trigger < 0), None)
    if leak is not None:
        found[leak] += rates.sum() - found.sum()
    return found


def _within_promise(
    ways: Sequence[Way], rates: Floats, station: Station, wait: int, days: int
) -> tuple[Floats, Floats]:
    """Return cells and shares of who begins at 00:00 and is taken away where the promise ends."""
    assert station.sla_days is not None
    moments = (np.arange(PARTS_OF_DAY) + 0.5) / PARTS_OF_DAY
    left = [float(x) for x in station.sla_days - (wait - moments) if x >= 0]
    cells, shares = np.zeros((len(ways), days)), np.zeros(len(ways))
    late = next(at for at, way in enumerate(ways) if way.is_breach)
    for limit in left:
        for at, way in enumerate(ways):
            if rates[at] <= 0 or way.is_breach:
                continue
            beyond = rates[at] * remaining_days(way.time, 0.0, 1, limit)[2]
            cells[at] += rates[at] * night_grid(way.time, days, limit)
            shares[at] += rates[at] - beyond
            shares[late] += beyond
            if math.floor(limit) < days:
                cells[late, math.floor(limit)] += beyond
    count = max(len(left), 1)
    return cells / count, shares / count


def _add_broken(ways: Sequence[Way], broken: Floats, cells: Floats, shares: Floats) -> None:
    """Add who leaves the queue by a broken promise."""
    late = next((at for at, way in enumerate(ways) if way.is_breach), None)
    if late is None:
        return
    reach = min(broken.size, cells.shape[1])
    cells[late, :reach] += broken[:reach]
    shares[late] += broken.sum()
