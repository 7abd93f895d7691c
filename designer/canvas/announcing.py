"""What a screen reader hears of the canvas: what is selected, by its name and in a sentence."""

from funnelcraft.designer.canvas.figures import CanvasFigures
from funnelcraft.designer.canvas.tips import spoken
from funnelcraft.designer.document import Item
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, ngettext


def usual_description() -> str:
    """Return what the canvas is described by while nothing is selected."""
    return _("The drawing of the funnel. Ctrl and the arrow keys go from stage to stage.")


def description(funnel: Funnel, selection: frozenset[Item], figures: CanvasFigures) -> str:
    """Return what is selected in words: one part with its figures, several by their number."""
    if not selection:
        return usual_description()
    if len(selection) > 1:
        number = len(selection)
        return ngettext("{n} part selected.", "{n} parts selected.", number).format(n=count(number))
    return spoken(funnel, next(iter(selection)), figures)
