"""Scenarios in the window: switch, banner, changes, and what is done with a scenario."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from funnelcraft.designer.dialogs import NameDialog
from funnelcraft.designer.document import Item
from funnelcraft.designer.frame.shell import CHANGES, FORECAST_SETTINGS, SELECTION
from funnelcraft.designer.scenarios.rows import ChangeRow
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel import edits
from funnelcraft.funnel.changes import Scenario
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Capacity, Conversion, Funnel
from funnelcraft.funnel.scenarios import applied
from funnelcraft.io.templates import template
from tests.designer.windows import Windows, answers

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BOOKED = "mql-sal"


@pytest.fixture
def window(windows: Windows) -> MainWindow:
    return windows.open("lead-to-revenue")


def add(window: MainWindow, name: str = "Two more reps") -> None:
    """Begin a scenario by its shortcut."""
    answers(window).scenario = name
    QTest.keyClick(window, Qt.Key.Key_N, CTRL | SHIFT)


def with_reps(funnel: Funnel) -> Funnel:
    return edits.change_stage(funnel, "mql", capacity=Capacity(leads_per_day=60.0))


def booked(funnel: Funnel) -> Funnel:
    return edits.change_trigger(funnel, BOOKED, conversion=Conversion(rate=0.7))


def edited(window: MainWindow, name: str = "Two more reps") -> None:
    """Begin a scenario with two changes, and show them."""
    add(window, name)
    window.document.apply(with_reps, "Change capacity")
    window.document.apply(booked, "Change rate")
    window.actions_by_name["scenario_changes"].trigger()
    QApplication.processEvents()


def row(window: MainWindow, said: str) -> ChangeRow:
    return next(one for one in window.scenarios.panel.rows if said in one.text.text())


def offered(menu: QMenu) -> list[tuple[str, bool]]:
    menu.aboutToShow.emit()
    return [(one.text(), one.isChecked()) for one in menu.actions() if one.isCheckable()]


def test_that_the_header_says_which_design_is_edited(window: MainWindow) -> None:
    switch = window.scenarios.switch
    assert switch.text() == "Current design ▾"
    assert not window.scenarios.banner.isVisible()
    add(window)
    assert answers(window).asked == ["New scenario: Scenario 1"]
    assert switch.text() == "Two more reps ▾"
    assert "Two more reps" in switch.accessibleName()
    assert "Two more reps" in window.windowTitle()
    banner = window.scenarios.banner
    assert banner.isVisible()
    assert banner.accessibleName() == (
        "Scenario “Two more reps”: no changes yet. What you edit now stays in it."
    )
    QTest.mouseClick(banner.back, Qt.MouseButton.LeftButton)
    assert (window.document.scenario, switch.text()) == ("", "Current design ▾")
    assert banner.accessibleName() == "The current design. There is 1 scenario of it."
    assert not banner.back.isVisible()
    assert "Two more reps" not in window.windowTitle()


def test_that_no_scenario_begins_where_no_name_is_given(window: MainWindow) -> None:
    window.actions_by_name["scenario_new"].trigger()
    assert window.document.base.scenarios == ()
    assert window.document.is_saved


def test_that_the_menu_of_the_switch_shows_another_design(window: MainWindow) -> None:
    add(window, "Threshold & 70")
    menu = window.scenarios.switch.choices
    assert offered(menu) == [("Current design", False), ("Threshold && 70", True)]
    menu.actions()[0].trigger()
    assert window.document.scenario == ""
    offered(menu)
    menu.actions()[1].trigger()
    assert window.document.scenario == "threshold-70"


def test_that_keys_go_through_the_designs_and_around(window: MainWindow) -> None:
    add(window, "First")
    add(window, "Second")
    seen = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp):
        QTest.keyClick(window, key, CTRL)
        seen.append(window.document.scenario)
    assert seen == ["", "first", "", "second"]


def test_that_switching_keeps_selection_and_the_place_of_the_canvas(window: MainWindow) -> None:
    add(window)
    view = window.canvas
    view.reset_zoom()
    view.centerOn(300.0, 200.0)
    window.document.select([Item("stage", "mql")])
    corner, zoom = view.mapToScene(QPoint(0, 0)), view.zoom()
    for _turn in range(2):
        QTest.keyClick(window, Qt.Key.Key_PageDown, CTRL)
        assert view.mapToScene(QPoint(0, 0)) == corner
        assert view.zoom() == zoom
        assert window.document.selected("stage") == ("mql",)


def test_that_nothing_jumps_when_another_design_is_shown(window: MainWindow) -> None:
    add(window)
    QApplication.processEvents()
    place, height = window.canvas.mapTo(window, QPoint(0, 0)), window.canvas.height()
    QTest.mouseClick(window.scenarios.banner.back, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert window.canvas.mapTo(window, QPoint(0, 0)) == place
    assert window.canvas.height() == height
    QTest.mouseClick(window.scenarios.banner.next, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert window.document.scenario == "two-more-reps"
    assert window.canvas.mapTo(window, QPoint(0, 0)) == place


def test_that_actions_of_a_scenario_wait_for_one(window: MainWindow) -> None:
    actions = window.actions_by_name
    of_one = [actions[f"scenario_{name}"] for name in ("copy", "rename", "remove", "adopt")]
    assert not any(action.isEnabled() for action in of_one)
    assert not actions["scenario_next"].isEnabled()
    add(window)
    assert all(action.isEnabled() for action in of_one)
    assert actions["scenario_next"].isEnabled()


def test_that_a_scenario_is_renamed_copied_and_removed_and_undo_brings_it_back(
    window: MainWindow,
) -> None:
    edited(window)
    document, actions = window.document, window.actions_by_name
    answers(window).scenario = "Three reps"
    actions["scenario_rename"].trigger()
    assert [one.name for one in document.base.scenarios] == ["Three reps"]
    actions["scenario_copy"].trigger()
    assert [one.name for one in document.base.scenarios] == ["Three reps", "Three reps (copy)"]
    assert document.scenario == document.base.scenarios[1].id
    assert document.base.scenarios[0].changes == document.base.scenarios[1].changes
    actions["scenario_remove"].trigger()
    assert document.scenario == ""
    assert len(document.base.scenarios) == 1
    assert "Undo brings it back" in window.status.note.text()
    assert document.undo_stack.undoText() == "Remove scenario “Three reps (copy)”"
    actions["undo"].trigger()
    assert document.scenario == document.base.scenarios[-1].id


def test_that_a_scenario_becomes_the_design_in_one_step(window: MainWindow) -> None:
    edited(window)
    document = window.document
    before = document.base
    QTest.mouseClick(window.scenarios.panel.adopt, Qt.MouseButton.LeftButton)
    assert document.base == with_reps(booked(before)).replaced(scenarios=())
    assert document.undo_stack.undoText() == "Make “Two more reps” the design"
    QApplication.processEvents()
    assert not window.scenarios.banner.isVisible()
    window.actions_by_name["undo"].trigger()
    assert document.base == before


def test_that_changes_are_told_in_sentences(window: MainWindow) -> None:
    edited(window)
    panel = window.scenarios.panel
    assert window.scenarios.banner.accessibleName() == "Scenario “Two more reps”: 2 changes."
    assert [one.text.text() for one in panel.rows] == [
        "Marketing Qualified Lead: capacity any number → 60 a day",
        "Meeting booked: conversion 62% → 70%",
    ]
    assert panel.rows[0].accessibleName().startswith("Changed: Marketing Qualified Lead")
    assert panel.rows[0].hasFocus()


def test_that_a_click_on_a_change_selects_its_part_and_keeps_the_list(window: MainWindow) -> None:
    edited(window)
    window.show_forecast()
    QTest.mouseClick(row(window, "Meeting booked").text, Qt.MouseButton.LeftButton)
    assert window.document.selection == {Item("trigger", BOOKED)}
    assert window.shell.tabs.currentIndex() == 0
    assert window.shell.right.tabs.currentIndex() == CHANGES
    window.document.select([])
    QTest.keyClick(row(window, "Qualified"), Qt.Key.Key_Return)
    assert window.document.selection == {Item("stage", "mql")}


def test_that_a_change_is_switched_off_and_on_in_one_step_each(window: MainWindow) -> None:
    edited(window)
    document = window.document
    steps = document.undo_stack.count()
    QTest.keyClick(row(window, "capacity"), Qt.Key.Key_Space)
    QApplication.processEvents()
    assert document.funnel.replaced(scenarios=()) == booked(document.base).replaced(scenarios=())
    assert window.scenarios.banner.accessibleName() == "Scenario “Two more reps”: 1 change, 1 off."
    assert row(window, "capacity").accessibleName().endswith(", off")
    assert row(window, "capacity").hasFocus()
    box = row(window, "capacity").box
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(9, box.height() // 2))
    assert stages_by_id(document.funnel)["mql"].capacity == Capacity(leads_per_day=60.0)
    assert document.undo_stack.count() == steps + 2
    window.actions_by_name["undo"].trigger()
    assert stages_by_id(document.funnel)["mql"].capacity is None


def test_that_a_change_is_taken_out_in_one_step(window: MainWindow) -> None:
    edited(window)
    QTest.mouseClick(row(window, "capacity").away, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert stages_by_id(window.document.funnel)["mql"].capacity is None
    assert len(window.scenarios.panel.rows) == 1
    QTest.keyClick(row(window, "conversion"), Qt.Key.Key_Delete)
    QApplication.processEvents()
    assert window.scenarios.panel.empty.isVisible()
    assert window.document.funnel.replaced(scenarios=()) == window.document.base.replaced(
        scenarios=()
    )
    window.actions_by_name["undo"].trigger()
    window.actions_by_name["undo"].trigger()
    QApplication.processEvents()
    assert len(window.scenarios.panel.rows) == 2


def test_that_what_no_longer_fits_is_told_in_one_place_and_dropped(window: MainWindow) -> None:
    edited(window)
    document, panel = window.document, window.scenarios.panel
    document.show_scenario("")
    document.apply(lambda funnel: edits.remove(funnel, stages=["mql"]), "Delete")
    document.show_scenario("two-more-reps")
    window.scenarios.show_changes()
    assert window.scenarios.banner.accessibleName() == (
        "Scenario “Two more reps”: no changes. 2 no longer fit."
    )
    assert panel.problem_text.text() == (
        "A stage is gone from the design. Left out: capacity any number → 60 a day.\n"
        "A trigger is gone from the design. Left out: conversion 62% → 70%."
    )
    assert all(one.accessibleName().endswith("without effect now") for one in panel.rows)
    QTest.mouseClick(panel.settle, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert document.base.scenarios[0].changes == ()
    assert not panel.problems.isVisible()


def test_that_undo_of_an_edit_in_a_scenario_shows_that_scenario(window: MainWindow) -> None:
    edited(window)
    window.document.show_scenario("")
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    QApplication.processEvents()
    assert window.document.scenario == "two-more-reps"
    assert window.scenarios.banner.accessibleName() == "Scenario “Two more reps”: 1 change."


def test_that_the_right_panel_offers_what_belongs_to_what_is_shown(window: MainWindow) -> None:
    right = window.shell.right
    assert not right.tabs.isVisible()
    add(window)
    assert right.tabs.isTabVisible(CHANGES)
    assert not right.tabs.isTabVisible(FORECAST_SETTINGS)
    assert right.tabs.currentIndex() == CHANGES  # nothing is selected
    window.document.select([Item("stage", "mql")])
    assert right.tabs.currentIndex() == SELECTION
    assert right.pages.currentWidget() is window.inspector
    window.document.show_scenario("")
    assert not right.tabs.isVisible()


def test_that_notes_of_a_scenario_are_kept_with_it(window: MainWindow) -> None:
    edited(window)
    notes = window.scenarios.panel.notes
    notes.setFocus()
    QTest.keyClicks(notes, "Hiring takes a quarter")
    window.document.show_scenario("")
    assert window.document.base.scenarios[0].notes == "Hiring takes a quarter"
    add(window, "Other")
    window.scenarios.show_changes()
    assert notes.toPlainText() == ""
    assert window.document.base.scenarios[0].notes == "Hiring takes a quarter"


def test_that_a_title_typed_in_a_scenario_is_said_to_be_the_documents(window: MainWindow) -> None:
    add(window)
    window.document.apply(lambda funnel: funnel.replaced(title="Plan"), "Change title")
    assert "belong to the whole document" in window.status.note.text()
    assert window.document.base.title == "Plan"


def test_that_a_scenario_can_be_looked_at_where_nothing_may_be_edited(window: MainWindow) -> None:
    edited(window)
    base = window.document.base
    window.document.open(base, None, None, view_only=True)
    window.document.show_scenario("two-more-reps")
    window.scenarios.show_changes()
    QApplication.processEvents()
    rows = window.scenarios.panel.rows
    assert len(rows) == 2
    assert not any(one.box.isEnabled() or one.away.isEnabled() for one in rows)
    assert not window.scenarios.panel.adopt.isEnabled()
    assert not window.actions_by_name["scenario_new"].isEnabled()
    assert window.actions_by_name["scenario_changes"].isEnabled()


def test_that_many_changes_are_shown_when_asked_for(window: MainWindow) -> None:
    add(window)
    panel = window.scenarios.panel

    def many(funnel: Funnel) -> Funnel:
        for number in range(70):
            funnel, _id = edits.add_source(funnel, f"Source {number}", "known", 10.0)
        return funnel

    window.document.apply(many, "Many")
    QApplication.processEvents()
    assert len(panel.rows) == 60
    assert panel.more.text() == "Show 10 more"
    QTest.mouseClick(panel.more, Qt.MouseButton.LeftButton)
    assert len(panel.rows) == 70
    assert not panel.more.isVisible()


def test_that_moves_on_the_canvas_are_kept_and_told_in_one_line(window: MainWindow) -> None:
    add(window)
    before = window.document.base
    places = {"mql": (1000.0, 40.0), "sal": (1200.0, 40.0)}
    window.document.apply(lambda funnel: edits.move_stages(funnel, places), "Move")
    QApplication.processEvents()
    assert [one.text.text() for one in window.scenarios.panel.rows] == ["2 stages stand elsewhere"]
    assert window.scenarios.banner.accessibleName() == "Scenario “Two more reps”: no changes."
    window.document.show_scenario("")
    assert stages_by_id(window.document.funnel)["mql"].position == (
        stages_by_id(before)["mql"].position
    )


def test_that_a_name_that_is_taken_cannot_be_given(window: MainWindow, qtbot: QtBot) -> None:
    dialog = NameDialog(window, "New scenario", "Scenario", ["Two more reps"])
    qtbot.addWidget(dialog)
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert ok.isEnabled()
    dialog.name.setText("two  MORE reps")
    assert not ok.isEnabled()
    assert dialog.problem.text() == "There is a scenario “two MORE reps”."
    dialog.name.setText("  ")
    assert not ok.isEnabled()
    dialog.name.setText(" Three  reps ")
    assert ok.isEnabled()
    assert dialog.answer() == "Three reps"


def test_that_a_long_name_gives_way_and_is_told_in_full(windows: Windows) -> None:
    window = windows.open("lead-to-revenue", size=(1000, 700))
    name = "Two more reps, a threshold of 70 and a fair in March, " * 3
    add(window, name.strip())
    QApplication.processEvents()
    banner, switch = window.scenarios.banner, window.scenarios.switch
    assert banner.text.text().endswith("…")
    assert name.strip() in banner.accessibleName()
    assert name.strip() in banner.text.toolTip()
    assert switch.width() <= 280
    assert window.width() == 1000


def test_that_a_scenario_without_a_name_can_still_be_told(windows: Windows) -> None:
    base = template("sales-funnel")
    window = windows.open(base.replaced(scenarios=(Scenario(id="s", name=""),)))
    window.document.show_scenario("s")
    assert window.scenarios.switch.text() == "Unnamed scenario ▾"
    assert applied(window.document.base, ()).funnel == window.document.funnel
