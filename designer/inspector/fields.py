"""Fields: a label, an editor, a unit, and room for a sentence about what can't be understood.

A field commits when Enter is pressed or the focus leaves it. What can't be read stays as typed,
with a sentence below it. A value that changes elsewhere meanwhile is taken over, unless the user
is typing: then what is typed wins when it is committed.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from funnelcraft.designer.inspector.writing import NotUnderstood, Writing
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.lines import Lines
from funnelcraft.designer.widgets.window_keys import left_to_the_window

LEAST_WIDTH = 48  # of an editor, in pixels: three figures


class Labelled(QWidget):
    """An editor under its label, with a sentence below where something is wrong."""

    def __init__(self, name: str, editor: QWidget, unit: str = "") -> None:
        super().__init__()
        self.name = label(name, "label", wrap=True)
        self.name.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self.name.setBuddy(editor)
        editor.setAccessibleName(f"{name}, {unit}" if unit else name)
        editor.setMinimumWidth(LEAST_WIDTH)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP // 2)
        column.addWidget(self.name)
        row = QHBoxLayout()
        row.setSpacing(STEP - 2)
        row.addWidget(editor, 1)
        self.unit = label(unit, "muted")
        row.addWidget(self.unit)
        column.addLayout(row)
        column.addWidget(self.problem)
        # Not before it has a parent: a label made visible on its own is a window of its own.
        self.unit.setVisible(bool(unit))


class Field(Labelled):
    """A value to type. `committed(value, stay)` carries what was read and a number for the stay.

    Commits of one stay in the field can be merged into one undo step by that number.
    """

    committed = Signal(object, int)
    typed = Signal(str)

    def __init__(self, name: str, writing: Writing, *, several_lines: bool = False) -> None:
        self.editor: QLineEdit | Lines = Lines() if several_lines else QLineEdit()
        super().__init__(name, self.editor, writing.unit)
        self.writing = writing
        # Raises NotUnderstood for a value that reads well and yet cannot be, for what is around.
        self.checked: Callable[[Any], None] | None = None
        self._value: Any = None
        self._shown = ""
        self._stay = 0
        self.editor.setPlaceholderText(writing.example)
        self.editor.installEventFilter(self)
        if isinstance(self.editor, QLineEdit):
            self.editor.editingFinished.connect(self.commit)
            self.editor.textEdited.connect(self.typed)
        else:
            self.editor.left.connect(self.commit)

    @property
    def text(self) -> str:
        """What stands in the editor."""
        if isinstance(self.editor, QLineEdit):
            return self.editor.text()
        return self.editor.toPlainText()

    @property
    def is_touched(self) -> bool:
        """Whether something was typed that is not committed (it may be unreadable)."""
        return self.text != self._shown

    def show_value(self, value: Any) -> None:
        """Show a value from the document; what is being typed or can't be read stays."""
        changed = value != self._value
        self._value = value
        writing = self.writing.show(value)
        if self.is_touched and (self.editor.hasFocus() or not changed):
            self._shown = writing
            return
        self._shown = writing
        self._put(writing)

    def show_draft(self, draft: str | None, value: Any) -> None:
        """Show the value of another part, or what was typed for it but could not be read."""
        self._value = value
        self._shown = self.writing.show(value)
        self._put(self._shown)
        if draft is not None:
            self.restore_draft(draft)

    def restore_draft(self, draft: str) -> None:
        """Put back what was typed for this value but could not be read."""
        self._put(draft)
        self.commit()

    def commit(self) -> None:
        """Read what is typed; send it on if it is a new value, or say what is wrong with it."""
        if not self.is_touched:
            self._complain("")
            return
        try:
            value = self.writing.read(self.text)
            if self.checked is not None and value != self._value:
                self.checked(value)
        except NotUnderstood as problem:
            self._complain(str(problem))
            return
        if value == self._value:
            self._put(self._shown)
            return
        self._complain("")
        self._value = value
        self._shown = self.writing.show(value)
        self._put(self._shown)
        self.committed.emit(value, self._stay)

    def focus(self) -> None:
        """Take the focus with everything selected, ready to be typed over."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.editor, QLineEdit):
            self.editor.selectAll()

    def set_unit(self, unit: str) -> None:
        """Change the unit behind the field."""
        self.unit.setText(unit)
        self.unit.setVisible(bool(unit))
        self.editor.setAccessibleName(f"{self.name.text()}, {unit}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch the events of other widgets."""
        if left_to_the_window(event):
            return True
        if event.type() == QEvent.Type.FocusIn:
            self._stay += 1
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            keys = QKeySequence.StandardKey
            undoes = event.matches(keys.Undo) or event.matches(keys.Redo)
            if undoes and not self.is_touched:
                event.ignore()  # nothing typed here to undo: the document's undo is meant
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            undone = event.key() == Qt.Key.Key_Escape and self.is_touched
            if undone:
                self._put(self._shown)
            return undone
        return super().eventFilter(watched, event)

    def _put(self, text: str) -> None:
        self._complain("")
        if text == self.text:
            return
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(text)
            self.editor.setCursorPosition(0)
        else:
            self.editor.setPlainText(text)

    def _complain(self, sentence: str) -> None:
        if sentence == self.problem.text():
            return
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence)
        self.editor.setProperty("invalid", "true" if sentence else "false")
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)


class ChoiceField(Labelled):
    """One of several values. `committed(value, stay)` when the user chose."""

    committed = Signal(object, int)

    def __init__(self, name: str, options: Sequence[tuple[Any, str]] = ()) -> None:
        self.editor = Choice()
        super().__init__(name, self.editor)
        self._stay = 0
        self._options: tuple[tuple[Any, str], ...] = ()
        self.set_options(options)
        self.editor.activated.connect(self._on_activated)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Offer other values, each with its wording."""
        if tuple(options) != self._options:
            self._options = tuple(options)
            self.editor.clear()
            self.editor.addItems([text for _value, text in options])

    def show_value(self, value: Any) -> None:
        """Show a value; one that is not offered is added as it is."""
        if all(value != offered for offered, _text in self._options):
            self.set_options((*self._options, (value, str(value))))
        values = [offered for offered, _text in self._options]
        self.editor.setCurrentIndex(values.index(value))

    def _on_activated(self, index: int) -> None:
        self._stay += 1
        self.committed.emit(self._options[index][0], self._stay)
