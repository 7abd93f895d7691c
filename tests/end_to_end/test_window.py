"""The window driven as a user drives it: mouse and keys, from a template to a saved file."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Conversion
from funnelcraft.io import project_file
from tests.designer.canvas.helpers import Hand
from tests.designer.windows import Windows, answers, windows

__all__ = ["windows"]


def typed(text: str) -> None:
    """Type into what has the focus."""
    focused = QApplication.focusWidget()
    assert isinstance(focused, QWidget)
    QTest.keyClicks(focused, text)


def press(key: Qt.Key) -> None:
    """Press a key on what has the focus."""
    focused = QApplication.focusWidget()
    assert isinstance(focused, QWidget)
    QTest.keyClick(focused, key)


def add_stage(window: MainWindow, x: float, y: float, term: str) -> str:
    """Double-click the ground and type a name; return the new stage's id."""
    before = {stage.id for stage in window.document.funnel.stages}
    Hand(window.canvas).double_click(x, y)
    typed(term)
    press(Qt.Key.Key_Return)
    (added,) = {stage.id for stage in window.document.funnel.stages} - before
    return added


def connect(window: MainWindow, origin: str, target: str) -> str:
    """Drag from a stage's right edge to another stage; return the new trigger's id."""
    before = {trigger.id for trigger in window.document.funnel.triggers}
    boxes = window.canvas.canvas.plan.boxes
    start = boxes[origin]
    hand = Hand(window.canvas)
    hand.hover(*start.centre)
    hand.drag((start.right, start.centre[1]), boxes[target].centre)
    (added,) = {trigger.id for trigger in window.document.funnel.triggers} - before
    return added


def give_rate(percent: str, days: str) -> None:
    """Type rate and days into the form that opens over a trigger's label once it is drawn."""
    typed(percent)
    press(Qt.Key.Key_Tab)
    typed(days)
    press(Qt.Key.Key_Return)


def test_that_a_funnel_can_be_drawn_forecast_undone_redone_saved_and_reopened(
    windows: Windows, tmp_path: Path
) -> None:
    window = windows.open("blank", forecasts=True)
    document = window.document
    first = document.funnel
    deals = window.status.headline.text()
    assert deals
    lead = first.stages[0]
    won = next(stage for stage in first.stages if stage.kind == "won")

    x, y = lead.position
    added = add_stage(window, x + 84, y + 400, "Demo held")
    assert stages_by_id(document.funnel)[added].term == "Demo held"
    into = connect(window, lead.id, added)
    give_rate("12", "5")
    onward = connect(window, added, won.id)
    give_rate("50%", "10")

    triggers = {trigger.id: trigger for trigger in document.funnel.triggers}
    assert triggers[into].conversion == Conversion(rate=0.12)
    assert triggers[onward].conversion == Conversion(rate=0.5)
    windows.wait_for_forecast(window)
    assert window.status.headline.text() != deals
    last = document.funnel

    for _step in range(document.undo_stack.count()):
        window.actions_by_name["undo"].trigger()
    assert document.funnel == first
    assert document.is_saved
    for _step in range(document.undo_stack.count()):
        window.actions_by_name["redo"].trigger()
    assert document.funnel == last

    file = tmp_path / "drawn.funnel"
    answers(window).save_path = file
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert file.is_file()
    assert document.is_saved
    assert project_file.read(file).funnel == last

    other = windows.open("sales-funnel")
    window.files.close()
    assert other.files.open_path(file)
    assert other.document.funnel == last
