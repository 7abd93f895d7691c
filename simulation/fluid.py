"""Mean flows where figures differ from run to run or month to month, and queues as if of water.

Without queues this is the exact expectation under each run's own figures. A queue is not linear:
the mean of what fits into the slots is less than what fits of the mean. With queues the leads are
therefore poured like water through the same slots, first in, first out: a mean-field approximation,
right where a stage is far below or far above its capacity, too short waits in between.
"""

from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.grid import night_grid
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.stations import Station
from funnelcraft.simulation.ways import unit_cells

# Fewer leads than this move nobody's mean.
CRUMB = 1e-10


@dataclass(frozen=True, eq=False)
class Figures:
    """What flows follow, by run. R runs, M months, C channels, Q sources, D days.

    `grid` [R, C, D] is P(k days and no breach | channel), of a breach the day of the moment;
    `broken` [R, C] the share that breaches; `night` as `grid` of work that begins at 00:00, nobody
    breaching. A first dimension of 1 holds for all runs.
    """

    rates: Floats  # [R, M, C]
    month: Ints  # [D]
    grid: Floats
    broken: Floats
    night: Floats
    arrivals: Floats  # [R, Q, D]


@dataclass(frozen=True, eq=False)
class FluidFlow:
    """Mean flows by run, and what the stations do. N nodes, C channels, K stations, D days."""

    entries: Floats  # [R, N, D]
    moves: Floats  # [R, C, D]
    begun: Floats  # [R, K, D]
    waited: Floats  # [R, K, D]
    queued: Floats  # [R, K, D]
    breaches: Floats  # [R, K, D]


def own_figures(plan: Plan) -> Figures:
    """Return the document's own figures, as of a single run."""
    cells = [unit_cells(way, plan.days) for way in plan.channel_way]
    grid = np.array([part[0] for part in cells]).reshape(1, plan.channels, plan.days)
    broken = np.array([part[1] for part in cells]).reshape(1, plan.channels)
    return Figures(
        rates=np.array([way.rate for way in plan.channel_way]).reshape(1, 1, plan.channels),
        month=np.zeros(plan.days, dtype=np.int64),
        grid=grid,
        broken=broken,
        night=nights(plan),
        arrivals=plan.source_mean[None],
    )


def nights(plan: Plan) -> Floats:
    """Return the grids of work that begins at 00:00, shape [1, C, D]; zero where nobody waits."""
    found = np.zeros((1, plan.channels, plan.days))
    queued = [node for s in plan.stations if s.slots is not None for node in s.nodes]
    for at in np.flatnonzero(np.isin(plan.channel_node, queued)):
        found[0, at] = night_grid(plan.channel_way[at].time, plan.days)
    return found


def fluid_flow(plan: Plan, figures: Figures, opening: Floats) -> FluidFlow:
    """Return the mean flows; `opening` [C, D] or [R, C, D] is what the opening pipeline does."""
    return _Stream(plan, figures, opening).run()


