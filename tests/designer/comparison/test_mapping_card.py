"""Stages of two files mapped to each other by mouse and by keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from funnelcraft.designer.comparison.mapping_card import MappingCard
from funnelcraft.designer.look.tokens import DARK, LIGHT
from funnelcraft.funnel.mapping import Guess, Mapping, guesses
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.templates import template

OURS, THEIRS = template("sales-funnel"), template("lead-to-revenue")


def mapped(found: tuple[Guess, ...]) -> Mapping:
    return Mapping(tuple((one.a, one.b) for one in found))


@pytest.fixture
def card(qtbot: QtBot) -> MappingCard:
    made = MappingCard(LIGHT)
    qtbot.addWidget(made)
    made.resize(760, 480)
    found = guesses(OURS, THEIRS)
    made.show_mapping(OURS, THEIRS, mapped(found), found)
    with qtbot.waitExposed(made):
        made.show()
    return made


def centre(card: MappingCard, is_b: bool, stage_id: str) -> QPoint:
    return card.picture.box_of(is_b, stage_id).center().toPoint()


def drag(card: MappingCard, start: QPoint, end: QPoint) -> None:
    picture, left = card.picture, Qt.MouseButton.LeftButton
    QTest.mousePress(picture, left, pos=start)
    QTest.mouseMove(picture, (start + end) / 2)
    QTest.mouseMove(picture, end)
    QTest.mouseRelease(picture, left, pos=end)


def test_that_guesses_and_lone_stages_are_told(card: MappingCard) -> None:
    told = card.sentence.text()
    assert told.startswith("5 of 7 stages of A are in B too. Dashed lines are guessed")
    assert "Only in A: Lead and Qualified Lead." in told
    assert "Only in B: " in told
    assert card.confirm.isVisible()


def test_that_a_drag_connects_two_stages_in_either_direction(
    card: MappingCard, qtbot: QtBot
) -> None:
    for start, end in ((False, True), (True, False)):
        names = {False: "lead", True: "known"}
        with qtbot.waitSignal(card.changed) as changed:
            drag(card, centre(card, start, names[start]), centre(card, end, names[end]))
        assert changed.args is not None
        assert ("lead", "known") in changed.args[0].pairs
    with qtbot.assertNotEmitted(card.changed, wait=10):
        drag(card, centre(card, False, "lead"), QPoint(380, 5))
        drag(card, centre(card, False, "lead"), centre(card, False, "mql"))


def test_that_keys_go_through_the_stages_and_take_a_line_away(
    card: MappingCard, qtbot: QtBot
) -> None:
    picture = card.picture
    picture.setFocus()
    for _step in range(2):
        QTest.keyClick(picture, Qt.Key.Key_Down)
    assert card.sentence.text() == (
        "“Marketing Qualified Lead” of A is “Marketing Qualified Lead” of B."
    )
    assert picture.accessibleDescription() == card.sentence.text()
    with qtbot.waitSignal(card.changed) as changed:
        QTest.keyClick(picture, Qt.Key.Key_Delete)
    assert changed.args is not None
    assert "mql" not in changed.args[0].to_b


def test_that_a_menu_offers_the_stages_by_enter_and_by_click(
    card: MappingCard, qtbot: QtBot
) -> None:
    card.picture.setFocus()
    QTest.keyClick(card.picture, Qt.Key.Key_Return)
    menu = card.picture.menu
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts[0] == "Anonymous"
    assert texts[-1] == "Nothing"
    with qtbot.waitSignal(card.changed) as changed:
        next(action for action in menu.actions() if action.text() == "Known").trigger()
    assert changed.args is not None
    assert changed.args[0].to_b["lead"] == "known"
    menu.close()
    QApplication.processEvents()
    QTest.mouseClick(card.picture, Qt.MouseButton.LeftButton, pos=centre(card, False, "customer"))
    assert card.picture.menu is not None
    checked = [action.text() for action in card.picture.menu.actions() if action.isChecked()]
    assert checked == ["Closed Won"]
    card.picture.menu.close()


def test_that_all_guesses_are_confirmed_or_made_anew(card: MappingCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.changed) as changed:
        QTest.mouseClick(card.confirm, Qt.MouseButton.LeftButton)
    assert changed.args is not None
    card.show_mapping(OURS, THEIRS, changed.args[0], ())
    assert not card.confirm.isVisible()
    assert "guessed" not in card.sentence.text()
    with qtbot.waitSignal(card.changed) as changed:
        QTest.mouseClick(card.again, Qt.MouseButton.LeftButton)
    assert changed.args == [None]


def test_that_what_cannot_be_meant_is_told(card: MappingCard) -> None:
    card.show_mapping(OURS, THEIRS, Mapping((("customer", "lost"), ("gone", "won"))), ())
    assert "end leads differently" in card.problems.text()
    assert "no stage “gone”" in card.problems.text()


def test_that_it_is_drawn_in_any_palette_and_without_stages(card: MappingCard) -> None:
    light = card.picture.grab().toImage()
    card.set_colours(DARK)
    dark = card.picture.grab().toImage()
    empty: Funnel = template("blank").replaced(stages=(), triggers=(), sources=())
    card.show_mapping(empty, empty, Mapping(), ())
    assert light != dark != card.picture.grab().toImage()
    QTest.keyClick(card.picture, Qt.Key.Key_Down)
