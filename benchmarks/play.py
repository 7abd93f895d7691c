"""How long a frame of play takes, and how even frames come, on a funnel of twenty stages.

`python benchmarks/play.py [SECONDS]` plays in a window of 1600 × 1000 and prints medians and 95th
percentiles in milliseconds: of painting a frame (the whole of it, as the screen gets it), of the
time between two frames, and of the first frame after a zoom, for which the drawing is painted anew.
`cpu` is the thread's own time: on a busy machine the rest is waiting for a processor.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SECONDS = 6.0
STAGES = 20
TARGET = 16.0


def funnel_of(stages: int) -> Any:
    """Return a path of so many stages in rows of seven; some recycle, queue and promise."""
    from funnelcraft.funnel.geometry import COLUMN, ROW
    from funnelcraft.funnel.model import DAYS_PER_MONTH, Funnel

    path = [f"stage-{n}" for n in range(stages - 2)]

    def stage(n: int) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": path[n],
            "term": f"Stage {n + 1}",
            "kind": "open",
            "owner": "seller" if n > 8 else "marketer",
            "position": [COLUMN * (n % 7), ROW * (n // 7)],
        }
        if n % 4 == 3:
            found["capacity"] = {"leads_per_day": 40.0 * 0.86**n, "calendar": "weekdays"}
            found["sla"] = {"days": 2.0, "clock": "first_touch"}
        return found

    def trigger(start: str, end: str, kind: str, rate: float, mean: float) -> dict[str, Any]:
        time_taken = {"kind": "lognormal", "mean_days": mean, "cv": 0.8}
        return {
            "id": f"{start}-{end}",
            "from": start,
            "to": end,
            "kind": kind,
            "conversion": {"rate": rate},
            "velocity": time_taken,
        }

    ends = [(*path, "won")[n + 1] for n in range(len(path))]
    triggers = [trigger(a, b, "progress", 0.8, 6.0) for a, b in zip(path, ends, strict=True)]
    triggers += [trigger(one, "lost", "disqualify", 0.08, 9.0) for one in path[9:]]
    triggers += [trigger(path[n], path[n - 3], "recycle", 0.05, 20.0) for n in range(4, 18, 3)]
    document = {
        "start": "2027-01-01",
        "roles": [
            {"id": "marketer", "name": "Marketing", "department": "marketing"},
            {"id": "seller", "name": "Sales", "department": "sales"},
        ],
        "stages": [
            *(stage(n) for n in range(len(path))),
            {"id": "won", "term": "Won", "kind": "won", "position": [COLUMN * 6, ROW * 3]},
            {"id": "lost", "term": "Lost", "kind": "lost", "position": [COLUMN * 3, ROW * 3]},
        ],
        "triggers": triggers,
        "sources": [
            {
                "id": "web",
                "name": "Website",
                "into": path[0],
                "volume": {"leads_per_month": 40.0 * DAYS_PER_MONTH},
            }
        ],
        "deal_value": {"kind": "lognormal", "mean": 9000.0, "cv": 1.0},
    }
    return Funnel.model_validate(document, by_alias=True, by_name=False)


def until(app: Any, done: Any) -> None:
    while not done():
        app.processEvents()
        time.sleep(0.002)


def opened(app: Any, folder: str) -> Any:
    """Return a window with play open and its run there."""
    from funnelcraft.designer.forecast.events import Options
    from funnelcraft.designer.look.theme import Theme
    from funnelcraft.designer.settings import Settings
    from funnelcraft.designer.window import MainWindow

    window = MainWindow(Settings(Path(folder)), Theme(app, "light"))
    window.fill(funnel_of(STAGES))
    window.resize(1600, 1000)
    window.show()
    window.live.set_options(Options(runs=200))
    window.forecasts.begin()
    window.forecasts.finish_imports()
    until(app, lambda: window.forecasts.is_settled)
    window.canvas.fit()
    window.play.open(starts=False)
    until(app, lambda: window.play.replay is not None)
    window.canvas.fit()
    return window


def watch_into(found: dict[str, list[float]]) -> Any:
    """Return an event filter that paints what it watches and takes down how long it took."""
    from PySide6.QtCore import QEvent, QObject

    class Watch(QObject):
        kind = "paint"
        last = 0.0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() != QEvent.Type.Paint:
                return False
            began, worked = time.perf_counter(), time.thread_time()
            if self.kind == "paint" and self.last:
                found["between"].append((began - self.last) * 1000)
            self.last = began
            watched.event(event)
            found[self.kind].append((time.perf_counter() - began) * 1000)
            found[f"{self.kind} cpu"].append((time.thread_time() - worked) * 1000)
            return True

    return Watch()


def measured(seconds: float, folder: str) -> dict[str, list[float]]:
    from funnelcraft.designer.app import application
    from funnelcraft.designer.collector import GuiCollector

    sys.setswitchinterval(0.001)
    app = application([])
    collector = GuiCollector()
    window = opened(app, folder)
    found: dict[str, list[float]] = {
        name: [] for name in ("paint", "paint cpu", "between", "zoomed", "zoomed cpu")
    }
    watch = watch_into(found)
    surface = window.play.surface
    for speed in (7.0, 60.0):
        window.play.bar.speed.setCurrentIndex(window.play.bar.speed.findData(speed))
        window.play.go_to(30.0)
        window.play.toggle()
        until_time = time.monotonic() + 0.3
        until(app, lambda end=until_time: time.monotonic() > end)
        surface.installEventFilter(watch)
        watch.last = 0.0
        end = time.monotonic() + seconds / 2
        while time.monotonic() < end:
            app.processEvents()
            if not window.play.is_playing:
                window.play.toggle()
            time.sleep(0.0005)
        surface.removeEventFilter(watch)
        if window.play.is_playing:
            window.play.toggle()
    watch.kind = "zoomed"
    surface.installEventFilter(watch)
    for _turn in range(8):
        window.canvas.zoom_in() if _turn % 2 else window.canvas.zoom_out()
        app.processEvents()
    surface.removeEventFilter(watch)
    window.play.close()
    window.shut()
    collector.close()
    return found


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    if "DISPLAY" not in os.environ:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        found = measured(seconds, folder)
    print(f"{STAGES} stages, load {os.getloadavg()[0]:.1f}; milliseconds")
    for name, values in found.items():
        p95 = statistics.quantiles(values, n=20)[-1]
        target = f"  target {TARGET:.0f} at the 95th" if name == "paint" else ""
        middle = statistics.median(values)
        print(f"{name:10} median {middle:6.1f}  95th {p95:6.1f}  of {len(values)}{target}")


if __name__ == "__main__":
    main()
