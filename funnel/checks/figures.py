"""Are the figures of stages and triggers possible? Rates, counts, times, SLAs, capacities."""

import math
from collections.abc import Iterator
from itertools import pairwise

from funnelcraft.funnel.checks import mending
from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.findings import Finding, Place
from funnelcraft.funnel.model import CALENDARS, CLOCKS, ENDS, Conversion, Stage, Trigger
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.rates import conversion_for, default_of_gate, leaving_rates
from funnelcraft.funnel.text import _, number, percent
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    TimeDistribution,
    TriangularTime,
    UnknownTime,
)

# Rates are typed with few digits: three times 33.3333 % and a bit must not be an error.
ROUNDING = 1e-6

# Three billion years: beyond, squares of days are no numbers any more.
MOST_DAYS = 1e12


def figure_findings(facts: Facts) -> Iterator[Finding]:
    """Yield what is wrong with the figures of stages and triggers."""
    for trigger in facts.funnel.triggers:
        yield from _conversion(facts, trigger)
        yield from _velocity(facts, trigger)
    for stage in facts.stages.values():
        yield from _sum_of_rates(facts, stage)
        yield from _counts_of_stage(facts, stage)
        if stage.kind == "gate":
            yield from _gate(facts, stage)
        yield from _times_of_stage(stage)
        yield from _sla_and_capacity(facts, stage)


def _conversions(trigger: Trigger) -> list[Conversion | None]:
    overrides = (override.conversion for override in trigger.by_segment.values())
    return [trigger.conversion, *(found for found in overrides if found is not None)]


def _velocities(trigger: Trigger) -> list[TimeDistribution | None]:
    overrides = (override.velocity for override in trigger.by_segment.values())
    return [trigger.velocity, *(found for found in overrides if found is not None)]


def _conversion(facts: Facts, trigger: Trigger) -> Iterator[Finding]:
    place = Place("trigger", trigger.id, "conversion")
    label = facts.label(trigger)
    origin = facts.stages.get(trigger.from_stage)
    if trigger.kind == "sla_breach":
        if origin is not None and origin.sla is None:
            message = _("{trigger} waits for a breached SLA, but “{stage}” has none.")
            text = message.format(trigger=label, stage=stage_name(origin))
            yield Finding("breach-without-sla", "error", place, text, mending.sla_fix(origin))
        return
    for conversion in _conversions(trigger):
        if conversion is None:
            if origin is not None and origin.kind == "gate":
                continue
            message = _("{trigger} has no conversion rate: say what share of leads goes this way.")
            yield Finding("missing-rate", "error", place, message.format(trigger=label))
        elif not 0 <= conversion.rate <= 1:
            message = _("{trigger} has a rate of {rate}: it must lie between 0% and 100%.")
            text = message.format(trigger=label, rate=percent(conversion.rate, 2))
            yield Finding("rate-out-of-range", "error", place, text)
        else:
            yield from _counts(trigger, label, place, conversion)


def _counts(
    trigger: Trigger, label: str, place: Place, conversion: Conversion
) -> Iterator[Finding]:
    entered, moved = conversion.entered, conversion.moved
    if (entered is None) != (moved is None):
        message = _("{trigger} has only one of its two counts: leads that entered, and that moved.")
        fix = mending.count_fix(trigger)
        yield Finding("half-a-count", "error", place, message.format(trigger=label), fix)
    elif entered is not None and moved is not None and not 0 <= moved <= entered:
        message = _("{trigger} counts {moved} leads moved of {entered} entered: that cannot be.")
        text = message.format(trigger=label, moved=moved, entered=entered)
        yield Finding("impossible-counts", "error", place, text)


def _velocity(facts: Facts, trigger: Trigger) -> Iterator[Finding]:
    origin = facts.stages.get(trigger.from_stage)
    if trigger.kind == "sla_breach" or (origin is not None and origin.kind == "gate"):
        return
    place = Place("trigger", trigger.id, "velocity")
    for velocity in _velocities(trigger):
        if velocity is None:
            message = _("{trigger} has no time: say how many days leads take to go this way.")
            text = message.format(trigger=facts.label(trigger))
            yield Finding("missing-time", "error", place, text)
        elif problem := impossible_time(velocity):
            text = f"{facts.label(trigger)}: {problem}"
            yield Finding("impossible-time", "error", place, text)


def impossible_time(time: TimeDistribution) -> str:
    """Say in a sentence why a time distribution cannot be, or return an empty text."""
    if (getattr(time, "observations", None) or 0) < 0:
        return _("the number of observations is below zero.")
    if _longest(time) > MOST_DAYS:
        return _("a time of more than {most} days is too long.").format(most=number(MOST_DAYS))
    match time:
        case UnknownTime():
            return _("this version does not know times of the kind “{kind}”.").format(
                kind=time.kind
            )
        case TriangularTime():
            days = (0.0, time.low_days, time.mode_days, time.high_days)
            if any(earlier > later for earlier, later in pairwise(days)):
                return _("the days must rise: at least, usually, at most.")
        case EmpiricalTime():
            return _impossible_weights(time)
        case _:
            if time.mean_days < 0:
                return _("the mean time is below zero.")
            if getattr(time, "cv", 0.0) < 0:
                return _("the coefficient of variation is below zero.")
    return ""


