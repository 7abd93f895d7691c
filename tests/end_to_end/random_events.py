"""Random events on the real window: mouse, keys, menus, tabs, themes, sizes, undo, dialogs.

Tabs, buttons, choices and actions are those that are there, in the window or in the dialog over it:
a view that is added needs no line here. Now and then nothing happens for a while, so that what
works in threads and processes gets done.

Run by the tests in a process of its own, and by hand:

    PYTHONPATH=src:. QT_QPA_PLATFORM=offscreen python -m tests.end_to_end.random_events \
        --events 100000 --seed 1 --log events.log

It ends with exit code 0 if nothing was raised, Qt warned of nothing and no stall was longer than
allowed. A crash ends the process with Python's own traceback of all threads; the last lines of the
log say what led to it.
"""

import argparse
import faulthandler
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TextIO, TypeVar

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QTabBar, QWidget

from funnelcraft.designer.app import SWITCH, application
from funnelcraft.designer.collector import GuiCollector
from funnelcraft.designer.look.theme import Theme
from funnelcraft.designer.settings import Settings
from funnelcraft.designer.window import MainWindow
from funnelcraft.io.templates import template, template_names
from funnelcraft.simulation.engine import warm_up
from tests.end_to_end.random_answers import RandomAnswers
from tests.end_to_end.watching import Pulse, Trouble

FRESH_START = 1_500  # events between two documents, so that none grows without end
LOOK_AROUND = 25  # events between two looks for all widgets there are
PAUSE = 1_200  # milliseconds at most for which nothing happens
CLOSING, CLOSING_MENU = 0.06, 0.4  # how often a dialog, a menu is closed instead of used

PLAIN_KEYS = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space),
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home),
    *(Qt.Key.Key_End, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_F2, Qt.Key.Key_F11),
    *(Qt.Key.Key_PageDown, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Menu),
)
LETTERS = tuple("abcdefghijklmnopqrstuvwxyz0123456789%.,;")
CONTROLS = tuple("acdefgvxyz01+-")
BUTTONS = (Qt.MouseButton.LeftButton,) * 4 + (
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
)
MODIFIERS = (Qt.KeyboardModifier.NoModifier,) * 5 + (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)

Kind = TypeVar("Kind", bound=QWidget)


