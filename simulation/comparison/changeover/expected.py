"""The means of a change of designs: exact where nobody queues."""

from dataclasses import replace
from datetime import date

import numpy as np

from funnelcraft.funnel.mapping import Mapping, guessed_mapping, pairs_of
from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.comparison.changeover.changeover import Changeover
from funnelcraft.simulation.comparison.changeover.changing import (
    counters,
    made_for_change,
    targets,
)
from funnelcraft.simulation.comparison.changeover.flight import flights
from funnelcraft.simulation.comparison.comparing import refuse_currencies
from funnelcraft.simulation.comparison.matching import NONE
from funnelcraft.simulation.engine.blocks import means_block
from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.expectation import opening_moves
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.plan import plan


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
    plan_a, played, plan_b = plan(a, days), plan(made.other, days), plan(made.b, days)
    day, change = made.change.day, made.change
    counter = counters(change, plan_a, played)
    mean = played.source_mean.copy()
    mean[:, :day] = 0.0
    opening = np.zeros_like(played.cells)
    aged = np.zeros(played.sources)
    by_stage = np.zeros((1, len(plan_a.stage_ids)))
    for flight in flights(plan_a, played, targets(change, plan_a, played), day):
        by_stage[0, plan_a.node_stage[flight.node]] += flight.leads + flight.queued
        at = int(counter[flight.node])
        if at == NONE:
            continue
        mean[at, day] += flight.queued if keep_ages else flight.queued + flight.leads
        if keep_ages:
            aged[at] += flight.leads
            opening[played.channels_of(flight.target)] += flight.leads * flight.go
    later = replace(plan_b, source_mean=mean, waiting=())
    after = means_block(later, opening)
    arrivals = mean[None].copy()
    arrivals[:, :, day] += aged
    settings = Settings(runs=1, days=days, luck=False, ignorance=False, drift=False)
    return Changeover(
        stay=Runs(plan_a, settings, (means_block(plan_a, opening_moves(plan_a)),)),
        fresh=Runs(plan_b, settings, (means_block(plan_b, opening_moves(plan_b)),)),
        after=Runs(replace(plan_b, waiting=()), settings, (replace(after, arrivals=arrivals),)),
        day=day,
        keep_ages=keep_ages,
        mapping=mapping,
        pairs=pairs_of(a, b, mapping),
        counters=dict(zip(made.sources, made.stages, strict=True)),
        in_flight=by_stage,
    )
