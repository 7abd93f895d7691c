"""The minimap: all of a large drawing in a corner of the canvas, and what of it is seen."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QMoveEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsView, QToolButton, QWidget

from funnelcraft.designer.canvas.ink import clear, lane_colour, mixed, rect, stage_colour
from funnelcraft.designer.canvas.plan import Plan
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.look.tokens import CORNER, STEP
from funnelcraft.funnel.text import _

FEWEST = 15  # stages: a drawing of no more is seen whole, or nearly
LARGEST = QSize(216, 148)
_INSET = 8.0
PAUSE = 60  # milliseconds between two looks


class Minimap(QWidget):
    """Shows where the view is, and moves it by click and drag. Can be closed.

    It shows itself when there are many stages and not all are seen. `closed()` when the user
    closed it.
    """

    closed = Signal()

    def __init__(self, view: QGraphicsView, scene: CanvasScene) -> None:
        # A child of the viewport, not one above it: else every pan would paint everything anew.
        super().__init__(view.viewport())
        self._view = view
        self._scene = scene
        self._is_wanted = True
        self._seen = QRectF()
        self._drawn: tuple[Plan, object] | None = None
        self._looks: tuple[object, ...] = ()  # what the picture shows of it
        self._whole = QRectF()  # of the drawing that is painted
        self._picture = QPixmap()
        self._corner = QPoint()
        self.setAccessibleName(_("Overview map"))
        self.setToolTip(_("Click or drag to move the view."))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._close = QToolButton(self)
        self._close.setText("×")
        self._close.setAutoRaise(True)
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.setCursor(Qt.CursorShape.ArrowCursor)
        self._close.setAccessibleName(_("Close the overview map"))
        self._close.setToolTip(_("Close. View, Overview map shows it again."))
        self._close.clicked.connect(self._on_close)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self._show_state)
        self.hide()
        view.viewport().installEventFilter(self)

    @property
    def is_wanted(self) -> bool:
        """Whether it shows itself where it helps."""
        return self._is_wanted

    def want(self, wanted: bool) -> None:
        """Show it where it helps, or never."""
        self._is_wanted = wanted
        self._show_state()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Follow every paint of the view: whatever moved it, it was painted."""
        if event.type() in (QEvent.Type.Paint, QEvent.Type.Resize) and not self._soon.isActive():
            seen = self._view.mapToScene(self._view.viewport().rect()).boundingRect()
            is_drag = self._scene.plan.layout is None
            drawn = self._drawn == (self._scene.plan, self._scene.colours)
            if seen != self._seen or not (drawn or is_drag):
                self._soon.start()
        return False

    def _on_close(self) -> None:
        self.want(False)
        self.closed.emit()

    def _show_state(self) -> None:
        drawing, colours = self._scene.plan, self._scene.colours
        self._seen = self._view.mapToScene(self._view.viewport().rect()).boundingRect()
        is_drag = drawing.layout is None and not self._picture.isNull()
        if not is_drag:
            self._whole = rect(drawing.extent)
        whole = self._whole
        is_large = len(drawing.boxes) > FEWEST and not self._seen.contains(whole)
        if not (self._is_wanted and is_large):
            self._drawn = (drawing, colours)
            self.hide()
            return
        room = QSize(LARGEST)
        size = whole.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio).toSize()
        size = size.expandedTo(QSize(96, 72))
        corner = self._view.viewport().rect().bottomRight()
        away = QPoint(size.width() + 2 * STEP, size.height() + 2 * STEP)
        self._corner = corner - away
        self.setGeometry(QRect(self._corner, size))
        self._close.setGeometry(size.width() - 22, 2, 20, 20)
        self._drawn = self._drawn if is_drag else (drawing, colours)
        kinds = [item.face.kind for item in self._scene.stages.values()]
        looks = (drawing.regions, drawing.boxes, drawing.lanes, kinds, colours)
        is_new = not is_drag and self._looks != looks
        if is_new or self._picture.size() != size * self._ratio():
            self._looks = looks
            self._picture = self._painted(drawing, size)
        self.show()
        self.raise_()
        self.update()

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _scale(self) -> tuple[float, QPointF]:
        """Return pixels a canvas unit, and the canvas point in the middle."""
        whole = self._whole
        width = (self.width() - 2 * _INSET) / max(whole.width(), 1.0)
        height = (self.height() - 2 * _INSET) / max(whole.height(), 1.0)
        return min(width, height), whole.center()

    def _painted(self, drawing: Plan, size: QSize) -> QPixmap:
        """Return the picture of the drawing: lanes and stages in their colours, no words."""
        palette = self._scene.colours
        made = QPixmap(size * self._ratio())
        made.setDevicePixelRatio(self._ratio())
        made.fill(QColor(palette.panel))
        scale, centre = self._scale()
        with QPainter(made) as painter:
            painter.translate(size.width() / 2, size.height() / 2)
            painter.scale(scale, scale)
            painter.translate(-centre)
            painter.setPen(Qt.PenStyle.NoPen)
            for region in drawing.regions:
                painter.setBrush(mixed(lane_colour(palette, region.lane), palette.panel, 0.1))
                painter.drawRect(rect(region.box))
            for stage_id, box in drawing.boxes.items():
                kind = self._scene.stages[stage_id].face.kind
                colour = stage_colour(palette, kind, drawing.lanes[stage_id])
                painter.setBrush(mixed(colour, palette.panel, 0.65))
                painter.drawRect(rect(box))
        return made

    def moveEvent(self, event: QMoveEvent) -> None:
        """Go back to the corner: the viewport scrolls its children along."""
        super().moveEvent(event)
        if self.pos() != self._corner and self.isVisible():
            self.move(self._corner)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, and the frame of what is seen."""
        palette = self._scene.colours
        scale, centre = self._scale()
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(palette.line), 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
            middle = QPointF(self.width() / 2, self.height() / 2)
            corner = (self._seen.topLeft() - centre) * scale + middle
            frame = QRectF(corner, self._seen.size() * scale)
            frame = frame.intersected(QRectF(self.rect()).adjusted(1, 1, -1, -1))
            painter.setPen(QPen(QColor(palette.accent), 1.6))
            painter.setBrush(clear(palette.accent, 0.12))
            painter.drawRoundedRect(frame, CORNER / 4, CORNER / 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the view to where the mouse points."""
        self._move_to(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the view along with the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(event.position())
        event.accept()

    def _move_to(self, at: QPointF) -> None:
        scale, centre = self._scale()
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._view.centerOn(centre + (at - middle) / scale)
