"""How long leads waited in the runs, read from the counts: who comes first is served first."""

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.forecast.block_figures import values_of
from funnelcraft.simulation.forecast.figures import begun, entries, queue
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.lead_times import LeadTimes, lead_times
from funnelcraft.simulation.waiting import Waits

# Waits of so many runs are known far better than the rates they are used with.
ENOUGH_BLOCKS = 16


def lead_times_of(runs: Runs) -> LeadTimes:
    """Return how long leads take to be won; with queues, they wait as the leads of the runs did."""
    return lead_times(runs.plan, waits_of(runs))


def waits_of(runs: Runs) -> tuple[Waits | None, ...]:
    """Return the law of the waits at every station of the runs' plan, None where nobody queues.

    Over all leads that came within the horizon. Who still waits when it ends is known to wait
    longer: the law is the Aalen–Johansen estimate with those censored.
    """
    found: list[Waits | None] = []
    for station in runs.plan.stations:
        if station.slots is None:
            found.append(None)
            continue
        stage = runs.plan.stage_ids[station.stage]
        came, started, waiting = (
            np.concatenate(
                [values_of(runs.plan, block, figure) for block in runs.blocks[:ENOUGH_BLOCKS]]
            ).astype(np.float64)
            for figure in (entries(stage), begun(stage), queue(stage))
        )
        found.append(_law(*_counted(came, started, waiting)))
    return tuple(found)


def _counted(came: Floats, started: Floats, waiting: Floats) -> tuple[Floats, Floats, Floats]:
    """Return leads by the midnights they waited, [D] each: begun, taken away, still waiting.

    Of figures [R, D] by run and day. Leads leave a queue in the order in which they came into it,
    on each day first those who begin, then those whose promise is broken. So with both sides
    counted through, lead number i is a matter of looking up.
    """
    runs, days = came.shape
    before = np.hstack([np.zeros((runs, 1)), waiting[:, :-1]])
    taken = np.maximum(before + came - started - waiting, 0.0)
    leaving = np.stack([started, taken], axis=2).reshape(runs, 2 * days)
    leaving = np.hstack([leaving, waiting[:, -1:]])
    entered, left = np.cumsum(came.ravel()), np.cumsum(leaving.ravel())
    borders = np.union1d(entered, left)
    leads = np.diff(borders, prepend=0.0)
    middle = borders - leads / 2
    day = np.minimum(np.searchsorted(entered, middle), entered.size - 1) % days
    place = np.minimum(np.searchsorted(left, middle), left.size - 1) % (2 * days + 1)
    midnights: Ints = np.maximum(place // 2 - day, 0)
    open_yet = place == 2 * days
    found = np.zeros((3, days))
    kind = np.where(open_yet, 2, place % 2)
    np.add.at(found, (kind, np.where(open_yet, days - 1 - day, midnights)), leads)
    return found[0], found[1], found[2]


def _law(begun: Floats, taken: Floats, still: Floats) -> Waits:
    """Return the law of waits from counts by midnights; who still waits leaves after the others."""
    at_risk = np.cumsum((begun + taken + still)[::-1])[::-1]
    share = np.divide(1.0, at_risk, out=np.zeros_like(at_risk), where=at_risk > 0)
    staying = np.cumprod(np.clip(1.0 - (begun + taken) * share, 0.0, 1.0))
    before = np.append(1.0, staying[:-1]) * share
    return Waits(before * begun, before * taken)
