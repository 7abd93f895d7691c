"""Are the sources, the deal value and the drift possible?"""

import math
from collections.abc import Iterator
from datetime import date

from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.findings import Finding, Place
from funnelcraft.funnel.model import DAYS_PER_MONTH, Source
from funnelcraft.funnel.names import source_name, stage_name
from funnelcraft.funnel.text import _, number, quoted

# The shortest time a volume can be measured in, in months.
A_MINUTE = 1 / (DAYS_PER_MONTH * 24 * 60)

# A monthly step of the market that multiplies or divides the odds or the volume by 20.
MOST_DRIFT = 3.0

# Beyond, sums of deals and of their squares are no longer exact, or no numbers at all.
MOST_DEAL_VALUE, MOST_DEAL_SPREAD = 1e15, 1e3

DEAL_VALUE_KINDS = ("fixed", "exponential", "lognormal", "gamma", "weibull")


def volume_findings(facts: Facts) -> Iterator[Finding]:
    """Yield what is wrong with what comes in, what a deal is worth and how markets drift."""
    for source in facts.funnel.sources:
        for problem in (*_volume(source), *_campaigns(source)):
            text = f"{quoted(source_name(source))}: {problem}"
            place = Place("source", source.id, "volume")
            yield Finding("impossible-volume", "error", place, text)
        if source.cost_per_lead is not None and source.cost_per_lead < 0:
            message = _("“{source}”: a lead costs less than nothing.")
            place = Place("source", source.id, "cost_per_lead")
            text = message.format(source=source_name(source))
            yield Finding("impossible-cost", "error", place, text)
    yield from _opening(facts)
    yield from _deal_value(facts)
    drift = facts.funnel.drift
    if drift.volume_per_month < 0 or drift.conversion_per_month < 0:
        message = _("The drift of markets is below zero: it is a spread, so zero at least.")
        yield Finding("impossible-drift", "error", Place("funnel", field="drift"), message)
    elif max(drift.volume_per_month, drift.conversion_per_month) > MOST_DRIFT:
        message = _("The drift of markets is above {most}; 0.05 stands for about 5% a month.")
        text = message.format(most=number(MOST_DRIFT))
        yield Finding("impossible-drift", "error", Place("funnel", field="drift"), text)


def _volume(source: Source) -> Iterator[str]:
    volume = source.volume
    if volume.leads_per_month < 0:
        yield _("it brings fewer than zero leads a month.")
    if volume.trend_per_month <= -1:
        yield _("its trend takes away all leads within a month; write −0.05 for 5% fewer a month.")
    if volume.dispersion < 0:
        yield _("its dispersion is below zero.")
    if volume.months_observed is not None and volume.months_observed <= 0:
        yield _("the months observed must be more than zero.")
    elif volume.months_observed is not None and volume.months_observed < A_MINUTE:
        yield _("the months observed are less than a minute.")
    for weights, length, word in (
        (volume.weekday_weights, 7, _("days of the week")),
        (volume.month_weights, 12, _("months")),
    ):
        if len(weights) != length:
            text = _("it needs {length} weights for the {word}, and has {found}.")
            yield text.format(length=length, word=word, found=len(weights))
        elif min(weights) < 0 or not 0 < sum(weights) < math.inf:
            text = _("its weights for the {word} must not be negative, and not all zero.")
            yield text.format(word=word)


def _campaigns(source: Source) -> Iterator[str]:
    for campaign in source.volume.campaigns:
        try:
            date.fromisoformat(campaign.start)
        except ValueError:
            text = _("the campaign “{name}” starts on “{start}”, which is not a date.")
            yield text.format(name=campaign.name, start=campaign.start)
        if campaign.days < 1:
            text = _("the campaign “{name}” must last a day at least.")
            yield text.format(name=campaign.name)
        if campaign.leads < 0:
            text = _("the campaign “{name}” brings fewer than zero leads.")
            yield text.format(name=campaign.name)


def _opening(facts: Facts) -> Iterator[Finding]:
    for held in facts.funnel.opening:
        if held.ages_days and min(held.ages_days) < 0:
            stage = facts.stages.get(held.stage)
            message = _("The opening pipeline holds a lead in “{stage}” from the future.")
            text = message.format(stage=stage_name(stage) if stage else held.stage)
            place = Place("opening", held.stage, "ages_days")
            yield Finding("impossible-age", "error", place, text)


def _deal_value(facts: Facts) -> Iterator[Finding]:
    value = facts.funnel.deal_value
    place = Place("funnel", field="deal_value")
    if value is None:
        message = _("No deal value is given: the forecast counts deals, but no revenue.")
        yield Finding("no-deal-value", "hint", place, message)
    elif value.kind not in DEAL_VALUE_KINDS:
        message = _("This version does not know deal values of the kind “{kind}”.")
        yield Finding("unknown-deal-value", "error", place, message.format(kind=value.kind))
    elif value.mean < 0 or value.cv < 0:
        message = _("The deal value and its spread must not be below zero.")
        yield Finding("impossible-deal-value", "error", place, message)
    elif value.mean > MOST_DEAL_VALUE or value.cv > MOST_DEAL_SPREAD:
        message = _("A deal is worth at most {most}, with a spread (cv) of at most {spread}.")
        text = message.format(most=number(MOST_DEAL_VALUE), spread=number(MOST_DEAL_SPREAD))
        yield Finding("impossible-deal-value", "error", place, text)
