"""What the pages say alike: the funnel's title, where figures come from, how sure they are."""

import math
from dataclasses import replace

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, day, money, ngettext, number, written_day
from funnelcraft.io.deck.evidence import Evidence
from funnelcraft.io.deck.page import Page, Support
from funnelcraft.io.deck.writing import NAME, shortened
from funnelcraft.simulation.forecast import Figure, Total
from funnelcraft.simulation.forecast.sentences import horizon
from funnelcraft.simulation.lead_times import LeadTime

LONG_TITLE = 70


def funnel_title(funnel: Funnel) -> str:
    """Return the document's title, or what stands for it."""
    return shortened(funnel.title, LONG_TITLE) or _("Untitled funnel")


def kicker(known: Evidence, question: str) -> str:
    """Return the line above a message: the funnel, the scenario shown, the question answered."""
    parts = [funnel_title(known.funnel)]
    shown = known.question.scenario
    if shown:
        names = {one.id: one.name for one in known.question.base.scenarios}
        name = shortened(names.get(shown, shown), NAME)
        parts.append(_("scenario “{name}”").format(name=name))
    return " · ".join((*parts, question))


def file_name(known: Evidence) -> str:
    """Return the name of the document's file, or what stands for it."""
    return shortened(known.question.file) or _("not saved yet")


def source_of_file(known: Evidence) -> str:
    """Say from which file, and when."""
    return _("Source: {file}, {day}").format(file=file_name(known), day=day(known.question.today))


def source_of_runs(known: Evidence) -> str:
    """Say from which file, when, and by how many runs from which seed."""
    settings = known.question.settings
    if known.outcome is None:
        return _("{source}; exact means, runs follow").format(source=source_of_file(known))
    runs = ngettext("{n} run", "{n} runs", known.outcome.runs).format(n=number(known.outcome.runs))
    return _("{source}; {runs} from {start} over {horizon}, seed {seed}").format(
        source=source_of_file(known),
        runs=runs,
        start=written_day(known.funnel.start),
        horizon=horizon(settings.days),
        seed=settings.seed,
    )


def eighty(low: str, high: str) -> str:
    """Say between which bounds a figure lies with a chance of 80%."""
    return _("80%: {low} to {high}").format(low=low, high=high)


def bounded(total: Total, currency: str = "") -> str:
    """Say between which bounds a total lies with a chance of 80%."""
    return eighty(amount(total.p10, currency), amount(total.p90, currency))


def amount(value: float, currency: str) -> str:
    """Write money, or a count where there is no currency."""
    return money(value, currency) if currency else count(value)


def unit_of(figure: Figure, funnel: Funnel) -> str:
    """Return the currency a figure is in; empty for counts."""
    return funnel.currency if figure.kind == "revenue" else ""


def figure_name(figure: Figure, funnel: Funnel) -> str:
    """Return what people call the figure a funnel is judged by."""
    if figure.kind == "revenue":
        return _("revenue")
    if figure.kind == "wins":
        return _("deals won")
    names = {stage.id: stage.term or stage.abbreviation for stage in funnel.stages}
    return _("leads that reach “{stage}”").format(stage=shortened(names.get(figure.id, figure.id)))


def spoken(supports: tuple[Support, ...]) -> tuple[str, ...]:
    """Return the figures of a page as sentences for who presents it."""
    return tuple(
        _("{label}: {value} ({note})").format(label=one.label, value=one.value, note=one.note)
        if one.note
        else _("{label}: {value}").format(label=one.label, value=one.value)
        for one in supports
    )


def half_of_the_wins(time: LeadTime | None) -> float:
    """Return within how many days half of the wins come; NaN where none does, or it is unknown."""
    return time.quantile(0.5) if time is not None and time.ever > 0 else math.nan


def waiting_page(page: Page, known: Evidence, what: str) -> Page:
    """Return a page whose figures are still being computed, or can't be: it says which."""
    if not known.refusal:
        return replace(
            page, title=what, text=(_("This page is being computed."),), preliminary=True
        )
    texts = tuple(shortened(one.message, 200) for one in known.refusal[:4])
    n = len(known.refusal)
    title = ngettext(
        "No forecast yet: one thing in the funnel stands against it",
        "No forecast yet: {n} things in the funnel stand against it",
        n,
    )
    return replace(
        page, title=title.format(n=number(n)), text=texts, notes=texts, source=source_of_file(known)
    )
