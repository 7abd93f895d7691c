"""The forecast: the headline sentence and the fan of what the funnel is judged by."""

import math
from dataclasses import replace

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, days, money, percent
from funnelcraft.io.deck.evidence import Evidence, Outcome
from funnelcraft.io.deck.page import FanPicture, Page, Support
from funnelcraft.io.deck.pages.wording import (
    bounded,
    figure_name,
    half_of_the_wins,
    kicker,
    source_of_runs,
    spoken,
    unit_of,
    waiting_page,
)
from funnelcraft.io.deck.writing import shortened
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.expectation import Expectation
from funnelcraft.simulation.forecast import Figure, expected_sentence
from funnelcraft.simulation.forecast.periods import by_period, periods

LONGEST = 240


def forecast_page(known: Evidence) -> Page:
    """Return the page of the forecast: exact means until the runs are done."""
    page = Page("forecast", kicker(known, _("The forecast")), "", source=source_of_runs(known))
    funnel, figure, expected = known.funnel, known.figure, known.expectation
    if figure is None or expected is None:
        nothing = _("There is nothing to forecast yet: draw a stage and a source that feeds it.")
        return waiting_page(page, known, nothing)
    outcome = known.outcome
    said = expected_sentence(expected, funnel) if outcome is None else outcome.sentence
    caption = _("Running total of {figure}, by month").format(figure=figure_name(figure, funnel))
    if outcome is not None:
        caption = _("{caption}: median, 80% and 95% of the runs").format(caption=caption)
    supports = _means(expected, funnel) if outcome is None else _supports(outcome, funnel)
    return replace(
        page,
        title=shortened(said, LONGEST).rstrip("."),
        picture=_fan(known, expected, figure),
        caption=caption,
        supports=supports,
        notes=(said, *spoken(supports)),
        preliminary=outcome is None,
    )


def _fan(known: Evidence, expected: Expectation, figure: Figure) -> FanPicture:
    currency = unit_of(figure, known.funnel)
    outcome = known.outcome
    if outcome is not None and outcome.bands is not None:
        bands = outcome.bands
        names = ("mean", "p2_5", "p10", "p50", "p90", "p97_5")
        values = {name: tuple(getattr(bands, name).tolist()) for name in names}
        return FanPicture(bands.ends, **values, currency=currency)
    within = periods(expected.start, expected.days, "month")
    daily = _daily(expected, known.funnel, figure)[None, :]
    sums = np.cumsum(by_period(daily, within, False), axis=1)[0]
    return FanPicture(within.ends, tuple(sums.tolist()), currency=currency)


def _daily(expected: Expectation, funnel: Funnel, figure: Figure) -> Floats:
    if figure.kind == "revenue":
        return expected.revenue
    wanted = {stage.id for stage in funnel.stages if stage.kind == "won"}
    if figure.kind == "entries":
        wanted = {figure.id}
    at = [place for place, name in enumerate(expected.stage_ids) if name in wanted]
    found: Floats = expected.entries[at].sum(axis=0)
    return found


def _means(expected: Expectation, funnel: Funnel) -> tuple[Support, ...]:
    """Return what is known before any run: means, exact where nobody queues."""
    follows = _("exact mean; how sure follows")
    won = {stage.id for stage in funnel.stages if stage.kind == "won"}
    supports = []
    if won:
        at = [place for place, name in enumerate(expected.stage_ids) if name in won]
        deals = float(expected.entries[at].sum())
        supports.append(Support(_("Deals won"), count(deals), follows))
    if won and funnel.deal_value is not None:
        worth = money(float(expected.revenue.sum()), funnel.currency)
        supports.append(Support(_("Revenue"), worth, follows))
    return tuple(supports)


def _supports(outcome: Outcome, funnel: Funnel) -> tuple[Support, ...]:
    supports = []
    if outcome.deals is not None:
        supports.append(Support(_("Deals won"), count(outcome.deals.mean), bounded(outcome.deals)))
    if outcome.worth is not None:
        currency = funnel.currency
        worth = money(outcome.worth.mean, currency)
        supports.append(Support(_("Revenue"), worth, bounded(outcome.worth, currency)))
    elif outcome.deals is not None:
        note = _("enter a deal value to see revenue")
        supports.append(Support(_("Revenue"), _("not known"), note))
    if outcome.pipeline is not None:
        currency = funnel.currency
        value = money(outcome.pipeline.mean, currency)
        label = _("Pipeline value at the end")
        supports.append(Support(label, value, bounded(outcome.pipeline, currency)))
    time, half = outcome.lead_time, half_of_the_wins(outcome.lead_time)
    if time is not None and not math.isnan(half):
        note = _("{share} of all leads are won in the end").format(share=percent(time.ever, 1))
        supports.append(Support(_("Half of the wins come within"), days(half), note))
    return tuple(supports[:4])
