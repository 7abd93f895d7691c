"""Every gesture of the mouse, on a real canvas and a real document."""

from collections.abc import Callable
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from funnelcraft.designer.document import Item
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.lanes import department_of
from tests.designer.canvas.helpers import NO_KEY, Bench

Make = Callable[[str], Bench]


def field(bench: Bench) -> QLineEdit:
    found = [f for f in bench.view.viewport().findChildren(QLineEdit) if f.isVisible()]
    assert len(found) == 1
    return found[0]


def no_field(bench: Bench) -> bool:
    return not any(f.isVisible() for f in bench.view.viewport().findChildren(QLineEdit))


def test_that_a_double_click_on_empty_ground_makes_a_stage_whose_name_is_in_edit(
    bench: Make,
) -> None:
    b = bench("blank.funnel")
    b.hand.double_click(700, 100)
    QTest.keyClicks(field(b), "Demo booked")
    QTest.keyClick(field(b), Qt.Key.Key_Return)
    stage = b.funnel.stages[-1]
    assert stage.term == "Demo booked"
    assert stage.position[0] % 8 == 0
    assert stage.position[1] % 8 == 0
    assert no_field(b)
    assert b.steps() == 1  # adding and naming are one step
    b.document.undo_stack.undo()
    assert len(b.funnel.stages) == 3


def test_that_escape_leaves_a_new_stage_with_its_default_name(bench: Make) -> None:
    b = bench("blank.funnel")
    b.hand.double_click(700, 100)
    field(b).clear()
    QTest.keyClick(field(b), Qt.Key.Key_Escape)
    assert b.funnel.stages[-1].term == "New stage"
    assert no_field(b)


def test_that_a_new_stage_gets_an_owner_of_the_lane_it_lands_in(bench: Make) -> None:
    b = bench("blank.funnel")
    b.hand.double_click(84, 400)
    new = b.funnel.stages[-1]
    assert department_of(b.funnel, new.id) == "sales"


