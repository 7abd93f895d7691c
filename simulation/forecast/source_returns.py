"""What leads of each source cost and bring: deals, cost per won deal, return, with intervals.

A source's leads are won by the law of single leads (`lead_times`): it is linear in the arrivals, so
the sources add up to all wins of new leads. Who is in the funnel already belongs to no source.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from funnelcraft.funnel.model import Funnel, Source
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.forecast.waits import waits_of
from funnelcraft.simulation.lead_times import LeadTime, lead_times
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.waiting import Waits
from funnelcraft.simulation.winning import chance_to_win, chances_to_win

RUNS = 1000  # draws of the rates behind the intervals
LARGEST = 2e7  # of runs times nodes squared: beyond, fewer draws


@dataclass(frozen=True)
class Span:
    """A figure with the bounds of its 80% and of its 95%."""

    mean: float
    p2_5: float
    p10: float
    p90: float
    p97_5: float

    def times(self, factor: float) -> "Span":
        """Return the figure times a positive number that is certain."""
        return Span(*(factor * value for value in self._figures()))

    def under(self, cost: float) -> "Span":
        """Return a cost divided by the figure: what is more often won is cheaper."""
        mean, *bounds = (cost / v if v > 0 else np.inf for v in self._figures())
        return Span(mean, *reversed(bounds))

    def _figures(self) -> tuple[float, ...]:
        return self.mean, self.p2_5, self.p10, self.p90, self.p97_5


@dataclass(frozen=True)
class SourceReturn:
    """A source over the horizon. Money is in the document's currency.

    `chance` is P(win in the end) of a lead. `deals` is what its leads of the horizon win within it,
    None with queues: their waits change over the horizon, and the law of single leads knows one law
    of waits. `deals_in_the_end` is what they ever win. Without a cost `cost_per_lead`, `spent`,
    `cost_per_deal` and `back` are None; without a deal value `back` is. `back` is the value won in
    the end for each unit spent. Intervals hold what is unknown of the rates, nothing else.
    """

    source: str
    leads: float
    chance: Span
    deals: float | None
    deals_in_the_end: Span
    cost_per_lead: float | None
    spent: float | None
    cost_per_deal: Span | None
    back: Span | None


@dataclass(frozen=True)
class Returns:
    """All sources, in the document's order. `exact` where nobody queues.

    `opening_deals` is what is expected in the end of who is in the funnel already.
    """

    sources: tuple[SourceReturn, ...]
    opening_deals: float
    exact: bool


def source_returns(
    plan: Plan,
    funnel: Funnel,
    ignorance: bool = True,
    seed: int = 1,
    waits: Sequence[Waits | None] = (),
) -> Returns:
    """Return what each source brings; `waits` of the runs where leads queue (`waits_of`)."""
    times = lead_times(plan, waits)
    spread = _spread(plan, ignorance, seed)
    rows = []
    for at, source in enumerate(funnel.sources):
        time = times.by_source[source.id]
        arrivals = plan.source_mean[at]
        chance = _span(time.ever, spread[:, int(plan.source_node[at])])
        deals = _within(arrivals, time) if times.exact else None
        rows.append(_row(funnel, source, float(arrivals.sum()), deals, chance))
    opening = float(plan.opening_balance() @ chance_to_win(plan))
    return Returns(tuple(rows), opening, times.exact)


def source_returns_of(runs: Runs, funnel: Funnel) -> Returns:
    """Return what each source brings when leads wait as they did in the runs."""
    settings = runs.settings
    return source_returns(runs.plan, funnel, settings.ignorance, settings.seed, waits_of(runs))


def _within(arrivals: Floats, time: LeadTime) -> float:
    """Return how many of the leads of each day are won by the end of the last one."""
    # Who comes on day d has D − 1 − d midnights left.
    won = np.append(np.cumsum(time.shares), np.repeat(time.shares.sum(), arrivals.size))
    return float(arrivals[::-1] @ won[: arrivals.size])


def _row(
    funnel: Funnel, source: Source, leads: float, deals: float | None, chance: Span
) -> SourceReturn:
    cost = source.cost_per_lead
    per_deal = back = None
    if cost is not None:
        per_deal = chance.under(cost)
        if funnel.deal_value is not None and cost > 0:
            back = chance.times(funnel.deal_value.mean / cost)
    return SourceReturn(
        source=source.id,
        leads=leads,
        chance=chance,
        deals=deals,
        deals_in_the_end=chance.times(leads),
        cost_per_lead=cost,
        spent=None if cost is None else cost * leads,
        cost_per_deal=per_deal,
        back=back,
    )


def _span(mean: float, spread: Floats) -> Span:
    """Return a chance with the relative spread of its draws, so that its middle stays the law's."""
    if mean <= 0:
        return Span(0.0, 0.0, 0.0, 0.0, 0.0)
    bounds = np.quantile(spread, (0.025, 0.1, 0.9, 0.975)).tolist()
    return Span(mean, *(min(mean * bound, 1.0) for bound in bounds))


def _spread(plan: Plan, ignorance: bool, seed: int) -> Floats:
    """Return P(win | node) under drawn rates divided by that under the document's, [R, N]."""
    # Here, not at the top: the engine itself makes `Runs`.
    from funnelcraft.simulation.engine.parameters import Streams, draw, unknowns
    from funnelcraft.simulation.engine.settings import Settings

    own = chance_to_win(plan)
    settings = Settings(days=plan.days, drift=False, ignorance=ignorance)
    found = unknowns(plan, settings)
    if not found.rates.any():
        return np.ones((1, plan.nodes))
    runs = int(np.clip(LARGEST / max(plan.nodes, 1) ** 2, 32, RUNS))
    rates = draw(plan, found, settings, Streams(seed, 0, runs)).rates[:, 0]
    drawn = chances_to_win(plan, rates)
    return np.divide(drawn, own, out=np.ones_like(drawn), where=own > 0)
