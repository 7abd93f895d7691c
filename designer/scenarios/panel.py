"""The changes of the scenario that is shown: read, gone to, switched off, taken out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.scenarios.menu import scenario_name
from funnelcraft.designer.scenarios.rows import ChangeRow
from funnelcraft.designer.widgets.labels import breakable_words, label
from funnelcraft.designer.widgets.lines import Lines
from funnelcraft.designer.widgets.page import scrolling
from funnelcraft.designer.widgets.tab_order import TabOrder
from funnelcraft.funnel.scenarios import Account, Told, number_sentence
from funnelcraft.funnel.text import _, number

FEW = 60  # rows shown before somebody asks for all of them


class ChangesPanel(QWidget):
    """Tells a scenario line by line.

    Signals: `go(Told)`, `switched(Told, on)`, `dropped(Told)`, `noted(text)` when the scenario's
    notes were written, `settle_wanted()` when what no longer fits is to be dropped,
    `adopt_wanted()` when the scenario is to become the design.
    """

    go = Signal(object)
    switched = Signal(object, bool)
    dropped = Signal(object)
    noted = Signal(str)
    settle_wanted = Signal()
    adopt_wanted = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._account: Account | None = None
        self._editable = True
        self._shows_all = False
        self._told: tuple[bool, list[tuple[Told, str]]] = (True, [])
        self.rows: tuple[ChangeRow, ...] = ()
        self.name = label("", "title", wrap=True)
        self.number = label("", "muted", wrap=True)
        self.problems = QFrame()
        self.problems.setProperty("role", "problem-card")
        self.problem_text = label("", wrap=True)
        self.settle = QPushButton(_("Drop what no longer fits"))
        self.settle.clicked.connect(self.settle_wanted)
        self.empty = label(
            _(
                "Edit on the canvas or in the inspector: what you change stays in this scenario, "
                "and the current design remains as it is."
            ),
            wrap=True,
        )
        self.more = QPushButton(_("Show more"))
        self.more.setProperty("role", "link")
        self.more.clicked.connect(self._on_more)
        self.notes = Lines()
        self.notes.setAccessibleName(_("What speaks for it"))
        self.notes.setPlaceholderText(_("Why it is worth a try, and what it takes"))
        self.notes.left.connect(self.commit)
        self.adopt = QPushButton(_("Make this the design"))
        self.adopt.clicked.connect(self.adopt_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        body = QWidget()
        body.setProperty("role", "plain")
        column = QVBoxLayout(body)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        column.addWidget(self.name)
        column.addWidget(self.number)
        inside = QVBoxLayout(self.problems)
        inside.setContentsMargins(STEP, STEP, STEP, STEP)
        inside.addWidget(self.problem_text)
        inside.addWidget(self.settle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.problems)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(STEP // 2)
        column.addLayout(self._rows)
        column.addWidget(self.empty)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(STEP)
        column.addWidget(label(_("What speaks for it"), "label"))
        column.addWidget(self.notes)
        below = QHBoxLayout()
        below.addWidget(self.adopt)
        below.addStretch(1)
        column.addLayout(below)
        column.addStretch(1)
        self._order = TabOrder(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(body))

    def show_account(self, account: Account, *, editable: bool) -> None:
        """Tell a scenario; `editable` where the document may be edited."""
        before = self._account
        self._account, self._editable = account, editable
        if before is None or before.id != account.id:
            self._shows_all = False
        if not self.notes.hasFocus() or before is None or before.id != account.id:
            self._show_notes(account.notes)
        self.notes.setReadOnly(not editable)
        self.name.setText(breakable_words(scenario_name(account.name)))
        self.number.setText(number_sentence(account))
        self.number.setVisible(bool(account.lines))
        self.problem_text.setText("\n".join(breakable_words(one) for one in account.problems))
        self.problems.setVisible(bool(account.problems))
        self.settle.setEnabled(editable)
        self.empty.setVisible(not account.lines)
        self.adopt.setEnabled(editable and any(not line.is_off for line in account.lines))
        self._show_rows(account)

    def _show_notes(self, notes: str) -> None:
        if self.notes.toPlainText() != notes:
            self.notes.setPlainText(notes)

    def set_colours(self, palette: Palette) -> None:
        """Show in another palette."""
        self._palette = palette
        for row in self.rows:
            row.sign.set_colours(palette)

    def commit(self) -> None:
        """Take over the notes that are being written."""
        text = self.notes.toPlainText().strip()
        if self._account is not None and self._editable and text != self._account.notes:
            self.noted.emit(text)

    def _show_rows(self, account: Account) -> None:
        """Make the rows anew where they differ; the keys stay at the row where they were."""
        lines = account.lines if self._shows_all else account.lines[:FEW]
        left = len(account.lines) - len(lines)
        self.more.setText(_("Show {n} more").format(n=number(left)))
        self.more.setVisible(left > 0)
        told = self._editable, [(line, account.sentence(line)) for line in lines]
        if told == self._told:
            return
        self._told = told
        before = self.rows
        at = next((n for n, row in enumerate(before) if _holds_focus(row)), None)
        self.rows = tuple(self._row(line, sentence) for line, sentence in told[1])
        for row in self.rows:
            self._rows.addWidget(row)
            row.show()
        if at is not None and self.rows:  # before the old rows go, and the keys with them
            self.rows[min(at, len(self.rows) - 1)].setFocus()
        for row in before:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _row(self, line: Told, sentence: str) -> ChangeRow:
        row = ChangeRow(line, sentence, self._palette, editable=self._editable)
        row.go.connect(self.go)
        row.switched.connect(self.switched)
        row.dropped.connect(self.dropped)
        return row

    def _on_more(self) -> None:
        self._shows_all = True
        if self._account is not None:
            self._show_rows(self._account)


def _holds_focus(row: ChangeRow) -> bool:
    focused = row.window().focusWidget()
    return focused is not None and (focused is row or row.isAncestorOf(focused))
