"""Dragging stages: guides, copies, straight lines, into triggers; and the ends of triggers."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from funnelcraft.designer.canvas.gestures.guides import Guide, snap
from funnelcraft.designer.canvas.gestures.guides_item import GhostsItem, GuidesItem
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.document import Item
from funnelcraft.funnel.edits import add_stage
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from tests.designer.canvas.helpers import Bench, template

Make = Callable[[Funnel | str], Bench]
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def card(left: float, top: float) -> Box:
    return Box(left, top, 160.0, 80.0)


def field(bench: Bench) -> QLineEdit:
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    return focused


def test_that_a_box_snaps_to_the_middle_of_a_neighbour() -> None:
    found = snap(card(403, 200), [card(400, 0)], 6.0)
    assert (found.dx, found.dy) == (-3.0, 0.0)
    assert found.guides == (Guide((480.0, -16.0), (480.0, 296.0)),)


def test_that_a_box_snaps_to_equal_distances() -> None:
    between = snap(card(303, 0), [card(0, 0), card(600, 0)], 6.0)
    assert between.dx == -3.0
    gaps = [guide for guide in between.guides if guide.is_gap]
    assert [(g.start[0], g.end[0]) for g in gaps] == [(160.0, 300.0), (460.0, 600.0)]
    beyond = snap(card(524, 0), [card(0, 0), card(260, 0)], 6.0)
    assert beyond.dx == -4.0


def test_that_what_is_near_nothing_snaps_to_the_grid() -> None:
    found = snap(card(1013, 1003), [card(0, 0)], 6.0)
    assert (1013 + found.dx, 1003 + found.dy) == (1016, 1000)
    assert found.guides == ()


def test_that_a_locked_axis_does_not_move() -> None:
    found = snap(card(403, 3), [card(400, 200), card(800, 0)], 6.0, locked=1)
    assert (found.dx, found.dy) == (-3.0, 0.0)


def test_that_a_drag_shows_guides_and_takes_them_away(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 200)
    x, y = b.centre("known")
    b.hand.press(x, y)
    b.hand.move(x + 40, y + 20)
    b.hand.move(x + 3, y + 220)  # below its old place, beside the row of sales
    guides = [i for i in b.view.canvas.items() if isinstance(i, GuidesItem)]
    assert len(guides) == 1
    assert guides[0].guides
    b.hand.release(x + 3, y + 220)
    assert not any(isinstance(i, GuidesItem) for i in b.view.canvas.items())
    assert stages_by_id(b.funnel)["known"].position[1] == 224.0


def test_that_alt_lets_a_stage_stand_anywhere_and_shift_keeps_its_row(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    x, y = b.centre("known")
    b.hand.press(x, y)
    b.hand.keys = ALT
    b.hand.move(x + 30, y + 11)
    b.hand.release(x + 30, y + 11)
    assert stages_by_id(b.funnel)["known"].position == (294, 11)
    b.document.undo_stack.undo()
    b.hand.keys = Qt.KeyboardModifier.NoModifier
    b.hand.press(x, y)
    b.hand.keys = SHIFT
    b.hand.move(x + 40, y + 30)
    b.hand.release(x + 40, y + 30)
    assert stages_by_id(b.funnel)["known"].position == (304, 0)


def test_that_ctrl_and_a_drag_copy_in_one_step(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    x, y = b.centre("responded")
    b.hand.keys = CTRL
    b.hand.press(x, y)
    b.hand.move(x + 20, y + 60)
    ghosts = [i for i in b.view.canvas.items() if isinstance(i, GhostsItem)]
    assert len(ghosts[0].boxes) == 1
    b.hand.release(x + 16, y + 160)
    stages = stages_by_id(b.funnel)
    assert stages["responded"].position == (528, 0)
    assert stages["responded-2"].term == "Responded (copy)"
    assert b.document.selection == {Item("stage", "responded-2")}
    assert b.steps() == 1


def test_that_a_ctrl_click_still_takes_away_and_a_ctrl_drag_does_not(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    b.document.select([Item("stage", "known"), Item("stage", "responded")])
    b.hand.keys = CTRL
    b.hand.click(*b.centre("known"))
    assert b.document.selected("stage") == ("responded",)


def test_that_an_unconnected_stage_dropped_on_a_line_is_put_into_it(bench: Make) -> None:
    grown, _added = add_stage(template("lead-to-revenue.funnel"), "Demo", (528.0, 240.0))
    b = bench(grown)
    b.look_at(700, 200)
    (x1, y1), (x2, _y2) = b.view.canvas.plan.lines["known-responded"].way
    b.hand.drag(b.centre("demo"), ((x1 + x2) / 2, y1))
    links = {(t.from_stage, t.to_stage) for t in b.funnel.triggers}
    assert {("known", "demo"), ("demo", "responded")} <= links
    assert ("known", "responded") not in links
    assert b.document.undo_stack.undoText().startswith("Insert Demo into")
    assert b.steps() == 1


def test_that_a_trigger_s_end_is_dragged_to_another_stage(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(900, 200)
    b.document.select([Item("trigger", "mql-sal")])
    b.hand.drag(b.view.canvas.plan.lines["mql-sal"].way[-1], b.centre("sql"))
    moved = next(t for t in b.funnel.triggers if t.id == "mql-sal")
    assert (moved.from_stage, moved.to_stage) == ("mql", "sql")
    b.hand.drag(b.view.canvas.plan.lines["mql-sal"].way[0], b.centre("sql"))
    assert b.said[-1] == "SQL cannot lead to itself: choose another stage."
    assert b.steps() == 1


def test_that_a_source_is_dragged_to_another_stage(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(500, 100)
    b.hand.drag(b.view.canvas.plan.pills["webinars"].box.centre, b.centre("responded"))
    assert next(s for s in b.funnel.sources if s.id == "webinars").into == "responded"


def test_that_a_new_trigger_asks_for_its_figures_in_the_same_step(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    x, y = b.centre("known")
    b.hand.hover(x, y)
    b.hand.drag((x, y + 44), b.centre("mql"))
    QTest.keyClicks(field(b), "12.5")
    QTest.keyClick(field(b), Qt.Key.Key_Tab)
    QTest.keyClicks(field(b), "2 w")
    QTest.keyClick(field(b), Qt.Key.Key_Tab)
    QTest.keyClicks(field(b), "Fast lane")
    QTest.keyClick(field(b), Qt.Key.Key_Return)
    drawn = b.funnel.triggers[-1]
    assert drawn.conversion is not None
    assert drawn.conversion.rate == 0.125
    assert getattr(drawn.velocity, "mean_days", None) == 14.0
    assert drawn.name == "Fast lane"
    assert b.steps() == 1
    assert b.view.hasFocus()


def test_that_a_label_is_edited_in_place_and_what_is_wrong_is_said(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(900, 200)
    b.hand.double_click(*b.view.canvas.plan.lines["mql-sal"].label.box.centre)
    QTest.keyClicks(field(b), "162")
    QTest.keyClick(field(b), Qt.Key.Key_Return)
    assert field(b).property("invalid") == "true"
    field(b).setText("50")
    QTest.keyClick(field(b), Qt.Key.Key_Return)
    changed = next(t for t in b.funnel.triggers if t.id == "mql-sal")
    assert changed.conversion is not None
    assert (changed.conversion.rate, changed.conversion.entered) == (0.5, None)
    assert b.document.undo_stack.undoText() == "Change Meeting booked"


def test_that_a_drag_near_the_edge_scrolls(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    before = b.point(0, 0)
    x, y = b.centre("known")
    b.hand.press(x, y)
    edge = b.view.mapToScene(b.view.viewport().width() - 2, 400)
    b.hand.move(edge.x(), edge.y())
    for _frame in range(3):
        b.view._mouse._on_scroll()
    assert b.point(0, 0).x() < before.x()
    QTest.keyClick(b.view, Qt.Key.Key_Escape)
    assert not b.view._mouse._scrolling.isActive()
    b.hand.release(edge.x(), edge.y())
    assert b.steps() == 0


def test_that_a_modifier_pressed_during_a_drag_counts_at_once(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    x, y = b.centre("known")
    b.hand.press(x, y)
    b.hand.move(x + 40, y + 60)
    QTest.keyPress(b.view, Qt.Key.Key_Control)
    assert any(i.boxes for i in b.view.canvas.items() if isinstance(i, GhostsItem))
    QTest.keyClick(b.view, Qt.Key.Key_Escape)
    local = QPointF(b.view.mapFromScene(QPointF(x, y)))
    event = QMouseEvent(
        QEvent.Type.MouseButtonRelease,
        local,
        local,
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(b.view.viewport(), event)
    assert b.steps() == 0
