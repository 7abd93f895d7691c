"""Judge a table in a process of its own: a hostile file can end that one, and no more.

The rows come back through files of a few thousand each: to read one takes a moment, while to read
all in one piece would hold up every other thread of the program.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.imports.children import ask, shared_folder, trusting_nothing
from funnelcraft.io.imports.pace import Pace
from funnelcraft.io.imports.progress import OnProgress, ShouldStop, Stopped
from funnelcraft.io.project_file import dump, parse
from funnelcraft.io.trigger_tests.judging import judge_table
from funnelcraft.io.trigger_tests.results import (
    Result,
    ResultRow,
    as_cells,
    from_cells,
    result_of,
)

_FUNNEL = "judged.funnel"
_PIECE = 2_000  # rows of a file


def judge_apart(
    funnel: Funnel,
    path: Path,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Result:
    """Do as `judge_table` in a process of its own. Raises FileProblem, Stopped."""
    with shared_folder() as folder:
        (folder / _FUNNEL).write_bytes(dump(funnel))
        answer = ask("judge", [path], None, folder, on_progress, should_stop)
        with trusting_nothing([path]):
            rows = tuple(_fetched(folder, int(answer["pieces"]), should_stop))
            return Result(rows, tuple(str(note) for note in answer["notes"]))


def _fetched(folder: Path, pieces: int, should_stop: ShouldStop | None) -> Iterator[ResultRow]:
    for at in range(pieces):
        if should_stop is not None and should_stop():
            raise Stopped
        for cells in json.loads(_piece(folder, at).read_text("utf-8")):
            yield from_cells(cells)


def _piece(folder: Path, at: int) -> Path:
    return folder / f"rows-{at}.json"


def judge_here(path: Path, folder: Path, on_progress: OnProgress) -> dict[str, Any]:
    """Judge a table in the other process, and leave its rows in the folder; return the rest."""
    funnel = parse((folder / _FUNNEL).read_bytes(), path).funnel
    pace = Pace([path], _("judging"), on_progress, None)

    def on_rows(count: int) -> None:
        pace.rows = count
        pace.tell()

    found = result_of(judge_table(funnel, path, on_rows, on_bytes=pace.tick))
    starts = range(0, len(found.rows), _PIECE)
    for at, start in enumerate(starts):
        cells = [as_cells(row) for row in found.rows[start : start + _PIECE]]
        _piece(folder, at).write_text(json.dumps(cells), "utf-8")
    return {"pieces": len(starts), "notes": list(found.notes)}
