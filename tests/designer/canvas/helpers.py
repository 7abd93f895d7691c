"""A canvas on a real document, and a mouse that works in canvas units."""

from json import loads

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.canvas.view import CanvasView
from funnelcraft.designer.document import Document
from funnelcraft.designer.look.tokens import LIGHT
from funnelcraft.funnel.model import Funnel
from funnelcraft.resources import names, read_text

TEMPLATES = names("templates", ".funnel")
NO_KEY = Qt.KeyboardModifier.NoModifier


def template(name: str) -> Funnel:
    return Funnel.model_validate(loads(read_text(f"templates/{name}")))


class Hand:
    """The user's mouse over a canvas, in canvas units."""

    def __init__(self, view: CanvasView) -> None:
        self.view = view
        self.keys = NO_KEY

    def _send(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
        local = QPointF(self.view.mapFromScene(at))
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
        pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        everywhere = QPointF(self.view.viewport().mapToGlobal(local.toPoint()))
        event = QMouseEvent(kind, local, everywhere, pressed, held, self.keys)
        QApplication.sendEvent(self.view.viewport(), event)

    def press(self, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        self._send(QEvent.Type.MouseButtonPress, QPointF(x, y), button)

    def move(self, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        self._send(QEvent.Type.MouseMove, QPointF(x, y), button)

    def release(
        self, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton
    ) -> None:
        self._send(QEvent.Type.MouseButtonRelease, QPointF(x, y), button)

    def hover(self, x: float, y: float) -> None:
        self.move(x, y, Qt.MouseButton.NoButton)

    def click(self, x: float, y: float) -> None:
        self.press(x, y)
        self.release(x, y)

    def double_click(self, x: float, y: float) -> None:
        self.click(x, y)
        self._send(QEvent.Type.MouseButtonDblClick, QPointF(x, y), Qt.MouseButton.LeftButton)
        self.release(x, y)

    def drag(self, start: tuple[float, float], *stops: tuple[float, float]) -> None:
        self.press(*start)
        before = start
        for stop in stops:
            middle = ((before[0] + stop[0]) / 2, (before[1] + stop[1]) / 2)
            self.move(*middle)
            self.move(*stop)
            before = stop
        self.release(*stops[-1])


class Bench:
    """A shown canvas with its document, and what it said."""

    def __init__(self, funnel: Funnel) -> None:
        self.document = Document(funnel)
        self.view = CanvasView(self.document, LIGHT)
        self.view.resize(1400, 900)
        self.view.show()
        QApplication.processEvents()
        self.view.reset_zoom()
        self.view.setFocus()
        self.hand = Hand(self.view)
        self.said: list[str] = []
        self.view.message.connect(self.said.append)

    @property
    def funnel(self) -> Funnel:
        return self.document.funnel

    def centre(self, stage_id: str) -> tuple[float, float]:
        return self.view.canvas.plan.boxes[stage_id].centre

    def look_at(self, x: float, y: float) -> None:
        self.view.centerOn(QPointF(x, y))

    def point(self, x: float, y: float) -> QPoint:
        return self.view.mapFromScene(QPointF(x, y))

    def steps(self) -> int:
        return self.document.undo_stack.count()
