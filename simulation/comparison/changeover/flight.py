"""Leads in flight at the change: how old they are in the mean, and what they do next in a design.

Without queues leads know nothing of each other and come by Poisson laws. Sorted by stage and age at
the change, their numbers are then independent Poisson numbers (Kingman, "Poisson processes", 1993,
the colouring theorem), so given how many are in a stage, each has an age drawn from the mean
numbers by age, whoever has left before. With an opening pipeline or dispersion the means stay
exact.
"""

from dataclasses import dataclass, replace

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.matching import NONE
from funnelcraft.simulation.engine.blocks import Counts
from funnelcraft.simulation.expectation import opening_moves
from funnelcraft.simulation.fluid import FluidFlow, fluid_flow, own_figures
from funnelcraft.simulation.opening import cells_at_age
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.ways import LEAK, unit_cells

# Who has lasted longer than this share of all visits to a stage do is older than any of them.
HARDLY_ANY = 1e-12


@dataclass(frozen=True, eq=False)
class Flight:
    """The leads in flight in a node of A at 00:00 of the day of the change. D days.

    `leads` is the mean number of those in work, `queued` [day] that of those who wait for a slot,
    by the day they came. `stay` [ways, D] says how one in work leaves the node if A goes on, `go`
    how they leave `target`, its node in B, from the age they have; days before the change are zero.
    NONE: B has no such stage.
    """

    node: int
    leads: float
    queued: Floats
    target: int
    stay: Floats
    go: Floats


@dataclass(frozen=True, eq=False)
class Aged:
    """Leads of a node by age: `leads` [T] that came 1, 2, … T days before, and `old` ones.

    `old` are (age in days at the change, leads) of those who were there at the start, `waited` [T]
    the mean days that those whose work began so long before had waited for it.
    """

    leads: Floats
    waited: Floats
    old: tuple[tuple[float, float], ...]

    @property
    def total(self) -> float:
        """How many there are in the mean."""
        return float(self.leads.sum()) + sum(leads for _age, leads in self.old)


def flights(a: Plan, b: Plan, targets: Ints, day: int) -> tuple[Flight, ...]:
    """Return who is in flight in every node of A that holds anybody; `targets` [N of A] are in B.

    With queues in A the means are those of leads that flow like water.
    """
    flow = fluid_flow(a, own_figures(a), opening_moves(a))
    in_flight = leads_in(a, a.source_mean[None], flow.moves, day)[0]
    waiting = waiting_since(a, a.source_mean[None], flow.moves, flow.queued, day)[0]
    found = []
    for node in np.flatnonzero(~a.node_end & (in_flight > 0)).tolist():
        aged, target = _aged(a, flow, node, day), int(targets[node])
        stay = _leaving(a, node, aged, day)
        go = _leaving(b, target, aged, day) if target != NONE else np.zeros((0, a.days))
        work = max(float(in_flight[node] - waiting[node].sum()), 0.0)
        found.append(Flight(node, work, waiting[node], target, stay, go))
    return tuple(found)


def leads_in(plan: Plan, arrivals: Counts, moves: Counts, day: int) -> Counts:
    """Return the leads in every node at 00:00 of a day by run, shape [R, N]."""
    wide = np.float64 if "f" in (arrivals.dtype.kind, moves.dtype.kind) else np.int64
    came, went = (counts[:, :, :day].sum(axis=2, dtype=wide) for counts in (arrivals, moves))
    found = np.zeros((len(moves), plan.nodes), dtype=wide)
    found += plan.opening_balance()
    for source, node in enumerate(plan.source_node.tolist()):
        found[:, node] += came[:, source]
    for channel, target in enumerate(plan.channel_target.tolist()):
        found[:, int(plan.channel_node[channel])] -= went[:, channel]
        if target >= 0:
            found[:, target] += went[:, channel]
    return found


def waiting_since(plan: Plan, arrivals: Counts, moves: Counts, queued: Counts, day: int) -> Counts:
    """Return who waits for a slot at 00:00 of a day, by node and the day they came: [R, N, day].

    `queued` [R, K, D] are the queues of the plan's stations. First come is first served, and whose
    time is up leaves first: those who wait are the last that came.
    """
    wide = np.float64 if "f" in (arrivals.dtype.kind, moves.dtype.kind) else np.int64
    found = np.zeros((len(moves), plan.nodes, day), dtype=wide)
    held = leads_in(plan, arrivals, moves, day)
    for at, station in enumerate(plan.stations):
        if station.slots is None:
            continue
        nodes = list(station.nodes)
        came = np.stack([_came(plan, arrivals, moves, node, day) for node in nodes], axis=1)
        left = queued[:, at, day - 1].astype(wide)
        for before in range(day - 1, -1, -1):
            if not left.any():
                break
            here = np.minimum(came[:, :, before], held[:, nodes])
            for place, node in enumerate(nodes):
                # Of several segments that came on the day that is in part served, none is first.
                rest = here[:, place:].sum(axis=1)
                part = _share(np.minimum(left, rest), here[:, place], rest)
                found[:, node, before] = part
                held[:, node] -= part
                left = left - part
    return found


