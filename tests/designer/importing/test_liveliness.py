"""The window stays alive while an export is looked at, read, measured and shown."""

import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from tests.designer.importing.exports import Wizard, events
from tests.designer.inspector.helpers import click
from tests.designer.windows import Windows

LONGEST = 0.05  # seconds of the window's own work without a look at the events


class Heartbeat(QObject):
    """Beats whenever the event loop can, and remembers the longest work between two beats.

    Processor time of this thread: what other programs take of a busy machine does not count.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start()

    def _on_beat(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def stop(self) -> float:
        """Return the longest work, in seconds."""
        self._timer.stop()
        return self.longest


def test_that_no_step_of_the_wizard_holds_the_window_up(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = Wizard(qtbot, windows.open("lead-to-revenue"))
    path = events(tmp_path / "events.csv", leads=20_000)
    # The modules are imported and the dialog is made once before: that is measured on its own.
    began = time.thread_time()
    wizard.window.imports.open().reject()
    opening = time.thread_time() - began
    qtbot.wait(1)
    beat = Heartbeat()
    dialog = wizard.look_at(path)
    click(dialog.page.stages.aim.buttons[1])
    click(dialog.page.stages.aim.buttons[0])
    dialog.page.window_card.segments.committed.emit("Channel", 1)
    wizard.settle()
    wizard.read()
    assert beat.stop() < LONGEST
    assert opening < 0.5
