"""Fields: a label, an editor, a unit, and room for a sentence about what can't be understood.

A field commits when Enter is pressed or the focus leaves it. What can't be read stays as typed,
with a sentence below it. A value that changes elsewhere meanwhile is taken over, unless the user
is typing: then what is typed wins when it is committed.
"""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.inspector.writing import NotUnderstood, Writing
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.plain_tips import plain_tip

# Where a name without spaces may break: after a sign that joins words, else in its middle.
LONG_WORD = 24
_JOINTS = re.compile(r"([_\-./@])(?=\w)|(\w{18})(?=\w)")


def breakable(text: str) -> str:
    """Return a text whose long words can break over lines, by zero-width spaces."""
    return _JOINTS.sub(lambda found: found.group() + "\u200b", text)


def breakable_words(text: str) -> str:
    """Return a text whose words of more than a line's length can break; figures never do."""
    return " ".join(breakable(word) if len(word) > LONG_WORD else word for word in text.split(" "))


def label(text: str, role: str = "", wrap: bool = False) -> QLabel:
    """Make a label that shows its text as it is, never as rich text."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


class Lines(QTextEdit):
    """An editor of several lines that grows with its text. Tab leaves it; Ctrl+Enter commits.

    Text is plain, also what is pasted. Qt has a leaner editor for plain text, but that one reads
    lines it has thrown away where a stylesheet is taken off while it is shown.
    """

    left = Signal()

    def __init__(self, least: int = 2, most: int = 8) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Another height, or a scroll bar, would break lines anew while Qt still goes through them.
        # So what the layout tells is followed when it is through.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fit)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self._fit()

    def _on_size_changed(self, _size: QSizeF) -> None:
        self._later.start()

    def setPlainText(self, text: str) -> None:
        """Show another text, in the height it needs."""
        super().setPlainText(text)
        self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing() + 1  # what a layout of whole lines takes at most
        text = math.ceil(self.document().size().height() - 2 * self.document().documentMargin())
        height = max(self._least * line, min(self._most * line, text)) + 22
        if height != self.height():
            policy = Qt.ScrollBarPolicy
            full = text > self._most * line
            self.setVerticalScrollBarPolicy(
                policy.ScrollBarAsNeeded if full else policy.ScrollBarAlwaysOff
            )
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again: another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit when the focus leaves."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left.emit()
        else:
            super().keyPressEvent(event)


LEAST_WIDTH = 48  # of an editor, in pixels: three figures

# What a list to choose from needs besides its text: padding, frame and the arrow.
ARROW_ROOM = 34


class Choice(QComboBox):
    """A list to choose from that a passing mouse wheel does not change."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page around."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; a text without room is broken off with an ellipsis."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.width() - ARROW_ROOM
        whole = option.currentText
        option.currentText = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(plain_tip(whole) if option.currentText != whole else "")
        styled = QStylePainter(self)
        styled.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        styled.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        styled.end()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(self.palette().ColorRole.Text), 1.5))
            x, y = self.width() - 16, self.height() / 2 - 1.5
            painter.drawPolyline([QPointF(x - 4, y), QPointF(x, y + 4), QPointF(x + 4, y)])


class Labelled(QWidget):
    """An editor under its label, with a sentence below where something is wrong."""

    def __init__(self, name: str, editor: QWidget, unit: str = "") -> None:
        super().__init__()
        self.name = label(name, "label", wrap=True)
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
