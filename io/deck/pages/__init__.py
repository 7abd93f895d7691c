"""The pages of a deck, made from what is known of a document: one message each."""

from funnelcraft.io.deck.evidence import Evidence
from funnelcraft.io.deck.page import Deck, Page
from funnelcraft.io.deck.pages.decision import decision_page
from funnelcraft.io.deck.pages.design import design_page
from funnelcraft.io.deck.pages.forecast import forecast_page
from funnelcraft.io.deck.pages.levers import levers_page
from funnelcraft.io.deck.pages.standing import standing_page
from funnelcraft.io.deck.pages.sureness import sureness_page
from funnelcraft.io.deck.pages.why import why_page
from funnelcraft.io.deck.pages.wording import funnel_title

MAKERS = (
    why_page,
    standing_page,
    design_page,
    forecast_page,
    sureness_page,
    levers_page,
    decision_page,
)


def deck_of(known: Evidence) -> Deck:
    """Return the deck of what is known by now."""
    pages: tuple[Page, ...] = tuple(make(known) for make in MAKERS)
    return Deck(funnel_title(known.funnel), known.question.today, pages)
