"""What a drag shows above the drawing: guides, and the outlines of copies in the making."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from funnelcraft.designer.canvas.gestures.guides import Guide
from funnelcraft.designer.canvas.ink import clear, rect
from funnelcraft.designer.canvas.items.item import TOP, CanvasItem
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.look.tokens import CORNER, Palette

_TICK = 5.0  # half the length of the stroke at either end of a gap, in pixels


class GuidesItem(CanvasItem):
    """Thin lines of one width at any zoom."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._guides: tuple[Guide, ...] = ()
        self._zoom = 1.0
        self.lie_at(TOP)

    def show_guides(self, guides: tuple[Guide, ...], zoom: float) -> None:
        """Show other guides."""
        if (guides, zoom) != (self._guides, self._zoom):
            self.prepareGeometryChange()
            self._guides, self._zoom = guides, zoom
            self.update()

    @property
    def guides(self) -> tuple[Guide, ...]:
        """What is shown."""
        return self._guides

    def boundingRect(self) -> QRectF:
        """Return the room of all lines."""
        bounds = QRectF()
        for guide in self._guides:
            bounds |= (
                QRectF(QPointF(*guide.start), QPointF(*guide.end))
                .normalized()
                .adjusted(-1, -1, 1, 1)
            )
        spare = (_TICK + 2) / self._zoom
        return bounds.adjusted(-spare, -spare, spare, spare)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the lines."""
        pen = QPen(QColor(self.palette.accent), 1.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        for guide in self._guides:
            start, end = QPointF(*guide.start), QPointF(*guide.end)
            painter.drawLine(start, end)
            if guide.is_gap:
                tick = _TICK / self._zoom
                across = QPointF(0, tick) if start.y() == end.y() else QPointF(tick, 0)
                for point in (start, end):
                    painter.drawLine(point - across, point + across)


class GhostsItem(CanvasItem):
    """Outlines of cards that are not there yet."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self.boxes: tuple[Box, ...] = ()
        self.lie_at(TOP)

    def show_boxes(self, boxes: tuple[Box, ...]) -> None:
        """Show other outlines."""
        if boxes != self.boxes:
            self.prepareGeometryChange()
            self.boxes = boxes
            self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of all outlines."""
        bounds = QRectF()
        for box in self.boxes:
            bounds |= rect(box)
        return bounds.adjusted(-3, -3, 3, 3)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the outlines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.palette.accent), 1.6, Qt.PenStyle.DashLine))
        painter.setBrush(clear(self.palette.accent, 0.12))
        for box in self.boxes:
            painter.drawRoundedRect(rect(box), CORNER, CORNER)