class _Stream:
    """The flows of a plan while they are worked out, day after day."""

    def __init__(self, plan: Plan, figures: Figures, opening: Floats) -> None:
        self.plan, self.figures = plan, figures
        runs, days, count = figures.arrivals.shape[0], plan.days, len(plan.stations)
        self.entries = np.zeros((runs, plan.nodes, days))
        self.moves = np.broadcast_to(opening, (runs, *opening.shape[-2:])).copy()
        self.begun, self.waited, self.queued, self.breaches = np.zeros((4, runs, count, days))
        self.queues = [np.zeros((runs, len(s.nodes), 2 * days)) for s in plan.stations]
        self.limited = [at for at, s in enumerate(plan.stations) if s.slots is not None]
        held = [node for at in self.limited for node in plan.stations[at].nodes]
        self.is_held = np.isin(np.arange(plan.nodes), held)
        self.free = np.zeros((runs, count))
        self.breach_of = _breach_of(plan)
        self.own_channels = [np.isin(plan.channel_node, s.nodes) for s in plan.stations]
        inside = np.flatnonzero(plan.channel_target >= 0)
        self.into = np.zeros((plan.nodes, plan.channels))
        self.into[plan.channel_target[inside], inside] = 1.0
        self.settle = self._settling()

    def _settling(self) -> list[Floats]:
        """Return for every month (1 − same-day shares)⁻¹, queues kept out: [R, N, N] each."""
        plan, figures = self.plan, self.figures
        found: list[Floats] = []
        for month in range(figures.rates.shape[1]):
            share = self._shares(figures.rates[:, month]) * figures.grid[:, :, 0]
            share = np.where(self.is_held[plan.channel_node], 0.0, share)
            by_node = np.zeros((share.shape[0], plan.channels, plan.nodes))
            by_node[:, np.arange(plan.channels), plan.channel_node] = share
            staying = np.eye(plan.nodes) - self.into @ by_node
            found.append(np.linalg.inv(staying).astype(np.float64, copy=False))
        return found

    def _shares(self, rates: Floats) -> Floats:
        """Return the share of visits that leave by each channel, breaches included: [R, C]."""
        lost = rates * self.figures.broken
        found = (
            rates.copy() if lost.shape == rates.shape else np.broadcast_to(rates, lost.shape).copy()
        )
        for channel, breach in enumerate(self.breach_of):
            if breach >= 0 and channel != breach:
                found[:, breach] += lost[:, channel]
        return found

    def run(self) -> FluidFlow:
        """Play all days."""
        plan = self.plan
        arriving = np.zeros((self.entries.shape[0], plan.nodes, plan.days))
        for source, node in enumerate(plan.source_node):
            arriving[:, node] += self.figures.arrivals[:, source]
        for day in range(plan.days):
            new = arriving[:, :, day] + self.moves[:, :, day] @ self.into.T
            for at in self.limited:
                new += self._serve(at, day) @ self.into.T
                new += self._breach_due(at, day) @ self.into.T
            self._day(day, new)
            for at in self.limited:
                self.queued[:, at, day] = self.queues[at].sum(axis=(1, 2))
        return FluidFlow(
            self.entries, self.moves, self.begun, self.waited, self.queued, self.breaches
        )

    def _day(self, day: int, new: Floats) -> None:
        """Let who comes today begin or queue, until the day is quiet."""
        month = self.figures.month[day]
        for _round in range(1000):
            entered = (self.settle[month] @ new[:, :, None])[:, :, 0]
            self.entries[:, :, day] += entered
            starting = np.where(self.is_held, 0.0, entered)
            new = np.zeros_like(entered)
            for at in self.limited:
                starting[:, list(self.plan.stations[at].nodes)] += self._admit(at, day, entered)
            sent = self._send(day, starting)
            held_channels = self.is_held[self.plan.channel_node]
            new += np.where(held_channels, sent, 0.0) @ self.into.T
            for at in self.limited:
                new += self._breach_at_once(at, day) @ self.into.T
            if new.max(initial=0.0) < CRUMB:
                return

    def _send(self, day: int, starting: Floats) -> Floats:
        """Send leads [R, N] that begin today on their ways; return who leaves today [R, C]."""
        plan, figures = self.plan, self.figures
        rates = self._shares(figures.rates[:, figures.month[day]])
        amount = starting[:, plan.channel_node] * rates
        reach = plan.days - day
        part = amount[:, :, None] * figures.grid[:, :, :reach]
        self.moves[:, :, day:] += part
        self._note_promises(day, starting)
        found: Floats = part[:, :, 0]
        return found

    def _note_promises(self, day: int, starting: Floats) -> None:
        """Count the broken promises about whole visits on the days they are broken."""
        plan, figures = self.plan, self.figures
        rates = figures.rates[:, figures.month[day]] * figures.broken
        for at, station in enumerate(plan.stations):
            if station.sla_days is None or station.first_touch:
                continue
            own = self.own_channels[at]
            leads = (starting[:, plan.channel_node] * rates)[:, own].sum(axis=1)
            whole = int(station.sla_days)
            for after, share in ((0, 1 - station.sla_days + whole), (1, station.sla_days - whole)):
                if day + whole + after < plan.days:
                    self.breaches[:, at, day + whole + after] += share * leads

    def _admit(self, at: int, day: int, entered: Floats) -> Floats:
        """Give today's leads the slots that are left; return who begins, [R, segments]."""
        station, queue = self.plan.stations[at], self.queues[at]
        came = entered[:, list(station.nodes)]
        total = came.sum(axis=1, keepdims=True)
        taken = np.minimum(total, self.free[:, at, None])
        begun: Floats = np.divide(came * taken, total, out=np.zeros_like(came), where=total > 0)
        self.free[:, at] -= taken[:, 0]
        self.begun[:, at, day] += taken[:, 0]
        early = 1.0 - _fraction(station)
        queue[:, :, 2 * day] += (came - begun) * early
        queue[:, :, 2 * day + 1] += (came - begun) * (1 - early)
        return begun

    def _serve(self, at: int, day: int) -> Floats:
        """Let who waited begin at 00:00, oldest first; return who leaves today, [R, C]."""
        station, queue = self.plan.stations[at], self.queues[at]
        assert station.slots is not None
        gone = np.zeros((queue.shape[0], self.plan.channels))
        self.free[:, at] = station.slots[day]
        old = queue[:, :, : 2 * day]
        total = old.sum(axis=1)
        served = np.diff(np.minimum(np.cumsum(total, axis=1), station.slots[day]), prepend=0.0)
        self.free[:, at] -= served.sum(axis=1)
        for cohort in np.flatnonzero((served > CRUMB).any(axis=0)):
            share = np.divide(
                served[:, cohort],
                total[:, cohort],
                out=np.zeros(len(total)),
                where=total[:, cohort] > 0,
            )
            begun = old[:, :, cohort] * share[:, None]
            old[:, :, cohort] -= begun
            came, late = divmod(int(cohort), 2)
            self.begun[:, at, day] += begun.sum(axis=1)
            self.waited[:, at, day] += begun.sum(axis=1) * _wait(station, day - came, late)
            gone += self._begin_at_night(at, day, begun, came, late)
        return gone

    def _begin_at_night(self, at: int, day: int, begun: Floats, came: int, late: int) -> Floats:
        plan, figures = self.plan, self.figures
        station, reach = plan.stations[at], plan.days - day
        rates = figures.rates[:, figures.month[day]]
        gone = np.zeros((begun.shape[0], plan.channels))
        for segment, node in enumerate(station.nodes):
            own = plan.channels_of(node)
            share = _thinned(plan, station, rates[:, own], own, day - came, late)
            cells = share[:, :, None] * figures.night[:, own, :reach]
            moment = _moment(station, came, late, day)
            if moment >= 0:
                broken = share.sum(axis=1) - cells[:, :, :moment].sum(axis=(1, 2))
                # On the very day of the moment half of those who would leave are in time.
                if moment < reach:
                    broken -= 0.5 * cells[:, :, moment].sum(axis=1)
                    self.breaches[:, at, day + moment] += broken * begun[:, segment]
                if station.breach[segment] >= 0:
                    cells[:, :, moment + 1 :] = 0.0
                    if moment < reach:
                        cells[:, :, moment] *= 0.5
                        cells[:, station.breach[segment], moment] = broken
            self.moves[:, own, day:] += begun[:, segment, None, None] * cells
            gone[:, own] += begun[:, segment, None] * cells[:, :, 0]
        return gone

    def _breach_due(self, at: int, day: int) -> Floats:
        """Break the promise to who came long enough ago and still waits; return who leaves."""
        station = self.plan.stations[at]
        gone = np.zeros((self.entries.shape[0], self.plan.channels))
        if station.sla_days is None:
            return gone
        whole = int(station.sla_days)
        for came, late in ((day - whole, 0), (day - whole - 1, 1)):
            if 0 <= came < day:
                gone += self._break_waiting(at, day, 2 * came + late)
        return gone

    def _breach_at_once(self, at: int, day: int) -> Floats:
        station = self.plan.stations[at]
        if station.sla_days is None or station.sla_days >= 1:
            return np.zeros((self.entries.shape[0], self.plan.channels))
        before = self.breaches[:, at, day].copy()
        gone = self._break_waiting(at, day, 2 * day)
        if max(station.breach) < 0:
            # Nobody leaves, so the same leads are looked at again: count what is new.
            self.breaches[:, at, day] = np.maximum(
                before, self.queues[at][:, :, 2 * day].sum(axis=1)
            )
        return gone

    def _break_waiting(self, at: int, day: int, cohort: int) -> Floats:
        station, queue = self.plan.stations[at], self.queues[at]
        gone = np.zeros((queue.shape[0], self.plan.channels))
        for segment, node in enumerate(station.nodes):
            leads = queue[:, segment, cohort]
            self.breaches[:, at, day] += leads
            if station.breach[segment] >= 0:
                channel = self.plan.channels_of(node).start + station.breach[segment]
                gone[:, channel] += leads
                self.moves[:, channel, day] += leads
                queue[:, segment, cohort] = 0.0
        return gone