def _longest(time: TimeDistribution) -> float:
    """Return the largest number of days a time is given by."""
    match time:
        case UnknownTime():
            return 0.0
        case TriangularTime():
            return time.high_days
        case EmpiricalTime():
            return max(time.days, default=0.0)
        case _:
            return time.mean_days


def _impossible_weights(time: EmpiricalTime) -> str:
    weights = time.weights
    if not time.days:
        return _("the list of observed times is empty.")
    if min(time.days) < 0:
        return _("an observed time is below zero.")
    if weights is not None and len(weights) != len(time.days):
        return _("there must be a weight for every observed time.")
    if weights is not None and (min(weights) < 0 or not 0 < sum(weights) < math.inf):
        return _("the weights must not be negative, and not all zero.")
    return ""


def _sum_of_rates(facts: Facts, stage: Stage) -> Iterator[Finding]:
    for segment in facts.segments:
        rates = leaving_rates(facts.leaving[stage.id], segment)
        total = sum(rates)
        # A rate that is out of range itself is told at its trigger: one fault, one sentence.
        if total > 1 + ROUNDING and all(0 <= rate <= 1 for rate in rates):
            message = _("The triggers that leave “{stage}” take {total} of its leads together.")
            text = message.format(stage=stage_name(stage), total=percent(total, 1))
            fix = mending.scale_fix(facts, stage)
            yield Finding("rates-over-one", "error", Place("stage", stage.id), text, fix)
            return


def _counts_of_stage(facts: Facts, stage: Stage) -> Iterator[Finding]:
    for segment in facts.segments:
        found = [conversion_for(trigger, segment) for trigger in facts.leaving[stage.id]]
        counts = [
            (c.entered, c.moved)
            for c in found
            if c is not None and c.entered is not None and c.moved is not None
        ]
        possible = all(0 <= moved <= entered for entered, moved in counts)
        entered = max((entered for entered, _moved in counts), default=0)
        moved = sum(moved for _entered, moved in counts)
        if possible and moved > entered:
            message = _("More leads left “{stage}” ({moved}) than entered it ({entered}).")
            text = message.format(stage=stage_name(stage), moved=moved, entered=entered)
            yield Finding("impossible-counts", "error", Place("stage", stage.id), text)
            return


def _gate(facts: Facts, stage: Stage) -> Iterator[Finding]:
    triggers = facts.leaving[stage.id]
    defaults = [trigger for trigger in triggers if trigger.conversion is None]
    place = Place("stage", stage.id)
    if len(defaults) > 1:
        message = _("The gate “{stage}” has {count} default ways out; it can have only one.")
        text = message.format(stage=stage_name(stage), count=len(defaults))
        yield Finding("gate-defaults", "error", place, text)
    elif triggers and default_of_gate(triggers) is None:
        for segment in facts.segments:
            total = sum(leaving_rates(triggers, segment))
            if total < 1 - ROUNDING:
                message = _(
                    "The gate “{stage}” sends on only {total} of its leads: "
                    "clear the rate of its default way out."
                )
                text = message.format(stage=stage_name(stage), total=percent(total, 1))
                fix = mending.default_fix(facts, stage)
                yield Finding("gate-without-default", "error", place, text, fix)
                return


def _times_of_stage(stage: Stage) -> Iterator[Finding]:
    if stage.kind not in ENDS and (problem := impossible_time(stage.leak_time)):
        text = _("Leads that go nowhere from “{stage}”: {problem}").format(
            stage=stage_name(stage), problem=problem
        )
        yield Finding("impossible-time", "error", Place("stage", stage.id, "leak_time"), text)
    half_life = stage.wait_half_life_days
    if half_life is not None and half_life <= 0:
        message = _("“{stage}”: the wait that halves conversion must be longer than zero days.")
        place = Place("stage", stage.id, "wait_half_life_days")
        text = message.format(stage=stage_name(stage))
        fix = mending.half_life_fix(stage)
        yield Finding("impossible-half-life", "error", place, text, fix)


def _sla_and_capacity(facts: Facts, stage: Stage) -> Iterator[Finding]:
    name = stage_name(stage)
    if stage.sla is not None:
        place = Place("stage", stage.id, "sla")
        if stage.sla.days < 0:
            message = _("“{stage}” promises an SLA of less than zero days.")
            yield Finding("impossible-sla", "error", place, message.format(stage=name))
        if stage.sla.clock not in CLOCKS:
            message = _("“{stage}” has an SLA with an unknown clock: “{clock}”.")
            text = message.format(stage=name, clock=stage.sla.clock)
            yield Finding("unknown-clock", "error", place, text, mending.clock_fix(stage))
    if stage.capacity is not None:
        place = Place("stage", stage.id, "capacity")
        if stage.capacity.leads_per_day < 0:
            message = _("“{stage}” has a capacity below zero.")
            yield Finding("impossible-capacity", "error", place, message.format(stage=name))
        if stage.capacity.calendar not in CALENDARS:
            message = _("“{stage}” has a capacity with an unknown calendar: “{calendar}”.")
            text = message.format(stage=name, calendar=stage.capacity.calendar)
            fix = mending.calendar_fix(stage)
            yield Finding("unknown-calendar", "error", place, text, fix)
