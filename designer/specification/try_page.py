"""Try a lead: say what it has, and see at once which trigger fires, and why the others do not."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.baseline.parts import Card, emptied
from funnelcraft.designer.inspector.fields import Labelled
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.specification.gap_list import GapList
from funnelcraft.designer.specification.lead_form import LeadForm
from funnelcraft.designer.specification.verdict_row import VerdictRow
from funnelcraft.designer.specification.written import Written, tested_stages
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.page import page_column, scrolling
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rule_tests import Probe, asked, explained, judge
from funnelcraft.funnel.rule_words import known_texts
from funnelcraft.funnel.text import _, number
from funnelcraft.io.exports.test_plan.plan import Plan

BESIDE = 640  # pixels of width from which form and answer fit beside each other
MOST = 40  # triggers that are explained


class TryPage(QWidget):
    """Shows what the rules of a stage do with a lead. `trigger_wanted(id)`: it is asked for."""

    trigger_wanted = Signal(str)
    draw_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._funnel: Funnel | None = None
        self._plan: Plan | None = None
        self._stages: tuple[tuple[str, str], ...] = ()
        self.rows: list[VerdictRow] = []
        self.stage = Choice()
        self.stage.activated.connect(self._on_stage)
        self.clear = QPushButton(_("Empty it"))
        self.clear.clicked.connect(self._on_clear)
        self.form = LeadForm()
        self.form.changed.connect(self._answer)
        self.gaps = GapList()
        self.gaps.trigger_wanted.connect(self.trigger_wanted)
        self.answer = label("", "sentence", wrap=True)
        self._verdicts = QVBoxLayout()
        self._verdicts.setSpacing(STEP)
        self._lay_out()

    def _lay_out(self) -> None:
        said = label(
            _("Say what a lead has; the answer follows as you type. What stays empty is empty."),
            "muted",
            wrap=True,
        )
        body, column = page_column(said)
        column.addWidget(self.gaps)
        self.lead = Card(_("The lead"))
        self.lead.say("")
        stands = Labelled(_("Stands in"), self.stage)
        self.lead.column.addWidget(stands)
        self.lead.column.addWidget(self.form)
        self.lead.column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        self.lead.column.addStretch(1)
        self.result = Card(_("Where it goes"))
        self.result.say("")
        self.result.column.addWidget(self.answer)
        self.result.column.addLayout(self._verdicts)
        self.result.column.addStretch(1)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(STEP + 4)
        self._beside.addWidget(self.lead, 2)
        self._beside.addWidget(self.result, 3)
        self._beside.setAlignment(self.lead, Qt.AlignmentFlag.AlignTop)
        self._beside.setAlignment(self.result, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._beside)
        self.nothing = self._nothing()
        column.addWidget(self.nothing)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(body))

    def _nothing(self) -> QFrame:
        card = Card(_("No rule asks anything of a lead yet."))
        card.say(
            _(
                "Choose a trigger on the canvas and say in its rule when a lead goes this way: "
                "then leads can be tried here."
            )
        )
        button = QPushButton(_("To the canvas"))
        button.clicked.connect(self.draw_wanted)
        card.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the answer below the form where there is no room beside it."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        way = ways.LeftToRight if self.width() >= BESIDE else ways.TopToBottom
        self._beside.setDirection(way)

    # What is shown

    def show_written(self, written: Written) -> None:
        """Follow the document; what was typed stays."""
        self._funnel, self._plan = written.funnel, written.plan
        self.gaps.show_gaps(written.gaps)
        stages = tested_stages(written.funnel)
        for part in (self.lead, self.result):
            part.setVisible(bool(stages))
        self.nothing.setVisible(not stages)
        if stages != self._stages:
            chosen = self.stage.currentData()
            self._stages = stages
            self.stage.clear()
            for identity, name in stages:
                self.stage.addItem(name, identity)
            self.stage.setCurrentIndex(max(self.stage.findData(chosen), 0))
        self._ask()

    def show_stage(self, stage_id: str) -> None:
        """Let the lead stand in a stage, where that one has rules."""
        at = self.stage.findData(stage_id)
        if at >= 0:
            self.stage.setCurrentIndex(at)
            self._ask()

    def show_lead(self, stage_id: str, probe: Probe) -> None:
        """Fill in a lead that stands in a stage."""
        self.show_stage(stage_id)
        self.form.fill(probe)

    @property
    def stage_id(self) -> str:
        """The stage the lead stands in; empty where none has rules."""
        return str(self.stage.currentData() or "")

    def _on_stage(self, _index: int) -> None:
        self._ask()

    def _on_clear(self) -> None:
        self.form.fill(Probe())

    def _ask(self) -> None:
        """Ask for what the rules of the stage ask for."""
        if self._funnel is None or not self.stage_id:
            return
        ways = [t for t in self._funnel.triggers if t.from_stage == self.stage_id]
        rules = [trigger.rule for trigger in ways if trigger.rule is not None]
        self.form.ask(asked(rules), known_texts(self._funnel))
        self._make_rows(min(len(ways), MOST))
        self._answer()

    def _make_rows(self, count: int) -> None:
        if len(self.rows) == count:
            return
        emptied(self._verdicts)
        self.rows = [VerdictRow() for _at in range(count)]
        for row in self.rows:
            row.trigger_wanted.connect(self.trigger_wanted)
            row.example_wanted.connect(self._on_example)
            self._verdicts.addWidget(row)

    def _answer(self) -> None:
        if self._funnel is None or not self.stage_id:
            return
        probe = self.form.probe
        self.answer.setText(judge(self._funnel, self.stage_id, probe, None).sentence)
        found = explained(self._funnel, self.stage_id, probe)
        found = tuple(sorted(found, key=lambda one: one.fires is not True))
        examples = self._examples()
        for row, one in zip(self.rows, found, strict=False):
            row.show_verdict(self._funnel, one, one.trigger.id in examples)
        hidden = len(found) - len(self.rows)
        more = _("{n} more triggers leave this stage.")
        self.result.say(more.format(n=number(hidden)) if hidden > 0 else "")

    def _examples(self) -> Mapping[str, Probe]:
        """Return for each trigger a lead that meets its rule, where the plan has one."""
        found: dict[str, Probe] = {}
        for test in self._plan.tests if self._plan is not None else ():
            if test.case.meets and test.trigger.from_stage == self.stage_id:
                found.setdefault(test.trigger.id, test.case.probe)
        return found

    def _on_example(self, trigger_id: str) -> None:
        probe = self._examples().get(trigger_id)
        if probe is not None:
            self.form.fill(probe)
