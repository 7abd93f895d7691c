"""The replay on the screen: it lies over the canvas and follows its zoom."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from funnelcraft.designer.canvas.gestures.hits import hit
from funnelcraft.designer.canvas.play.painting import Moment, pixels_a_point
from funnelcraft.designer.canvas.play.theatre import Theatre
from funnelcraft.designer.canvas.view import CanvasView


class Surface(QWidget):
    """Shows a moment of a theatre. The wheel zooms and pans the canvas, dragging pans it.

    What does not change from frame to frame is painted once and kept as a picture. A click
    selects what is under it: looking at something is no edit. `hides_field()` when a field was put
    on the canvas, which the surface would hide.
    """

    hides_field = Signal()

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._theatre: Theatre | None = None
        self._moment = Moment(0.0, 1.0)
        self._ground: QPixmap | None = None
        self._ground_is_of: tuple[QTransform, QRectF, float] | None = None
        self._grabbed: QPoint | None = None
        self._pressed = QPoint()
        self._pans = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        view.viewport().installEventFilter(self)
        view.zoom_changed.connect(self._on_moved)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self._on_moved)
        self.hide()

    def show_theatre(self, theatre: Theatre | None) -> None:
        """Play on another theatre; None shows the canvas again."""
        self._theatre = theatre
        self.refresh()
        if theatre is not None:
            self.setGeometry(self._view.viewport().geometry())
            self.raise_()
        self.setVisible(theatre is not None)

    def show_moment(self, moment: Moment) -> None:
        """Show another moment."""
        self._moment = moment
        self.update()

    def refresh(self) -> None:
        """Paint everything anew: a selection or the like has changed."""
        self._ground = self._ground_is_of = None
        self.update()

    def _on_moved(self, _to: object) -> None:
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the size of the canvas, and notice fields that open on it."""
        if event.type() == QEvent.Type.ChildAdded and self._theatre is not None:
            self.hides_field.emit()
        elif event.type() == QEvent.Type.Resize and watched is self._view.viewport():
            self.setGeometry(self._view.viewport().geometry())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the drawing, and over it what moves."""
        if self._theatre is None:
            return
        across = self._view.viewportTransform()
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._drawing(across, pixels_a_point(painter)))
            painter.setTransform(across, True)
            self._theatre.paint_moment(painter, self._moment)

    def _drawing(self, across: QTransform, ratio: float) -> QPixmap:
        shown = QRectF(self.rect())
        key = (across, shown, ratio)
        if self._ground is None or key != self._ground_is_of:
            made = QPixmap(self.size() * ratio)
            made.setDevicePixelRatio(ratio)
            source = across.inverted()[0].mapRect(shown)
            if self._theatre is not None:
                with QPainter(made) as painter:
                    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                    self._theatre.paint_ground(painter, shown, source)
            self._ground, self._ground_is_of = made, key
        return self._ground

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom and pan as on the canvas."""
        self._view.wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        """Zoom by pinching as on the canvas."""
        if isinstance(event, QNativeGestureEvent):
            return self._view.viewportEvent(event)
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag, or to click."""
        self._grabbed = self._pressed = event.position().toPoint()
        self._pans = False
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan."""
        if self._grabbed is None:
            return
        at = event.position().toPoint()
        if (at - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pans = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._pans:
            step = at - self._grabbed
            for bar, by in (
                (self._view.horizontalScrollBar(), step.x()),
                (self._view.verticalScrollBar(), step.y()),
            ):
                bar.setValue(bar.value() - by)
            self._grabbed = at

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select what was clicked."""
        event.accept()
        self.unsetCursor()
        was_click = self._grabbed is not None and not self._pans
        self._grabbed = None
        if was_click and event.button() == Qt.MouseButton.LeftButton:
            view = self._view
            found = hit(view.canvas, view.mapToScene(event.position().toPoint()))
            view.document.select([found.item] if found else [])
