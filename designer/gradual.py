"""Work and heavy imports in the GUI's thread, in slices nobody notices.

PySide makes its classes when they are first asked for, and is not safe when two threads ask at
once: a program that imported pyqtgraph in a second thread crashed one time in three. So what
touches Qt is imported here, between events: first every class of Qt's modules, which the window's
own modules will ask for, then those, each in one step. Never a part of a module: what else imports
it meanwhile would find half of it.
"""

import importlib
import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

SLICE = 0.006  # seconds of work between two looks at the events
PAUSE = 4  # milliseconds for the events


def touch_classes(name: str) -> Iterator[None]:
    """Let PySide make the classes of a module, one a step."""
    module = importlib.import_module(name)
    yield
    for attribute in dir(module):
        getattr(module, attribute)
        yield


def import_whole(name: str) -> Iterator[None]:
    """Import a module in a single step."""
    importlib.import_module(name)
    yield


class Gradual(QObject):
    """Does work in slices between events. `done(name)` when a piece of work is done."""

    done = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._work: list[tuple[str, Iterator[None]]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._on_time)

    def add(self, name: str, steps: Iterator[None]) -> None:
        """Do these steps after those that are waiting already."""
        self._work.append((name, steps))
        self._timer.start()

    @property
    def is_done(self) -> bool:
        """Whether no work is left."""
        return not self._work

    def finish(self) -> None:
        """Do all that is left at once: it is needed now."""
        self._timer.stop()
        while self._work:
            self._step()

    def close(self) -> None:
        """Do nothing more."""
        self._timer.stop()
        self._work.clear()

    def _on_time(self) -> None:
        end = time.perf_counter() + SLICE
        while self._work and time.perf_counter() < end:
            self._step()
        if not self._work:
            self._timer.stop()

    def _step(self) -> None:
        name, steps = self._work[0]
        try:
            next(steps)
        except StopIteration:
            self._work.pop(0)
            self.done.emit(name)
