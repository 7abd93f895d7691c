"""Decks for tests: of the templates, of awkward funnels, of one that was measured."""

from datetime import date

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.deck.evidence import Question, gathered
from funnelcraft.io.deck.layout import page_shapes
from funnelcraft.io.deck.page import Deck, Kind, Page
from funnelcraft.io.deck.pages import deck_of
from funnelcraft.io.deck.shapes import Words
from funnelcraft.simulation.engine import Settings

DAY = date(2026, 11, 28)


def question(funnel: Funnel, runs: int = 60, days: int = 365) -> Question:
    return Question(funnel, funnel, "plan.funnel", DAY, Settings(runs=runs, days=days, seed=7))


def deck(funnel: Funnel, runs: int = 60, days: int = 365) -> Deck:
    return deck_of(gathered(question(funnel, runs, days)))


def page(of: Deck, kind: Kind) -> Page:
    return next(one for one in of.pages if one.kind == kind)


def texts(of: Deck) -> list[str]:
    """Return every text that is painted."""
    return [
        shape.text
        for number, one in enumerate(of.pages, 1)
        for shape in page_shapes(one, number, len(of.pages))
        if isinstance(shape, Words)
    ]
