"""Finding on the canvas: a small bar, and a frame around everything that was found."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStyleOptionGraphicsItem,
    QToolButton,
    QWidget,
)

from funnelcraft.designer.canvas.items.item import TOP, CanvasItem
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import CORNER, STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.searching import search
from funnelcraft.funnel.text import _, number

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.view import CanvasView

_FIELD = 200
_COUNT = 88


class FoundItem(CanvasItem):
    """Frames around what was found."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._frames: tuple[QRectF, ...] = ()
        self.lie_at(TOP)

    def show_frames(self, frames: tuple[QRectF, ...]) -> None:
        """Show other frames."""
        if frames != self._frames:
            self.prepareGeometryChange()
            self._frames = frames
            self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of all frames."""
        bounds = QRectF()
        for frame in self._frames:
            bounds |= frame
        return bounds.adjusted(-4, -4, 4, 4)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the frames."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.palette.warning), 2.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for frame in self._frames:
            painter.drawRoundedRect(frame, CORNER + 2, CORNER + 2)


class _Field(QLineEdit):
    """The field of the bar: Enter goes on, Shift+Enter back, Escape closes."""

    stepped = Signal(int)
    closed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if back else 1)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class FindBar(QFrame):
    """Finds stages, triggers and sources as one types; the selection follows."""

    def __init__(self, view: "CanvasView") -> None:
        super().__init__(view.viewport())
        self._view = view
        self._items: tuple[Item, ...] = ()
        self._at = 0
        self._frames = FoundItem(view.canvas.colours)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = _Field()
        self.field.setFixedWidth(_FIELD)
        self.field.setPlaceholderText(_("Find on the canvas"))
        self.field.setAccessibleName(_("Find on the canvas"))
        self.field.textChanged.connect(self._on_typed)
        self.field.stepped.connect(self.step)
        self.field.closed.connect(self.close_bar)
        self.count = label("", "muted")
        self.count.setFixedWidth(_COUNT)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP, STEP - 2, STEP, STEP - 2)
        row.setSpacing(STEP // 2)
        row.addWidget(self.field)
        row.addWidget(self.count)
        for text, name, act in (
            ("‹", _("Previous"), self._on_previous),
            ("›", _("Next"), self._on_next),
            ("×", _("Close"), self.close_bar),
        ):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(act)
            row.addWidget(button)
        self.adjustSize()
        self.hide()
        view.document.changed.connect(self._on_changed)

    def open_bar(self) -> None:
        """Show the bar, what was looked for last selected."""
        if self._frames.scene() is None:
            self._view.canvas.addItem(self._frames)
        self.show()
        self.raise_()
        self.place()
        self.field.setFocus()
        self.field.selectAll()
        self._look()

    def close_bar(self) -> None:
        """Hide it and go back to the canvas; the selection stays."""
        self.hide()
        self._frames.show_frames(())
        self._view.setFocus()

    def place(self) -> None:
        """Lie at the top right of the canvas."""
        self.ensurePolished()
        self.resize(self.sizeHint())
        self.move(self._view.viewport().width() - self.width() - STEP * 2, STEP * 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the distance to the right edge where the layout wants another width."""
        super().resizeEvent(event)
        self.move(self._view.viewport().width() - self.width() - STEP * 2, STEP * 2)

    def set_colours(self, palette: Palette) -> None:
        """Show in another palette."""
        self._frames.set_palette(palette)

    def step(self, by: int) -> None:
        """Go to the next match, or back."""
        if self._items:
            self._at = (self._at + by) % len(self._items)
            self._show_match()

    def _on_typed(self, _text: str) -> None:
        self._look()
        if self._items:
            self._at = 0
            self._show_match()

    def _on_previous(self) -> None:
        self.step(-1)

    def _on_next(self) -> None:
        self.step(1)

    def _on_changed(self, _before: object, _after: object) -> None:
        if self.isVisible():
            self._look()

    def _look(self) -> None:
        found = search(self._view.document.funnel, self.field.text())
        items = tuple(Item(match.kind, match.id) for match in found)
        self._items = tuple(i for i in items if self._view.canvas.item_of(i) is not None)
        self._at = min(self._at, max(len(self._items) - 1, 0))
        frames = [self._view.frame_of(item) for item in self._items]
        self._frames.show_frames(tuple(frame for frame in frames if frame is not None))
        self._say()

    def _show_match(self) -> None:
        item = self._items[self._at]
        self._view.document.select([item])
        frame = self._view.frame_of(item)
        if frame is not None:
            self._view.ensureVisible(frame, 80, 80)
        self._say()

    def _say(self) -> None:
        if not self.field.text().strip():
            self.count.setText("")
        elif not self._items:
            self.count.setText(_("nothing found"))
        else:
            words = _("{at} of {all}")
            at, every = number(self._at + 1), number(len(self._items))
            self.count.setText(words.format(at=at, all=every))
