"""Write out the rows that were left out or mended: where they stand, why, and their text."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from funnelcraft.funnel.text import _
from funnelcraft.io.files import writing
from funnelcraft.io.imports.log import Log
from funnelcraft.io.imports.mapping import FileMapping
from funnelcraft.io.imports.pace import Pace
from funnelcraft.io.imports.progress import OnProgress, ShouldStop
from funnelcraft.io.imports.streams import StringIO
from funnelcraft.io.imports.tables import Batch, open_table
from funnelcraft.io.problems import FileProblem
from funnelcraft.simulation.arrays import Flags

HEADINGS = ("file", "line", "what", "reason", "text")
LEFT_OUT, REPAIRED = "left out", "repaired"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_left_out(
    log: Log,
    path: Path,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> int:
    """Write the rows left out or repaired as CSV; return how many lines these are.

    The files are read once more, row by row, so that it takes no memory; a file that has changed
    since is refused. Cells that a spreadsheet would take for a formula begin with an apostrophe.
    Raises FileProblem, Stopped.
    """
    if log.mapping is None:
        raise FileProblem(path, _("it isn't known how the files were read."))
    pace = Pace(log.paths, _("writing"), on_progress, should_stop)
    written = 0
    with writing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.writer(out)
        sheet.writerow(HEADINGS)
        for index, (file, mapping) in enumerate(zip(log.paths, log.mapping.files, strict=True)):
            for row in _rows(log, index, file, mapping, pace):
                sheet.writerow([text_cell(cell) for cell in row])
                written += 1
    return written


def text_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _rows(
    log: Log, index: int, file: Path, mapping: FileMapping, pace: Pace
) -> Iterator[tuple[str, ...]]:
    here = log.remarks.file == index
    lines, why = log.remarks.line[here], log.remarks.reason[here]
    table = open_table(file, mapping, pace.tick, texts=True)
    at = 0
    try:
        for batch in table.batches():
            if not batch.read:
                continue
            last = max([*batch.lines[-1:], *(bad.line for bad in batch.bad)])
            upto = int(np.searchsorted(lines, last, side="right"))
            if upto > at:
                texts = _texts(batch, lines[at:upto], mapping.delimiter or ",")
                for line, place in zip(lines[at:upto].tolist(), why[at:upto].tolist(), strict=True):
                    what = REPAIRED if log.remarks.repaired[place] else LEFT_OUT
                    reason = log.remarks.reasons[place]
                    yield file.name, str(line), what, reason, texts.get(line, "")
                at = upto
        if table.digest() != log.files[index].sha256:
            raise FileProblem(file, _("the file has changed since it was read."))
    finally:
        table.close()


def _texts(
    batch: Batch, wanted: "np.ndarray[tuple[int], np.dtype[np.int64]]", sign: str
) -> dict[int, str]:
    """Return the text of the wanted lines of a batch."""
    there: Flags = np.isin(np.asarray(batch.lines), wanted)
    found = {batch.lines[i]: _joined(batch.rows[i], sign) for i in np.flatnonzero(there).tolist()}
    return found | {bad.line: _joined(bad.cells, sign) for bad in batch.bad}


def _joined(cells: Sequence[str], sign: str) -> str:
    if len(cells) == 1:
        return cells[0]
    out = StringIO()
    csv.writer(out, delimiter=sign, lineterminator="").writerow(cells)
    return out.getvalue()
