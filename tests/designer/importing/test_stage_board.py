"""Stages of an export dragged onto stages of a funnel, and moved by keys and menus."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from funnelcraft.designer.importing import placing
from funnelcraft.designer.importing.placing import Board, LogStage
from funnelcraft.designer.importing.stage_board import NOWHERE, OUT, StageBoard
from funnelcraft.designer.look.tokens import DARK, LIGHT
from funnelcraft.io.templates import template
from tests.designer.inspector.helpers import LEFT, NO_KEY, Heard, drag, show

EXPORT = (LogStage("MQL", 80), LogStage("Demo", 40), LogStage("demo ", 3), LogStage("Won", 7))
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def board(qtbot: QtBot) -> StageBoard:
    """A board on a funnel, in a window."""
    made = StageBoard(LIGHT)
    made.show_board(placing.onto_funnel(EXPORT, template("lead-to-revenue")))
    show(qtbot, made, width=460)
    return made


def id_of(board: StageBoard, name: str) -> str:
    return next(place.id for place in board.board.places if place.name == name)


def drop(board: StageBoard, stage: str, zone: str) -> None:
    chip, target = board.chips[stage], board.zones[zone]
    start = chip.rect().center()
    end = chip.mapFromGlobal(target.mapToGlobal(target.rect().center()))
    drag(chip, start, start + QPoint(0, 20), end)


def test_that_a_stage_is_dragged_onto_a_stage_of_the_funnel(board: StageBoard) -> None:
    heard = Heard(board.changed)
    opportunity = id_of(board, "Opportunity")
    drop(board, "Demo", opportunity)
    assert isinstance(heard.last, Board)
    assert heard.last.where["Demo"] == opportunity
    assert board.chips["Demo"].parentWidget() is board.zones[opportunity]
    drop(board, "Demo", OUT)
    assert board.board.left_out == {"Demo"}
    drop(board, "Demo", NOWHERE)
    assert "Demo" in {stage.name for stage in board.board.unplaced}


def test_that_the_zone_below_what_is_dragged_is_shown_and_a_drop_beside_changes_nothing(
    board: StageBoard,
) -> None:
    before = board.board
    chip, target = board.chips["MQL"], board.zones[id_of(board, "Opportunity")]
    start = chip.rect().center()
    inside = chip.mapFromGlobal(target.mapToGlobal(target.rect().center()))
    drag(chip, start, start + QPoint(0, 20), inside, release=False)
    assert target.property("role") == "zone-over"
    beside = chip.mapFromGlobal(board.mapToGlobal(QPoint(-50, -50)))
    QTest.mouseMove(chip, beside)
    assert target.property("role") == "zone"
    QTest.mouseRelease(chip, LEFT, NO_KEY, beside)
    assert board.board == before


def test_that_keys_move_a_stage_and_the_focus_stays_on_it(board: StageBoard) -> None:
    chip = board.chips["MQL"]
    chip.setFocus()
    places = [place.id for place in board.board.places]
    here = places.index(board.board.where["MQL"])
    QTest.keyClick(chip, Qt.Key.Key_Down, ALT)
    assert board.board.where["MQL"] == places[here + 1]
    assert board.chips["MQL"].hasFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert board.board.left_out == {"MQL"}
    assert board.chips["MQL"].hasFocus()
    QTest.keyClick(chip, Qt.Key.Key_Down, ALT)  # there is nothing further down
    assert board.board.left_out == {"MQL"}
    QTest.keyClick(chip, Qt.Key.Key_Up)
    assert board.chips["Won"].hasFocus()


def test_that_a_menu_offers_every_place(board: StageBoard) -> None:
    chip = board.chips["Demo"]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Return)
    assert board.menu is not None
    offered = {action.text(): action for action in board.menu.actions()}
    assert {"Closed Won", "Not in the funnel", "Leave out"} <= set(offered)
    assert offered["Not in the funnel"].isChecked()
    offered["Closed Won"].trigger()
    board.menu.close()
    assert board.board.where["Demo"] == id_of(board, "Closed Won")


def test_that_stages_of_a_funnel_as_it_is_are_joined_and_given_an_end(board: StageBoard) -> None:
    board.show_board(placing.as_they_are(EXPORT, {"Won": "won"}))
    QApplication.processEvents()  # what is new is shown by an event
    assert list(board.zones) == ["MQL", "Demo", "demo ", "Won", OUT]
    won = board.zones["Won"].kind
    assert won is not None
    assert won.currentText() == "Won"
    assert "spelt alike" in board.alike.text()
    QTest.mouseClick(board.alike, LEFT)
    assert list(board.zones) == ["MQL", "Demo", "Won", OUT]
    assert not board.alike.isVisible()
    kind = board.zones["MQL"].kind
    assert kind is not None
    kind.setFocus()
    QTest.keyClick(kind, Qt.Key.Key_End)
    assert board.board.ends("lost") == {"MQL"}
    drop(board, "demo ", "MQL")
    assert board.board.where["demo "] == "MQL"
    drop(board, "MQL", OUT)
    assert board.board.left_out == {"MQL"}


def test_that_all_spellings_of_all_stages_are_joined_at_once(board: StageBoard) -> None:
    names = ("Lead", "lead", "Demo", "demo ", "DEMO", "<b>Won</b>", "Won")
    found = tuple(LogStage(name, 5) for name in names)
    board.show_board(placing.as_they_are(found))
    QApplication.processEvents()
    assert board.alike.text().startswith("2 stages are spelt in several ways")
    assert "“Demo”" in board.alike.toolTip()
    QTest.mouseClick(board.alike, LEFT)
    assert not board.alike.isVisible()
    assert len({board.board.where[name] for name in names}) == 4


def test_that_a_board_changes_between_a_funnel_and_none_and_its_colours(board: StageBoard) -> None:
    there = board.board
    board.show_board(placing.as_they_are(EXPORT[:2]))
    assert set(board.chips) == {"MQL", "Demo"}
    board.set_colours(DARK)
    board.show_board(there)
    QApplication.processEvents()
    assert set(board.chips) == {stage.name for stage in EXPORT}
    assert all(chip.isVisible() for chip in board.chips.values())
