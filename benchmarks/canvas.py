"""How fast the canvas is with funnels of some size.

`python benchmarks/canvas.py [STAGES TRIGGERS]` (usually 1000 1500, then 200 300 and 20 30) prints a
table. The funnels are random, from a fixed seed, laid out by "Tidy up". Measured in one process:

- open: reading and validating the bytes of a file, planning, mirroring, until the canvas is painted
  (the design checks follow in a thread, as in the program: they are listed by themselves);
- a frame: from an event of the mouse until the viewport is painted, while one and fifty stages are
  dragged, while the sheet is panned and zoomed, at 100 % and with the whole funnel in view;
- drop: from the release of a drag until it is painted; edit: the same for a renamed stage; figures:
  from new figures for all stages and triggers until they are painted;
- layout: "Tidy up" without drawing;
- machine: a loop of plain Python, to tell how fast the machine was during the run.

The drawing shows figures and findings, as after the first forecast. Times are those of the
processor in this process, so that other work of the machine counts little.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
if "DISPLAY" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QPointF, Qt  # noqa: E402
from PySide6.QtGui import QMouseEvent  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from funnelcraft.designer.canvas.figures import CanvasFigures, StageFigures  # noqa: E402
from funnelcraft.designer.canvas.view import CanvasView  # noqa: E402
from funnelcraft.designer.collector import GuiCollector  # noqa: E402
from funnelcraft.designer.document import Document, Item  # noqa: E402
from funnelcraft.designer.look.tokens import LIGHT  # noqa: E402
from funnelcraft.funnel.checks import check  # noqa: E402
from funnelcraft.funnel.edits import change_stage, move_stages  # noqa: E402
from funnelcraft.funnel.layout import laid_out  # noqa: E402
from funnelcraft.funnel.model import Funnel  # noqa: E402
from funnelcraft.io import project_file  # noqa: E402
from tests.funnel.random_funnels import random_funnel  # noqa: E402

SIZES = ((20, 30), (200, 300), (1000, 1500))
REPEATS, FRAMES = 3, 60
TARGETS = {"open": 1000.0, "frame": 16.0, "layout": 2000.0}
Table = dict[str, tuple[float, float, float]]  # median, 95th percentile, longest, in milliseconds


def milliseconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def summed_up(times: list[float]) -> tuple[float, float, float]:
    ordered = sorted(times)
    return statistics.median(times), ordered[int(0.95 * (len(ordered) - 1) + 0.5)], ordered[-1]


class Bench:
    """A shown canvas and a mouse over it."""

    def __init__(self, funnel: Funnel) -> None:
        self.document = Document(funnel)
        self.view = CanvasView(self.document, LIGHT)
        self.view.resize(1100, 800)
        self.view.show()
        QApplication.processEvents()

    def paint(self) -> None:
        """Paint what waits to be painted, as the next turn of the event loop does."""
        QApplication.sendPostedEvents()
        QApplication.processEvents()

    def send(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
        pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        everywhere = QPointF(self.view.viewport().mapToGlobal(at.toPoint()))
        no_key = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, at, everywhere, pressed, held, no_key)
        QApplication.sendEvent(self.view.viewport(), event)
        self.paint()

    def drag(self, start: QPointF, button: Qt.MouseButton) -> tuple[list[float], float]:
        """Drag to and fro; return the time of each frame, and that of the drop."""
        self.send(QEvent.Type.MouseButtonPress, start, button)
        frames = []
        for step in range(FRAMES + 2):
            away = QPointF(8.0 * (step % 20) + 12, 8.0 * (step % 7) + 8)
            spent = milliseconds(
                lambda to=start + away: self.send(QEvent.Type.MouseMove, to, button)
            )
            frames.append(spent)
        end = start + QPointF(60, 44)
        drop = milliseconds(lambda: self.send(QEvent.Type.MouseButtonRelease, end, button))
        return frames[2:], drop

    def close(self) -> None:
        self.view.close()
        self.view.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def opened(file: Path) -> Bench:
    funnel = project_file.read(file).funnel
    bench = Bench(funnel)
    bench.paint()
    return bench


def measured(stages: int, triggers: int, repeats: int) -> Table:
    funnel = laid_out(random_funnel(7, stages, triggers))
    table: Table = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "random.funnel"
        project_file.save(file, funnel)
        times: dict[str, list[float]] = {"open": [], "  read": [], "  checks": []}
        for _repeat in range(repeats):
            held: list[Bench] = []
            times["open"].append(milliseconds(lambda h=held: h.append(opened(file))))
            held[0].close()
            times["  read"].append(milliseconds(lambda: project_file.read(file)))
            times["  checks"].append(milliseconds(lambda: check(funnel)))
    table |= {name: summed_up(found) for name, found in times.items()}
    bench = Bench(funnel)
    bench.view.show_findings(check(funnel))
    bench.view.show_figures(figures_of(funnel, 0))
    table |= frames_of(bench, funnel)
    table |= edits_of(bench)
    bench.close()
    heap = move_stages(funnel, {one.id: (0.0, 0.0) for one in funnel.stages})
    table["layout"] = summed_up([milliseconds(lambda: laid_out(heap)) for _ in range(repeats)])
    table["machine"] = summed_up([milliseconds(count_up) for _ in range(5)])
    return table


def frames_of(bench: Bench, funnel: Funnel) -> Table:
    view, document = bench.view, bench.document
    middle = funnel.stages[len(funnel.stages) // 2].id
    left, centre = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
    table: Table = {}
    drops = []
    zooms_of = {
        "at 100 %": view.reset_zoom,
        "at 45 %": lambda: view._zoom.by(0.45 / view.zoom()),
        "at 30 %": lambda: view._zoom.by(0.3 / view.zoom()),
        "fitted": view.fit,
    }
    for where, zoom in zooms_of.items():
        for number in (1, 50):
            zoom()
            chosen = [one.id for one in funnel.stages][:: max(len(funnel.stages) // number, 1)]
            chosen = [middle, *(c for c in chosen[: number - 1] if c != middle)]
            document.select([Item("stage", one) for one in chosen])
            x, y = view.canvas.plan.boxes[middle].centre
            if zoom != view.fit:
                view.centerOn(QPointF(x, y))
            bench.paint()
            at = QPointF(view.mapFromScene(QPointF(x, y)))
            frames, drop = bench.drag(at, left)
            table[f"frame, {len(chosen)} dragged {where}"] = summed_up(frames)
            drops.append(drop)
        bench.paint()
        frames, _drop = bench.drag(QPointF(300, 300), centre)
        table[f"frame, panned {where}"] = summed_up(frames)
        zooms = []
        for step in range(FRAMES):
            work = view.zoom_in if step % 2 else view.zoom_out
            zooms.append(milliseconds(lambda work=work: (work(), bench.paint())))
        table[f"frame, zoomed {where}"] = summed_up(zooms)
    table["drop"] = summed_up(drops)
    return table


def figures_of(funnel: Funnel, turn: int) -> CanvasFigures:
    stages = {one.id: StageFigures(100.0 + turn, 10.0, "a year") for one in funnel.stages}
    moves = {one.id: 10.0 * place for place, one in enumerate(funnel.triggers)}
    return CanvasFigures(stages, moves)


def count_up() -> int:
    total = 0
    for number in range(1_000_000):
        total += number
    return total


def edits_of(bench: Bench) -> Table:
    document, view = bench.document, bench.view
    stage_id = document.funnel.stages[3].id
    edits, figures = [], []
    for turn in range(5):

        def edit(turn: int = turn) -> None:
            document.apply(lambda f: change_stage(f, stage_id, term=f"Term {turn}"), "edit")
            bench.paint()

        def show(turn: int = turn) -> None:
            view.show_figures(figures_of(document.funnel, turn + 1))
            bench.paint()

        edits.append(milliseconds(edit))
        figures.append(milliseconds(show))
    return {"edit of a term": summed_up(edits), "new figures": summed_up(figures)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the canvas.")
    parser.add_argument("size", type=int, nargs="*", help="stages and triggers")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    chosen = parser.parse_args()
    app = QApplication(sys.argv[:1])
    collector = GuiCollector()  # garbage is collected as in the program
    measured(8, 10, 1)  # imports, fonts and caches of the process
    sizes = (tuple(chosen.size),) if chosen.size else SIZES
    for stages, triggers in sizes:
        print(f"{stages} stages, {triggers} triggers: milliseconds")
        print(f"{'':34}{'median':>9}{'p95':>9}{'longest':>9}")
        for name, row in measured(stages, triggers, chosen.repeats).items():
            target = TARGETS.get(name.partition(",")[0])
            note = f"   target {target:.0f}" if target is not None else ""
            print(f"{name:34}" + "".join(f"{value:9.1f}" for value in row) + note)
        print()
    collector.close()
    app.quit()


if __name__ == "__main__":
    main()
