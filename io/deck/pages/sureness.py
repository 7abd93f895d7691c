"""How sure: what the spread of the forecast comes from, how many runs, what is left out."""

import math
from dataclasses import replace

from funnelcraft.funnel.text import _, ngettext, number, percent
from funnelcraft.io.deck.evidence import Evidence, Outcome
from funnelcraft.io.deck.page import Page, Part, PartsPicture, Role, Support
from funnelcraft.io.deck.pages.wording import (
    amount,
    figure_name,
    kicker,
    source_of_runs,
    unit_of,
    waiting_page,
)
from funnelcraft.io.deck.writing import HEADLINE, shortened
from funnelcraft.simulation.forecast import Figure, Total, VarianceShares
from funnelcraft.simulation.left_out import not_simulated
from funnelcraft.simulation.sensitivity.parameters import parameters


def sureness_page(known: Evidence) -> Page:
    """Return the page that says how sure the forecast is, and what makes it unsure."""
    page = Page("sureness", kicker(known, _("How sure are we")), "", source=source_of_runs(known))
    outcome, figure = known.outcome, known.figure
    if outcome is None or figure is None:
        return waiting_page(page, known, _("How sure the forecast is, the runs will say"))
    total = _total(outcome, figure)
    currency = unit_of(figure, known.funnel)
    parts = known.parts
    title = _title(total, figure, known, currency)
    if parts is None:
        return replace(
            page,
            title=title,
            text=(_("What the spread comes from is being computed."),),
            supports=_supports(known, total, currency),
            preliminary=True,
        )
    picture = PartsPicture(_parts(parts))
    left_out = not_simulated(known.funnel)
    caption = _("What the variance of {figure} comes from")
    if not parts.exact:
        caption = _("About what the variance of {figure} comes from: where leads queue it is close")
    notes = tuple(part.name + ": " + part.text.replace("\n", ". ") for part in picture.parts)
    return replace(
        page,
        title=title,
        picture=picture,
        caption=caption.format(figure=figure_name(figure, known.funnel)),
        supports=_supports(known, total, currency),
        notes=(title, *notes, *left_out),
    )


def _total(outcome: Outcome, figure: Figure) -> Total:
    if figure.kind == "revenue" and outcome.worth is not None:
        return outcome.worth
    if figure.kind == "wins" and outcome.deals is not None:
        return outcome.deals
    return outcome.reached[figure.id]


def _title(total: Total, figure: Figure, known: Evidence, currency: str) -> str:
    """Say how wide the forecast is, and what makes it so."""
    name = figure_name(figure, known.funnel)
    text = _("Eight in ten runs bring {low} to {high} {figure}")
    if figure.kind == "revenue":
        text = _("Eight in ten runs bring {low} to {high} of {figure}")
    said = text.format(
        low=amount(total.p10, currency), high=amount(total.p90, currency), figure=name
    )
    cause = "" if known.parts is None else _cause(known.parts)
    return shortened(f"{said}; {cause}" if cause else said, HEADLINE)


def _cause(parts: VarianceShares) -> str:
    """Say what most of the spread comes from; empty of a figure that is sure."""
    found = {
        _("most of the spread is luck, which no plan removes"): parts.luck,
        _("most of the spread is what we have not measured well enough"): parts.ignorance,
        _("most of the spread is markets that move"): parts.drift,
    }
    text, share = max(found.items(), key=lambda pair: pair[1])
    if share <= 0:
        return ""
    return text if share > 0.5 else _("no single cause makes most of the spread")


def _parts(parts: VarianceShares) -> tuple[Part, ...]:
    texts = (
        (
            _("Luck"),
            parts.luck,
            _("Which leads convert and what deals are worth. More leads make it smaller."),
        ),
        (
            _("Ignorance"),
            parts.ignorance,
            _("Rates and times known from few cases. Measuring longer makes it smaller."),
        ),
        (
            _("Drift"),
            parts.drift,
            _("Volumes and rates that move from month to month. Nobody knows them ahead."),
        ),
    )
    roles: tuple[Role, ...] = ("accent", "recycle", "warning")
    return tuple(
        Part(name, share, f"{_share(share, error)}\n{text}", role)
        for (name, share, text), error, role in zip(texts, parts.errors, roles, strict=True)
    )


def _share(share: float, error: float) -> str:
    if math.isnan(error):
        return percent(share)
    return _("{share} ± {error}").format(share=percent(share), error=percent(error, 1))


def _supports(known: Evidence, total: Total, currency: str) -> tuple[Support, ...]:
    outcome, funnel = known.outcome, known.funnel
    assert outcome is not None
    error = "" if math.isnan(total.mcse) else amount(total.mcse, currency)
    note = _("standard error of the mean: {error}").format(error=error) if error else ""
    found = [
        Support(
            _("80% of the runs lie within"),
            _("{low} to {high}").format(
                low=amount(total.p10, currency), high=amount(total.p90, currency)
            ),
        ),
        Support(_("Runs"), number(outcome.runs), note),
    ]
    unsure = parameters(funnel)
    measured = sum(one.measured for one in unsure)
    found.append(
        Support(
            _("Figures known from counts"),
            _("{n} of {all}").format(n=number(measured), all=number(len(unsure))),
            _("the others count as exact") if measured < len(unsure) else "",
        )
    )
    left_out = not_simulated(funnel)
    text = ngettext("{n} thing", "{n} things", len(left_out)).format(n=number(len(left_out)))
    more = shortened(left_out[0], 60) if left_out else _("everything in the document is simulated")
    found.append(Support(_("Left out"), text if left_out else _("nothing"), more))
    return tuple(found)
