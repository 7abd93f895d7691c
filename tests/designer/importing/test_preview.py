"""The first rows of a table, and the heads that say what its columns are."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.importing.preview import Column, Preview, plain
from funnelcraft.designer.look.tokens import DARK, LIGHT
from tests.designer.inspector.helpers import Heard, show

ROLES = (("lead", "Lead’s id"), ("stage", "Stage"), ("time", "When"))
ROWS = (("7", "MQL", "2018-04-03"), ("8", "<img src='file:///etc/passwd'>", "x" * 5000), ("9",))


class Heads(Heard):
    """Remembers columns and roles."""

    def _on_signal(self, value: int, *rest: str) -> None:
        self.all.append((value, *rest))


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    """A table of three columns, the last not used."""
    made = Preview(LIGHT)
    columns = (Column("id", "lead"), Column("phase", "stage"), Column("at"))
    made.show_table(columns, ROWS, ROLES)
    show(qtbot, made, width=500)
    return made


def texts(preview: Preview) -> list[str]:
    assert preview.head.menu is not None
    return [action.text() for action in preview.head.menu.actions()]


def test_that_a_click_on_a_head_offers_what_a_column_can_be(preview: Preview) -> None:
    heard = Heads(preview.role_chosen)
    place = QPoint(preview.head.sectionViewportPosition(2) + 20, 10)
    QTest.mouseClick(preview.head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert texts(preview) == ["Not used", "Lead’s id", "Stage", "When"]
    assert preview.head.menu is not None
    preview.head.menu.actions()[3].trigger()
    preview.head.menu.close()
    assert heard.all == [(2, "time")]


def test_that_keys_go_from_head_to_head_and_choose(preview: Preview) -> None:
    heard = Heads(preview.role_chosen)
    head = preview.head
    head.setFocus()
    QTest.keyClick(head, Qt.Key.Key_Right)
    assert head.accessibleDescription() == "phase: Stage"
    QTest.keyClick(head, Qt.Key.Key_Return)
    assert head.menu is not None
    assert head.menu.activeAction().text() == "Stage"
    QTest.keyClick(head.menu, Qt.Key.Key_Down)
    QTest.keyClick(head.menu, Qt.Key.Key_Return)
    assert heard.all == [(1, "time")]


def test_that_the_same_role_again_and_escape_change_nothing(preview: Preview) -> None:
    heard = Heads(preview.role_chosen)
    head = preview.head
    head.setFocus()
    QTest.keyClick(head, Qt.Key.Key_Space)
    assert head.menu is not None
    head.menu.activeAction().trigger()
    head.menu.close()
    QTest.keyClick(head, Qt.Key.Key_Space)
    assert head.menu is not None
    QTest.keyClick(head.menu, Qt.Key.Key_Escape)
    assert heard.all == []


def test_that_cells_are_shown_as_they_are_and_broken_off(preview: Preview) -> None:
    model = preview.rows
    shown = [[str(model.data(model.index(r, c))) for c in range(3)] for r in range(3)]
    assert shown[0] == ["7", "MQL", "2018-04-03"]
    assert shown[1][1] == "<img src='file:///etc/passwd'>"
    assert len(shown[1][2]) == 201
    assert shown[2] == ["9", "", ""]
    tip = model.data(model.index(1, 1), Qt.ItemDataRole.ToolTipRole)
    assert tip == "<p>&lt;img src=&#x27;file:///etc/passwd&#x27;&gt;</p>"


def test_that_signs_that_turn_text_around_are_written_out() -> None:
    assert plain("a\u202eb\x00\n") == "a\\u202eb\\x00\\n"


def test_that_another_table_and_other_colours_are_painted(preview: Preview) -> None:
    before = preview.grab().toImage()
    preview.set_colours(DARK)
    assert preview.grab().toImage() != before
    preview.show_table((Column("only"),), (), ROLES)
    assert preview.rows.columnCount() == 1
    preview.show_table((), (), ())
    preview.grab()
