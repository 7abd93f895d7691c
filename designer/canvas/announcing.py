"""What a screen reader hears of the canvas: what is selected, by its name and in a sentence."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget

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


def announce(canvas: QWidget, words: str) -> None:
    """Describe the canvas by these words, and have them read out where the keys are on it."""
    if words == canvas.accessibleDescription():
        return
    canvas.setAccessibleDescription(words)
    changed = QAccessibleEvent(canvas, QAccessible.Event.DescriptionChanged)
    QAccessible.updateAccessibility(changed)
    if canvas.hasFocus():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(canvas, words))
