"""Comparisons made as a user makes them: by mouse and keys, of scenarios and of two files."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from funnelcraft.designer.comparison.view import BODY, EMPTY, ComparisonView
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_trigger, remove
from funnelcraft.funnel.model import Conversion, Stage
from funnelcraft.io import project_file
from funnelcraft.io.templates import template
from tests.designer.comparison.helpers import FEW, opened, settle, shown
from tests.designer.windows import Windows, answers, windows
from tests.funnel.builders import funnel

__all__ = ["windows"]

CTRL = Qt.KeyboardModifier.ControlModifier


def choose(choice: QComboBox, text: str) -> None:
    """Choose a line of a list by keys."""
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Home)
    for _step in range(choice.count()):
        if choice.currentText() == text:
            return
        QTest.keyClick(choice, Qt.Key.Key_Down)
    raise AssertionError(text)


def rate_typed(window: MainWindow, trigger_id: str, percent: str) -> None:
    """Select a trigger and type another rate into the inspector."""
    from funnelcraft.designer.document import Item

    window.document.select([Item("trigger", trigger_id)])
    window.inspector.focus_field("conversion")
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(focused, percent)
    QTest.keyClick(focused, Qt.Key.Key_Return)


def test_that_a_scenario_is_made_edited_and_compared(windows: Windows, qtbot: QtBot) -> None:
    window = opened(windows, qtbot, funnel(title="Ours"))
    view = shown(window)
    assert view.pages.currentIndex() == EMPTY
    answers(window).scenario = "New scenario"
    QTest.mouseClick(view.empty.scenario, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert "bring the same deals in every run" in view.sentence.text()

    QTest.keyClick(window, Qt.Key.Key_1, CTRL)
    rate_typed(window, "b-won", "38")
    assert window.document.base.triggers[1].conversion == Conversion(rate=0.3)

    QTest.keyClick(window, Qt.Key.Key_3, CTRL)
    settle(window, qtbot)
    assert view.sentence.text().startswith("“New scenario” brings ")
    assert " more deals than “Current design” in " in view.sentence.text()
    assert [text for text in view.cards.changes.sentences if "30% → 38%" in text]
    assert view.cards.table.table.lines[0].cells[6] == "100%"

    QTest.mouseClick(view.controls.figures.buttons[1], Qt.MouseButton.LeftButton)
    QTest.mouseClick(view.controls.period.buttons[1], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert "more revenue" in view.sentence.text()
    chart = view.cards.difference.chart
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert " more (80%: " in view.cards.difference.readout.text()

    QTest.mouseClick(view.choices.swap, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert "less revenue than “New scenario”" in view.sentence.text()
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    settle(window, qtbot)
    assert "bring the same revenue in every run" in view.sentence.text()


def test_that_two_files_are_compared_and_their_stages_mapped(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "proposal.funnel"
    project_file.save(path, template("lead-to-revenue"), None)
    before = path.read_bytes()
    window = opened(windows, qtbot, template("sales-funnel"))
    answers(window).compare_path = path
    view = shown(window)
    QTest.mouseClick(view.empty.file, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert "“proposal.funnel” brings " in view.sentence.text()
    assert view.cards.mapping.isVisible()
    assert "Lead" not in [line.cells[0] for line in view.cards.table.table.lines]

    picture = view.cards.mapping.picture
    view.area.ensureWidgetVisible(picture)
    start = picture.box_of(False, "lead").center().toPoint()
    end = picture.box_of(True, "known").center().toPoint()
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(picture, QPoint((start.x() + end.x()) // 2, end.y()))
    QTest.mouseMove(picture, end)
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=end)
    settle(window, qtbot)
    assert "Known" in [line.cells[0] for line in view.cards.table.table.lines]
    assert "“Current design”: Qualified Lead." in view.notes.text()

    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_Up)
    QTest.keyClick(picture, Qt.Key.Key_Delete)
    settle(window, qtbot)
    assert "Known" not in [line.cells[0] for line in view.cards.table.table.lines]
    QTest.mouseClick(view.cards.mapping.again, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert view.cards.mapping.confirm.isVisible()

    choose(view.choices.a, "proposal.funnel")
    settle(window, qtbot)
    assert view.choices.b.currentText() == "Current design"
    assert view.pages.currentIndex() == BODY
    assert path.read_bytes() == before


def test_that_what_was_mapped_is_kept_in_the_document(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    path, ours = tmp_path / "proposal.funnel", tmp_path / "ours.funnel"
    project_file.save(path, template("lead-to-revenue"), None)
    window = opened(windows, qtbot, template("sales-funnel"))
    answers(window).compare_path = path
    view = shown(window)
    QTest.mouseClick(view.empty.file, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    card = view.cards.mapping
    QTest.mouseClick(card.confirm, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert not card.confirm.isVisible()
    (kept,) = window.document.base.mappings
    assert {pair.stage: pair.other for pair in kept.pairs}["customer"] == "won"

    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    settle(window, qtbot)
    assert window.document.base.mappings == ()
    assert card.confirm.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    settle(window, qtbot)
    QTest.mouseClick(view.choices.swap, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert not card.confirm.isVisible(), "the other way round it is the same mapping"

    project_file.save(ours, window.document.base, None)
    grown = template("lead-to-revenue")
    gone = remove(grown, stages=["won"])
    project_file.save(path, gone.replaced(stages=(*gone.stages, Stage(id="new", term="New"))), None)
    again = opened(windows, qtbot, project_file.read(ours).funnel)
    answers(again).compare_path = path
    view = shown(again)
    QTest.mouseClick(view.empty.file, Qt.MouseButton.LeftButton)
    settle(again, qtbot)
    said = "The kept mapping names stages that the other no longer has: “won”."
    assert view.cards.mapping.problems.text() == said
    QTest.mouseClick(view.cards.mapping.confirm, Qt.MouseButton.LeftButton)
    settle(again, qtbot)
    assert not view.cards.mapping.problems.isVisible(), "what is confirmed is as it is now"


def switched(view: ComparisonView, day: str) -> None:
    """Type another day of the change."""
    editor = view.cards.switch.day.editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(editor, day)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_that_the_change_is_played_on_a_day_and_by_other_ages(
    windows: Windows, qtbot: QtBot
) -> None:
    from funnelcraft.funnel.scenarios import add_scenario

    better = change_trigger(funnel(), "b-won", conversion=Conversion(rate=0.38))
    window = opened(windows, qtbot, add_scenario(funnel(), "Better", better)[0])
    view = shown(window)
    assert FEW.days == 120
    assert view.cards.switch.day.text == "2027-04-01"
    assert len(view.cards.switch.fans.legend_entries) == 3
    assert "the quarter of the change" in view.cards.switch.told.text()
    switched(view, "2027-02-15")
    settle(window, qtbot)
    assert "From Jan 1, 2027 to Mar 31, 2027" in view.cards.switch.told.text()
    first = view.cards.switch.fans.rows()
    QTest.mouseClick(view.cards.switch.ages, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    settle(window, qtbot)
    assert "begin anew" in view.cards.switch.told.text()
    assert view.cards.switch.fans.rows() != first
    switched(view, "2031-01-01")
    settle(window, qtbot)
    assert view.cards.switch.told.text().startswith("The change must come after Jan 1, 2027")


@pytest.mark.parametrize("size", [(900, 600), (1440, 900)])
def test_that_every_control_can_be_reached_by_tab(
    windows: Windows, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = opened(windows, qtbot, template("sales-funnel"), size)
    view = shown(window)
    QApplication.processEvents()  # the orders are made once all parts are there
    window.shell.tabs.setFocus()
    reached = []
    for _stop in range(6):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    wanted = (view.choices.a, view.choices.b, view.empty.scenario, view.empty.file)
    assert [one for one in wanted if one not in reached] == []
