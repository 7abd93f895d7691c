"""Play in the window: by mouse and keys, and out of the way of edits."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.canvas.play.bar import PlayBar
from funnelcraft.designer.canvas.play.desk import PlayDesk
from funnelcraft.designer.canvas.play.film import Cut
from funnelcraft.designer.canvas.play.film_dialog import FilmDialog
from funnelcraft.designer.document import Item
from funnelcraft.designer.forecast.events import Options
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.model import Funnel
from tests.designer.canvas.play.plays import busy_funnel
from tests.designer.windows import PATIENCE, Windows, answers

KEY = Qt.Key
NO_KEY = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(windows: Windows) -> MainWindow:
    return forecast_of(windows, busy_funnel())


def forecast_of(windows: Windows, funnel: Funnel) -> MainWindow:
    """Open a window and let it forecast with few runs."""
    made = windows.open(funnel)
    made.live.set_options(Options(runs=40))
    made.forecasts.begin()
    windows.wait_for_forecast(made)
    return made


def opened(window: MainWindow, qtbot: QtBot, *, starts: bool = False) -> tuple[PlayDesk, PlayBar]:
    desk = window.play
    desk.open(starts=starts)
    qtbot.waitUntil(lambda: desk.replay is not None, timeout=PATIENCE)
    assert desk.bar is not None
    return desk, desk.bar


def press(bar: PlayBar, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEY) -> None:
    QTest.keyClick(bar.timeline, key, held)


def test_that_days_pass_while_it_plays_and_stand_when_it_is_paused(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.actions_by_name["play"].trigger()
    desk = window.play
    qtbot.waitUntil(lambda: desk.time > 2.0, timeout=PATIENCE)
    assert desk.bar is not None
    QTest.mouseClick(desk.bar.buttons["play"], Qt.MouseButton.LeftButton)
    assert not desk.is_playing
    stands = desk.time
    qtbot.wait(60)
    assert desk.time == stands


def test_that_keys_step_by_days_and_weeks(window: MainWindow, qtbot: QtBot) -> None:
    desk, bar = opened(window, qtbot)
    assert bar.date.text() == "Jan 1, 2027"
    press(bar, KEY.Key_Right)
    press(bar, KEY.Key_Right, SHIFT)
    assert bar.date.text() == "Jan 9, 2027"
    press(bar, KEY.Key_Left)
    assert bar.timeline.value() == 7
    press(bar, KEY.Key_Left, SHIFT)
    press(bar, KEY.Key_Left, SHIFT)
    assert (bar.timeline.value(), int(desk.time)) == (0, 0)
    press(bar, KEY.Key_End)
    assert bar.date.text() == "Dec 31, 2027"


def test_that_a_click_on_the_days_goes_there(window: MainWindow, qtbot: QtBot) -> None:
    desk, bar = opened(window, qtbot)
    line = bar.timeline
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, NO_KEY, QPoint(line.width() // 2, 10))
    assert abs(desk.time - 182.5) <= 1.0
    assert desk.replay is not None
    told = " ".join(bar.figures.text().split())
    until = desk.replay.wins[: int(desk.time) + 1].sum()
    assert f"Won {int(until)}" in told


def test_that_speed_goes_up_and_down_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    _desk, bar = opened(window, qtbot)
    press(bar, KEY.Key_BracketRight)
    assert bar.days_a_second == 14.0
    for _turn in range(9):
        press(bar, KEY.Key_BracketLeft)
    assert bar.days_a_second == 1.0


def test_that_another_run_can_be_chosen(window: MainWindow, qtbot: QtBot) -> None:
    desk, bar = opened(window, qtbot)
    desk.go_to(40.5)
    bar.number.setText("17")
    QTest.keyClick(bar.number, KEY.Key_Return)
    qtbot.waitUntil(lambda: desk.replay is not None and desk.replay.run == 16, timeout=PATIENCE)
    assert int(desk.time) == 40
    assert "17" in bar.run.text()
    middling = desk.replay
    bar.share_wanted.emit(0.9)
    qtbot.waitUntil(lambda: desk.replay is not middling, timeout=PATIENCE)


def test_that_it_plays_on_by_a_key_pressed_on_the_canvas_and_closes_by_escape(
    window: MainWindow, qtbot: QtBot
) -> None:
    desk, bar = opened(window, qtbot)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, KEY.Key_P)
    assert desk.is_playing
    QTest.keyClick(window.canvas, KEY.Key_Escape)
    assert not desk.is_open
    assert not desk.is_playing
    assert bar.isHidden()
    margins = window.canvas.viewportMargins()
    assert margins.bottom() == 0


def test_that_a_click_looks_at_a_stage_and_edits_nothing(window: MainWindow, qtbot: QtBot) -> None:
    desk, _bar = opened(window, qtbot)
    view = window.canvas
    at = view.mapFromScene(view.canvas.stages["b"].sceneBoundingRect().center())
    target = view.childAt(at)
    assert target is not None
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, NO_KEY, at)
    assert window.document.selection == {Item("stage", "b")}
    assert window.document.undo_stack.count() == 0
    assert desk.replay is not None


def test_that_an_edit_stops_it_and_the_new_forecast_can_be_played(
    window: MainWindow, qtbot: QtBot
) -> None:
    desk, bar = opened(window, qtbot, starts=True)
    before = desk.replay
    window.document.apply(lambda f: change_stage(f, "b", capacity=None), "Drop the capacity")
    assert not desk.is_playing
    assert "stopped" in bar.note.text()
    qtbot.waitUntil(lambda: desk.replay not in (None, before), timeout=PATIENCE)
    assert "ready" in bar.note.text()
    assert desk.replay is not None
    assert desk.replay.queue.sum() == 0
    desk.toggle()
    assert desk.is_playing


def test_that_an_edit_of_words_stops_it_but_keeps_the_run(window: MainWindow, qtbot: QtBot) -> None:
    desk, bar = opened(window, qtbot, starts=True)
    before = desk.replay
    window.document.apply(lambda f: change_stage(f, "b", definition="New."), "Define")
    assert not desk.is_playing
    assert bar.note.text() == "Play stopped: the funnel is edited."
    assert desk.replay is before


def test_that_a_field_that_opens_on_the_canvas_is_not_hidden(
    window: MainWindow, qtbot: QtBot
) -> None:
    desk, _bar = opened(window, qtbot)
    assert desk.is_shown
    window.canvas.start_rename("b")
    assert not desk.is_shown
    QTest.keyClick(window.canvas, KEY.Key_P)
    assert desk.is_shown


def test_that_the_film_dialog_shoots_and_cancels_within_a_second(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    desk, _bar = opened(window, qtbot)
    assert desk.replay is not None
    dialog = FilmDialog(window, desk.replay, 7.0, 0)
    dialog.show()
    assert dialog.cut() == Cut(0, 90, 7.0, 20, 1280)
    dialog.last.setText("2026-12-31")
    assert not dialog.save.isEnabled()
    assert "begin before it ends" in dialog.note.text()
    dialog.last.setText("2027-01-21")
    assert "60 frames" in dialog.note.text()
    dialog.shoot(tmp_path / "long.gif", Cut(0, 364, 1.0, 25, 800))
    qtbot.waitUntil(lambda: dialog.progress.value() >= 2, timeout=PATIENCE)
    began = time.monotonic()
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)
    assert time.monotonic() - began < 1.0
    assert list(tmp_path.glob("*.gif")) == list(tmp_path.glob(".*.tmp")) == []
    dialog.show()
    dialog.shoot(tmp_path / "short.gif", Cut(0, 3, 4.0, 10, 320))
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)
    assert (tmp_path / "short.gif").exists()
    dialog.deleteLater()


def test_that_it_says_why_there_is_nothing_to_play(windows: Windows, qtbot: QtBot) -> None:
    window = forecast_of(windows, busy_funnel(leads_per_month=0.0))
    window.play.toggle()
    qtbot.waitUntil(lambda: not window.play.is_open, timeout=PATIENCE)
    assert "give a source a volume" in window.messages.text.text()
    assert not answers(window).asked


def test_that_a_forecast_that_is_refused_says_so_at_the_button(
    windows: Windows, qtbot: QtBot
) -> None:
    broken = busy_funnel()
    first = broken.triggers[0]
    triggers = (first.replaced(conversion=None), *broken.triggers[1:])
    window = forecast_of(windows, broken.replaced(triggers=triggers))
    reason = window.forecasts.refusal
    assert reason is not None
    assert reason[0].message in window.shell.header.buttons["play"].toolTip()
    window.play.toggle()
    assert not window.play.is_open
    assert reason[0].message in window.messages.text.text()