class Monkey(QObject):
    """Does one random thing after the other, each from the event loop, in nested loops too."""

    def __init__(self, events: int, seed: int, folder: Path, log: TextIO, pulse: Pulse) -> None:
        super().__init__()
        self.dice = random.Random(seed)
        self.left = events
        self._seen: list[QWidget] = []
        self._seen_at = events + LOOK_AROUND
        self.done: Counter[str] = Counter()
        self._folder = folder
        self._log = log
        self._pulse = pulse
        self._wait = 0
        self._theme = Theme(application([]), "light")
        self.window = self._open()
        self._deeds: tuple[tuple[Callable[[], None], int], ...] = (
            (self._click, 208),
            (self._drag, 112),
            (self._key, 176),
            (self._letters, 48),
            (self._control, 64),
            (self._hover, 48),
            (self._double_click, 40),
            (self._wheel, 40),
            (self._context_menu, 24),
            (self._tab, 16),
            (self._press, 32),
            (self._choose, 16),
            (self._undo, 40),
            (self._action, 24),
            (self._resize, 8),
            (self._pause, 3),
        )
        self._deeds_in_dialogs: tuple[tuple[Callable[[], None], int], ...] = (
            (self._click_in_dialog, 5),
            (self._key, 5),
            (self._letters, 1),
            (self._tab, 1),
            (self._press, 5),
            (self._choose, 2),
            (self._pause, 1),
        )

    def _open(self) -> MainWindow:
        window = MainWindow(Settings(self._folder / "settings"), self._theme)
        window.fill(
            template(self.dice.choice(template_names())),
            RandomAnswers(window, self.dice, self._folder),
        )
        window.show()
        window.activateWindow()
        window.start_work()
        return window

    def begin(self) -> None:
        QTimer.singleShot(0, self, self._step)

    def _step(self) -> None:
        """Do the next thing. The one after it is asked for first: this one may open a dialog."""
        if self.left <= 0:
            self._leave()
            return
        wait, self._wait = self._wait, 0
        QTimer.singleShot(wait, self, self._step)
        if wait:
            return
        self.left -= 1
        if self._use_what_is_modal():
            return
        if not self.window.isVisible():
            self._reopen()
        elif self.left % FRESH_START == 0:
            self._say("fresh start")
            self.window.files.new_from(self.dice.choice(template_names()))
        else:
            self._one_of(self._deeds)

    def _one_of(self, deeds: tuple[tuple[Callable[[], None], int], ...]) -> None:
        choices, weights = zip(*deeds, strict=True)
        self.dice.choices(choices, weights)[0]()

    def _leave(self) -> None:
        modal = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if modal is not None:
            self._close(modal)
            QTimer.singleShot(0, self, self._step)
            return
        self.window.shut()
        QApplication.exit(0)  # `quit` would ask the window, which may say no

    def _reopen(self) -> None:
        self._say("reopen")
        old, self.window = self.window, self._open()
        self._seen_at = self.left + LOOK_AROUND
        old.deleteLater()

    def _use_what_is_modal(self) -> bool:
        """Do something in a menu or dialog, and close it in the end."""
        popup = QApplication.activePopupWidget()
        widget = popup or QApplication.activeModalWidget()
        if widget is None:
            return False
        if self.dice.random() < (CLOSING_MENU if popup else CLOSING):
            self._close(widget)
        elif popup:
            keys = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_A)
            key = self.dice.choice(keys)
            self._say(f"{key.name} in {type(widget).__name__}")
            QTest.keyClick(widget, key)
        else:
            self._one_of(self._deeds_in_dialogs)
        return True

    def _close(self, widget: QWidget) -> None:
        self._say(f"close {type(widget).__name__}")
        if isinstance(widget, QDialog):
            widget.reject()
        else:
            widget.close()

    def _say(self, what: str) -> None:
        self.done[what.split()[0]] += 1
        self._pulse.during = what
        self._log.write(f"{self.left} {what}\n")
        self._log.flush()

    # Where

    def _place(self) -> tuple[QWidget, QPoint]:
        """Return a widget and a point in it: mostly the canvas, there mostly something drawn."""
        canvas = self.window.canvas
        if self.dice.random() < 0.6 and canvas.isVisible():
            view = canvas.viewport()
            boxes = list(canvas.canvas.plan.boxes.values())
            if boxes and self.dice.random() < 0.6:
                box = self.dice.choice(boxes)
                near = QPointF(
                    box.centre[0] + self.dice.uniform(-110, 110),
                    box.centre[1] + self.dice.uniform(-60, 60),
                )
                return view, canvas.mapFromScene(near)
            return view, self._point(view)
        widget = self._any_shown()
        return widget, self._point(widget)

    def _any_shown(self) -> QWidget:
        """Return a widget that can be seen. To ask all of them each time would take most of it."""
        if self._seen_at - self.left >= LOOK_AROUND:
            self._seen, self._seen_at = self.window.findChildren(QWidget), self.left
        while self._seen:
            at = self.dice.randrange(len(self._seen))
            widget = self._seen[at]
            if shiboken6.isValid(widget) and widget.isVisible() and widget.width() > 1:
                return widget
            self._seen[at] = self._seen[-1]
            self._seen.pop()
        return self.window

    def _point(self, widget: QWidget) -> QPoint:
        return QPoint(
            self.dice.randrange(max(1, widget.width())),
            self.dice.randrange(max(1, widget.height())),
        )

    def _mouse(
        self, kind: QEvent.Type, widget: QWidget, at: QPoint, button: Qt.MouseButton
    ) -> None:
        if not shiboken6.isValid(widget):
            return
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
        pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        everywhere = QPointF(widget.mapToGlobal(at))
        keys = self.dice.choice(MODIFIERS)
        event = QMouseEvent(kind, QPointF(at), everywhere, pressed, held, keys)
        QApplication.sendEvent(widget, event)

    def _in_front(self) -> QWidget:
        """Return what takes events: the window, or a dialog over it."""
        return QApplication.activeModalWidget() or self.window

    def _shown(self, kind: type[Kind]) -> list[Kind]:
        """Return all widgets of a kind that can be used now."""
        found = self._in_front().findChildren(kind)
        return [widget for widget in found if widget.isVisible() and widget.isEnabled()]

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    # What

    def _click(self) -> None:
        widget, at = self._place()
        button = self.dice.choice(BUTTONS)
        self._say(f"click {type(widget).__name__} {at.x()},{at.y()} {button.name}")
        self._mouse(QEvent.Type.MouseButtonPress, widget, at, button)
        self._mouse(QEvent.Type.MouseButtonRelease, widget, at, button)

    def _double_click(self) -> None:
        widget, at = self._place()
        self._say(f"double-click {type(widget).__name__} {at.x()},{at.y()}")
        left = Qt.MouseButton.LeftButton
        for kind in (
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.MouseButtonDblClick,
            QEvent.Type.MouseButtonRelease,
        ):
            self._mouse(kind, widget, at, left)

    def _drag(self) -> None:
        widget, at = self._place()
        button = self.dice.choice(BUTTONS)
        ends = [self._point(widget) for _way in range(self.dice.randrange(1, 5))]
        self._say(f"drag {type(widget).__name__} {at.x()},{at.y()} {button.name}")
        self._mouse(QEvent.Type.MouseButtonPress, widget, at, button)
        for end in ends:
            self._mouse(QEvent.Type.MouseMove, widget, end, button)
        if self.dice.random() < 0.15:
            QTest.keyClick(self._focused(), Qt.Key.Key_Escape)
        self._mouse(QEvent.Type.MouseButtonRelease, widget, ends[-1], button)

    def _hover(self) -> None:
        widget, at = self._place()
        self._say(f"hover {type(widget).__name__}")
        self._mouse(QEvent.Type.MouseMove, widget, at, Qt.MouseButton.NoButton)

    def _wheel(self) -> None:
        widget, at = self._place()
        turn = QPoint(0, self.dice.choice((-480, -120, -7, 7, 120, 480)))
        self._say(f"wheel {type(widget).__name__} {turn.y()}")
        event = QWheelEvent(
            QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(), turn, Qt.MouseButton.NoButton,
            self.dice.choice(MODIFIERS), Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)

    def _context_menu(self) -> None:
        widget, at = self._place()
        self._say(f"menu {type(widget).__name__} {at.x()},{at.y()}")
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))

    def _key(self) -> None:
        key, keys = self.dice.choice(PLAIN_KEYS), self.dice.choice(MODIFIERS)
        widget = self._focused()
        self._say(f"key {key.name} {keys} in {type(widget).__name__}")
        QTest.keyClick(widget, key, keys)

    def _letters(self) -> None:
        widget = self._focused()
        text = "".join(self.dice.choices(LETTERS, k=self.dice.randrange(1, 6)))
        self._say(f"type {text} in {type(widget).__name__}")
        QTest.keyClicks(widget, text)

    def _control(self) -> None:
        widget, letter = self._focused(), self.dice.choice(CONTROLS)
        shift = Qt.KeyboardModifier.ShiftModifier
        keys = Qt.KeyboardModifier.ControlModifier
        keys = keys | shift if self.dice.random() < 0.2 else keys
        self._say(f"Ctrl {letter} in {type(widget).__name__}")
        QTest.keyClick(widget, Qt.Key(ord(letter.upper())), keys)

    def _tab(self) -> None:
        bars = self._shown(QTabBar)
        if not bars:
            return
        bar = self.dice.choice(bars)
        tabs = [at for at in range(bar.count()) if bar.isTabVisible(at) and bar.isTabEnabled(at)]
        if not tabs:
            return
        tab = self.dice.choice(tabs)
        self._say(f"tab {bar.tabText(tab)}")
        bar.setCurrentIndex(tab)

    def _press(self) -> None:
        buttons = self._shown(QAbstractButton)
        if buttons:
            button = self.dice.choice(buttons)
            name = button.text() or button.accessibleName()
            self._say(f"press {type(button).__name__} {name!r}")
            button.click()

    def _choose(self) -> None:
        boxes = self._shown(QComboBox)
        if boxes:
            box = self.dice.choice(boxes)
            keys = (
                Qt.Key.Key_Down,
                Qt.Key.Key_Down,
                Qt.Key.Key_Up,
                Qt.Key.Key_Home,
                Qt.Key.Key_End,
            )
            key = self.dice.choice(keys)
            self._say(f"choose {key.name} {box.accessibleName()!r}")
            QTest.keyClick(box, key)

    def _click_in_dialog(self) -> None:
        widget = self.dice.choice([*self._shown(QWidget), self._in_front()])
        at = self._point(widget)
        self._say(f"click {type(widget).__name__} {at.x()},{at.y()} in a dialog")
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            self._mouse(kind, widget, at, Qt.MouseButton.LeftButton)

    def _pause(self) -> None:
        self._wait = self.dice.randrange(PAUSE)
        self._say(f"pause {self._wait}")

    def _undo(self) -> None:
        name = self.dice.choice(("undo", "undo", "redo"))
        self._say(name)
        self.window.actions_by_name[name].trigger()

    def _action(self) -> None:
        names = [name for name in self.window.actions_by_name if name != "quit"]
        name = self.dice.choice((*names, "quit") if self.dice.random() < 0.05 else names)
        self._say(f"action {name}")
        self.window.actions_by_name[name].trigger()

    def _resize(self) -> None:
        width, height = self.dice.randrange(900, 1900), self.dice.randrange(600, 1200)
        self._say(f"resize {width} {height}")
        self.window.resize(width, height)


