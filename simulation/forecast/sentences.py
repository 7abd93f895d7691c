"""The sentence that comes before every picture: what to expect, and how sure."""

import math

from funnelcraft.funnel.graph import main_path
from funnelcraft.funnel.model import DAYS_PER_MONTH, Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, count, days, money, ngettext, rate
from funnelcraft.simulation.expectation import Expectation
from funnelcraft.simulation.forecast.figures import entries, revenue, wins
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.forecast.totals import Total
from funnelcraft.simulation.lead_times import LeadTimes


def sentence(runs: Runs, funnel: Funnel) -> str:
    """Say in one sentence what the runs forecast for the whole horizon.

    Deals and their worth where something can be won, else leads at the end of the main path.
    """
    if runs.plan.node_won.any():
        return _deals(runs, funnel)
    path = main_path(funnel)
    if not path:
        return _("There is nothing to forecast yet: draw a stage and a source that feeds it.")
    last = next(stage for stage in funnel.stages if stage.id == path[-1])
    total = runs.total(entries(last.id))
    return _("In the next {horizon} expect {leads} leads to reach “{stage}” ({range}).").format(
        horizon=horizon(runs.days),
        leads=count(total.mean),
        stage=stage_name(last),
        range=_range(count(total.p10), count(total.p90)),
    )


def expected_sentence(expected: Expectation, funnel: Funnel) -> str:
    """Say in one sentence what the means are, before any run says how sure they are.

    Deals, else leads at the end of the main path; empty where there is neither.
    """
    volume = dict(zip(expected.stage_ids, expected.entries.sum(axis=1).tolist(), strict=True))
    won = [volume[stage.id] for stage in funnel.stages if stage.kind == "won"]
    length = horizon(expected.days)
    if won:
        figure = count(sum(won))
        text = ngettext(
            "In the next {horizon} expect about {count} deal.",
            "In the next {horizon} expect about {count} deals.",
            1 if figure == "1" else 2,
        )
        return text.format(horizon=length, count=figure)
    path = main_path(funnel)
    if not path:
        return ""
    last = next(stage for stage in funnel.stages if stage.id == path[-1])
    return _("In the next {horizon} expect about {leads} leads to reach “{stage}”.").format(
        horizon=length, leads=count(volume[last.id]), stage=stage_name(last)
    )


def _deals(runs: Runs, funnel: Funnel) -> str:
    won = runs.total(wins())
    deals = _counted_deals(won)
    if funnel.deal_value is None:
        return _("In the next {horizon} expect {deals}.").format(
            horizon=horizon(runs.days), deals=deals
        )
    worth = runs.total(revenue())
    return _("In the next {horizon} expect {deals}, worth {worth} ({range}).").format(
        horizon=horizon(runs.days),
        deals=deals,
        worth=money(worth.mean, funnel.currency),
        range=_range(money(worth.p10, funnel.currency), money(worth.p90, funnel.currency)),
    )


def _counted_deals(won: Total) -> str:
    figure = count(won.mean)
    text = ngettext("{count} deal ({range})", "{count} deals ({range})", 1 if figure == "1" else 2)
    return text.format(count=figure, range=_range(count(won.p10), count(won.p90)))


def lead_time_sentence(times: LeadTimes, source: str = "") -> str:
    """Say in one sentence how many leads are won in the end, and how long those take.

    Of a source, where one is given, else of all. Empty where none is won, or no lead comes.
    """
    time = times.by_source.get(source) if source else times.overall
    if time is None or time.ever <= 0 or math.isnan(time.quantile(0.5)):
        return ""
    half, most = time.quantile(0.5), time.quantile(0.9)
    if math.isnan(most):
        text = (
            _("Of its leads {share} are won in the end, half of those within {half}.")
            if source
            else _("Of all leads {share} are won in the end, half of those within {half}.")
        )
        return text.format(share=rate(time.ever), half=days(half))
    text = (
        _(
            "Of its leads {share} are won in the end, half of those within {half}, "
            "nine in ten within {most}."
        )
        if source
        else _(
            "Of all leads {share} are won in the end, half of those within {half}, "
            "nine in ten within {most}."
        )
    )
    return text.format(share=rate(time.ever), half=days(half), most=days(most))


def _range(low: str, high: str) -> str:
    return _("80%: {low}–{high}").format(low=low, high=high)


def horizon(length: int) -> str:
    """Write a horizon as people say it: months where it is about whole months, else days."""
    months = round(length / DAYS_PER_MONTH)
    if months >= 1 and abs(length - months * DAYS_PER_MONTH) < 1:
        return ngettext("{count} month", "{count} months", months).format(count=months)
    return days(length)
