"""Can the work be done, and the promises be kept? SLAs against times, capacity against inflow."""

import math
from collections.abc import Iterator
from functools import partial

from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.checks.figures import impossible_time
from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.findings import Finding, Fix, Place
from funnelcraft.funnel.long_run import WORKING_SHARE, monthly_room, rates_out
from funnelcraft.funnel.model import DAYS_PER_MONTH, ENDS, Funnel, Stage
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.rates import velocity_for
from funnelcraft.funnel.text import _, count, days, number, percent
from funnelcraft.funnel.timing import share_within

HALF = 0.5
KEPT = 0.8  # what an SLA should be kept in, where the program proposes one
LONGEST_SLA = 365
# Where a queue is never empty it grows without end: capacity must leave some room.
HEADROOM = 1.1


def workload_findings(facts: Facts) -> Iterator[Finding]:
    """Yield the promises most leads break, and the capacities leads overrun."""
    for stage in facts.stages.values():
        if stage.kind in (*ENDS, "gate"):
            continue
        yield from _sla(facts, stage)
        yield from _capacity(facts, stage)


def _sla(facts: Facts, stage: Stage) -> Iterator[Finding]:
    # Until the first touch no trigger's time has begun: only a stage's own clock can be compared.
    if stage.sla is None or stage.sla.clock != "stage" or not 0 <= stage.sla.days < LONGEST_SLA:
        return
    kept = _share_gone(facts, stage, stage.sla.days)
    if kept is None or kept >= HALF:
        return
    message = _("“{stage}” promises {days}; by its triggers' times only {share} keep to it.")
    text = message.format(
        stage=stage_name(stage), days=days(stage.sla.days), share=percent(kept, 0)
    )
    enough = next(
        (d for d in range(1, LONGEST_SLA) if (_share_gone(facts, stage, d) or 0) >= KEPT), None
    )
    fix = None
    if enough is not None:
        label = _("Promise {days}: {share} of leads keep to it")
        text_of_fix = label.format(days=days(enough), share=percent(KEPT))
        fix = Fix(text_of_fix, partial(_promise, stage_id=stage.id, within=float(enough)))
    yield Finding("sla-too-short", "warning", Place("stage", stage.id, "sla"), text, fix)


def _share_gone(facts: Facts, stage: Stage, within: float) -> float | None:
    """Return the share of the leads leaving by triggers that do so in time; None if unknown."""
    gone = leaving = 0.0
    for segment in facts.segments:
        for trigger, rate in rates_out(stage, facts.leaving[stage.id], segment):
            velocity = velocity_for(trigger, segment)
            if velocity is None or impossible_time(velocity):
                continue  # told at the trigger
            gone += rate * (share_within(velocity, within) or 0.0)
            leaving += rate
    return gone / leaving if leaving > 0 else None


def _promise(funnel: Funnel, *, stage_id: str, within: float) -> Funnel:
    sla = next((s.sla for s in funnel.stages if s.id == stage_id), None)
    if sla is None:
        return funnel
    return change_stage(funnel, stage_id, sla=sla.replaced(days=within))


def _capacity(facts: Facts, stage: Stage) -> Iterator[Finding]:
    capacity = stage.capacity
    coming = facts.long_run.entries.get(stage.id, 0.0)
    if capacity is None or capacity.leads_per_day < 0 or coming <= monthly_room(capacity):
        return
    share = WORKING_SHARE.get(capacity.calendar, 1.0)
    a_day = coming / DAYS_PER_MONTH / share
    message = _("“{stage}” can begin {room} leads a working day, but {coming} come in.")
    text = message.format(
        stage=stage_name(stage), room=number(capacity.leads_per_day, 1), coming=count(a_day)
    )
    enough = float(math.ceil(a_day * HEADROOM))
    label = _("Raise the capacity to {leads} leads a day").format(leads=number(enough))
    fix = Fix(label, partial(_raise, stage_id=stage.id, leads=enough))
    yield Finding("capacity-too-small", "warning", Place("stage", stage.id, "capacity"), text, fix)


def _raise(funnel: Funnel, *, stage_id: str, leads: float) -> Funnel:
    capacity = next((s.capacity for s in funnel.stages if s.id == stage_id), None)
    if capacity is None:
        return funnel
    return change_stage(funnel, stage_id, capacity=capacity.replaced(leads_per_day=leads))
