"""What matters most: the figures whose bounds move the outcome farthest."""

from dataclasses import replace

from funnelcraft.funnel.text import _
from funnelcraft.io.deck.evidence import Evidence
from funnelcraft.io.deck.page import Bar, BarsPicture, Page, Support
from funnelcraft.io.deck.pages.wording import (
    amount,
    figure_name,
    kicker,
    source_of_file,
    spoken,
    unit_of,
    waiting_page,
)
from funnelcraft.io.deck.writing import HEADLINE, shortened
from funnelcraft.simulation.sensitivity import Tornado
from funnelcraft.simulation.sensitivity.naming import figure_value, parameter_name
from funnelcraft.simulation.sensitivity.parameters import ASSUMED_OFF
from funnelcraft.simulation.sensitivity.tornado import Bar as Swing

TOP, MOST_BARS = 3, 7


def levers_page(known: Evidence) -> Page:
    """Return the page that says what matters most."""
    page = Page("levers", kicker(known, _("What matters most")), "", source=_source(known))
    found, figure = known.levers, known.figure
    if found is None or figure is None:
        if known.too_large:
            return _too_large(page)
        return waiting_page(page, known, _("What matters most is being computed"))
    if not found.bars:
        text = _("No figure of this funnel moves its forecast between its bounds.")
        return replace(page, title=text, text=(text,), notes=(text,))
    currency = unit_of(figure, known.funnel)
    top = found.bars[:TOP]
    title = _title(known, found, currency)
    bars = tuple(_bar(known, one, currency) for one in found.bars[:MOST_BARS])
    supports = tuple(_support(known, one, currency) for one in top)
    return replace(
        page,
        title=title,
        picture=BarsPicture(bars, currency or "count", found.base),
        caption=_("Expected {figure} with one figure at its lower and at its upper bound").format(
            figure=figure_name(figure, known.funnel)
        ),
        supports=supports,
        notes=(title, *spoken(supports)),
    )


def _title(known: Evidence, found: Tornado, currency: str) -> str:
    first = found.bars[0]
    text = _("{name} matters most: between its bounds {figure} moves by {swing}")
    return shortened(
        text.format(
            name=shortened(parameter_name(known.funnel, first.parameter), 60),
            figure=figure_name(found.figure, known.funnel),
            swing=amount(first.swing, currency),
        ),
        HEADLINE,
    )


def _bar(known: Evidence, one: Swing, currency: str) -> Bar:
    name = shortened(parameter_name(known.funnel, one.parameter), 40)
    low, high = sorted((one.at_low, one.at_high))
    text = _("{low} to {high}").format(low=amount(low, currency), high=amount(high, currency))
    return Bar(name, low, high, text, role="accent" if one.parameter.measured else "neutral")


def _support(known: Evidence, one: Swing, currency: str) -> Support:
    parameter, money = one.parameter, known.funnel.currency
    low, value, high = (
        figure_value(parameter.kind, at, money)
        for at in (parameter.low, parameter.value, parameter.high)
    )
    text = _("{value}, measured: {low} to {high}")
    if not parameter.measured:
        text = _("{value}, assumed: {low} to {high}")
    return Support(
        shortened(parameter_name(known.funnel, parameter), 40),
        _("± {half}").format(half=amount(one.swing / 2, currency)),
        text.format(value=value, low=low, high=high),
    )


def _source(known: Evidence) -> str:
    text = _(
        "{source}; exact forecasts. Bounds: 80% of what was counted; where nothing was, {off}% to "
        "either side (grey)"
    )
    return text.format(source=source_of_file(known), off=round(100 * ASSUMED_OFF))


def _too_large(page: Page) -> Page:
    text = _(
        "The funnel has too many stages for every figure to be tried at its bounds in the time a "
        "page has. The forecast's section “What matters” does it."
    )
    return replace(
        page, title=_("What matters most was not computed for a funnel of this size"), text=(text,)
    )
