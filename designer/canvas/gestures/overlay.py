"""What a gesture shows above the drawing: the rubber band, and a trigger in the making."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from funnelcraft.designer.canvas.ink import arrow_head, clear, rect, shortened, smooth
from funnelcraft.designer.canvas.items.item import TOP, CanvasItem
from funnelcraft.designer.canvas.lettering import font
from funnelcraft.designer.canvas.routing.ways import Way
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.look.tokens import CORNER, Palette
from funnelcraft.funnel.text import _


class BandItem(CanvasItem):
    """The rectangle that selects what it catches."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._area = QRectF()
        self.lie_at(TOP)

    def show_area(self, area: QRectF) -> None:
        """Show another rectangle."""
        self.prepareGeometryChange()
        self._area = area

    def boundingRect(self) -> QRectF:
        """Return the rectangle with its border."""
        return self._area.adjusted(-2, -2, 2, 2)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the rectangle."""
        pen = QPen(QColor(self.palette.accent), 1.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(clear(self.palette.accent, 0.1))
        painter.drawRect(self._area)


class RubberItem(CanvasItem):
    """A trigger that is being drawn: its line, and the stage it would make where none is."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._way: Way = ()
        self._ghost: Box | None = None
        self.is_refused = False
        self.lie_at(TOP)

    def show_way(self, way: Way, ghost: Box | None, *, refused: bool = False) -> None:
        """Show a line, and the outline of a new stage if it would make one."""
        self.prepareGeometryChange()
        self._way, self._ghost, self.is_refused = way, ghost, refused
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of line and outline."""
        bounds = smooth(self._way).boundingRect() if self._way else QRectF()
        if self._ghost is not None:
            bounds = bounds.united(rect(self._ghost))
        return bounds.adjusted(-16, -16, 16, 16)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the line and the outline."""
        if not self._way:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self.palette.lost if self.is_refused else self.palette.accent)
        pen = QPen(colour, 2.0)
        if self.is_refused:
            pen.setDashPattern([2.0, 2.0])
        painter.strokePath(smooth(shortened(self._way, 8.0)), pen)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(arrow_head(self._way, 10.0, 5.0))
        if self._ghost is None:
            return
        pen.setDashPattern([3.0, 3.0])
        pen.setWidthF(1.5)
        painter.setPen(pen)
        painter.setBrush(clear(self.palette.accent, 0.06))
        painter.drawRoundedRect(rect(self._ghost), CORNER, CORNER)
        painter.setFont(font(13, 600))
        painter.drawText(rect(self._ghost), int(Qt.AlignmentFlag.AlignCenter), _("New stage"))
