"""What menus and keys do on the canvas: the clipboard, order, connections, finding, hints."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from funnelcraft.designer.canvas.deeds.clipboard import LARGEST, MIME, NotPasted, parsed
from funnelcraft.designer.document import Item
from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from tests.designer.canvas.helpers import Bench

Make = Callable[[Funnel | str], Bench]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def own_clipboard(qapp: QApplication) -> Iterator[None]:
    yield
    qapp.clipboard().clear()


def field() -> QLineEdit:
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    return focused


def key(bench: Bench, code: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(bench.view, code, modifiers or Qt.KeyboardModifier.NoModifier)


def test_that_stages_are_copied_from_one_window_to_another(bench: Make) -> None:
    one, other = bench("lead-to-revenue.funnel"), bench("blank.funnel")
    one.document.select([Item("stage", "mql"), Item("stage", "sal")])
    one.view.commands.copy()
    assert one.said == ["Copied 2 stages."]
    assert QGuiApplication.clipboard().mimeData().hasFormat(MIME)
    other.view.commands.paste()
    terms = [stage.term for stage in other.funnel.stages]
    assert terms[-2:] == ["Marketing Qualified Lead", "Sales Accepted Lead"]
    assert other.funnel.triggers[-1].name == "Meeting booked"
    assert other.document.selected("stage") == ("mql", "sal")
    assert other.document.undo_stack.undoText() == "Paste 2 stages"
    other.view.commands.paste()
    first, second = (stages_by_id(other.funnel)[s].position for s in ("mql", "mql-2"))
    assert first != second
    assert other.steps() == 2


def test_that_a_cut_is_pasted_where_the_mouse_asks_for_it(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.document.select([Item("stage", "nurture")])
    b.view.commands.cut()
    assert "nurture" not in stages_by_id(b.funnel)
    b.view.commands.paste_at(QPointF(800 + STAGE_WIDTH / 2, 640 + STAGE_HEIGHT / 2))
    assert stages_by_id(b.funnel)["nurture"].position == (800, 640)
    assert stages_by_id(b.funnel)["nurture"].term == "Nurture"


def test_that_duplicating_leaves_the_clipboard_alone(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    QGuiApplication.clipboard().setText("mine")
    b.document.select([Item("trigger", "mql-sal")])
    b.view.commands.duplicate()
    assert QGuiApplication.clipboard().text() == "mine"
    assert b.document.undo_stack.undoText() == "Duplicate 1 trigger"
    assert b.document.selected("trigger") == ("mql-sal-2",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dear all, the numbers …", "The clipboard holds a text, but no part of a funnel."),
        ('{"format": "other"}', "this is not a Funnelcraft document."),
        ('{"format": "funnelcraft", "version": 7}', "a newer Funnelcraft opens it."),
        ('{"a": ' + "[" * 5000 + "]" * 5000 + "}", "nested more than 64 deep"),
        ('{"format": "funnelcraft", "version": 1, "stages": 3}', "start is missing"),
        ('{"format": "funnelcraft", "versi', "cut off"),
        ("{" + " " * (LARGEST + 1) + "}", "too much to paste"),
    ],
)
def test_that_a_hostile_clipboard_is_refused_in_one_sentence(
    bench: Make, text: str, said: str
) -> None:
    b = bench("blank.funnel")
    QGuiApplication.clipboard().setText(text)
    b.view.commands.paste()
    assert len(b.said) == 1
    assert said in b.said[0]
    assert b.steps() == 0


def test_that_bytes_that_are_no_text_are_refused(bench: Make) -> None:
    b = bench("blank.funnel")
    held = QMimeData()
    held.setData(MIME, b"\xff\xfe\x00{\x80")
    QGuiApplication.clipboard().setMimeData(held)
    b.view.commands.paste()
    assert b.said[0].startswith("The clipboard cannot be pasted: ")
    with pytest.raises(NotPasted):
        parsed(b"\x00" * 100)


def test_that_alignment_and_distribution_are_one_step_each(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.view.commands.align("top")
    assert b.said[-1] == "Select two or more stages to align them."
    b.document.select([Item("stage", s) for s in ("known", "sal", "lost")])
    b.view.commands.align("top")
    assert {stages_by_id(b.funnel)[s].position[1] for s in ("known", "sal", "lost")} == {0.0}
    assert b.document.undo_stack.undoText() == "Align 3 stages"
    b.view.commands.distribute("across")
    assert b.document.undo_stack.undoText() == "Distribute 3 stages"
    assert b.steps() == 2


def test_that_a_stage_is_connected_by_keys_alone(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.document.select([Item("stage", "known")])
    key(b, Qt.Key.Key_C)
    assert b.view._hint.isVisible()
    assert b.view.canvas.stages["responded"].is_target
    key(b, Qt.Key.Key_Right)
    assert b.view.canvas.stages["mql"].is_target
    QTest.keyClicks(b.view, "nu")
    assert b.view.canvas.stages["nurture"].is_target
    key(b, Qt.Key.Key_Return)
    assert b.funnel.triggers[-1].id == "known-nurture"
    assert not b.view._hint.isVisible()
    QTest.keyClicks(field(), "10")
    QTest.keyClick(field(), Qt.Key.Key_Return)
    assert b.funnel.triggers[-1].conversion is not None
    assert b.steps() == 1


def test_that_a_pick_ends_with_a_click_and_with_escape(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 200)
    before = b.funnel
    b.document.select([Item("trigger", "mql-sal")])
    key(b, Qt.Key.Key_C)
    key(b, Qt.Key.Key_Escape)
    assert b.funnel == before
    assert b.document.selected("trigger") == ("mql-sal",)
    b.view.commands.redirect("mql-sal", start=True)
    b.hand.hover(*b.centre("responded"))
    b.hand.click(*b.centre("responded"))
    moved = next(t for t in b.funnel.triggers if t.id == "mql-sal")
    assert (moved.from_stage, moved.to_stage) == ("responded", "sal")
    assert not any(item.is_target for item in b.view.canvas.stages.values())


def test_that_a_refused_target_is_explained(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    x, y = b.centre("known")
    b.hand.hover(x, y)
    b.hand.drag((x, y + 44), (x, y + 90), (x, y))
    assert b.said == ["Known cannot lead to itself: choose another stage."]
    assert b.steps() == 0


def test_that_a_stage_is_inserted_into_a_trigger_and_the_rest_makes_room(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.view.commands.insert_into("known-responded")
    QApplication.processEvents()
    QTest.keyClicks(field(), "Scored")
    QTest.keyClick(field(), Qt.Key.Key_Return)
    stages = stages_by_id(b.funnel)
    assert stages["new-stage"].term == "Scored"
    assert stages["new-stage"].position == (528, 0)
    assert stages["responded"].position == (792, 0)
    assert b.steps() == 1


def test_that_a_source_is_added_with_its_volume_in_edit(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.document.select([Item("stage", "mql")])
    key(b, Qt.Key.Key_S)
    QApplication.processEvents()
    QTest.keyClicks(field(), "1.2k")
    QTest.keyClick(field(), Qt.Key.Key_Tab)
    QTest.keyClicks(field(), "Partners")
    QTest.keyClick(field(), Qt.Key.Key_Return)
    added = b.funnel.sources[-1]
    assert (added.name, added.into, added.volume.leads_per_month) == ("Partners", "mql", 1200.0)
    assert b.steps() == 1


def test_that_finding_goes_from_match_to_match_and_back_to_the_canvas(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.view.open_find()
    QTest.keyClicks(field(), "lead")
    bar = b.view.find_bar
    total = len(bar._items)
    assert bar.count.text() == f"1 of {total}"
    assert b.document.selection == {bar._items[0]}
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert b.document.selection == {bar._items[1]}
    QTest.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    assert b.document.selection == {bar._items[-1]}
    bar.field.setText("zebra")
    assert bar.count.text() == "nothing found"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert b.view.hasFocus()


def test_that_an_empty_canvas_says_how_to_begin(bench: Make) -> None:
    b = bench(Funnel(start="2027-01-01"))
    assert b.view._hint.isVisible()
    assert "Double-click" in b.view._hint.text()
    key(b, Qt.Key.Key_N)
    QTest.keyClicks(field(), "Known")
    QTest.keyClick(field(), Qt.Key.Key_Return)
    assert "draw a trigger" in b.view._hint.text()
    key(b, Qt.Key.Key_Tab)
    QTest.keyClick(field(), Qt.Key.Key_Return)
    assert not b.view._hint.isVisible()


def test_that_the_selection_is_shown_as_large_as_it_fits(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.document.select([Item("stage", "lost")])
    key(b, Qt.Key.Key_At, SHIFT)
    x, y = b.centre("lost")
    middle = b.view.viewport().rect().center()
    assert (b.point(x, y) - middle).manhattanLength() < 6
    assert b.view.zoom() == 1.25


def test_that_t_goes_from_trigger_to_trigger(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.document.select([Item("stage", "sql")])
    seen = set()
    for _press in range(4):
        key(b, Qt.Key.Key_T)
        seen |= set(b.document.selected("trigger"))
    assert seen == {"sql-opportunity", "sql-nurture"}