def test_that_dragging_from_an_edge_to_a_stage_draws_a_trigger_and_selects_it(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    before = len(b.funnel.triggers)
    known, mql = b.centre("known"), b.centre("mql")
    b.hand.hover(*known)
    b.hand.drag((known[0], known[1] + 44), mql)
    assert len(b.funnel.triggers) == before + 1
    drawn = b.funnel.triggers[-1]
    assert (drawn.from_stage, drawn.to_stage, drawn.kind) == ("known", "mql", "progress")
    assert b.document.selection == {Item("trigger", drawn.id)}
    assert b.document.undo_stack.undoText() == "Connect Known to MQL"


def test_that_a_trigger_dropped_on_nothing_makes_the_stage_too_in_one_step(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 250)
    stages, triggers = len(b.funnel.stages), len(b.funnel.triggers)
    x, y = b.centre("known")
    b.hand.hover(x, y)
    b.hand.drag((x, y + 44), (x, y + 230))
    QTest.keyClicks(field(b), "Parked")
    QTest.keyClick(field(b), Qt.Key.Key_Return)
    assert len(b.funnel.stages) == stages + 1
    assert len(b.funnel.triggers) == triggers + 1
    assert b.funnel.stages[-1].term == "Parked"
    assert b.steps() == 1
    b.document.undo_stack.undo()
    assert (len(b.funnel.stages), len(b.funnel.triggers)) == (stages, triggers)


def test_that_a_drag_cancelled_with_escape_leaves_no_trace(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    before, items = b.funnel, len(b.view.canvas.items())
    x, y = b.centre("known")
    for start in ((x, y), (x, y + 44)):
        b.hand.hover(x, y)
        b.hand.press(*start)
        b.hand.move(x + 40, y + 60)
        b.hand.move(x + 264, y)
        QTest.keyClick(b.view, Qt.Key.Key_Escape)
        b.hand.release(x + 264, y)
        assert b.funnel == before
        assert b.steps() == 0
        assert len(b.view.canvas.items()) == items
        assert b.view.canvas.stages["known"].pos().x() == before.stages[1].position[0]
        assert not any(item.is_target for item in b.view.canvas.stages.values())


def test_that_no_trigger_leaves_an_end_and_that_is_said(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(1300, 400)
    before = b.funnel
    x, y = b.centre("won")
    b.hand.hover(x, y)
    b.hand.drag((x - 83, y), b.centre("sql"))
    assert b.funnel == before
    assert b.said[-1] == "Leads end at Won: no trigger can leave it."


def test_that_a_stage_under_the_trigger_being_drawn_is_marked(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    x, y = b.centre("known")
    b.hand.hover(x, y)
    b.hand.press(x, y + 44)
    b.hand.move(x, y + 60)
    b.hand.move(*b.centre("mql"))
    assert b.view.canvas.stages["mql"].is_target
    b.hand.release(*b.centre("mql"))
    assert not b.view.canvas.stages["mql"].is_target


def test_that_a_stage_is_dragged_on_the_grid_in_one_step(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    x, y = b.centre("known")
    b.hand.drag((x, y), (x + 3, y + 33), (x + 21, y - 13))
    assert stages_by_id(b.funnel)["known"].position == (264 + 24, -16)
    assert b.steps() == 1
    assert b.document.undo_stack.undoText() == "Move Known"
    b.document.undo_stack.undo()
    assert b.view.canvas.stages["known"].pos().x() == 264


def test_that_selected_stages_move_together(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    b.document.select([Item("stage", "known"), Item("stage", "responded")])
    x, y = b.centre("known")
    b.hand.drag((x, y), (x + 16, y + 8))
    stages = stages_by_id(b.funnel)
    assert stages["known"].position == (280, 8)
    assert stages["responded"].position == (544, 8)


def test_that_a_stage_dropped_in_another_lane_gets_an_owner_there(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 200)
    assert department_of(b.funnel, "mql") == "marketing"
    x, y = b.centre("mql")
    b.hand.drag((x, y), (x - 264, y + 224))
    assert department_of(b.funnel, "mql") == "sales"
    assert b.document.undo_stack.undoText() == "Hand MQL over to Inside Sales"
    assert b.said == ["Inside Sales owns MQL now: it stands in the lane of sales."]
    b.document.undo_stack.undo()
    assert department_of(b.funnel, "mql") == "marketing"


def test_that_a_band_selects_what_it_touches(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(400, 100)
    b.hand.drag((200, -30), (620, 130))
    assert b.document.selected("stage") == ("known", "responded")
    assert "known-responded" in b.document.selected("trigger")
    assert b.steps() == 0


def test_that_ctrl_click_adds_and_takes_away(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    b.hand.click(*b.centre("known"))
    b.hand.keys = Qt.KeyboardModifier.ControlModifier
    b.hand.click(*b.centre("responded"))
    assert b.document.selected("stage") == ("known", "responded")
    b.hand.click(*b.centre("known"))
    assert b.document.selected("stage") == ("responded",)


def test_that_a_click_selects_a_trigger_near_its_line_or_on_its_label(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    line = b.view.canvas.plan.lines["known-responded"]
    (x, y), _end = line.way
    b.hand.click(x + 30, y + 7)
    assert b.document.selection == {Item("trigger", "known-responded")}
    b.hand.click(*b.view.canvas.plan.lines["mql-sal"].label.box.centre)
    assert b.document.selection == {Item("trigger", "mql-sal")}


def test_that_a_click_selects_a_source_and_empty_ground_selects_nothing(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(0, 100)
    b.hand.click(*b.view.canvas.plan.pills["website"].box.centre)
    assert b.document.selection == {Item("source", "website")}
    b.hand.click(80, 160)
    assert b.document.selection == frozenset()


def test_that_a_double_click_on_a_stage_renames_it(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    b.hand.double_click(*b.centre("known"))
    assert field(b).text() == "Known"
    QTest.keyClicks(field(b), "Identified")
    b.hand.click(700, 160)  # elsewhere: what was typed is kept
    assert stages_by_id(b.funnel)["known"].term == "Identified"
    assert b.document.undo_stack.undoText() == "Rename Known"


def test_that_the_middle_button_pans(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    before = b.point(0, 0)
    middle = Qt.MouseButton.MiddleButton
    b.hand.press(300, 300, middle)
    b.hand.move(340, 320, middle)
    b.hand.release(340, 320, middle)
    after = b.point(0, 0)
    assert (after.x() - before.x(), after.y() - before.y()) == (40, 20)


def test_that_an_undo_during_a_drag_gives_the_drag_up(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    x, y = b.centre("known")
    b.hand.drag((x, y), (x + 80, y))
    b.hand.press(x + 80, y)
    b.hand.move(x + 200, y + 100)
    b.document.undo_stack.undo()
    b.hand.move(x + 240, y + 100)
    b.hand.release(x + 240, y + 100)
    assert stages_by_id(b.funnel)["known"].position == (264, 0)
    assert b.view.canvas.stages["known"].pos().x() == 264
    QApplication.processEvents()


def test_that_another_button_during_a_drag_changes_nothing(bench: Make) -> None:
    b = bench("lead-to-revenue.funnel")
    b.look_at(700, 100)
    x, y = b.centre("known")
    b.hand.press(x, y)
    b.hand.move(x + 40, y + 40)
    b.hand.press(x + 40, y + 40, Qt.MouseButton.RightButton)
    b.hand.release(x + 40, y + 40, Qt.MouseButton.RightButton)
    b.hand.move(x + 80, y)
    b.hand.release(x + 80, y)
    assert stages_by_id(b.funnel)["known"].position == (344, 0)
    assert b.steps() == 1


def test_that_random_events_leave_a_canvas_that_mirrors_its_funnel(bench: Make) -> None:
    chance = Random(7)
    b = bench("lead-process.funnel")
    keys = [
        *(Qt.Key.Key_Delete, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_A),
        *(Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_F2, Qt.Key.Key_Plus, Qt.Key.Key_Minus),
        *(Qt.Key.Key_C, Qt.Key.Key_N, Qt.Key.Key_S, Qt.Key.Key_T, Qt.Key.Key_Down),
    ]
    buttons = [Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton]
    held = [NO_KEY, NO_KEY, *(Qt.KeyboardModifier[f"{name}Modifier"] for name in ("Alt", "Shift"))]
    held.append(Qt.KeyboardModifier.ControlModifier)
    commands = b.view.commands
    acts = [commands.copy, commands.cut, commands.paste, commands.duplicate, b.view.open_find]
    acts += [lambda: commands.align("left"), lambda: commands.distribute("down")]
    for _ in range(300):
        b.hand.keys = chance.choice(held)
        x, y = chance.uniform(-200, 1000), chance.uniform(-100, 600)
        match chance.randrange(9):
            case 0:
                b.hand.press(x, y, chance.choice(buttons))
            case 1 | 2 | 3:
                b.hand.move(x, y)
            case 4:
                b.hand.release(x, y, chance.choice(buttons))
            case 5:
                focus = QApplication.focusWidget() or b.view
                QTest.keyClick(focus, chance.choice(keys))
            case 6:
                b.hand.double_click(x, y)
            case 7:
                stack = b.document.undo_stack
                (stack.undo if chance.random() < 0.7 else stack.redo)()
            case 8 if len(b.funnel.stages) < 30:  # or copies of copies would fill the minutes
                chance.choice(acts)()
    b.view.cancel_gesture()
    assert set(b.view.canvas.stages) == {stage.id for stage in b.funnel.stages}
    assert set(b.view.canvas.triggers) == {trigger.id for trigger in b.funnel.triggers}
    for stage in b.funnel.stages:
        item = b.view.canvas.stages[stage.id]
        assert (item.x(), item.y()) == stage.position
