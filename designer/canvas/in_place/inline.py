"""A small form over the canvas: the name and the figures of a trigger or a source, in place."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from funnelcraft.designer.inspector.writing import NotUnderstood, Writing
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label

_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


@dataclass(frozen=True)
class Entry:
    """One figure of the form: its key, what it is called, how it is written, its value now."""

    key: str
    name: str
    writing: Writing
    value: object
    width: int


class _Field(QLineEdit):
    """A line of the form; tells the form when the focus leaves."""

    left = Signal(object)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell, unless a menu or another window took the focus for a while."""
        super().focusOutEvent(event)
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in passing:
            self.left.emit(self)


class InlineForm(QFrame):
    """Edits a few values at once.

    Signals: `committed(values)` with the values that were changed, by key, on Enter or when the
    focus leaves; `abandoned()` on Escape. What cannot be understood stays, with a sentence below.
    """

    committed = Signal(object)
    abandoned = Signal()

    def __init__(self, view: QGraphicsView, title: str, entries: tuple[Entry, ...]) -> None:
        super().__init__(view.viewport())
        self._entries = entries
        self._is_done = False
        self.fields: dict[str, QLineEdit] = {}
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self._sentence = label("", "error", wrap=True)
        self._sentence.hide()
        row = QHBoxLayout()
        row.setSpacing(STEP)
        for entry in entries:
            row.addWidget(self._made(entry))
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP, STEP - 2, STEP, STEP)
        column.setSpacing(STEP // 2)
        column.addLayout(row)
        column.addWidget(self._sentence)
        self.adjustSize()

    def _made(self, entry: Entry) -> QWidget:
        field = _Field("" if entry.value is None else entry.writing.show(entry.value))
        field.setFixedWidth(entry.width)
        field.setAccessibleName(entry.name)
        field.setPlaceholderText(entry.writing.example)
        field.left.connect(self._on_left)
        name = label(entry.name, "small")
        name.setBuddy(field)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(name)
        column.addWidget(field)
        self.fields[entry.key] = field
        return held

    def begin(self, key: str) -> None:
        """Show, with a field in edit."""
        self.show()
        self.raise_()
        self.fields[key].setFocus()
        self.fields[key].selectAll()

    def place(self, view: QGraphicsView, centre: QPoint) -> None:
        """Lie over a point of the viewport, whole within it."""
        room = view.viewport().rect().adjusted(STEP, STEP, -STEP, -STEP)
        x = min(max(centre.x() - self.width() // 2, room.left()), room.right() - self.width())
        y = min(max(centre.y() - self.height() // 2, room.top()), room.bottom() - self.height())
        self.move(max(x, room.left()), max(y, room.top()))

    def has_focus(self) -> bool:
        """Say whether one of the fields has the focus."""
        return any(field.hasFocus() for field in self.fields.values())

    def event(self, event: QEvent) -> bool:
        """Take Tab: it goes round within the form, and beyond the last field it commits."""
        is_press = event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in _TABS:
            self._step(1 if event.key() == Qt.Key.Key_Tab else -1)
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Stay within the form."""
        self._step(1 if forward else -1)
        return True

    def _step(self, by: int) -> None:
        fields = list(self.fields.values())
        at = next((n for n, field in enumerate(fields) if field.hasFocus()), 0) + by
        if at >= len(fields):
            self.commit()
        else:
            fields[max(at, 0)].setFocus(Qt.FocusReason.TabFocusReason)
            fields[max(at, 0)].selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End on Enter and Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
        elif event.key() == Qt.Key.Key_Escape:
            self.abandon()
        else:
            event.accept()  # no key of the canvas means anything while this is open

    def commit(self) -> bool:
        """Send what was changed; False where something cannot be understood."""
        if self._is_done:
            return True
        found, problem = self._read()
        if problem is not None:
            self._complain(*problem)
            return False
        self._end(found)
        return True

    def _read(self) -> tuple[dict[str, object], tuple[QLineEdit, str] | None]:
        """Return what was changed, and the first field that cannot be understood, with why."""
        found: dict[str, object] = {}
        problem: tuple[QLineEdit, str] | None = None
        for entry in self._entries:
            field = self.fields[entry.key]
            shown = "" if entry.value is None else entry.writing.show(entry.value)
            if field.text().strip() == shown.strip():
                continue
            try:
                found[entry.key] = entry.writing.read(field.text())
            except NotUnderstood as error:
                problem = problem or (field, str(error))
        return found, problem

    def abandon(self) -> None:
        """End without a change."""
        if not self._is_done:
            self._is_done = True
            self.abandoned.emit()

    def _end(self, found: Mapping[str, object]) -> None:
        self._is_done = True
        self.committed.emit(found)

    def _complain(self, field: QLineEdit, sentence: str) -> None:
        for one in self.fields.values():
            one.setProperty("invalid", "true" if one is field else "false")
            one.style().unpolish(one)
            one.style().polish(one)
        self._sentence.setText(sentence)
        self._sentence.show()
        self.adjustSize()
        field.setFocus()
        field.selectAll()

    def _on_left(self, _field: QLineEdit) -> None:
        """Commit when the focus leaves the form as a whole; what cannot be read is given up."""
        if not self._is_done and not self.has_focus():
            self._end(self._read()[0])
