"""The means of a change of designs: exact where nobody queues."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from funnelcraft.funnel.mapping import Mapping, guessed_mapping, pairs_of
from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.comparison.changeover.changeover import Changeover
from funnelcraft.simulation.comparison.changeover.changing import (
    counters,
    made_for_change,
    own_counters,
    targets,
)
from funnelcraft.simulation.comparison.changeover.flight import (
    flights,
    leads_in,
    queue_up,
    queues_up,
    shut_until,
)
from funnelcraft.simulation.comparison.changeover.stitching import joined, since
from funnelcraft.simulation.comparison.comparing import refuse_currencies
from funnelcraft.simulation.comparison.matching import NONE
from funnelcraft.simulation.engine.blocks import Block, means_block
from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.expectation import opening_moves
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.plan import Plan, plan


def expected_changeover(
    a: Funnel,
    b: Funnel,
    on: date,
    mapping: Mapping | None = None,
    days: int = 365,
    keep_ages: bool = True,
) -> Changeover:
    """Return what `changeover` plays in the mean, as one run whose counts are means.

    With queues leads flow like water (`simulation.fluid`). Raises CannotSimulate.
    """
    refuse_currencies(a, b)
    mapping = mapping or guessed_mapping(a, b)
    made = made_for_change(a, b, on, mapping, days, keep_ages)
    # As the file has it and as it is played, everything stands in the same places.
    plan_a, played, plan_b = plan(made.a, days), plan(made.other, days), plan(made.b, days)
    day, change = made.change.day, made.change
    before = means_block(plan_a, opening_moves(plan_a))
    fresh = means_block(plan_b, opening_moves(plan_b))
    own, counter = own_counters(change, plan_a), counters(change, plan_a, played)
    rest, after = _Rest.of(plan_a, day), _Rest.of(plan_b, day)
    aged = np.zeros(plan_b.sources)
    for flight in flights(plan_a, played, targets(change, plan_a, played), day):
        rest.leave(flight.node, flight.leads, flight.stay)
        if (at := int(own[flight.node])) != NONE:
            rest.queue(at, flight.queued, queues_up(plan_a, flight.node, day), day)
        if (at := int(counter[flight.node])) == NONE:
            continue
        first = queues_up(plan_b, flight.target, day) if keep_ages else None
        after.queue(at, flight.queued, first, day)
        if keep_ages:
            aged[at] += flight.leads
            after.leave(flight.target, flight.leads, flight.go)
        else:
            after.mean[at, day] += flight.leads
    later = after.block(day)
    later.arrivals[:, :, day] += aged
    going_on = replace(rest.block(day), arrivals=since(plan_a.source_mean[None], day))
    in_flight = np.zeros((1, len(plan_a.stage_ids)))
    leads = leads_in(plan_a, before.arrivals, before.moves, day)
    np.add.at(in_flight[0], plan_a.node_stage, leads[0])
    settings = Settings(runs=1, days=days, luck=False, ignorance=False, drift=False)
    return Changeover(
        stay=Runs(plan_a, settings, (joined(before, going_on, day),)),
        fresh=Runs(plan_b, settings, (fresh,)),
        after=Runs(replace(plan_b, waiting=()), settings, (later,)),
        day=day,
        keep_ages=keep_ages,
        mapping=mapping,
        pairs=pairs_of(a, b, mapping),
        counters=dict(zip(made.sources, made.stages, strict=True)),
        in_flight=in_flight,
    )


@dataclass(frozen=True, eq=False)
class _Rest:
    """A design from the change on: who comes by its sources, and how leads in flight leave."""

    plan: Plan
    mean: Floats  # [Q, D]
    opening: Floats  # [C, D]

    @classmethod
    def of(cls, plan: Plan, day: int) -> "_Rest":
        """Return a design to which nobody has come yet but by its own sources."""
        return cls(plan, since(plan.source_mean, day), np.zeros_like(plan.cells))

    def leave(self, node: int, leads: float, cells: Floats) -> None:
        """Let leads leave a node by way and day as cells [ways, D] say."""
        self.opening[self.plan.channels_of(node)] += leads * cells

    def queue(self, source: int, queued: Floats, first: int | None, day: int) -> None:
        """Let leads who wait, by the day they came, come by a source."""
        queue_up(self.mean[None, source], queued[None], first, day)

    def block(self, day: int) -> Block:
        """Return the means from the change on."""
        plan = replace(shut_until(self.plan, day), source_mean=self.mean, waiting=())
        found = means_block(plan, self.opening)
        return replace(found, arrivals=found.arrivals.copy())
