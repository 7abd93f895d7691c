"""What was guessed about a file, each guess to be seen, corrected, and confirmed where unsure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _


@dataclass(frozen=True)
class Guess:
    """A guess: what it can be with its words, what it is taken for, and how sure that is.

    Where it is not `is_sure` the user must choose before going on; `example` says what follows
    from the choice, or what speaks for it.
    """

    name: str
    options: Sequence[tuple[Any, str]]
    value: Any
    is_sure: bool = True
    example: str = ""


class GuessField(QWidget):
    """A guess under its name. `committed(value)` when the user chose, also what is shown.

    What speaks for it stands below it, or beside it where it is wide.
    """

    committed = Signal(object)

    def __init__(self, name: str, is_wide: bool = False) -> None:
        super().__init__()
        self.name = label(name, "label")
        self.editor = Choice()
        self.editor.setMinimumContentsLength(7)
        self.editor.setAccessibleName(name)
        self.name.setBuddy(self.editor)
        self.example = label("", "small", wrap=True)
        self.guess: Guess | None = None
        self._options: list[tuple[Any, str]] = []
        self.editor.activated.connect(self._on_activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP // 2)
        column.addWidget(self.name)
        if is_wide:
            row = QHBoxLayout()
            row.setSpacing(STEP * 2)
            row.addWidget(self.editor, 1)
            row.addWidget(self.example, 1)
            column.addLayout(row)
        else:
            column.addWidget(self.editor)
            column.addWidget(self.example)
        column.addStretch(1)

    @property
    def needs_answer(self) -> bool:
        """Whether the user must still choose."""
        return not self.isHidden() and self.guess is not None and not self.guess.is_sure

    def show_guess(self, guess: Guess) -> None:
        """Show a guess; one that is not sure shows none of its values as chosen."""
        options = [*(() if guess.is_sure else ((None, _("Choose …")),)), *guess.options]
        if options != self._options:
            self._options = options
            self.editor.clear()
            self.editor.addItems([words for _value, words in options])
        self.guess = guess
        values = [value for value, _words in options]
        self.editor.setCurrentIndex(
            values.index(guess.value) if guess.is_sure and guess.value in values else 0
        )
        self.example.setText(guess.example)
        self.example.setVisible(bool(guess.example))
        said = "" if guess.is_sure else _("This must be chosen.")
        self.editor.setAccessibleDescription(
            " ".join(part for part in (said, guess.example) if part)
        )
        self._mark(not guess.is_sure)

    def _mark(self, asks: bool) -> None:
        self.editor.setProperty("asks", "true" if asks else "false")
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)

    def _on_activated(self, index: int) -> None:
        value = self._options[index][0]  # Qt would hand a text back for an enumeration
        if value is not None:
            self.committed.emit(value)
