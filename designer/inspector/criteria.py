"""A list of sentences edited in place: a row each, and an empty one at the end to add to it.

Enter adds a row below, Backspace in an empty row removes it, Alt+Up and Alt+Down move it.
"""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from funnelcraft.designer.inspector.fields import Field
from funnelcraft.designer.inspector.writing import lines
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.lines import Lines
from funnelcraft.funnel.text import _, number
from funnelcraft.funnel.values import LONGEST_TEXT

MOST_ROWS = 40  # a longer list is edited as text, a line each


class _Row(Lines):
    """One sentence of the list; a long one breaks over lines."""

    entered = Signal()
    emptied = Signal()
    shifted = Signal(int)
    pasted = Signal(str)

    def __init__(self) -> None:
        super().__init__(least=1)
        self.setLineWrapMode(QTextEdit.LineWrapMode.WidgetWidth)

    def text(self) -> str:
        """Return the sentence."""
        return " ".join(self.toPlainText().split())[:LONGEST_TEXT]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something in a list."""
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        pasted = QGuiApplication.clipboard().text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Backspace and not self.toPlainText():
            self.emptied.emit()
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shifted.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif event.matches(QKeySequence.StandardKey.Paste) and "\n" in pasted:
            self.pasted.emit(pasted)
        else:
            super().keyPressEvent(event)


class CriteriaList(QWidget):
    """Edits a tuple of sentences. `committed(sentences, stay)` carries all of them.

    Commits of one stay in the list can be merged into one undo step by that number.
    """

    committed = Signal(object, int)

    def __init__(self, name: str, invitation: str) -> None:
        super().__init__()
        self._name = name
        self._invitation = invitation
        self._texts: tuple[str, ...] = ()
        self._stay = 0
        self._settling = False
        self.rows: list[_Row] = []
        self.as_text = Field(_("{name}, one a line").format(name=name), lines(), several_lines=True)
        self.as_text.committed.connect(self.committed)
        self.as_text.hide()
        self._title = label(name, "label")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP // 2)
        self._column.addWidget(self._title)
        self._column.addWidget(self.as_text)
        self._put(())

    def show_value(self, texts: tuple[str, ...], fresh: bool = False) -> None:
        """Show sentences; `fresh` where they are another part's, so that nothing typed is kept."""
        if fresh:
            self._stay += 1
        if texts == self._texts and not fresh:
            return
        self._texts = texts
        many = len(texts) > MOST_ROWS
        self._title.setVisible(not many)
        self.as_text.setVisible(many)
        if many:
            self._set_rows(0)
            self.as_text.show_draft(None, texts)
        elif fresh or texts != self._written():
            self._put(texts)

    def leave(self) -> None:
        """Commit what is being typed."""
        if self.rows:
            self._commit()
        else:
            self.as_text.commit()

    def focus(self) -> None:
        """Take the focus: to the first row."""
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.as_text.focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin a new stay when the focus comes from elsewhere."""
        if event.type() == QEvent.Type.FocusIn and not self._settling:
            self._stay += 1
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            keys = QKeySequence.StandardKey
            undoes = event.matches(keys.Undo) or event.matches(keys.Redo)
            if undoes and self._written() == self._texts:
                event.ignore()  # nothing typed here to undo: the document's undo is meant
                return True
        return super().eventFilter(watched, event)

    def _written(self) -> tuple[str, ...]:
        return tuple(text for row in self.rows if (text := row.text()))

    def _put(self, texts: tuple[str, ...]) -> None:
        self._set_rows(len(texts) + 1)
        for row, text in zip(self.rows, (*texts, ""), strict=True):
            if row.text() != text:
                row.setPlainText(text)

    def _set_rows(self, count: int) -> None:
        while len(self.rows) > count:
            gone = self.rows.pop()
            gone.blockSignals(True)  # its focus goes with it: nothing to commit
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.rows) < count:
            row = _Row()
            at = len(self.rows)
            row.entered.connect(partial(self._on_entered, at))
            row.emptied.connect(partial(self._on_emptied, at))
            row.shifted.connect(partial(self._on_shifted, at))
            row.pasted.connect(partial(self._on_pasted, at))
            row.left.connect(self._commit)
            row.installEventFilter(self)
            self.rows.append(row)
            self._column.insertWidget(1 + at, row)
        for at, row in enumerate(self.rows, 1):
            row.setAccessibleName(_("{name}, {n}").format(name=self._name, n=number(at)))
            row.setPlaceholderText(self._invitation if at == count else "")

    def _arrange(self, texts: list[str], focus: int) -> None:
        """Show these rows as they are, an empty one among them, and take the focus to one."""
        self._settling = True  # still the same stay
        self._set_rows(max(len(texts), 1))
        for row, text in zip(self.rows, texts, strict=False):
            if row.text() != text:
                row.setPlainText(text)
        target = self.rows[min(max(focus, 0), len(self.rows) - 1)]
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        target.moveCursor(QTextCursor.MoveOperation.End)
        self._settling = False
        self._commit()

    def _all(self) -> list[str]:
        return [row.text() for row in self.rows]

    def _on_entered(self, at: int) -> None:
        texts = self._all()
        if not texts[at]:
            self._commit()
            return
        if at + 1 < len(texts) and not texts[at + 1]:
            self._arrange(texts, at + 1)
        else:
            self._arrange([*texts[: at + 1], "", *texts[at + 1 :]], at + 1)

    def _on_emptied(self, at: int) -> None:
        texts = self._all()
        if len(texts) > 1:
            self._arrange([*texts[:at], *texts[at + 1 :]], at - 1 if at else 0)

    def _on_shifted(self, at: int, step: int) -> None:
        texts, target = self._all(), at + step
        if texts[at] and 0 <= target < len(texts) and texts[target]:
            texts[at], texts[target] = texts[target], texts[at]
            self._arrange(texts, target)

    def _on_pasted(self, at: int, pasted: str) -> None:
        texts = self._all()
        found = [" ".join(line.split())[:LONGEST_TEXT] for line in pasted.splitlines()]
        found = [line for line in found if line]
        first = [f"{texts[at]} {found[0]}".strip(), *found[1:]]
        self._arrange([*texts[:at], *first, *texts[at + 1 :]], at + len(first) - 1)

    def _commit(self) -> None:
        if self._settling:
            return
        written = self._written()
        if self.rows[-1].text() and len(self.rows) <= MOST_ROWS:
            self._set_rows(len(self.rows) + 1)  # an empty one to add to
        if written != self._texts:
            self._texts = written
            self.committed.emit(written, self._stay)
