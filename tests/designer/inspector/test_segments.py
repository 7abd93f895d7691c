"""Segments: managed in the document's form, with figures of their own at a trigger."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.document import Item
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import add_segment
from funnelcraft.funnel.model import Conversion
from funnelcraft.funnel.velocity import LogNormalTime
from funnelcraft.io.templates import template
from tests.designer.inspector.helpers import type_into
from tests.designer.windows import Windows


@pytest.fixture
def window(windows: Windows) -> MainWindow:
    both, _first = add_segment(template("lead-to-revenue"), "Inbound")
    both, _second = add_segment(both, "Events")
    return windows.open(both)


def test_that_segments_are_added_renamed_and_removed_with_what_goes_said(
    window: MainWindow,
) -> None:
    field = window.inspector.document_form.segments
    type_into(field.new, "Partners")
    assert [one.name for one in window.document.funnel.segments] == [
        "Inbound",
        "Events",
        "Partners",
    ]
    assert field.new.text == ""
    QApplication.processEvents()  # the row appears
    type_into(field.rows[2].name, "Resellers")
    assert window.document.funnel.segments[2].name == "Resellers"
    field.rows[2].remove.click()  # nothing hangs on it
    assert len(window.document.funnel.segments) == 2
    field.rows[0].remove.click()
    assert len(window.document.funnel.segments) == 2
    assert "will belong to “Events”" in field.sentence.text()
    field.confirm.click()
    assert [one.name for one in window.document.funnel.segments] == ["Events"]
    assert {one.segment for one in window.document.funnel.sources} == {"events"}
    window.document.undo_stack.undo()
    assert len(window.document.funnel.segments) == 2


def test_that_a_segment_gets_a_rate_and_a_time_of_its_own(window: MainWindow) -> None:
    trigger = window.document.funnel.triggers[1]
    window.document.select([Item("trigger", trigger.id)])
    overrides = window.inspector.trigger_form.overrides
    assert [row.accessibleName() for row in overrides.rows] == [
        "Inbound: as all leads",
        "Events: as all leads",
    ]
    overrides.rows[1].click()
    QApplication.processEvents()
    type_into(overrides.conversion.rate, "20")
    kinds = [value for value, _text in overrides.velocity.kind._options]
    overrides.velocity.kind.editor.activated.emit(kinds.index("lognormal"))
    own = window.document.funnel.triggers[1].by_segment["events"]
    assert own.conversion == Conversion(rate=0.2)
    assert isinstance(own.velocity, LogNormalTime)
    assert overrides.rows[1].accessibleName() == "Events: 20%, half within 7 days"
    assert overrides.rows[1].property("role") == "row-strong"
    overrides.conversion.rate.focus()
    overrides.conversion.rate.editor.clear()
    QTest.keyClick(overrides.conversion.rate.editor, Qt.Key.Key_Return)
    overrides.velocity.kind.editor.activated.emit(0)
    assert window.document.funnel.triggers[1] == trigger


def test_that_a_lead_may_change_its_segment_on_a_trigger(window: MainWindow) -> None:
    trigger = window.document.funnel.triggers[1]
    window.document.select([Item("trigger", trigger.id)])
    window.inspector.trigger_form.to_segment.editor.activated.emit(2)
    assert window.document.funnel.triggers[1].to_segment == "events"
    assert window.document.undo_stack.undoText() == "Change segment afterwards"


def test_that_holidays_are_a_list_and_what_is_no_day_is_said(window: MainWindow) -> None:
    form = window.inspector.document_form
    form.holidays.rows[0].setFocus()
    QTest.keyClicks(form.holidays.rows[0], "2027-12-24")
    QTest.keyClick(form.holidays.rows[0], Qt.Key.Key_Return)
    assert window.document.funnel.holidays == ("2027-12-24",)
    assert not form.holidays_problem.isVisible()
    QTest.keyClicks(form.holidays.rows[1], "Easter")
    QTest.keyClick(form.holidays.rows[1], Qt.Key.Key_Return)
    assert "“Easter” is no date" in form.holidays_problem.text()


def test_that_an_edit_of_each_kind_is_a_named_step(window: MainWindow) -> None:
    trigger = window.document.funnel.triggers[1]
    window.document.select([Item("trigger", trigger.id)])
    form = window.inspector.trigger_form
    form.rule.add_event.click()
    type_into(form.rule.editors.event_part.event_name, "webinar")
    assert window.document.undo_stack.undoText() == "Change rule"
    window.document.select([Item("stage", "mql")])
    stage_form = window.inspector.stage_form
    type_into(stage_form.capacity.leads, "30")
    assert window.document.undo_stack.undoText() == "Change capacity"
    type_into(stage_form.leak.fields["half"], "10")
    assert window.document.undo_stack.undoText() == "Change when leads are given up"
    stage_form.entry.rows[-1].setFocus()
    QTest.keyClicks(stage_form.entry.rows[-1], "Agreed.")
    QTest.keyClick(stage_form.entry.rows[-1], Qt.Key.Key_Return)
    assert window.document.undo_stack.undoText() == "Change entry criteria"
    while window.document.undo_stack.canUndo():
        window.document.undo_stack.undo()
    assert window.document.funnel.triggers[1] == trigger