def main() -> int:
    """Run the events; say how it went."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stall", type=float, default=1.0, help="seconds a gap may last")
    parser.add_argument("--own", type=float, default=1.0, help="seconds of own time allowed")
    parser.add_argument("--log", type=Path, default=Path("random-events.log"))
    options = parser.parse_args()
    faulthandler.enable()
    app = application([])
    app.setQuitOnLastWindowClosed(False)
    sys.setswitchinterval(SWITCH)  # as the program does
    warm_up()  # a compiler at work beside it would be taken for a slow window
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, options.log.open("w") as log:
        trouble, collector, pulse = Trouble(log), GuiCollector(), Pulse()
        monkey = Monkey(options.events, options.seed, Path(folder), log, pulse)
        monkey.begin()
        app.exec()
        monkey.window.hide()
        monkey.window.deleteLater()
        QApplication.clipboard().clear()  # what is left there would outlive Python itself
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        pulse.stop()
        collector.close()
        trouble.close()
    print(
        f"{options.events} events, seed {options.seed}, {time.perf_counter() - begin:.0f} s; "
        f"longest gap {pulse.longest_held.held * 1000:.0f} ms at: {pulse.longest_held.during}; "
        f"longest own time {pulse.longest_own * 1000:.0f} ms"
    )
    print(dict(monkey.done.most_common()))
    for gap in sorted(pulse.slowest, reverse=True):
        print(f"{gap.own * 1000:5.0f} ms own, {gap.held * 1000:5.0f} ms in all: {gap.during}")
    for what, times in trouble.found.most_common():
        print(f"{times} × {what}")
    stalled = pulse.longest_own > options.own or pulse.longest_held.held > options.stall
    return 1 if trouble.found or stalled else 0


if __name__ == "__main__":
    sys.exit(main())
