"""Where the figures come from: files with their hash, window, rows kept, dropped and repaired."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.parts import Card, Folding, emptied, fact_grid, said
from funnelcraft.designer.charts.card import link
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.audit.provenance import (
    Line,
    fact_lines,
    file_lines,
    rare_lines,
    row_lines,
    summary,
)
from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.text import _


class ProvenanceCard(Card):
    """Shows where a baseline comes from, folded until asked for; notes are always shown."""

    def __init__(self) -> None:
        super().__init__(_("Where the figures come from"))
        self._notes = QVBoxLayout()
        self._notes.setSpacing(STEP // 2)
        self.column.addLayout(self._notes)
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(STEP)
        self.folding = Folding(_("Hide files and rows"), _("Show files and rows"), body)
        self.column.addWidget(self.folding)

    def show_reading(self, reading: Reading) -> None:
        """Show where a baseline comes from."""
        self.say(summary(reading))
        emptied(self._notes)
        for note in reading.baseline.notes:
            self._notes.addWidget(said(f"• {note}"))
        emptied(self._body)
        files = file_lines(reading)
        for title, lines in (
            (_("FILES"), files),
            (_("WINDOW"), fact_lines(reading)),
            (_("ROWS"), row_lines(reading)),
            (_("WAYS THAT FEW TOOK"), rare_lines(reading)),
        ):
            if lines:
                self._body.addWidget(label(title, "section"))
                self._body.addLayout(self._grid(lines))

    def _grid(self, lines: Sequence[Line]) -> QGridLayout:
        grid = fact_grid()
        for row, line in enumerate(lines):
            name = said(line.name, "muted" if line.is_part else "")
            if line.is_part:
                name.setContentsMargins(STEP * 2, 0, 0, 0)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said(line.figure), row, 1, Qt.AlignmentFlag.AlignTop)
            if line.copied:
                tells = _("Copy the SHA-256 of {file}").format(file=line.name)
                grid.addWidget(link(_("Copy hash"), partial(_copy, line.copied), tells), row, 2)
        return grid


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
