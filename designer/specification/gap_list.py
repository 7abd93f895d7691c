"""Which rules are missing or unfinished, with a link to where each is entered."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from funnelcraft.designer.baseline.parts import emptied, said
from funnelcraft.designer.charts.card import link
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.specification.written import Gap
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _, ngettext, number

FEW = 3


class GapList(QFrame):
    """Hidden where nothing is missing. `trigger_wanted(id)` to enter a rule."""

    trigger_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "problem-card")
        self._shown: tuple[Gap, ...] = ()
        self.links: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(STEP + 4, STEP, STEP + 4, STEP)
        self._column.setSpacing(STEP // 2)
        self.hide()

    def show_gaps(self, gaps: Sequence[Gap]) -> None:
        """Say what is missing: the first few by name, the others by number."""
        if tuple(gaps) == self._shown:
            return
        self._shown = tuple(gaps)
        emptied(self._column)
        text = ngettext(
            "{n} trigger cannot be tested as it is: enter its rule.",
            "{n} triggers cannot be tested as they are: enter their rules.",
            len(gaps),
        )
        self._column.addWidget(label(text.format(n=number(len(gaps))), "strong", wrap=True))
        self.links = []
        for gap in gaps[:FEW]:
            row = QHBoxLayout()
            row.setSpacing(STEP)
            row.addWidget(said(gap.sentence), 1)
            tells = _("Enter the rule: {gap}").format(gap=gap.sentence)
            button = link(_("Enter it"), partial(self.trigger_wanted.emit, gap.trigger), tells)
            self.links.append(button)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self._column.addLayout(row)
        if len(gaps) > FEW:
            more = _("… and {n} more, listed among the open points.")
            self._column.addWidget(said(more.format(n=number(len(gaps) - FEW)), "muted"))
        self.setVisible(bool(gaps))
