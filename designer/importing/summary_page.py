"""The wizard's end: what was read, left out and found, before anything is taken over."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.importing.funnel_picture import FunnelPicture
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _

MOST_LINES = 10  # of the table that are seen at once


@dataclass(frozen=True)
class Summary:
    """What the page says: a sentence, the rows' fate, notes, figures, and what the button does.

    `head` and `lines` are a table of texts, the first column names. `rows` are sentences about
    rows, `notes` what a reader must know.
    """

    sentence: str
    funnel: Funnel
    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    rows: tuple[str, ...]
    notes: tuple[str, ...]
    has_left_out: bool
    deed: str


class SummaryPage(QWidget):
    """Shows a summary. `apply_wanted()`, `back_wanted()`, `close_wanted()`, `rows_wanted()`."""

    apply_wanted = Signal()
    back_wanted = Signal()
    close_wanted = Signal()
    rows_wanted = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.sentence = label("", "title", wrap=True)
        self.picture = FunnelPicture(palette)
        self.figures = QTableWidget()
        self.figures.setWordWrap(False)
        self.figures.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.figures.setAccessibleName(_("Measured figures"))
        self.figures.verticalHeader().hide()
        self.figures.setShowGrid(False)
        self.figures.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.figures.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.figures.setTabKeyNavigation(False)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(STEP // 2)
        self.save_rows = QPushButton(_("Save the rows left out or repaired …"))
        self.save_rows.clicked.connect(self.rows_wanted)
        self.notes = QVBoxLayout()
        self.notes.setSpacing(STEP)
        self.said = label("", "muted", wrap=True)
        self.back = QPushButton(_("Back to correct"))
        self.back.clicked.connect(self.back_wanted)
        self.close_button = QPushButton(_("Cancel"))
        self.close_button.clicked.connect(self.close_wanted)
        self.apply = QPushButton()
        self.apply.setProperty("role", "primary")
        self.apply.clicked.connect(self.apply_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, 0, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        column.addWidget(self.sentence)
        across = QHBoxLayout()
        across.setSpacing(STEP)
        across.addWidget(self._found(), 8)
        across.addWidget(self._read(), 5)
        column.addLayout(across, 1)
        foot = QHBoxLayout()
        foot.setSpacing(STEP)
        foot.addWidget(self.back)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.apply)
        column.addLayout(foot)

    def _found(self) -> QFrame:
        card, inner = _card(_("What was found"))
        inner.addWidget(self.picture, 1)
        inner.addWidget(self.figures)
        return card

    def _read(self) -> QFrame:
        card, inner = _card(_("What was read"))
        inside = QWidget()
        inside.setProperty("role", "plain")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, STEP, 0)
        lines.setSpacing(STEP)
        lines.addLayout(self.rows)
        lines.addWidget(self.save_rows, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addSpacing(STEP)
        self._notes_title = label(_("What to know"), "strong")
        lines.addWidget(self._notes_title)
        lines.addLayout(self.notes)
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        inner.addWidget(area, 1)
        return card

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.picture.set_colours(palette)

    def show_summary(self, shown: Summary) -> None:
        """Show what was found."""
        self.picture.show_funnel(shown.funnel)
        self.sentence.setText(shown.sentence)
        self.apply.setText(shown.deed.replace("&", "&&"))
        self.save_rows.setVisible(shown.has_left_out)
        self.said.setText("")
        _fill(self.rows, shown.rows)
        _fill(self.notes, shown.notes)
        self._notes_title.setVisible(bool(shown.notes))
        self._tabulate(shown.head, shown.lines)
        self.apply.setFocus()

    def say(self, sentence: str) -> None:
        """Say something in passing."""
        self.said.setText(sentence)

    def _tabulate(self, head: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        table = self.figures
        table.setColumnCount(len(head))
        table.setHorizontalHeaderLabels(list(head))
        table.setRowCount(len(lines))
        left, right = (
            side | Qt.AlignmentFlag.AlignVCenter
            for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        )
        for at, line in enumerate(lines):
            for column, text in enumerate(line):
                cell = QTableWidgetItem(text)
                if column:
                    cell.setTextAlignment(right)
                else:
                    cell.setToolTip(plain_tip(text))
                table.setItem(at, column, cell)
        header = table.horizontalHeader()
        for column in range(len(head)):
            item = table.horizontalHeaderItem(column)
            if item is not None:
                item.setTextAlignment(right if column else left)
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, mode.ResizeToContents if column else mode.Stretch)
        seen = min(len(lines), MOST_LINES)
        tall = sum(table.rowHeight(row) for row in range(seen))
        table.setFixedHeight(header.sizeHint().height() + tall + 2 * table.frameWidth() + 2)


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("role", "card")
    inner = QVBoxLayout(card)
    inner.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
    inner.setSpacing(STEP)
    inner.addWidget(label(title, "strong"))
    return card, inner


def _fill(column: QVBoxLayout, sentences: Sequence[str]) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    for sentence in sentences:
        line = label(sentence, wrap=True)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(line)
