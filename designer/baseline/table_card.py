"""A table on its card: what its current row tells, its figures to save, all rows on request."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from funnelcraft.designer.baseline.parts import Card
from funnelcraft.designer.baseline.tables import MeasuredTable
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.charts.taking import Taking
from funnelcraft.funnel.text import _, number


class TableCard(Card):
    """A table on a card, with what its current row tells, and its figures to save."""

    def __init__(self, name: str, title: str, table: MeasuredTable, saver: Saver) -> None:
        super().__init__(title)
        self.table = table
        self._hint = ""
        self.taking = Taking(name, saver, table.rows)
        self.head.addWidget(self.taking.button(title))
        self.column.addWidget(table)
        self.more = QPushButton()
        self.more.setProperty("role", "link")
        self.more.clicked.connect(self._on_more)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        table.told.connect(self._on_told)

    def hint(self, text: str) -> None:
        """Say this while no row is current."""
        self._hint = text
        self.say(text)

    def update_more(self) -> None:
        """Offer to show all rows where some are hidden."""
        self.more.setVisible(self.table.is_shortened)
        self.more.setText(_("Show all {n}").format(n=number(len(self.table.lines))))

    def _on_told(self, text: str) -> None:
        self.say(text or self._hint)

    def _on_more(self) -> None:
        self.table.show_all()
        self.update_more()
