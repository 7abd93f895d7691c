"""The section What matters in a window: worked out anew after an edit, empty where it must be."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from funnelcraft.designer.levers.heat_card import key_of
from funnelcraft.designer.levers.matters_section import MattersSection
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.model import Capacity, Funnel
from funnelcraft.io.templates import template
from funnelcraft.simulation.forecast import revenue
from tests.designer.levers.opening import open_section
from tests.designer.windows import Windows, windows
from tests.simulation.goals.test_seeking import simple

__all__ = ["windows"]


def section(windows: Windows, qtbot: QtBot, funnel: Funnel | str) -> tuple[MainWindow, Any]:
    """Open a window at the section, and wait until it is worked out."""
    window, made = open_section(windows, funnel, "matters")
    assert isinstance(made, MattersSection)
    settle(qtbot, made)
    return window, made


def settle(qtbot: QtBot, made: MattersSection) -> None:
    qtbot.waitUntil(lambda: made.is_settled, timeout=30_000)


def test_that_it_says_shows_and_lists_what_matters(windows: Windows, qtbot: QtBot) -> None:
    _window, made = section(windows, qtbot, "lead-to-revenue")
    first = made.tornado.bars[0].parameter
    assert made.sentence.text().startswith("“Opportunity → Won: conversion” matters most")
    assert made.lessons.names[0] == "Opportunity → Won: conversion"
    assert made.worth.triggers.rowCount() == 13
    assert made.worth.sources.rowCount() == 3, "trade fairs bring their leads at once"
    assert made.heat.across.key == key_of(first)
    assert made.heat.map.found.across == first
    assert not made.running.isVisible()


def test_that_a_bar_leads_to_the_figure_on_the_canvas(windows: Windows, qtbot: QtBot) -> None:
    window, made = section(windows, qtbot, "lead-to-revenue")
    made.chart.setFocus()
    QTest.keyClick(made.chart, Qt.Key.Key_Down)
    QTest.keyClick(made.chart, Qt.Key.Key_Return)
    assert window.document.selected("trigger") == ("opportunity-won",)
    assert window.shell.pages.currentWidget() is window.canvas


def test_that_an_edit_works_it_out_anew_and_the_choice_stays(
    windows: Windows, qtbot: QtBot
) -> None:
    window, made = section(windows, qtbot, simple())
    made.figure.row.buttons[1].click()
    settle(qtbot, made)
    assert made.tornado.figure == revenue()
    before = made.tornado.base
    value = window.document.funnel.deal_value
    assert value is not None
    doubled = value.replaced(mean=2 * value.mean)
    window.document.apply(lambda funnel: funnel.replaced(deal_value=doubled), "Double")
    qtbot.waitUntil(lambda: made.tornado.base != before, timeout=30_000)
    settle(qtbot, made)
    assert made.tornado.base == pytest.approx(2 * before)
    assert made.heat.map.found.base == pytest.approx(2 * before)


def test_that_what_is_shown_stays_usable_while_another_funnel_is_worked_out(
    windows: Windows, qtbot: QtBot
) -> None:
    window, made = section(windows, qtbot, "lead-to-revenue")
    window.document.apply(lambda _funnel: template("sales-funnel"), "Another funnel")
    made.figure.chosen.emit()  # begins at once, without the rest after an edit
    assert not made.is_settled
    made.all_bars.click()
    made.heat.goal.committed.emit(40.0, 0)
    for chart in (made.chart, made.heat.map):
        chart.grab()
    assert "“Opportunity → Won: conversion” matters most" in made.sentence.text()
    settle(qtbot, made)
    assert "“Opportunity → Won: conversion”" not in made.sentence.text()


def test_that_two_figures_a_range_and_a_target_are_chosen(windows: Windows, qtbot: QtBot) -> None:
    _window, made = section(windows, qtbot, simple())
    heat = made.heat
    keys = {one: at for at, (one, _text) in enumerate(heat.up.choice._options)}
    at = next(at for key, at in keys.items() if key[0] == "time")
    heat.up.choice.editor.setCurrentIndex(at)
    heat.up.choice.editor.activated.emit(at)
    for field, text in ((heat.up.low, "2"), (heat.up.high, "20")):
        field.focus()
        QTest.keyClicks(field.editor, text)
        QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle(qtbot, made)
    assert heat.map.found.up.kind == "time"
    assert heat.map.found.ys[0] == 2.0
    assert heat.map.found.ys[-1] == 20.0
    heat.goal.focus()
    QTest.keyClicks(heat.goal.editor, "1000")
    QTest.keyClick(heat.goal.editor, Qt.Key.Key_Return)
    assert heat.map.target == 1000.0
    assert "1,000" in heat.card.readout.text()
    heat.up.low.focus()
    QTest.keyClicks(heat.up.low.editor, "30")
    QTest.keyClick(heat.up.low.editor, Qt.Key.Key_Return)
    assert heat.up.problem.text() == "Up: a range goes from a value to a larger one."


def test_that_no_source_and_no_deal_value_are_said_with_a_way_there(
    windows: Windows, qtbot: QtBot
) -> None:
    window, made = section(windows, qtbot, simple().replaced(deal_value=None))
    assert made.missing.title.text() == "No deal value yet"
    assert made.worth.triggers.isColumnHidden(2)
    window.document.apply(lambda funnel: funnel.replaced(sources=()), "No sources")
    qtbot.waitUntil(lambda: "Nobody comes" in made.missing.title.text(), timeout=10_000)
    assert made.chart_card.isHidden()
    assert made.is_settled


def test_that_leaving_stops_what_is_in_work(windows: Windows, qtbot: QtBot) -> None:
    window, made = section(windows, qtbot, "lead-to-revenue")
    capacity = Capacity(leads_per_day=5.0)
    window.document.apply(lambda funnel: change_stage(funnel, "mql", capacity=capacity), "Staff")
    QApplication.processEvents()
    assert not made.is_settled
    window.show_canvas()
    assert made.is_settled
    assert not made.running.isVisible()
