"""The specification tab: the document to read, the test plan, a table to judge, a lead to try."""

from functools import partial
from typing import Literal

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.parts import Card
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.specification.judge_page import JudgePage
from funnelcraft.designer.specification.plan_page import PlanPage
from funnelcraft.designer.specification.reading_page import ReadingPage
from funnelcraft.designer.specification.try_page import TryPage
from funnelcraft.designer.specification.written import OpenPoints, Written, headline
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.page import page_column
from funnelcraft.designer.widgets.segmented import Segmented
from funnelcraft.funnel.text import _
from funnelcraft.io.exports.test_plan.plan import Test

Section = Literal["read", "plan", "judge", "try"]

NARROW = 560  # pixels of width below which the names of the sections are brief


class SpecificationView(QWidget):
    """Shows the specification of a document, once it is written; `written` is all of it.

    Signals: `shown()` when the tab comes into sight, `export_wanted(format)`, `draw_wanted()` to
    the canvas. What the pages want is signalled by them.
    """

    shown = Signal()
    export_wanted = Signal(str)
    draw_wanted = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.written: Written | None = None
        self.sentence = label("", "sentence", wrap=True)
        self.sections = Segmented(
            _("Part of the tab"), [(value, text) for value, text, _brief in _sections()]
        )
        self.export = QPushButton(_("Export …"))
        self.export.setToolTip(_("Save the specification as PDF, web page, workbook, Markdown."))
        self.reading = ReadingPage(palette)
        self.plan = PlanPage()
        self.judge = JudgePage(palette)
        self.trying = TryPage()
        self._of_section: dict[Section, QWidget] = {
            "read": self.reading,
            "plan": self.plan,
            "judge": self.judge,
            "try": self.trying,
        }
        self.waiting = label(_("The specification is being written …"), "muted")
        self.waiting.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        self._lay_out()
        self.sections.chosen.connect(self.show_section)
        self.export.clicked.connect(self._on_export)
        self.plan.workbook_wanted.connect(self._on_workbook)
        self.plan.try_wanted.connect(self._on_try)
        self.reading.part.tests_wanted.connect(self._on_tests)
        self.reading.part.try_wanted.connect(self.try_stage)
        self.trying.draw_wanted.connect(self.draw_wanted)
        for page in (self.plan, self.judge, self.trying):
            page.trigger_wanted.connect(self.read_trigger)

    def _lay_out(self) -> None:
        self.head = QWidget()
        column = QVBoxLayout(self.head)
        column.setContentsMargins(STEP * 2 + 2, STEP * 2, STEP * 2 + 2, STEP // 2)
        column.setSpacing(STEP)
        column.addWidget(self.sentence)
        controls = QWidget()
        flow = FlowLayout(controls, STEP)
        flow.addWidget(self.sections)
        flow.addWidget(self.export)
        column.addWidget(controls)
        self.pages = QStackedWidget()
        for page in self._of_section.values():
            self.pages.addWidget(page)
        written = QWidget()
        below = QVBoxLayout(written)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.head)
        below.addWidget(self.pages, 1)
        self.states = QStackedWidget()
        for state in (self.waiting, written, self._empty_page()):
            self.states.addWidget(state)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.states)

    def _empty_page(self) -> QWidget:
        body, column = page_column(label(_("There is nothing to specify yet."), "sentence"))
        card = Card(_("What stands here once there are stages"))
        card.say(
            _(
                "What every stage means and who owns it, when a lead moves from one to the next, "
                "and leads that test it: the document an implementer builds the funnel from."
            )
        )
        self.draw = QPushButton(_("Draw the first stage"))
        self.draw.setProperty("role", "primary")
        self.draw.clicked.connect(self.draw_wanted)
        buttons = QWidget()
        FlowLayout(buttons, STEP).addWidget(self.draw)
        card.column.addWidget(buttons)
        column.addWidget(card)
        column.addStretch(1)
        return body

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the sections briefly where there is no room for more."""
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW
        for button, (_value, full, brief) in zip(self.sections.buttons, _sections(), strict=True):
            button.setText(brief if is_narrow else full)
            button.setToolTip(full if is_narrow else "")

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that the tab is looked at: what changed meanwhile has to be written."""
        super().showEvent(event)
        self.shown.emit()

    # What is shown

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.reading.set_colours(palette)
        self.judge.set_colours(palette)

    def show_written(self, written: Written) -> None:
        """Show another state of the document: what is read first, the rest a moment later."""
        if not written.funnel.stages:
            self.written = written
            self.states.setCurrentIndex(2)
            return
        self.states.setCurrentIndex(1)
        opened = written.parts[-1].about
        points = len(opened.found) if isinstance(opened, OpenPoints) else 0
        self.sentence.setText(headline(written.spec, points))
        self.reading.show_written(written)
        QTimer.singleShot(0, self, partial(self._show_tests, written))

    def _show_tests(self, written: Written) -> None:
        self.written = written
        self.plan.show_written(written)
        self.trying.show_written(written)
        self.judge.follow(written.funnel)

    @property
    def section(self) -> Section:
        """Which part of the tab is shown."""
        found: Section = self.sections.value
        return found

    def show_section(self, section: Section) -> None:
        """Show a part of the tab."""
        self.sections.show_value(section)
        self.pages.setCurrentWidget(self._of_section[section])

    def open_search(self) -> None:
        """Let the user search the document."""
        self.show_section("read")
        self.reading.open_search()

    def read_trigger(self, identity: str) -> None:
        """Show a trigger in the document."""
        self.show_section("read")
        self.reading.choose(f"trigger:{identity}")
        self.reading.contents.setFocus()

    def try_stage(self, identity: str) -> None:
        """Try a lead that stands in a stage."""
        self.show_section("try")
        self.trying.show_stage(identity)

    def _on_tests(self, identity: str) -> None:
        self.show_section("plan")
        self.plan.show_trigger(identity)

    def _on_try(self, test: Test) -> None:
        self.show_section("try")
        self.trying.show_lead(test.trigger.from_stage, test.case.probe)

    def _on_export(self) -> None:
        self.export_wanted.emit("test-plan" if self.section == "plan" else "spec-pdf")

    def _on_workbook(self) -> None:
        self.export_wanted.emit("test-plan")


def _sections() -> tuple[tuple[Section, str, str], ...]:
    """Return the sections, each with its name in full and in brief."""
    return (
        ("read", _("Document"), _("Read")),
        ("plan", _("Test plan"), _("Test plan")),
        ("judge", _("Judge a table"), _("Judge")),
        ("try", _("Try a lead"), _("Try")),
    )
