"""A list edited in place, by the keys people try first."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from funnelcraft.designer.inspector.criteria import MOST_ROWS, CriteriaList
from tests.designer.inspector.helpers import Heard, show

TWO = ("The score is 65.", "The company is known.")


def shown(qtbot: QtBot, texts: tuple[str, ...] = TWO) -> tuple[CriteriaList, Heard]:
    criteria = CriteriaList("Entry criteria", "Add a criterion")
    heard = Heard(criteria.committed)
    show(qtbot, criteria)
    criteria.show_value(texts, fresh=True)
    QApplication.processEvents()  # the rows appear
    return criteria, heard


def written(criteria: CriteriaList) -> list[str]:
    return [row.text() for row in criteria.rows]


def test_that_enter_adds_a_row_below_and_typing_fills_it(qtbot: QtBot) -> None:
    criteria, heard = shown(qtbot)
    criteria.rows[0].setFocus()
    QTest.keyClick(criteria.rows[0], Qt.Key.Key_Return)
    assert criteria.rows[1].hasFocus()
    QTest.keyClicks(criteria.rows[1], "Consent is given.")
    QTest.keyClick(criteria.rows[1], Qt.Key.Key_Return)
    assert heard.last == (TWO[0], "Consent is given.", TWO[1])
    assert criteria.rows[2].hasFocus()


def test_that_the_empty_last_row_adds_one_more(qtbot: QtBot) -> None:
    criteria, heard = shown(qtbot, ())
    assert criteria.rows[0].placeholderText() == "Add a criterion"
    criteria.rows[0].setFocus()
    QTest.keyClicks(criteria.rows[0], "First")
    QTest.keyClick(criteria.rows[0], Qt.Key.Key_Return)
    QTest.keyClicks(criteria.rows[1], "Second")
    QTest.keyClick(criteria.rows[1], Qt.Key.Key_Return)
    assert heard.last == ("First", "Second")
    assert written(criteria) == ["First", "Second", ""]


def test_that_backspace_in_an_empty_row_removes_it(qtbot: QtBot) -> None:
    criteria, heard = shown(qtbot)
    criteria.rows[1].setFocus()
    criteria.rows[1].selectAll()
    QTest.keyClick(criteria.rows[1], Qt.Key.Key_Backspace)
    QTest.keyClick(criteria.rows[1], Qt.Key.Key_Backspace)
    assert heard.last == (TWO[0],)
    assert criteria.rows[0].hasFocus()


def test_that_alt_and_an_arrow_move_a_row(qtbot: QtBot) -> None:
    criteria, heard = shown(qtbot)
    criteria.rows[1].setFocus()
    QTest.keyClick(criteria.rows[1], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert heard.last == TWO[::-1]
    assert criteria.rows[0].hasFocus()
    QTest.keyClick(criteria.rows[0], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert len(heard.all) == 1


def test_that_pasted_lines_become_rows(qtbot: QtBot) -> None:
    criteria, heard = shown(qtbot, ())
    QGuiApplication.clipboard().setText("One\n\n  Two  \nThree")
    criteria.rows[0].setFocus()
    QTest.keyClick(criteria.rows[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert heard.last == ("One", "Two", "Three")


def test_that_leaving_commits_what_was_typed(qtbot: QtBot) -> None:
    criteria, heard = shown(qtbot)
    criteria.rows[2].setFocus()
    QTest.keyClicks(criteria.rows[2], "Third")
    criteria.leave()
    assert heard.last == (*TWO, "Third")


def test_that_a_long_list_is_edited_as_text(qtbot: QtBot) -> None:
    many = tuple(f"Criterion {n}" for n in range(MOST_ROWS + 1))
    criteria, heard = shown(qtbot, many)
    assert criteria.rows == []
    criteria.as_text.editor.setPlainText("Only one")  # type: ignore[union-attr]
    criteria.leave()
    assert heard.last == ("Only one",)
    criteria.show_value(("Only one",), fresh=True)
    assert written(criteria) == ["Only one", ""]
