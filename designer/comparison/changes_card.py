"""What makes one design of the other: every change in a line."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from funnelcraft.designer.baseline.parts import Card, emptied, said
from funnelcraft.designer.charts.plot import Row
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.charts.taking import Taking
from funnelcraft.funnel.changes import ORDER, Change
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import change_sentence, differences
from funnelcraft.funnel.text import _, ngettext, number

FEW = 8  # changes that are shown without being asked for
MOST = 400  # rows a page bears; a file of another funnel may differ in thousands


# What moves leads comes first.
PLACE = ("position",)  # where a stage is drawn says nothing of the design
PARTS = ("trigger", "stage", "source", "segment", "funnel", "role")


def _rank(change: Change) -> tuple[bool, int]:
    return change.path == (ORDER,), PARTS.index(change.part)


class ChangesCard(Card):
    """Lists the changes that make B of A."""

    def __init__(self, saver: Saver) -> None:
        super().__init__(_("What is changed"))
        self.sentences: tuple[str, ...] = ()
        self._all = False
        self.taking = Taking("changes", saver, self.rows)
        self.head.addWidget(self.taking.button(self.title.text()))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.column.addLayout(self._lines)
        self.more = QPushButton()
        self.more.setProperty("role", "link")
        self.more.clicked.connect(self._on_more)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_changes(self, a: Funnel, b: Funnel) -> None:
        """Show what makes B of A."""
        moved = (change for change in differences(a, b) if change.path != PLACE)
        changes = sorted(moved, key=_rank)
        found = tuple(change_sentence(a, change) for change in changes)
        if found == self.sentences and self._lines.count():
            return
        self.sentences = found
        many = len(found)
        text = ngettext("From A to B {n} thing changes.", "From A to B {n} things change.", many)
        self.say(text.format(n=number(many)) if many else _("B says the same as A."))
        self._show()

    def _show(self) -> None:
        emptied(self._lines)
        shown = self.sentences[: MOST if self._all else FEW]
        for sentence in shown:
            self._lines.addWidget(said(sentence))
        self.more.setVisible(not self._all and len(self.sentences) > FEW)
        self.more.setText(_("Show all {n}").format(n=number(len(self.sentences))))

    def _on_more(self) -> None:
        self._all = True
        self._show()

    def rows(self) -> list[Row]:
        """Return the changes as a table."""
        rows: list[Row] = [["change"]]
        return rows + [[sentence] for sentence in self.sentences]
