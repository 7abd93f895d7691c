"""Tooltips: what is under the mouse, said in a sentence, as plain text."""

from html import escape

from funnelcraft.designer.canvas.words import source_sentence, stage_sentence, trigger_sentence
from funnelcraft.designer.document import Item
from funnelcraft.funnel.model import Funnel


def tip(funnel: Funnel, item: Item) -> str:
    """Return the tooltip of a part of the funnel as markup that shows its text as it is.

    Qt takes a tooltip that looks like markup for markup, and would open files it names: so every
    tooltip is markup, with the text escaped. Markup also breaks long lines.
    """
    return f"<p>{escape(sentence(funnel, item)).replace(chr(10), '<br>')}</p>"


def sentence(funnel: Funnel, item: Item) -> str:
    """Return what is said about a part of the funnel; an empty text where it is gone."""
    if item.kind == "stage":
        return next((stage_sentence(funnel, s) for s in funnel.stages if s.id == item.id), "")
    if item.kind == "trigger":
        return next((trigger_sentence(funnel, t) for t in funnel.triggers if t.id == item.id), "")
    return next((source_sentence(funnel, s) for s in funnel.sources if s.id == item.id), "")
