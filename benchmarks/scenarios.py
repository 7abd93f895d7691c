"""What scenarios cost on the way of an edit.

`python benchmarks/scenarios.py [STAGES TRIGGERS]` (usually 1000 1500) prints a table of
milliseconds of the processor, median and longest of 30: an edit of a document alone, without views,
in the design and in scenarios with so many changes; the switch to such a scenario and back; and to
tell what it changes and mark it on a canvas, which follows an edit when the window is idle. The
funnel is random, from a fixed seed.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication  # noqa: E402

from funnelcraft.designer.canvas.view import CanvasView  # noqa: E402
from funnelcraft.designer.document import Document  # noqa: E402
from funnelcraft.designer.look.tokens import LIGHT  # noqa: E402
from funnelcraft.funnel.edits import change_stage  # noqa: E402
from funnelcraft.funnel.model import Capacity, Funnel  # noqa: E402
from funnelcraft.funnel.scenarios import account_of, add_scenario  # noqa: E402
from tests.funnel.random_funnels import random_funnel  # noqa: E402

TURNS = 30
CHANGES = (0, 20, 200, 1000)


def with_changes(funnel: Funnel, number: int) -> Funnel:
    """Return the funnel with other capacities for its first stages."""
    wide = tuple(
        stage.replaced(capacity=Capacity(leads_per_day=1.0 + at)) if at < number else stage
        for at, stage in enumerate(funnel.stages)
    )
    return funnel.replaced(stages=wide)


def times(work: Callable[[int], object]) -> str:
    """Return median and longest of the times that something takes, in milliseconds."""
    found = []
    for turn in range(TURNS):
        began = time.process_time()
        work(turn)
        found.append((time.process_time() - began) * 1000)
    return f"{statistics.median(found):9.2f}{max(found):9.2f}"


def edit_of(document: Document) -> Callable[[int], None]:
    stage = document.funnel.stages[-1].id

    def edit(turn: int) -> None:
        term = f"{document.scenario} {turn}"
        document.apply(lambda funnel: change_stage(funnel, stage, term=term), "edit")

    return edit


def told(base: Funnel, scenario: str) -> str:
    """Return how long it takes to tell a scenario and mark it on a canvas that shows it."""
    document = Document(base)
    view = CanvasView(document, LIGHT)
    document.show_scenario(scenario)
    row = times(lambda _turn: view.show_changes(account_of(base, scenario)))
    view.deleteLater()
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure scenarios.")
    parser.add_argument("size", type=int, nargs="*", default=[1000, 1500])
    stages, triggers = parser.parse_args().size
    app = QApplication(sys.argv[:1])
    funnel = random_funnel(1, stages, triggers)
    print(f"{stages} stages, {triggers} triggers: milliseconds{'median':>14}{'longest':>9}")
    document = Document(funnel)
    print(f"{'edit of the design':40}{times(edit_of(document))}")
    for number in CHANGES:
        base, scenario = add_scenario(funnel, "Wide", like=with_changes(funnel, number))
        document.open(base, None, None)
        document.show_scenario(scenario)
        print(f"{f'edit in a scenario of {number} changes':40}{times(edit_of(document))}")
        row = times(lambda turn, to=scenario: document.show_scenario(to if turn % 2 else ""))
        print(f"{'switch from or to it':40}{row}")
        row = told(document.base, scenario)
        print(f"{'tell it and mark it':40}{row}")
    app.quit()


if __name__ == "__main__":
    main()
