"""Leads in flight at the change: how old they are in the mean, and what they do next in a design.

Without queues leads know nothing of each other and come by Poisson laws. Sorted by stage and age at
the change, their numbers are then independent Poisson numbers (Kingman, "Poisson processes", 1993,
the colouring theorem), so given how many are in a stage, each has an age drawn from the mean
numbers by age, whoever has left before. With an opening pipeline or dispersion the means stay
exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.matching import NONE
from funnelcraft.simulation.engine.blocks import Counts
from funnelcraft.simulation.expectation import opening_moves
from funnelcraft.simulation.fluid import FluidFlow, fluid_flow, own_figures
from funnelcraft.simulation.opening import cells_at_age
from funnelcraft.simulation.plan import Plan

# Who has lasted longer than this share of all visits to a stage do is older than any of them.
HARDLY_ANY = 1e-12


@dataclass(frozen=True, eq=False)
class Flight:
    """The leads in flight in a node of A at 00:00 of the day of the change. D days.

    `leads` and `queued` are mean numbers of those in work and those who wait for a slot. `stay`
    [ways, D] says how one in work leaves the node if A goes on, `go` how they leave `target`, its
    node in B, from the age they have; days before the change are zero. NONE: B has no such stage.
    """

    node: int
    leads: float
    queued: float
    target: int
    stay: Floats
    go: Floats


@dataclass(frozen=True, eq=False)
class Aged:
    """Leads of a node by age: `leads` [T] that came 1, 2, … T days before, and `old` ones.

    `old` are (age in days at the change, leads) of those who were there at the start.
    """

    leads: Floats
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
    in_flight, queued = _numbers(a, flow, day)
    found = []
    for node in np.flatnonzero(~a.node_end & (in_flight > 0)).tolist():
        aged, target = _aged(a, flow, node, day), int(targets[node])
        stay = _leaving(a, node, aged, day)
        go = _leaving(b, target, aged, day) if target != NONE else np.zeros((0, a.days))
        work = max(float(in_flight[node] - queued[node]), 0.0)
        found.append(Flight(node, work, float(queued[node]), target, stay, go))
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


def shared_out(queued: Ints, held: Sequence[Ints]) -> list[Ints]:
    """Return how many of those who queue at a stage [R] are in each of its nodes.

    In proportion to who is there, rounded down, and the rest to the first that have room: which
    segment waits is not told by the counts.
    """
    total = np.maximum(sum(held), 1)
    found = [np.minimum(queued * part // total, part) for part in held]
    left = queued - sum(found)
    for at, part in enumerate(held):
        more = np.minimum(left, part - found[at])
        found[at] = found[at] + more
        left = left - more
    return found


def _numbers(plan: Plan, flow: FluidFlow, day: int) -> tuple[Floats, Floats]:
    """Return the mean leads in every node and those of them who queue, [N] each."""
    found = leads_in(plan, plan.source_mean[None], flow.moves, day)[0].astype(np.float64)
    queued = np.zeros(plan.nodes)
    for at, station in enumerate(plan.stations):
        own = found[list(station.nodes)]
        if station.slots is not None and own.sum() > 0:
            waiting = min(float(flow.queued[0, at, day - 1]), float(own.sum()))
            queued[list(station.nodes)] = waiting * own / own.sum()
    return found, queued


def _aged(plan: Plan, flow: FluidFlow, node: int, day: int) -> Aged:
    """Return the mean leads of a node by age; with a capacity those in work, by its beginning."""
    began = flow.entries[0, node, :day]
    for at, station in enumerate(plan.stations):
        if station.slots is not None and node in station.nodes:
            began = flow.begun[0, at, :day]
    lasting = _lasting(plan, node)[1 : day + 1]
    old = [
        (group.age + day, group.leads * (1.0 - float(group.cells[:, :day].sum())))
        for group in plan.waiting
        if group.node == node
    ]
    return Aged(began[::-1] * lasting, tuple((age, left) for age, left in old if left > 0))


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
    cells, lasting = plan.cells[own], _lasting(plan, node)
    found = np.zeros((cells.shape[0], plan.days))
    for at in np.flatnonzero(aged.leads > 0).tolist():
        age = at + 1
        if lasting[age] > HARDLY_ANY:
            found[:, day:] += aged.leads[at] / lasting[age] * cells[:, age : age + ahead]
        else:
            found[:, day] += aged.leads[at] * plan.channel_share[own]
    for days, leads in aged.old:
        found[:, day:] += leads * cells_at_age(plan.channel_way[own], days, ahead)[0]
    return found / aged.total if aged.total > 0 else found