def _share(taken: Counts, part: Counts, whole: Counts) -> Counts:
    """Return what of `taken` falls on a part of the whole: in proportion, leads in one piece."""
    if taken.dtype.kind == "f":
        return np.asarray(np.divide(taken * part, whole, out=np.zeros_like(taken), where=whole > 0))
    # Rounded up: what is left over must find room in the parts that follow.
    found: Counts = np.minimum(-(-taken * part // np.maximum(whole, 1)), part)
    return found


def _came(plan: Plan, arrivals: Counts, moves: Counts, node: int, day: int) -> Counts:
    """Return who entered a node on each day before a day, shape [R, day]."""
    wide = np.float64 if "f" in (arrivals.dtype.kind, moves.dtype.kind) else np.int64
    arrived = arrivals[:, plan.source_node == node, :day].sum(axis=1, dtype=wide)
    found: Counts = arrived + moves[:, plan.channel_target == node, :day].sum(axis=1, dtype=wide)
    return found


def shut_until(plan: Plan, day: int) -> Plan:
    """Return a plan in which nobody is served before a day."""
    shut = []
    for station in plan.stations:
        if station.slots is not None:
            slots = station.slots.copy()
            slots[:day] = 0
            station = replace(station, slots=slots)
        shut.append(station)
    return replace(plan, stations=tuple(shut))


def queues_up(plan: Plan, node: int, day: int) -> int | None:
    """Return the earliest day on which leads of a queue can have come to a node; None: no queue.

    Whose time is up before the change leaves at once on the day of it, so they count as come when
    that makes their time be up.
    """
    for station in plan.stations:
        if station.slots is not None and node in station.nodes:
            leaves = station.sla_days is not None and max(station.breach) >= 0
            return max(day - int(station.sla_days or 0), 0) if leaves else 0
    return None


def queue_up(arrivals: Counts, waiting: Counts, since: int | None, day: int) -> None:
    """Let leads who wait, by the day they came [R, day], arrive [R, D] in a queue of B.

    They keep their days from `since` on; without a queue (None) they arrive on the day itself.
    """
    if since is None or since >= day:
        arrivals[:, day] += waiting.sum(axis=1)
        return
    arrivals[:, since:day] += waiting[:, since:]
    arrivals[:, since] += waiting[:, :since].sum(axis=1)


def _aged(plan: Plan, flow: FluidFlow, node: int, day: int) -> Aged:
    """Return the mean leads of a node by age; with a capacity those in work, by its beginning."""
    began, waited = flow.entries[0, node, :day], np.zeros(day)
    for at, station in enumerate(plan.stations):
        if station.slots is not None and node in station.nodes:
            began, days = flow.begun[0, at, :day], flow.waited[0, at, :day]
            waited = np.divide(days, began, out=waited, where=began > 0)
    lasting = _lasting(plan, node)[1 : day + 1]
    old = [
        (group.age + day, group.leads * (1.0 - float(group.cells[:, :day].sum())))
        for group in plan.waiting
        if group.node == node
    ]
    leads = began[::-1] * lasting
    return Aged(leads, waited[::-1], tuple((age, left) for age, left in old if left > 0))


def _lasting(plan: Plan, node: int) -> Floats:
    """Return P(still there after k midnights), k from 0 to D, of a visit to a node."""
    gone = np.cumsum(plan.cells[plan.channels_of(node)].sum(axis=0))
    return np.concatenate([[1.0], np.maximum(1.0 - gone, 0.0)])


def _leaving(plan: Plan, node: int, aged: Aged, day: int) -> Floats:
    """Return P(way, day) of one of the aged leads in a node of a plan, shape [ways, D].

    Whoever came k days before has not left within them: they leave after k + j with the chance of
    the day grid for that, divided by that of lasting k. Whoever is older than any visit can last
    leaves at once, in the usual shares.
    """
    own, ahead = plan.channels_of(node), plan.days - day
    half_life = next((s.half_life for s in plan.stations if node in s.nodes), None)
    cells, lasting = plan.cells[own], _lasting(plan, node)
    found = np.zeros((cells.shape[0], plan.days))
    for at in np.flatnonzero(aged.leads > 0).tolist():
        age, here, left = at + 1, cells, float(lasting[at + 1])
        if half_life is not None and aged.waited[at] > 0:
            here = _thinned(plan, own, 2.0 ** (-aged.waited[at] / half_life))
            left = max(1.0 - float(here[:, :age].sum()), 0.0)
        if left > HARDLY_ANY:
            found[:, day:] += aged.leads[at] / left * here[:, age : age + ahead]
        else:
            found[:, day] += aged.leads[at] * plan.channel_share[own]
    for days, leads in aged.old:
        found[:, day:] += leads * cells_at_age(plan.channel_way[own], days, ahead)[0]
    return found / aged.total if aged.total > 0 else found


def _thinned(plan: Plan, own: slice, factor: float) -> Floats:
    """Return the cells of a node whose progress is so much less likely; who is lost leaks."""
    ways, cells = plan.channel_way[own], plan.cells[own].copy()
    progress = np.array([way.is_progress for way in ways])
    lost = (1.0 - factor) * float(sum(way.rate for way in ways if way.is_progress))
    cells[progress] *= factor
    for at, way in enumerate(ways):
        if way.trigger == LEAK:
            cells[at] += lost * unit_cells(way, plan.days)[0]
    return cells
