"""The two grips of a selected trigger: by them its ends are led to other stages."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from funnelcraft.designer.canvas.items.item import TOP, CanvasItem
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import Palette

End = Literal["start", "end"]
RADIUS = 5.0
ZONE = 10.0  # how near the mouse must be


def grip_at(scene: CanvasScene, selection: frozenset[Item], at: QPointF) -> tuple[str, End] | None:
    """Return the trigger and its end whose grip lies at a point; only a lone trigger has grips."""
    trigger_id = lone_trigger(selection)
    line = scene.plan.lines.get(trigger_id or "")
    if trigger_id is None or line is None:
        return None
    ends: tuple[tuple[End, int], ...] = (("end", -1), ("start", 0))
    for end, place in ends:
        x, y = line.way[place]
        if abs(x - at.x()) <= ZONE and abs(y - at.y()) <= ZONE:
            return trigger_id, end
    return None


def lone_trigger(selection: frozenset[Item]) -> str | None:
    """Return the trigger that alone is selected."""
    if len(selection) != 1:
        return None
    (item,) = selection
    return item.id if item.kind == "trigger" else None


class GripsItem(CanvasItem):
    """Two circles at the ends of a line."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._points: tuple[QPointF, ...] = ()
        self.lie_at(TOP)

    def follow(self, scene: CanvasScene, selection: frozenset[Item]) -> None:
        """Show the grips of the trigger that alone is selected, if one is."""
        line = scene.plan.lines.get(lone_trigger(selection) or "")
        points = tuple(QPointF(*line.way[place]) for place in (0, -1)) if line else ()
        if points != self._points:
            self.prepareGeometryChange()
            self._points = points
            self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of both circles."""
        bounds = QRectF()
        for point in self._points:
            bounds |= QRectF(point.x() - RADIUS, point.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)
        return bounds.adjusted(-2, -2, 2, 2)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the circles."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.palette.accent), 1.6))
        painter.setBrush(QColor(self.palette.panel))
        for point in self._points:
            painter.drawEllipse(point, RADIUS, RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
