"""How soon the window shows, and whether it stays alive while it imports and simulates.

`python benchmarks/window.py [STARTS]` starts the program so often in fresh processes and prints
medians: milliseconds from the start of the process until the window is painted (bare), and until
all its parts are; the longest gap between two beats of a 2 ms timer until the first forecast is
complete (imports included); the longest gap while five edits are forecast; and from an edit to its
complete forecast.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STARTS = 7
EDITS = 5
TARGETS = {"first_paint_ms": 600.0, "longest_gap_starting_ms": 50.0, "longest_gap_running_ms": 50.0}


def measured_start(began: float, folder: str) -> dict[str, float]:
    """Open the window, let it forecast, edit; return what it took, in milliseconds."""
    from funnelcraft.designer.app import application, make_window
    from funnelcraft.designer.collector import GuiCollector
    from funnelcraft.designer.look.theme import Theme
    from funnelcraft.designer.settings import Settings

    sys.setswitchinterval(0.001)
    app = application([])
    settings = Settings(Path(folder))
    theme = Theme(app, settings.theme)
    collector = GuiCollector()
    paint = first_paint_filter()
    app.installEventFilter(paint)
    window = make_window(settings, theme, None)
    app.processEvents()
    app.removeEventFilter(paint)
    found = {"first_paint_ms": (paint.at - began) * 1000}
    found["complete_ms"] = (time.monotonic() - began) * 1000
    window.start_work()
    beat = Heart()
    run_until(app, lambda: window.forecasts.is_ready)
    found["longest_gap_starting_ms"] = beat.longest_ms()
    beat.reset()
    seconds = []
    for edit in range(EDITS):
        trigger = window.document.funnel.triggers[0]
        rate = 0.05 + edit / 1000
        started = time.monotonic()
        window.document.apply(lambda funnel, t=trigger, r=rate: changed(funnel, t.id, r), "edit")
        run_until(app, lambda: window.forecasts.is_settled)
        seconds.append(time.monotonic() - started)
    found["longest_gap_running_ms"] = beat.longest_ms()
    found["edit_to_forecast_ms"] = statistics.median(seconds) * 1000
    window.shut()
    collector.close()
    return found


def changed(funnel, trigger_id, rate):  # type: ignore[no-untyped-def]
    from funnelcraft.funnel.edits import change_trigger
    from funnelcraft.funnel.model import Conversion

    return change_trigger(funnel, trigger_id, conversion=Conversion(rate=rate))


def run_until(app, done):  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    look = QTimer()
    look.setInterval(5)
    look.timeout.connect(lambda: loop.quit() if done() else None)
    look.start()
    QTimer.singleShot(120_000, loop.quit)
    loop.exec()


def first_paint_filter():  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QEvent, QObject

    class Filter(QObject):
        at = 0.0

        def eventFilter(self, watched, event):  # type: ignore[no-untyped-def]  # noqa: N802
            if self.at == 0.0 and event.type() == QEvent.Type.UpdateRequest:
                watched.event(event)
                self.at = time.monotonic()
                return True
            return False

    return Filter()


class Heart:
    """Beats every 2 ms where the event loop lets it."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self.reset()

    def reset(self) -> None:
        self._last = time.perf_counter()
        self._gaps = [0.0]

    def longest_ms(self) -> float:
        return max(self._gaps) * 1000

    def _beat(self) -> None:
        now = time.perf_counter()
        self._gaps.append(now - self._last)
        self._last = now


def started(compiled: str) -> dict[str, float]:
    """Start the program once in a process of its own, as users do: with compiled modules."""
    environment = os.environ | {"PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if "DISPLAY" not in environment:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--child", str(time.monotonic()), folder]
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    if len(sys.argv) == 4 and sys.argv[1] == "--child":
        print(json.dumps(measured_start(float(sys.argv[2]), sys.argv[3])))
        return
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else STARTS
    with tempfile.TemporaryDirectory() as compiled:
        results = [started(compiled) for _start in range(starts + 1)]  # the first one warms up
    print(f"median of {starts} starts (and the range)")
    for name in results[0]:
        values = sorted(result[name] for result in results[1:])
        target = f"  target {TARGETS[name]:.0f}" if name in TARGETS else ""
        middle = statistics.median(values)
        print(f"{name:26} {middle:8.1f}   ({values[0]:.1f} to {values[-1]:.1f}){target}")


if __name__ == "__main__":
    main()
