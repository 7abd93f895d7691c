"""A deck as a file: which formats there are, and rendering in a process of its own.

Typst and python-pptx hold Python's interpreter for up to half a second. A window that must not wait
for that lets another process do it, which can be ended at any moment.
"""

import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from funnelcraft.funnel.language import speech
from funnelcraft.funnel.text import _
from funnelcraft.io.answering import answered
from funnelcraft.io.deck.page import Deck
from funnelcraft.io.deck.pdf import deck_pdf
from funnelcraft.io.deck.slides import deck_pptx
from funnelcraft.io.problems import FileProblem

DeckFormat = Literal["deck-pdf", "deck-pptx"]
RENDERERS: Mapping[DeckFormat, Callable[[Deck], bytes]] = {
    "deck-pdf": deck_pdf,
    "deck-pptx": deck_pptx,
}
MODULE = "funnelcraft.io.deck.child"


def rendered(deck: Deck, kind: DeckFormat) -> bytes:
    """Return a deck as a file of a format."""
    return RENDERERS[kind](deck)


def rendered_in_child(
    deck: Deck, kind: DeckFormat, path: Path, should_stop: Callable[[], bool]
) -> bytes:
    """Do as `rendered` in a process of its own. `path` is named where it fails.

    Raises FileProblem, and Stopped where `should_stop` says yes.
    """
    data = answered(MODULE, pickle.dumps((kind, deck, speech())), should_stop)
    if not data:
        raise FileProblem(path, _("the file could not be made."))
    return data
