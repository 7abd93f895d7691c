"""A scenario by mouse and keys: added, edited, forecast, left, saved and found again."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.model import Conversion, Funnel
from funnelcraft.io import project_file
from tests.designer.canvas.helpers import Hand
from tests.designer.windows import Windows, answers, windows
from tests.end_to_end.test_window import press, typed

__all__ = ["windows"]

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BOOKED = "mql-sal"


def rate(funnel: Funnel) -> Conversion | None:
    return next(one for one in funnel.triggers if one.id == BOOKED).conversion


def headline(windows: Windows, window: MainWindow) -> str:
    """Let the window work, and read its forecast in the status bar."""
    QApplication.processEvents()
    windows.wait_for_forecast(window)
    return window.status.headline.text()


def test_that_a_scenario_is_added_edited_forecast_left_saved_and_found_again(
    windows: Windows, tmp_path: Path
) -> None:
    window = windows.open("lead-to-revenue", forecasts=True)
    document, scenarios = window.document, window.scenarios
    design, deals = document.base, headline(windows, window)

    answers(window).scenario = "Book more meetings"
    QTest.keyClick(window, Qt.Key.Key_N, CTRL | SHIFT)
    assert scenarios.banner.isVisible()
    assert headline(windows, window) == deals, "nothing is changed yet"

    label = window.canvas.canvas.plan.lines[BOOKED].label.box
    Hand(window.canvas).double_click(*label.centre)
    typed("80")
    press(Qt.Key.Key_Return)
    assert rate(document.funnel) == Conversion(rate=0.8)
    assert rate(document.base) == rate(design)
    more = headline(windows, window)
    assert more != deals
    assert scenarios.banner.accessibleName() == "Scenario “Book more meetings”: 1 change."

    QTest.mouseClick(scenarios.banner.changes, Qt.MouseButton.LeftButton)
    (row,) = scenarios.panel.rows
    assert row.text.text() == "Meeting booked: conversion 62% → 80%"
    QTest.mouseClick(row.box, Qt.MouseButton.LeftButton, pos=QPoint(9, row.box.height() // 2))
    assert headline(windows, window) == deals, "the change is off"
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert headline(windows, window) == more

    QTest.mouseClick(scenarios.banner.back, Qt.MouseButton.LeftButton)
    assert document.base.replaced(scenarios=()) == design
    assert document.funnel is document.base
    assert headline(windows, window) == deals

    file = tmp_path / "plan.funnel"
    answers(window).save_path = file
    QTest.keyClick(window, Qt.Key.Key_S, CTRL)
    assert document.is_saved
    assert project_file.read(file).funnel == document.base

    other = windows.open("blank")
    window.files.close()
    assert other.files.open_path(file)
    QApplication.processEvents()
    assert rate(other.document.funnel) == rate(design)
    QTest.keyClick(other, Qt.Key.Key_PageDown, CTRL)
    assert rate(other.document.funnel) == Conversion(rate=0.8)
    assert other.document.is_saved


def test_that_a_name_being_typed_on_the_canvas_stays_in_the_design_it_was_typed_in(
    windows: Windows,
) -> None:
    window = windows.open("lead-to-revenue")
    answers(window).scenario = "Other words"
    QTest.keyClick(window, Qt.Key.Key_N, CTRL | SHIFT)
    Hand(window.canvas).double_click(*window.canvas.canvas.plan.boxes["mql"].centre)
    typed("Hand-raiser")
    QTest.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    assert window.document.scenario == ""
    assert "Hand-raiser" not in {one.term for one in window.document.base.stages}
    QTest.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    assert "Hand-raiser" in {one.term for one in window.document.funnel.stages}
