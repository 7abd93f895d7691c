"""The sentences before the charts of pipeline, waiting and sources, made from their figures."""

import math
from collections.abc import Sequence

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import (
    _,
    count,
    day,
    days,
    listed,
    money,
    ngettext,
    number,
    percent,
    quoted,
    rate,
)
from funnelcraft.simulation.forecast.runs import Bands
from funnelcraft.simulation.forecast.service import Service
from funnelcraft.simulation.forecast.source_returns import Returns, SourceReturn, Span
from funnelcraft.simulation.forecast.stage_pipeline import StagePipeline

MOST_NAMES = 3  # are told one by one


def pipeline_sentence(
    found: StagePipeline, funnel: Funnel, in_money: bool, bands: Bands | None = None
) -> str:
    """Say what the pipeline is at the end of the horizon, and in which stage most of it stands.

    `bands` are those of its value.
    """
    values = (found.value if in_money else found.leads)[:, -1] if found.stage_ids else np.zeros(0)
    total = float(values.sum())
    last = found.last_day
    if total < 0.05:
        return _("On {day} nobody is in the funnel.").format(day=day(last))
    at = int(values.argmax())
    stage = next(stage_name(one) for one in funnel.stages if one.id == found.stage_ids[at])
    share = percent(float(values[at]) / total)
    if not in_money:
        figure = count(total)
        text = ngettext(
            "On {day} {n} lead is in the funnel; {share} in “{stage}”.",
            "On {day} {n} leads are in the funnel, most in “{stage}” ({share}).",
            1 if figure == "1" else 2,
        )
        return text.format(day=day(last), n=figure, share=share, stage=stage)
    worth = money(total, funnel.currency)
    if bands is not None:
        ends = (money(float(value[-1]), funnel.currency) for value in (bands.p10, bands.p90))
        low, high = ends
        worth = _("{worth} (80%: {low}–{high})").format(worth=worth, low=low, high=high)
    text = _("On {day} the pipeline is worth {worth}, most of it in “{stage}” ({share}).")
    return text.format(day=day(last), worth=worth, share=share, stage=stage)


def service_sentence(one: Service) -> str:
    """Say how long leads wait at a stage, and how much of its capacity is used."""
    if one.wait is None or one.use is None:
        return ""
    text = _(
        "Leads wait {days} on average (80%: {low}–{high}); {use} of the capacity is used "
        "(80%: {least}–{most})."
    )
    return text.format(
        days=days(one.wait.mean),
        low=number(one.wait.p10, 1),
        high=number(one.wait.p90, 1),
        use=percent(one.use.mean),
        least=percent(one.use.p10),
        most=percent(one.use.p90),
    )


def promise_name(stage: str, one: Service) -> str:
    """Return a stage with what it promises."""
    text = _("{stage}: touched within {days}") if one.first_touch else _("{stage}: done in {days}")
    return text.format(stage=stage, days=days(one.sla_days or 0.0))


def promises_sentence(found: Sequence[Service], funnel: Funnel) -> str:
    """Say which promise is broken most often; empty where none is given."""
    broken = [(one, one.breach) for one in found if one.breach is not None]
    if not broken:
        return ""
    worst, share = max(broken, key=lambda pair: pair[1].mean)
    if share.mean <= 0:
        return _("Every promise is kept: no lead waits or takes longer.")
    name = next(stage_name(stage) for stage in funnel.stages if stage.id == worst.stage)
    text = _(
        "Share of the leads for whom a promise is broken. Most often that of “{stage}”: {share} "
        "(80%: {low}–{high})."
    )
    return text.format(
        stage=name, share=rate(share.mean), low=rate(share.p10), high=rate(share.p90)
    )


def sources_sentence(found: Returns, funnel: Funnel) -> str:
    """Say which source wins a deal for least and for most, and of which the cost is not known."""
    names = {source.id: source.name for source in funnel.sources}
    priced = [row for row in found.sources if _is_priced(row)]
    parts = []
    if len(priced) == 1:
        text = _("A deal from “{source}” costs {cost}.")
        row = priced[0]
        parts.append(text.format(source=names[row.source], cost=_cost(row, funnel.currency)))
    elif priced:
        priced.sort(key=lambda row: row.cost_per_deal.mean if row.cost_per_deal else math.inf)
        best, worst = priced[0], priced[-1]
        text = _("A deal costs least from “{best}”, {low}, and most from “{worst}”, {high}.")
        parts.append(
            text.format(
                best=names[best.source],
                low=_cost(best, funnel.currency),
                worst=names[worst.source],
                high=_cost(worst, funnel.currency),
            )
        )
    unknown = [quoted(names[row.source]) for row in found.sources if row.cost_per_lead is None]
    if len(unknown) > MOST_NAMES:
        text = _("What a lead costs is not said for {n} sources.")
        parts.append(text.format(n=number(len(unknown))))
    elif unknown:
        text = _("What a lead costs is not said for {sources}.")
        parts.append(text.format(sources=listed(unknown)))
    return " ".join(parts) or _("No source brings leads.")


def _is_priced(row: SourceReturn) -> bool:
    return row.cost_per_deal is not None and math.isfinite(row.cost_per_deal.mean)


def _cost(row: SourceReturn, currency: str) -> str:
    assert row.cost_per_deal is not None
    return money(row.cost_per_deal.mean, currency)


def deals_sentence(found: Returns, funnel: Funnel) -> str:
    """Say how many deals the leads of the horizon win in the end, and whose leads win most."""
    if not found.sources:
        return _("No source brings leads.")
    names = {source.id: source.name for source in funnel.sources}
    total = sum(row.deals_in_the_end.mean for row in found.sources)
    best = max(found.sources, key=lambda row: row.deals_in_the_end.mean)
    if total < 0.05:
        return _("Of the leads that come within the horizon hardly any is ever won.")
    figure = count(total)
    text = ngettext(
        "The leads that come within the horizon win {n} deal in the end; “{source}” brings most "
        "({share}).",
        "The leads that come within the horizon win {n} deals in the end; “{source}” brings most "
        "({share}).",
        1 if figure == "1" else 2,
    )
    share = percent(best.deals_in_the_end.mean / total)
    return text.format(n=figure, source=names[best.source], share=share)


def return_words(back: Span | None, currency: str) -> str:
    """Say what comes back for each unit of money spent: `$4.10 for $1`; a dash where unknown."""
    if back is None:
        return "–"
    return _("{back} for {one}").format(
        back=precise_money(back.mean, currency), one=money(1, currency)
    )


def precise_money(value: float, currency: str) -> str:
    """Write a small amount with its cents: `$4.10`; larger ones as `money` does."""
    from babel.numbers import format_currency

    from funnelcraft.funnel.text import locale_name

    if abs(value) >= 100:
        return money(value, currency)
    return format_currency(value, currency, locale=locale_name())
