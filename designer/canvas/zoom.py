"""Zoom and the sheet: how large the drawing is shown, and how far one can pan."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsView

SMALLEST, LARGEST = 0.1, 4.0
STEP = 1.2
NOTCH = 120.0  # what Qt reports for a notch of a wheel
LINE = 60.0  # pixels a notch pans
BEYOND = 1.0  # windows of empty sheet around the drawing
MARGIN = 24.0
LARGEST_FIT = 1.25


class Zoom:
    """The view's zoom; `changed` is told every new factor.

    `stays_fitted` until the user works on the drawing: a resized window shows all of it again.
    """

    def __init__(self, view: QGraphicsView, changed: Callable[[float], None]) -> None:
        self._view = view
        self._changed = changed
        self.stays_fitted = True
        self.was_fitted = False

    @property
    def factor(self) -> float:
        """The zoom, 1.0 for 100 %."""
        return self._view.transform().m11()

    def set(self, factor: float, at: QPoint | None = None) -> None:
        """Zoom so that the point of the viewport (its middle, if none) keeps its place."""
        factor = min(max(factor, SMALLEST), LARGEST)
        view = self._view
        anchor = at if at is not None else view.viewport().rect().center()
        under = view.mapToScene(anchor)
        view.resetTransform()
        view.scale(factor, factor)
        moved = view.mapFromScene(under) - anchor
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() + moved.x())
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + moved.y())
        self._changed(factor)

    def by(self, factor: float, at: QPoint | None = None) -> None:
        """Zoom by a factor."""
        self.stays_fitted = False
        self.set(self.factor * factor, at)

    def reset(self) -> None:
        """Show the drawing at life size."""
        self.by(1.0 / self.factor)

    def step(self, direction: int) -> None:
        """Zoom a step in (1) or out (-1)."""
        self.by(STEP**direction)

    def fit(self, area: QRectF) -> None:
        """Zoom and pan so that an area of the scene fills the window."""
        self.grow_sheet(area)
        self.show_area(area)
        self.stays_fitted = True

    def show_area(self, area: QRectF) -> None:
        """Zoom and pan so that a part of the drawing fills the window, as large as it fits."""
        self.stays_fitted = False
        self.was_fitted = True
        view = self._view
        room = view.viewport().rect().adjusted(*(round(m * MARGIN) for m in (1, 1, -1, -1)))
        if area.width() > 0 and area.height() > 0 and room.isValid():
            self.set(min(room.width() / area.width(), room.height() / area.height(), LARGEST_FIT))
        view.centerOn(area.center())

    def grow_sheet(self, area: QRectF) -> None:
        """Leave room to pan beyond the drawing on all sides."""
        view = self._view
        least = max(view.viewport().width(), view.viewport().height(), 1000) * BEYOND
        sheet = area.adjusted(-least, -least, least, least)
        if sheet != view.sceneRect():
            centre = view.mapToScene(view.viewport().rect().center())
            view.setSceneRect(sheet)
            view.centerOn(centre)

    def pinch(self, event: QNativeGestureEvent) -> bool:
        """Zoom with two fingers; return whether that was what they did."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.by(1.0 + event.value(), event.position().toPoint())
        return True

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else pan: sideways with Shift."""
        self.stays_fitted = False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.by(STEP ** (event.angleDelta().y() / NOTCH), event.position().toPoint())
            return
        step = event.pixelDelta()
        if step.isNull():
            step = event.angleDelta() * (LINE / NOTCH)
        x, y = step.x(), step.y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and x == 0:
            x, y = y, 0
        view = self._view
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() - x)
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - y)
