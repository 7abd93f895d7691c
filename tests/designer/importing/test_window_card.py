"""Which leads are measured: days typed, months drawn over, the usual window again."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.importing.days import Days, MonthBar, days_problem, month_end
from funnelcraft.designer.importing.window_card import WindowCard
from funnelcraft.designer.look.tokens import LIGHT
from tests.designer.inspector.helpers import Heard, click, drag, show, type_into

BARS = tuple(MonthBar(date(2018, month, 1), 100 * month) for month in range(1, 7))
USUAL = (date(2018, 2, 3), date(2018, 6, 20), date(2018, 6, 30))


@pytest.fixture
def card(qtbot: QtBot) -> WindowCard:
    """A card with half a year of leads."""
    made = WindowCard(LIGHT)
    made.show_months(BARS, USUAL, ("It begins late.",), can_look=False)
    made.show_segments(("origin", "owner"), None)
    show(qtbot, made, width=700)
    return made


def test_that_the_usual_days_are_shown_and_why(card: WindowCard) -> None:
    assert [field.text for field in card.fields.values()] == [day.isoformat() for day in USUAL]
    assert card.said.text() == "It begins late."
    assert not card.usual.isVisible()


def test_that_days_are_typed_and_taken_back(card: WindowCard) -> None:
    heard = Heard(card.changed)
    type_into(card.first, "2018-03-01")
    assert heard.last == Days(first=date(2018, 3, 1))
    assert card.last.text == "2018-06-20"  # what was not given still follows from the export
    type_into(card.seen, "2018-06-31")
    assert "2027-01-31" in card.seen.problem.text()
    click(card.usual)
    assert heard.last == Days()
    assert card.first.text == "2018-02-03"


def test_that_months_are_drawn_over(card: WindowCard) -> None:
    heard = Heard(card.changed)
    start, end = (card.months.place(at).center().toPoint() for at in (3, 1))
    drag(card.months, start, start - QPoint(5, 0), end)
    assert heard.last == Days(date(2018, 2, 1), date(2018, 4, 30))
    assert "Apr 2018: 400" in card.months.accessibleDescription()


def test_that_keys_move_both_ends_of_the_window(card: WindowCard) -> None:
    heard = Heard(card.changed)
    card.months.setFocus()
    QTest.keyClick(card.months, Qt.Key.Key_Right)
    assert heard.last == Days(date(2018, 3, 1), date(2018, 6, 30))
    QTest.keyClick(card.months, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert heard.last == Days(date(2018, 3, 1), date(2018, 5, 31))


def test_that_segments_are_chosen_by_a_column(card: WindowCard) -> None:
    heard = Heard(card.segment_chosen)
    card.segments.editor.setFocus()
    QTest.keyClick(card.segments.editor, Qt.Key.Key_Down)
    assert heard.last == "origin"


def test_that_a_count_can_be_asked_for(card: WindowCard) -> None:
    card.show_months((), None, (), can_look=True)
    heard: list[bool] = []
    card.look_wanted.connect(lambda: heard.append(True))
    click(card.look)
    assert heard == [True]
    assert not card.months.isVisible()
    card.grab()


def test_that_days_that_cannot_be_are_refused_in_a_sentence() -> None:
    early, late = date(2018, 1, 1), date(2018, 2, 1)
    assert days_problem(Days(late, early)) != ""
    assert days_problem(Days(late, None, early)) != ""
    assert days_problem(Days(early, late, late)) == ""
    assert days_problem(Days()) == ""
    assert month_end(date(2024, 2, 1)) == date(2024, 2, 29)
