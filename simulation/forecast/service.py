"""What a stage that holds its leads does: queue, wait, broken promises, use of its capacity."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast.figures import begun, entries, queue
from funnelcraft.simulation.forecast.periods import Period, by_period, periods
from funnelcraft.simulation.forecast.promises import breach_share, mean_wait
from funnelcraft.simulation.forecast.runs import Bands, Runs
from funnelcraft.simulation.forecast.totals import Total, total_of
from funnelcraft.simulation.stations import Station


@dataclass(frozen=True, eq=False)
class Month:
    """A calendar month of a stage with a capacity, in means over the runs.

    `came` leads that came, `begun` leads whose work began, `room` how many could have begun,
    `queued` who waits at its end.
    """

    starts: date
    ends: date
    came: float
    begun: float
    room: float
    queued: float

    @property
    def use(self) -> float:
        """The share of the capacity that was used, 0 where there was none."""
        return self.begun / self.room if self.room > 0 else 0.0


@dataclass(frozen=True, eq=False)
class Service:
    """A stage with a capacity or an SLA under the runs.

    What needs a capacity (`months`, `queue`, `wait`, `use`, `per_day`) is None or empty without
    one, what needs an SLA (`breach`, `sla_days`, `first_touch`) without that. `wait` is in days,
    `use` and `breach` are shares, each by run over the horizon; `per_day` the slots of a working
    day.
    """

    stage: str
    per_day: float | None
    months: tuple[Month, ...]
    queue: Bands | None
    wait: Total | None
    use: Total | None
    sla_days: float | None
    first_touch: bool
    breach: Total | None


def services(runs: Runs, period: Period = "week") -> tuple[Service, ...]:
    """Return every stage that holds its leads, in the document's order; the queue by period."""
    return tuple(_service(runs, station, period) for station in runs.plan.stations)


def _service(runs: Runs, station: Station, period: Period) -> Service:
    stage = runs.stage_ids[station.stage]
    limited = station.slots is not None
    return Service(
        stage=stage,
        per_day=_per_day(station),
        months=months_of_station(runs, station),
        queue=runs.bands(queue(stage), period) if limited else None,
        wait=total_of(mean_wait(runs, stage)) if limited else None,
        use=total_of(_use(runs, station)) if limited else None,
        sla_days=station.sla_days,
        first_touch=station.first_touch,
        breach=total_of(breach_share(runs, stage)) if station.sla_days is not None else None,
    )


def _per_day(station: Station) -> float | None:
    """Return the mean slots of the days that have any."""
    if station.slots is None:
        return None
    open_days = station.slots[station.slots > 0]
    return float(open_days.mean()) if open_days.size else 0.0


def _use(runs: Runs, station: Station) -> Floats:
    """Return the share of all slots that was used, by run; 0 where there are none."""
    slots = 0 if station.slots is None else int(station.slots.sum())
    done = runs.totals(begun(runs.stage_ids[station.stage]))
    return np.clip(done / slots, 0.0, 1.0) if slots else np.zeros(runs.runs)


def months_of_station(runs: Runs, station: Station) -> tuple[Month, ...]:
    """Return what a station does month by month; nothing where it has no capacity."""
    if station.slots is None:
        return ()
    stage = runs.stage_ids[station.stage]
    within = periods(runs.start, runs.days, "month")
    room = by_period(station.slots.astype(np.float64), within, is_level=False)
    means = [runs.bands(f, "month").mean for f in (entries(stage), begun(stage), queue(stage))]
    rows = zip(within.starts, within.ends, *(m.tolist() for m in means), room.tolist(), strict=True)
    return tuple(
        Month(starts, ends, came, done, free, waiting)
        for starts, ends, came, done, waiting, free in rows
    )
