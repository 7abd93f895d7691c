"""How soon a forecast follows an edit, and how alive the window stays meanwhile.

`python benchmarks/live.py [--edits N] [--runs N]` opens a real window (without a
screen, unless there is one) on the template of lead to revenue and on the eight-stage funnel, with
the canvas shown and with the forecast tab shown, and edits the document N times a kind (9 by
default): a rate typed, a stage laid onto a trigger, the volume of a source changed. It prints, in
milliseconds, the median and the longest of

- preview: from the edit until the exact means are on the screen (≤ 100 ms);
- bands: until the first bands of the edited funnel are (≤ 1 s), and of how many runs they are;
- whole: until all 1,000 runs are;

and over all edits, while the simulation runs, p50, p99 and the longest of

- late: how late the window answers an event, by a heartbeat: a beat is due every 5 ms; one gap
  makes all beats late that were due in it, so that a long gap counts as long as it took
  (p99 ≤ 50 ms);
- own: how long the window's own work took of the processor between two beats: what remains of
  lateness on a machine that does nothing else;

and at last `cancel`: from the click on Cancel amid N runs (100,000 by default) until they have
stopped (≤ 1 s), five times.

Times by the clock hold what else the machine did: `busy` is the share of this process in the time
that passed, for all processors together; under 90 % something else worked, or the simulation waited
for the window. Ratios at the end compare the times with the targets: at most 1 holds.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
if "DISPLAY" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from funnelcraft.designer.app import SWITCH, application, make_window  # noqa: E402
from funnelcraft.designer.collector import GuiCollector  # noqa: E402
from funnelcraft.designer.forecast.events import Options  # noqa: E402
from funnelcraft.designer.look.theme import Theme  # noqa: E402
from funnelcraft.designer.settings import Settings  # noqa: E402
from funnelcraft.designer.window import MainWindow  # noqa: E402
from funnelcraft.funnel.edits import (  # noqa: E402
    add_stage,
    change_source,
    give_days,
    give_rate,
    insert_stage,
)
from funnelcraft.funnel.model import Funnel, Volume  # noqa: E402
from funnelcraft.io.templates import template  # noqa: E402
from tests.simulation.reference import act_on_8  # noqa: E402

EDITS, MANY_RUNS, CANCELS = 9, 100_000, 5
BEAT = 5  # milliseconds
PATIENCE = 120_000
TARGETS = {"preview": 100.0, "bands": 1000.0, "late": 50.0, "cancel": 1000.0}
Edit = Callable[[Funnel], Funnel]


@dataclass
class Times:
    """What was measured of the edits of one kind, in milliseconds."""

    preview: list[float] = field(default_factory=list)
    bands: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    runs: list[float] = field(default_factory=list)


class Heart(QObject):
    """Beats every few milliseconds; knows how late, and what the thread worked in between."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self.own: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        gap = (now - self._last) * 1000
        self.own.append((worked - self._worked) * 1000)
        self._last, self._worked = now, worked
        late = gap - BEAT
        while late > 0:  # this beat, and those that were due since and did not come
            self.late.append(late)
            late -= BEAT
        if gap <= BEAT:
            self.late.append(0.0)


class Watch(QObject):
    """Notes when, after an edit, the preview, the first bands and the last ones are painted."""

    def __init__(self, window: MainWindow, tab: str) -> None:
        super().__init__(window)
        self._window, self._tab = window, tab
        self._seen: dict[str, float] = {}
        self._runs = 0
        live = window.live
        live.previewed.connect(self._on_previewed)
        live.refined.connect(self._on_refined)
        live.answered.connect(self._on_answered)

    def edit(self, edit: Edit, times: Times) -> None:
        """Edit, and wait for the whole forecast."""
        pause(6 * BEAT)  # what is still to come of the edit before
        self._seen, self._runs = {}, 0
        began = time.perf_counter()
        self._window.document.apply(edit, "edit")
        run_until(lambda: len(self._seen) == 3 and self._window.forecasts.is_settled)
        for name, found in (("preview", times.preview), ("bands", times.bands)):
            found.append((self._seen[name] - began) * 1000)
        times.whole.append((self._seen["whole"] - began) * 1000)
        times.runs.append(self._runs)

    def _note(self, name: str) -> None:
        # What is posted, painting too, comes before a timer of no time.
        QTimer.singleShot(0, self, lambda: self._seen.setdefault(name, time.perf_counter()))

    def _on_previewed(self, _preview: object) -> None:
        self._note("preview")

    def _on_refined(self, refined) -> None:  # type: ignore[no-untyped-def]
        if self._tab == "canvas":
            self._on_bands(refined.done)
        if refined.finished:
            self._note("whole")

    def _on_answered(self, answer) -> None:  # type: ignore[no-untyped-def]
        if self._tab == "forecast":
            self._on_bands(answer.runs)

    def _on_bands(self, runs: int) -> None:
        self._runs = self._runs or runs
        self._note("bands")


def run_until(done: Callable[[], bool]) -> None:
    """Let the window work until something holds."""
    loop, look = QEventLoop(), QTimer()
    look.setInterval(BEAT)
    look.timeout.connect(lambda: loop.quit() if done() else None)
    look.start()
    QTimer.singleShot(PATIENCE, loop, loop.quit)
    loop.exec()
    if not done():
        raise SystemExit("the window did not get there within two minutes")


