"""The test plan: leads that just meet a rule and leads that just miss it, by trigger."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.tables import Head
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.specification.gap_list import GapList
from funnelcraft.designer.specification.text_table import TextRow, TextTable
from funnelcraft.designer.specification.written import Written
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _, ngettext, number
from funnelcraft.io.exports.test_plan.plan import Test, Untested


class PlanPage(QWidget):
    """Shows the plan.

    Signals: `workbook_wanted()` and `leads_wanted()` to save it, `try_wanted(Test)` to see why a
    lead goes where it must, `trigger_wanted(id)` for the trigger of a line that is no test.
    """

    workbook_wanted = Signal()
    leads_wanted = Signal()
    try_wanted = Signal(object)
    trigger_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, TextRow]] = []  # with the id of the trigger
        self.sentence = label("", "muted", wrap=True)
        self.filter = Choice()
        self.filter.setAccessibleName(_("Tests of which trigger"))
        self.filter.setMinimumWidth(200)
        self.filter.activated.connect(self._on_filter)
        self.workbook = QPushButton(_("Export for the testers …"))
        self.workbook.setToolTip(_("A workbook with room for results, and the leads as a table."))
        self.workbook.clicked.connect(self.workbook_wanted)
        self.leads = QPushButton(_("Save as a table of leads …"))
        self.leads.setToolTip(_("A CSV to import into a sandbox, and to be judged when filled in."))
        self.leads.clicked.connect(self.leads_wanted)
        self.try_it = QPushButton(_("Try this lead"))
        self.try_it.clicked.connect(self._on_try)
        self.table = TextTable(_("Test plan of the triggers"), _heads(), wide=3)
        self.told = label("", "muted", wrap=True)
        self.told.setMinimumHeight(3 * self.told.fontMetrics().lineSpacing())
        self.gaps = GapList()
        self.gaps.trigger_wanted.connect(self.trigger_wanted)
        self.table.moved.connect(self._on_moved)
        self.table.opened.connect(self._on_opened)
        self._lay_out()
        self._on_moved(None)

    def _lay_out(self) -> None:
        controls = QWidget()
        flow = FlowLayout(controls, STEP)
        for part in (self.filter, self.leads, self.workbook, self.try_it):
            flow.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        column.addWidget(self.sentence)
        column.addWidget(self.gaps)
        column.addWidget(controls)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)

    def show_written(self, written: Written) -> None:
        """Show the plan of another state of the document."""
        plan = written.plan
        self._rows = [
            (row.about.trigger.id, TextRow(row.cells, row.about)) for row in written.plan_rows
        ]
        tests = ngettext("{n} lead tests", "{n} leads test", len(plan.tests))
        text = _("{leads} the rules: each pair differs in one thing alone, and goes another way.")
        said = text.format(leads=tests.format(n=number(len(plan.tests))))
        self.sentence.setText(said if plan.tests else _("No rule can be tested yet."))
        self.gaps.show_gaps(written.gaps)
        for button in (self.workbook, self.leads):
            button.setEnabled(bool(plan.tests))
        chosen = self.filter.currentData()
        self.filter.clear()
        self.filter.addItem(_("All triggers"), "")
        for identity, name in written.tested:
            self.filter.addItem(name, identity)
        self.show_trigger(chosen or "")

    def show_trigger(self, identity: str) -> None:
        """Show the tests of a trigger alone; of all where there is none such."""
        self.filter.setCurrentIndex(max(self.filter.findData(identity), 0))
        self._on_filter()

    def _on_filter(self, _index: int = 0) -> None:
        wanted = self.filter.currentData()
        self.table.show_rows([row for key, row in self._rows if not wanted or key == wanted])

    def _on_moved(self, row: TextRow | None) -> None:
        self.try_it.setEnabled(row is not None and isinstance(row.about, Test))
        if row is None:
            self.told.setText(
                _("Choose a lead to read it in full; Enter or a double click tries it.")
            )
        else:
            self.told.setText(self.table.text_model.told(self.table.currentIndex().row()))

    def _on_try(self) -> None:
        row = self.table.current
        if row is not None:
            self._on_opened(row.about)

    def _on_opened(self, about: object) -> None:
        if isinstance(about, Test):
            self.try_wanted.emit(about)
        elif isinstance(about, Untested):
            self.trigger_wanted.emit(about.trigger.id)


def _heads() -> tuple[Head, ...]:
    return (
        Head(_("Lead")),
        Head(_("Trigger"), "", 3),
        Head(_("Stands in"), _("The stage the lead is in before the test."), 1),
        Head(_("What is tested")),
        Head(_("The lead has"), _("Everything else of it stays empty."), 2),
        Head(_("Expected")),
    )
