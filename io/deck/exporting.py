"""The deck as formats of the export: made of the runs the export has, rendered elsewhere."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import ref

from funnelcraft.funnel.language import Speech
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import marked
from funnelcraft.io.deck.evidence import Evidence, Given, Question, gathering
from funnelcraft.io.deck.page import Deck
from funnelcraft.io.deck.pages import deck_of
from funnelcraft.io.deck.rendering import DeckFormat, rendered_in_child
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.imports.progress import Stopped
from funnelcraft.simulation.engine import Settings

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Runs

RENDERING = 0.9  # of the work is done before


def deck_as_pdf(funnel: Funnel, context: Context) -> bytes:
    """Return the executive deck as PDF."""
    return _made(funnel, context, "deck-pdf")


def deck_as_pptx(funnel: Funnel, context: Context) -> bytes:
    """Return the executive deck as slides."""
    return _made(funnel, context, "deck-pptx")


def _made(funnel: Funnel, context: Context, kind: DeckFormat) -> bytes:
    """Return the deck as a file. Raises Stopped and FileProblem."""
    deck = deck_for(funnel, context)
    context.step(RENDERING, marked("writing pages"))
    # In another process, since the window may be what waits.
    return rendered_in_child(deck, kind, Path(context.file_name), context.should_stop)


def deck_for(funnel: Funnel, context: Context) -> Deck:
    """Return the pages both formats have, made of the context's forecast. Raises Stopped."""
    try:
        return deck_of(_known(funnel, context))
    except Given as stopped:
        raise Stopped from stopped


@dataclass(frozen=True)
class _Last:
    """What was made out last, of what, and in which language.

    The PDF and the slides of a hand-over say the same. The runs are held weakly: they may be large.
    """

    question: Question
    runs: "ref[Runs]"
    speech: Speech
    known: Evidence

    def is_of(self, question: Question, context: Context) -> bool:
        """Say whether it answers a question, from the very runs of a context."""
        return (
            context.forecast is not None
            and self.runs() is context.forecast
            and self.speech == context.speech
            and _is_same(self.question, question)
        )


_last: _Last | None = None


def _known(funnel: Funnel, context: Context) -> Evidence:
    global _last
    question = _question(funnel, context)
    if _last is not None and _last.is_of(question, context):
        return _last.known
    known = _gathered(question, context)
    if context.forecast is not None:
        _last = _Last(question, ref(context.forecast), context.speech, known)
    return known


def _is_same(one: Question, other: Question) -> bool:
    """Say whether two questions are the same, funnels by identity: comparing them takes long."""
    return (
        one.funnel is other.funnel
        and one.base is other.base
        and (one.file, one.today, one.settings, one.scenario)
        == (other.file, other.today, other.settings, other.scenario)
    )


def _question(funnel: Funnel, context: Context) -> Question:
    runs = context.forecast
    return Question(
        funnel,
        context.base or funnel,
        Path(context.file_name).name,
        context.day,
        Settings() if runs is None else runs.settings,
        context.scenario,
    )


def _gathered(question: Question, context: Context) -> Evidence:
    share = 0.0
    known = Evidence(question)
    for found in gathering(question, context.should_stop, context.forecast):
        known = found
        share += (RENDERING - share) / 3
        context.step(share, marked("computing figures"))
    return known
