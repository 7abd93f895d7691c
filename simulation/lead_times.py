"""How long a lead takes from its arrival to the win: the law of a single lead on the day grid.

Counts lose who is who, but one lead's law does not need them. With q_c(k) the share of visits that
leave by channel c after k whole days, and f_n(k) the chance that a lead who enters node n is won k
days later,

    f_n = Σ_c q_c ∗ f_target(c),    f_won = 1 on day 0.

A Fourier transform along the days turns the convolutions into products and the recursion into a
sparse linear system for each frequency: `eliminated` solves them all at once, node after node.
A lead counts from its first arrival, however often it is recycled; a win ends it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.waiting import Waits, cells_after_waits
from funnelcraft.simulation.ways import cells_of

# Looked at in turn, until hardly any win comes later: powers of two, of three and eleven years.
HORIZONS = (1024, 4096)
HARDLY_ANY = 1e-4

# A finite transform folds what comes after the horizon back to its beginning. Values are damped
# before, to this at the end: a millionth of what comes later is folded back, six digits are lost.
DAMPING = 1e-6

Waves = NDArray[np.complex128]
# Where a lead is won. Nodes count from 0, and LEAK is -1.
WON = -2


@dataclass(frozen=True, eq=False)
class LeadTime:
    """When leads are won, in days since they arrived. L days.

    `shares` [L] are shares of all leads won so many whole days later, `ever` the share that is won
    in the end. With queues `ever` leaves out who was still waiting when the runs ended.
    """

    shares: Floats
    ever: float

    @property
    def later(self) -> float:
        """The share of leads won after the last day of `shares`."""
        return max(self.ever - float(self.shares.sum()), 0.0)

    @property
    def mean_days(self) -> float:
        """The mean days to the win of those won by the last day; NaN where there are none."""
        won = float(self.shares.sum())
        return float(self.shares @ np.arange(self.shares.size)) / won if won > 0 else np.nan

    def won_within(self, days: float) -> float:
        """Return the share of leads won within so many days.

        ⌊U + D⌋ = k holds the times D around k, half a day to each side: the share is read between.
        """
        borders = np.append(0.0, np.arange(self.shares.size) + 0.5)
        return float(np.interp(days, borders, np.append(0.0, np.cumsum(self.shares))))

    def quantile(self, share: float) -> float:
        """Return within how many days this share of the winners is won; NaN where not by the end.

        0.5 gives the median time of those who are won.
        """
        reached = np.append(0.0, np.cumsum(self.shares))
        # Rounding must not carry a share that is reached exactly on to the next win.
        wanted = share * self.ever * (1 - 1e-9)
        if not 0 < wanted <= reached[-1]:
            return np.nan
        at = int(np.searchsorted(reached, wanted)) - 1
        within = (wanted - reached[at]) / (reached[at + 1] - reached[at])
        return float(within * 0.5 if at == 0 else at - 0.5 + within)


@dataclass(frozen=True, eq=False)
class LeadTimes:
    """The lead-to-won times of a funnel: of all leads, and by the source and segment they come in.

    `overall` and segments weigh sources by the leads they bring within the plan's horizon; they
    are there where any come. Not `exact` where leads queue: waits are then those of the runs.
    """

    overall: LeadTime | None
    by_source: Mapping[str, LeadTime]
    by_segment: Mapping[str, LeadTime]
    exact: bool


def lead_times(plan: Plan, waits: Sequence[Waits | None] = ()) -> LeadTimes:
    """Return how long leads take to be won, under the document's own figures.

    `waits` hold a law for every station of the plan (`forecast.waits_of`), None where nobody
    queues. Without them nobody is taken to wait.
    """
    entered = sorted(set(plan.source_node.tolist()))
    found: dict[int, LeadTime] = {}
    for days in HORIZONS:
        found = _from_nodes(plan, waits, entered, days)
        if all(time.later <= HARDLY_ANY * time.ever for time in found.values()):
            break
    of_source = [found[node] for node in plan.source_node.tolist()]
    leads = plan.source_mean.sum(axis=1)
    segment = plan.source_node // max(len(plan.stage_ids), 1)
    by_segment = {
        name: _together(of_source, np.where(segment == at, leads, 0.0))
        for at, name in enumerate(plan.segment_ids)
    }
    return LeadTimes(
        overall=_together(of_source, leads),
        by_source=dict(zip(plan.source_ids, of_source, strict=True)),
        by_segment={name: time for name, time in by_segment.items() if time is not None},
        exact=not plan.has_queues,
    )


def _together(times: Sequence[LeadTime], leads: Floats) -> LeadTime | None:
    """Return the law of leads from several sources, None where no lead comes."""
    total = float(leads.sum())
    if total <= 0:
        return None
    weights = (leads / total).tolist()
    shares = np.zeros(times[0].shares.size)
    for time, weight in zip(times, weights, strict=True):
        shares += weight * time.shares
    return LeadTime(shares, sum(w * t.ever for t, w in zip(times, weights, strict=True)))


def _from_nodes(
    plan: Plan, waits: Sequence[Waits | None], entered: Sequence[int], days: int
) -> dict[int, LeadTime]:
    """Return the law of leads that enter each of these nodes. `days` is a power of two."""
    damping = DAMPING ** (np.arange(days) / days)
    order = _sinks_first(_following(plan, waits), np.flatnonzero(plan.node_won).tolist(), entered)
    kept = set(order)
    edges = {node: _edges(plan, waits, node, kept, damping) for node in order}
    won = eliminated(edges, order)
    found = {}
    for node in entered:
        law, ever = np.zeros(days), float(plan.node_won[node])
        law[0] = ever
        if node in won:
            law = np.fft.irfft(won[node][:-1], days) / damping
            ever = float(won[node][-1].real)
        found[node] = LeadTime(np.clip(law, 0.0, 1.0), min(ever, 1.0))
    return found


def _edges(
    plan: Plan, waits: Sequence[Waits | None], node: int, kept: set[int], damping: Floats
) -> dict[int, Waves]:
    """Return the transforms of the ways from a node to each of the kept ones, or to a win.

    Behind the frequencies stands who ever goes this way, however late.
    """
    cells, shares = _visit(plan, waits, node, damping.size)
    targets = plan.channel_target[plan.channels_of(node)]
    found: dict[int, Waves] = {}
    for target in dict.fromkeys(targets.tolist()):
        if target in kept or (target >= 0 and plan.node_won[target]):
            same = targets == target
            wave = np.append(np.fft.rfft(cells[same].sum(axis=0) * damping), shares[same].sum())
            place = WON if plan.node_won[target] else target
            found[place] = found[place] + wave if place in found else wave
    return found


def _visit(
    plan: Plan, waits: Sequence[Waits | None], node: int, days: int
) -> tuple[Floats, Floats]:
    """Return the law of a visit, waits included: cells [ways, days] and shares [ways]."""
    ways = plan.channel_way[plan.channels_of(node)]
    for station, wait in zip(plan.stations, waits, strict=False):
        if wait is not None and node in station.nodes:
            return cells_after_waits(ways, station, wait, days)
    return cells_of(ways, days)


def _following(plan: Plan, waits: Sequence[Waits | None]) -> dict[int, list[int]]:
    """Return to which nodes leads go from each node; out of a queue by a broken promise too."""
    used = plan.channel_share > 0
    for station, wait in zip(plan.stations, waits, strict=False):
        if wait is not None and wait.broken.sum() > 0:
            breaches = [way.is_breach for way in plan.channel_way]
            used |= np.isin(plan.channel_node, station.nodes) & np.array(breaches)
    found: dict[int, list[int]] = {}
    for at in np.flatnonzero((plan.channel_target >= 0) & used).tolist():
        found.setdefault(int(plan.channel_node[at]), []).append(int(plan.channel_target[at]))
    return found


def _sinks_first(
    following: Mapping[int, Sequence[int]], won: Sequence[int], entered: Sequence[int]
) -> list[int]:
    """Return the nodes leads pass on their way from these to a win, targets before origins.

    Where leads go round there is no such order, and the way back comes out of it.
    """
    hopeful = _leading_to(following, won)
    order: list[int] = []
    seen = set(won)
    for root in entered:
        if root not in hopeful or root in seen:
            continue
        seen.add(root)
        path = [(root, iter(following.get(root, ())))]
        while path:
            node, rest = path[-1]
            step = next((n for n in rest if n in hopeful and n not in seen), None)
            if step is None:
                path.pop()
                order.append(node)
            else:
                seen.add(step)
                path.append((step, iter(following.get(step, ()))))
    return order


def _leading_to(following: Mapping[int, Sequence[int]], ends: Sequence[int]) -> set[int]:
    """Return the nodes from which one of the ends can be reached, the ends included."""
    before: dict[int, list[int]] = {}
    for node, targets in following.items():
        for target in targets:
            before.setdefault(target, []).append(node)
    found, ahead = set(ends), list(ends)
    while ahead:
        for node in before.get(ahead.pop(), ()):
            if node not in found:
                found.add(node)
                ahead.append(node)
    return found


def eliminated(edges: dict[int, dict[int, Waves]], order: Sequence[int]) -> dict[int, Waves]:
    """Solve f_n = edge(n, WON) + Σ edge(n, m) · f_m for every node n of `order`.

    Gaussian elimination on the graph, for all frequencies at once: a node is taken out by leading
    who comes to it on to where it leads, 1/(1 − its loop) times. `edges` is used up.
    """
    before: dict[int, set[int]] = {}
    for node, targets in edges.items():
        for target in targets:
            before.setdefault(target, set()).add(node)
    done: set[int] = set()
    for node in order:
        done.add(node)
        out = edges[node]
        loop = out.pop(node, None)
        if loop is not None:
            edges[node] = out = {to: wave / (1.0 - loop) for to, wave in out.items()}
        for origin in before.get(node, set()) - done:
            through = edges[origin].pop(node)
            for target, wave in out.items():
                led_on = through * wave
                known = edges[origin].get(target)
                edges[origin][target] = led_on if known is None else known + led_on
                before.setdefault(target, set()).add(origin)
    found: dict[int, Waves] = {}
    for node in reversed(order):
        parts = [wave if to == WON else wave * found[to] for to, wave in edges[node].items()]
        found[node] = np.sum(parts, axis=0)
    return found