def kinds(turn: int) -> Iterator[tuple[str, Edit]]:
    """Yield the edits of a turn, each unlike those of the turns before."""
    yield "rate typed", lambda funnel: give_rate(funnel, funnel.triggers[1].id, 0.2 + turn / 500)
    yield "stage added", with_stage
    yield "source changed", lambda funnel: with_volume(funnel, 1.0 + (turn + 1) / 200)


def with_stage(funnel: Funnel) -> Funnel:
    """Lay a stage onto a trigger: those who pass it move on within days."""
    first = funnel.triggers[2].id
    added, stage = add_stage(funnel, "Checked", (60.0, 900.0))
    inserted, trigger = insert_stage(added, first, stage)
    return give_days(give_rate(inserted, trigger, 0.95), trigger, 3.0)


def with_volume(funnel: Funnel, by: float) -> Funnel:
    """Let the first source bring more leads."""
    source = funnel.sources[0]
    leads = source.volume.leads_per_month
    assert isinstance(leads, float)
    return change_source(funnel, source.id, volume=Volume(leads_per_month=leads * by))


def measured(window: MainWindow, funnel: Funnel, tab: str, edits: int) -> tuple[dict, Heart, float]:  # type: ignore[type-arg]
    """Edit a funnel in a window; return the times by kind, the heart, and how busy we were."""
    window.document.open(funnel, None, None)
    (window.show_forecast if tab == "forecast" else window.show_canvas)()
    run_until(lambda: window.forecasts.is_ready)
    watch, heart = Watch(window, tab), Heart()
    times: dict[str, Times] = {}
    heart.start()
    began, worked = time.perf_counter(), time.process_time()
    for turn in range(edits):
        for kind, edit in kinds(turn):
            watch.edit(edit, times.setdefault(kind, Times()))
            if kind == "stage added":  # the next turn adds it to the same funnel
                window.document.undo_stack.undo()
                run_until(lambda: window.forecasts.is_settled)
    busy = (time.process_time() - worked) / (time.perf_counter() - began) / (os.cpu_count() or 1)
    heart.stop()
    watch.deleteLater()
    return times, heart, busy


def cancelled(window: MainWindow, runs: int) -> list[float]:
    """Return how long it took to stop so many runs, in milliseconds."""
    found = []
    before = window.live.options
    for at in range(CANCELS):
        window.live.set_options(Options(runs=runs, days=365, seed=at + 2))
        run_until(lambda: window.status.cancel.isVisible())
        pause(700)
        stopped: list[float] = []
        window.live.stopped.connect(lambda s=stopped: s.append(time.perf_counter()))
        began = time.perf_counter()
        window.status.cancel.click()
        run_until(lambda s=stopped: bool(s))  # type: ignore[misc]
        found.append((stopped[0] - began) * 1000)
    window.live.set_options(before)
    run_until(lambda: window.forecasts.is_settled)
    return found


def pause(milliseconds: int) -> None:
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop, loop.quit)
    loop.exec()


def at_share(values: list[float], share: float) -> float:
    """Return what so many of the values lie below."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def told(times: dict[str, Times], heart: Heart, busy: float) -> dict[str, float]:
    """Print a table; return the figures that have targets."""
    print(f"  {'':16}{'preview':>16}{'bands':>16}{'of runs':>9}{'whole':>16}")
    for kind, one in times.items():
        spans = [
            f"{statistics.median(v):8.0f}{max(v):8.0f}" for v in (one.preview, one.bands, one.whole)
        ]
        runs = f"{statistics.median(one.runs):9.0f}"
        print(f"  {kind:16}{spans[0]}{spans[1]}{runs}{spans[2]}")
    for name, values in (("late", heart.late), ("own", heart.own)):
        shares = [at_share(values, 0.5), at_share(values, 0.99), max(values)]
        print(f"  {name:16}" + "".join(f"{value:8.1f}" for value in shares) + "   p50, p99, max")
    print(f"  {'busy':16}{busy:8.0%}")
    return {
        "preview": statistics.median(v for one in times.values() for v in one.preview),
        "bands": statistics.median(v for one in times.values() for v in one.bands),
        "late": at_share(heart.late, 0.99),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how live the forecast is.")
    parser.add_argument("--edits", type=int, default=EDITS)
    parser.add_argument("--runs", type=int, default=MANY_RUNS, help="to cancel amid")
    chosen = parser.parse_args()
    app = application([])
    sys.setswitchinterval(SWITCH)
    collector = GuiCollector()
    funnels = {"lead to revenue": template("lead-to-revenue"), "eight stages": act_on_8()}
    figures: dict[str, list[float]] = {name: [] for name in TARGETS}
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder))
        window = make_window(settings, Theme(app, settings.theme), None)
        window.resize(1600, 1000)
        window.start_work()
        for name, funnel in funnels.items():
            for tab in ("canvas", "forecast"):
                print(f"{name}, the {tab} shown: milliseconds, median and longest", flush=True)
                found = told(*measured(window, funnel, tab, chosen.edits))
                for what, value in found.items():
                    figures[what].append(value)
            stops = cancelled(window, chosen.runs)
            figures["cancel"].append(max(stops))
            print(f"  {'cancel':16}{statistics.median(stops):8.0f}{max(stops):8.0f}\n")
        window.shut()
    collector.close()
    print("the worst of each beside its target")
    for what, target in TARGETS.items():
        worst = max(figures[what])
        print(f"  {what:16}{worst:8.1f}{target:8.0f}   {worst / target:.2f}")
    QApplication.quit()


if __name__ == "__main__":
    main()
