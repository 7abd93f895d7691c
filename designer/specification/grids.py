"""Small tables of labels as they stand in a document: they wrap, and are as tall as their text."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from funnelcraft.designer.baseline.parts import rule, said
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label


def facts(rows: Sequence[tuple[str, str]]) -> QWidget:
    """Make a list of names with what there is to say of each."""
    whole, grid = _grid()
    for at, (name, value) in enumerate(rows):
        head = label(name, "muted", wrap=True)
        grid.addWidget(head, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(said(value), at, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 5)
    return whole


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], stretches: Sequence[int]
) -> QWidget:
    """Make a table with a thin line above each row; `stretches` share the width out."""
    whole, grid = _grid()
    for column, heading in enumerate(headings):
        head = label(heading, "small", wrap=True)
        grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignBottom)
        grid.setColumnStretch(column, stretches[column])
    for at, row in enumerate(rows):
        grid.addWidget(rule(), 2 * at + 1, 0, 1, len(headings))
        for column, text in enumerate(row):
            grid.addWidget(said(text), 2 * at + 2, column, Qt.AlignmentFlag.AlignTop)
    return whole


def _grid() -> tuple[QWidget, QGridLayout]:
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(STEP)
    grid.setVerticalSpacing(STEP - 2)
    return whole, grid
