"""What must not happen while a window is used: errors, warnings of Qt's, a loop that stalls."""

import sys
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from heapq import heappush, heappushpop
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)

NO_SCREEN = "This plugin does not support"  # said of windows without a screen
HEARTBEAT = 10  # milliseconds
SCHEDSTAT = Path("/proc/thread-self/schedstat")
SLOWEST = 12  # of the gaps, as many are told


class Trouble:
    """What must not happen, as it happened."""

    def __init__(self, log: TextIO) -> None:
        self.found: Counter[str] = Counter()
        self._log = log
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error
        sys.unraisablehook = self._on_unraisable
        qInstallMessageHandler(self._on_message)

    def note(self, kind: str, text: str) -> None:
        first = f"{kind}: {text.strip().splitlines()[-1] if text.strip() else ''}"
        if not self.found[first]:
            print(f"{kind}\n{text}", file=sys.stderr, flush=True)
        self.found[first] += 1
        self._log.write(f"!!! {kind}: {text}\n")
        self._log.flush()

    def close(self) -> None:
        """Leave all of it to Python and Qt again."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self.note("uncaught", "".join(traceback.format_exception(kind, error, trace)))

    def _on_thread_error(self, what: threading.ExceptHookArgs) -> None:
        lines = traceback.format_exception(what.exc_type, what.exc_value, what.exc_traceback)
        self.note("uncaught in a thread", "".join(lines))

    def _on_unraisable(self, what: "sys.UnraisableHookArgs") -> None:
        lines = traceback.format_exception(what.exc_type, what.exc_value, what.exc_traceback)
        self.note("unraisable", f"{what.object!r}\n{''.join(lines)}")

    def _on_message(self, kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        if text.startswith(NO_SCREEN):
            return
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            self.note("Qt", text)


@dataclass(frozen=True, order=True)
class Gap:
    """A time for which the event loop was away, in seconds.

    `own` is this thread's own time; `held` is all time but that in which it was ready to run and
    had no processor, because others on the machine did. `during` is what was done last.
    """

    own: float
    held: float
    during: str


def starved() -> float:
    """Return for how long this thread was ready to run and had no processor, in seconds so far.

    Linux counts it (`/proc/thread-self/schedstat`: nanoseconds run, nanoseconds ready, …); nothing
    elsewhere.
    """
    try:
        return int(SCHEDSTAT.read_bytes().split()[1]) / 1e9
    except OSError:
        return 0.0


class Pulse(QObject):
    """Measures how long the event loop was away."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_held = Gap(0.0, 0.0, "nothing")
        self.slowest: list[Gap] = []
        self.during = ""
        self._before = self._now()
        self._timer = QTimer(self)
        self._timer.setInterval(HEARTBEAT)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        """Measure no more."""
        self._timer.stop()

    @property
    def longest_own(self) -> float:
        """The longest time this thread was busy before it came back, in seconds."""
        return max((gap.own for gap in self.slowest), default=0.0)

    def _beat(self) -> None:
        now = self._now()
        own, held = (after - before for after, before in zip(now, self._before, strict=True))
        gap = Gap(own, held, self.during)
        if gap.held > self.longest_held.held:
            self.longest_held = gap
        if len(self.slowest) < SLOWEST:
            heappush(self.slowest, gap)
        else:
            heappushpop(self.slowest, gap)
        self._before = now

    @staticmethod
    def _now() -> tuple[float, float]:
        """Return this thread's own time, and the time on the wall but for what it was denied."""
        return time.thread_time(), time.perf_counter() - starved()
