"""The specks of thousands of items, painted by one: see `specks`."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from funnelcraft.designer.canvas.items.item import CanvasItem
from funnelcraft.designer.canvas.items.specks import Specks
from funnelcraft.designer.look.tokens import Palette

_MARGIN = 60.0  # dots have a size in pixels, which far away is much of the drawing


class SpecksItem(CanvasItem):
    """The specks of many items in one. It is there, and they are not painted, while far away."""

    def __init__(self, palette: Palette, level: float) -> None:
        super().__init__(palette)
        self._specks = Specks()
        self.lie_at(level)

    def show_items(self, items: Iterable[CanvasItem]) -> None:
        """Show the specks of these items from the next paint on."""
        specks, room = Specks(), QRectF()
        for item in items:
            specks.strength = item.opacity()
            item.add_speck(specks, item.pos())
            room |= item.rect().translated(item.pos())
        self._specks = specks
        self.occupy(room.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the specks."""
        self._specks.paint(painter)
