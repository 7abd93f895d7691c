"""Relative weights, a small field for each weekday or month."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from funnelcraft.designer.inspector.writing import NotUnderstood, amount
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _


class WeightsField(QWidget):
    """Edits a tuple of weights. `committed(weights)` carries all of them."""

    committed = Signal(object)

    def __init__(self, name: str, names: Sequence[str], columns: int) -> None:
        super().__init__()
        self._weights: tuple[float, ...] = ()
        self._writing = amount()
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(2)
        self.editors: list[QLineEdit] = []
        for at, short in enumerate(names):
            caption = label(short, "small")
            caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            editor = QLineEdit()
            editor.setProperty("role", "weight")
            editor.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            editor.setMinimumWidth(28)
            editor.setAccessibleName(f"{name}, {short}")
            editor.editingFinished.connect(partial(self._on_edited, at))
            self.editors.append(editor)
            row = 2 * (at // columns)
            grid.addWidget(caption, row, at % columns)
            grid.addWidget(editor, row + 1, at % columns)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP // 2)
        column.addWidget(label(name, "label"))
        column.addLayout(grid)
        column.addWidget(self.problem)

    def show_weights(self, weights: tuple[float, ...], fresh: bool = False) -> None:
        """Show weights; what is being typed stays, unless they are another part's."""
        for at, (editor, weight) in enumerate(zip(self.editors, weights, strict=False)):
            known = self._weights[at] if at < len(self._weights) else None
            if fresh or weight != known:
                editor.setText(self._writing.show(weight))
        self._weights = weights
        if fresh:
            self._complain("", -1)

    def leave(self) -> None:
        """Commit what is being typed."""
        for at in range(len(self._weights)):
            self._on_edited(at)

    def _on_edited(self, at: int) -> None:
        if at >= len(self._weights):
            return
        text = self.editors[at].text()
        if text == self._writing.show(self._weights[at]):
            self._complain("", -1)
            return
        try:
            weight = self._writing.read(text)
        except NotUnderstood as problem:
            self._complain(str(problem), at)
            return
        new = (*self._weights[:at], weight, *self._weights[at + 1 :])
        if not any(new):
            self._complain(_("At least one weight must be above zero."), at)
            return
        self._complain("", -1)
        self._weights = new
        self.editors[at].setText(self._writing.show(weight))
        self.committed.emit(new)

    def _complain(self, sentence: str, at: int) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        for index, editor in enumerate(self.editors):
            wrong = "true" if index == at else "false"
            if editor.property("invalid") != wrong:
                editor.setProperty("invalid", wrong)
                editor.style().unpolish(editor)
                editor.style().polish(editor)
