"""The sheet of keys: every shortcut and gesture, taken from what really acts on them."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.canvas.deeds.keys import KeyDeed, arrow_words, mouse_words
from funnelcraft.designer.charts.plot import taking_keys
from funnelcraft.designer.frame.actions import written_keys
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _

Group = tuple[str, tuple[tuple[str, str], ...]]
_COLUMNS = 3
_KEYS = 136  # pixels for keys and gestures, more where one of their words is longer


def groups(actions: Mapping[str, QAction], deeds: Sequence[KeyDeed]) -> tuple[Group, ...]:
    """Return what the sheet says: titles, and keys or gestures with what they do."""
    native = QKeySequence.SequenceFormat.NativeText
    canvas = tuple(
        (", ".join(QKeySequence(keys).toString(native) for keys in deed.keys), deed.text)
        for deed in deeds
    )
    return (
        (_("On the canvas"), (*canvas, *arrow_words())),
        (_("With the mouse"), mouse_words()),
        (_("On a chart"), _chart_words()),
        *written_keys(actions),
    )


def _chart_words() -> tuple[tuple[str, str], ...]:
    """Return the keys of every chart with what they do."""
    native = QKeySequence.SequenceFormat.NativeText
    taking = [(QKeySequence(k).toString(native), text) for k, _what, text in taking_keys()]
    return (
        (_("Arrow keys"), _("Go through its points and hear what they tell")),
        (_("Tab, Space"), _("Go to its legend; hide or show a series")),
        *taking,
        (_("Menu"), _("Everything it offers")),
    )


class KeyboardSheet(QDialog):
    """Shows all keys and gestures beside each other. The window stays usable behind it."""

    def __init__(self, parent: QWidget, shown: Sequence[Group]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard and mouse"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = QWidget()
        page.setProperty("role", "plain")
        row = QHBoxLayout(page)
        row.setContentsMargins(STEP * 3, STEP * 3, STEP * 3, STEP * 3)
        row.setSpacing(STEP * 4)
        columns = [QVBoxLayout() for _column in range(_COLUMNS)]
        heights = [0] * _COLUMNS
        for title, lines in shown:
            at = heights.index(min(heights))
            heights[at] += len(lines) + 2
            columns[at].addLayout(_table(title, lines))
            columns[at].addSpacing(STEP * 2)
        for column in columns:
            column.addStretch(1)
            row.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.resize(min(1320, parent.width() - 40), min(760, parent.height() - 40))


def _table(title: str, lines: Sequence[tuple[str, str]]) -> QGridLayout:
    table = QGridLayout()
    table.setHorizontalSpacing(STEP * 2)
    table.setVerticalSpacing(STEP // 2)
    table.setColumnStretch(1, 1)
    table.addWidget(label(title.upper(), "section"), 0, 0, 1, 2)
    named = []
    for at, (keys, text) in enumerate(lines, start=1):
        left = label(keys, "strong", wrap=True)
        left.setAlignment(Qt.AlignmentFlag.AlignTop)
        right = label(text, "muted", wrap=True)
        right.setAlignment(Qt.AlignmentFlag.AlignTop)
        table.addWidget(left, at, 0)
        table.addWidget(right, at, 1)
        named.append(left)
    wide = max(_KEYS, *(left.minimumSizeHint().width() for left in named))
    for left in named:
        left.setFixedWidth(wide)
    return table
