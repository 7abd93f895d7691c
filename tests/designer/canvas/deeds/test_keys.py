"""The keys of the canvas, and what menus and buttons do."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from funnelcraft.designer.canvas.deeds.menus import CanvasMenu
from funnelcraft.designer.document import Item
from funnelcraft.funnel.graph import stages_by_id
from tests.designer.canvas.helpers import Bench

Make = Callable[[str], Bench]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(bench: Bench, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(bench.view, key, modifier or Qt.KeyboardModifier.NoModifier)


def field(bench: Bench) -> QLineEdit:
    (found,) = (f for f in bench.view.viewport().findChildren(QLineEdit) if f.isVisible())
    return found


def test_that_tab_adds_the_next_stage_connected_and_goes_on(bench: Make) -> None:
    b = bench("blank.funnel")
    b.document.select([Item("stage", "lead")])
    press(b, Qt.Key.Key_Tab)
    QTest.keyClicks(field(b), "Qualified")
    QTest.keyClick(field(b), Qt.Key.Key_Tab)
    QTest.keyClicks(field(b), "Booked")
    QTest.keyClick(field(b), Qt.Key.Key_Return)
    first, second = b.funnel.stages[-2:]
    assert (first.term, second.term) == ("Qualified", "Booked")
    assert first.position == (264, 0)
    assert second.position == (528, 0)
    links = [(t.from_stage, t.to_stage, t.kind) for t in b.funnel.triggers[-2:]]
    assert links == [("lead", first.id, "progress"), (first.id, second.id, "progress")]
    assert b.steps() == 2


def test_that_tab_at_an_end_adds_nothing_and_says_why(bench: Make) -> None:
    b = bench("blank.funnel")
    b.document.select([Item("stage", "won")])
    before = b.funnel
    press(b, Qt.Key.Key_Tab)
    assert b.funnel == before
    assert "Leads end at" in b.said[-1]


def test_that_enter_and_f2_rename_in_place(bench: Make) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F2):
        b = bench("blank.funnel")
        b.document.select([Item("stage", "lead")])
        press(b, key)
        QTest.keyClicks(field(b), "Contact")
        QTest.keyClick(field(b), Qt.Key.Key_Return)
        assert stages_by_id(b.funnel)["lead"].term == "Contact"


def test_that_renaming_to_nothing_or_with_escape_changes_nothing(bench: Make) -> None:
    b = bench("blank.funnel")
    for last in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        b.view.start_rename("lead")
        field(b).setText("  " if last == Qt.Key.Key_Return else "Other")
        QTest.keyClick(field(b), last)
    assert b.steps() == 0


def test_that_delete_takes_along_what_hangs_on_it_and_says_so(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.document.select([Item("stage", "known")])
    press(b, Qt.Key.Key_Delete)
    assert "known" not in stages_by_id(b.funnel)
    assert "known" not in b.view.canvas.stages
    assert "webinars" not in b.view.canvas.sources
    assert b.said == ["Delete Known with 2 triggers and 2 sources."]
    assert b.document.undo_stack.undoText() == "Delete Known with 2 triggers and 2 sources"
    b.document.undo_stack.undo()
    assert "known" in b.view.canvas.stages


def test_that_backspace_deletes_a_trigger_alone(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.document.select([Item("trigger", "mql-sal")])
    press(b, Qt.Key.Key_Backspace)
    assert b.said == ["Delete Meeting booked."]
    assert len(b.funnel.stages) == 10


def test_that_arrows_move_the_selection_by_the_grid_in_one_step(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.document.select([Item("stage", "known")])
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        press(b, key)
    assert stages_by_id(b.funnel)["known"].position == (280, 8)
    assert b.steps() == 1


def test_that_ctrl_and_arrows_walk_from_stage_to_stage(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    press(b, Qt.Key.Key_Right, CTRL)
    assert b.document.selected("stage") == ("anonymous",)
    press(b, Qt.Key.Key_Right, CTRL)
    assert b.document.selected("stage") == ("known",)
    for _ in range(2):
        press(b, Qt.Key.Key_Right, CTRL)
    press(b, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert b.document.selected("stage") == ("sal",)
    assert b.steps() == 0


def test_that_ctrl_a_selects_all_and_escape_nothing(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    press(b, Qt.Key.Key_A, CTRL)
    funnel = b.funnel
    assert len(b.document.selection) == sum(
        map(len, (funnel.stages, funnel.triggers, funnel.sources))
    )
    press(b, Qt.Key.Key_Escape)
    assert b.document.selection == frozenset()


def test_that_zoom_keys_zoom_between_their_limits(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    factors: list[float] = []
    b.view.zoom_changed.connect(factors.append)
    press(b, Qt.Key.Key_Plus)
    assert factors[-1] > 1
    press(b, Qt.Key.Key_0, CTRL)
    assert factors[-1] == 1
    press(b, Qt.Key.Key_9, CTRL)
    drawn = b.view.mapFromScene(*b.view.canvas.plan.extent).boundingRect()
    assert b.view.viewport().rect().contains(drawn)
    for _ in range(60):
        b.view.zoom_out()
    assert b.view.zoom() >= 0.1
    for _ in range(60):
        b.view.zoom_in()
    assert b.view.zoom() <= 4


def test_that_zooming_at_a_point_keeps_the_point(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    at = QPoint(300, 200)
    before = b.view.mapToScene(at)
    b.view._zoom.by(1.7, at)
    moved = b.view.mapToScene(at) - before
    assert abs(moved.x()) < 1.5
    assert abs(moved.y()) < 1.5


def test_that_space_and_drag_pan(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    before = b.point(0, 0)
    QTest.keyPress(b.view, Qt.Key.Key_Space)
    b.hand.press(300, 300)
    b.hand.move(330, 300)
    b.hand.release(330, 300)
    QTest.keyRelease(b.view, Qt.Key.Key_Space)
    assert b.point(0, 0).x() - before.x() == 30
    assert b.document.selection == frozenset()


def menu_at(bench: Bench, x: float, y: float) -> list[str]:
    bench.look_at(x, y)
    at = bench.point(x, y)
    menus: list[CanvasMenu] = []
    bench.view.context_requested.connect(lambda menu, _item: menus.append(menu))
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, at, bench.view.viewport().mapToGlobal(at)
    )
    QApplication.sendEvent(bench.view.viewport(), event)
    texts = [action.text() for action in menus[-1].actions() if action.text()]
    menus[-1].close()
    return texts


def test_that_menus_offer_what_fits_the_place(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    copies = ["Cut", "Copy", "Duplicate"]
    assert menu_at(b, *b.centre("known")) == [
        *("Rename", "Add next stage", "Connect to …", "Add a source", "Kind"),
        *(*copies, "Delete stage"),
    ]
    assert b.document.selected("stage") == ("known",)
    label = b.view.canvas.plan.lines["mql-sal"].label.box.centre
    assert menu_at(b, *label) == [
        *("Rate, days and name", "Insert a stage here", "Lead to another stage …"),
        *("Begin at another stage …", "Kind", *copies, "Delete trigger"),
    ]
    pill = b.view.canvas.plan.pills["webinars"].box.centre
    assert menu_at(b, *pill)[:2] == ["Volume and name", "Fill another stage …"]
    b.document.select([Item("stage", "known"), Item("stage", "mql")])
    assert menu_at(b, *b.centre("known"))[:2] == ["Align", "Distribute"]
    assert menu_at(b, 200, 500)[0] == "Add stage here"


def test_that_tidying_up_is_one_step(bench: Make) -> None:
    b = bench("lead-process.funnel")
    b.hand.drag(b.centre("sal"), (900, 700))
    b.view.tidy_up()
    assert b.steps() == 2
    assert b.document.undo_stack.undoText() == "Tidy up"


def test_that_a_selection_from_elsewhere_comes_into_sight(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(-900, -900)
    b.document.select([Item("stage", "lost")])
    x, y = b.centre("lost")
    assert b.view.viewport().rect().contains(b.view.mapFromScene(QPointF(x, y)))