def _fraction(station: Station) -> float:
    return 0.0 if station.sla_days is None else station.sla_days - int(station.sla_days)


def _wait(station: Station, midnights: int, late: int) -> float:
    fraction = _fraction(station)
    return midnights - (1 - 0.5 * fraction if late else 0.5 * (1 - fraction))


def _moment(station: Station, came: int, late: int, day: int) -> int:
    """Return after how many days the promise about the whole visit ends, −1 where it is over."""
    if station.sla_days is None or station.first_touch:
        return -1
    return max(came + int(station.sla_days) + late - day, -1)


def _thinned(
    plan: Plan, station: Station, rates: Floats, own: slice, midnights: int, late: int
) -> Floats:
    """Return the rates after a wait: progress thinned, the rest leaks."""
    if station.half_life is None:
        return rates
    border = 1.0 - _fraction(station)
    low, high = (border, 1.0) if late else (0.0, border)
    factor = float(station.wait_factor(np.array([float(midnights)]), low, high)[0])
    ways = plan.channel_way[own]
    found: Floats = rates * np.array([factor if way.is_progress else 1.0 for way in ways])
    leak = next((at for at, way in enumerate(ways) if way.trigger < 0), None)
    if leak is not None:
        found[:, leak] += rates.sum(axis=1) - found.sum(axis=1)
    return found


def _breach_of(plan: Plan) -> list[int]:
    """Return for every channel the breach channel of its node, −1 where there is none."""
    found = [-1] * plan.channels
    for at, way in enumerate(plan.channel_way):
        if way.is_breach:
            own = plan.channels_of(int(plan.channel_node[at]))
            found[own] = [at] * (own.stop - own.start)
    return found
