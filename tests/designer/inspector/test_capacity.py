"""Capacity as people × leads a person a day, and agreement by department."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.inspector.capacity import CapacityEditor
from funnelcraft.designer.inspector.departments import (
    Departments,
    departments_of,
    with_agreement,
)
from funnelcraft.funnel.model import Capacity, Role
from tests.designer.inspector.helpers import Heard, show, type_into
from tests.funnel.builders import funnel


class Editor(CapacityEditor):
    """Shows what it committed, as a form does."""

    def __init__(self, qtbot: QtBot, capacity: Capacity | None) -> None:
        super().__init__()
        self.heard = Heard(self.committed)
        self.committed.connect(self._on_committed)
        show(qtbot, self)
        self.show_capacity(capacity, None, fresh=True)

    def _on_committed(self, capacity: Capacity | None, _stay: int) -> None:
        self.show_capacity(capacity, None)


def test_that_people_times_leads_each_make_the_capacity(qtbot: QtBot) -> None:
    editor = Editor(qtbot, None)
    type_into(editor.people, "5")
    assert editor.heard.all == []
    assert "Now say how many leads" in editor.sentence.text()
    type_into(editor.each, "8")
    assert editor.heard.last == Capacity(leads_per_day=40.0, people=5.0)
    assert editor.leads.text == "40"
    assert editor.sentence.text().startswith("5 × 8 = 40 leads a day")
    type_into(editor.people, "6")
    assert editor.heard.last == Capacity(leads_per_day=48.0, people=6.0)
    type_into(editor.leads, "30")
    assert editor.each.text == "5"


def test_that_leads_a_day_alone_are_enough_and_empty_is_any_number(qtbot: QtBot) -> None:
    editor = Editor(qtbot, None)
    type_into(editor.each, "8")
    assert "Say first how many people" in editor.each.problem.text()
    type_into(editor.leads, "12.5")
    assert editor.heard.last == Capacity(leads_per_day=12.5)
    editor.leads.focus()
    editor.leads.editor.clear()
    QTest.keyClick(editor.leads.editor, Qt.Key.Key_Return)
    assert editor.heard.last is None
    assert "nobody waits" in editor.sentence.text()
    assert not editor.calendar.isEnabled()


def test_that_another_stage_starts_afresh(qtbot: QtBot) -> None:
    editor = Editor(qtbot, None)
    type_into(editor.people, "5")
    editor.show_capacity(None, None, fresh=True)
    assert editor.people.text == ""
    editor.show_capacity(Capacity(leads_per_day=3.0), 2.0)
    assert "Each 2 days of waiting" in editor.sentence.text()


def test_that_every_department_can_agree(qtbot: QtBot) -> None:
    whole = funnel(roles=(Role(id="x", name="X", department="customer success"),))
    offered = departments_of(whole, ("legal",))
    assert offered == ("marketing", "sales", "customer success", "legal")
    ticks = Departments()
    show(qtbot, ticks)
    ticks.show_departments(offered, {"sales": True, "marketing": None})
    assert ticks.boxes["marketing"].checkState() == Qt.CheckState.PartiallyChecked
    assert ticks.boxes["customer success"].text() == "Customer success"
    heard: list[tuple[str, bool]] = []
    ticks.toggled.connect(lambda name, agreed: heard.append((name, agreed)))
    ticks.boxes["marketing"].click()
    ticks.boxes["sales"].click()
    assert heard == [("marketing", True), ("sales", False)]
    assert with_agreement(("sales", "legal"), "marketing", True) == ("marketing", "sales", "legal")
