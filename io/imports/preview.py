"""The first rows of a file as they would be read, for a look before reading."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from funnelcraft.io.imports import reasons
from funnelcraft.io.imports.events import Gathering
from funnelcraft.io.imports.mapping import FileMapping, Mapping, Role
from funnelcraft.io.imports.moments import TICKS, UNTIMED
from funnelcraft.io.imports.names import names_for
from funnelcraft.io.imports.proposal import LookedAtFile
from funnelcraft.io.imports.reading import check_columns
from funnelcraft.io.imports.rows import RowReader
from funnelcraft.io.imports.tables import Batch
from funnelcraft.io.imports.unclear import Unclear
from funnelcraft.io.problems import FileProblem


@dataclass(frozen=True)
class PreviewRow:
    """An event of a row, or what is wrong with the row.

    `when` is an ISO day or moment, `value` None where not given. `problem` says why the row is left
    out (then `stage` and `when` are empty) or what was mended; otherwise it is empty.
    """

    line: int
    lead: str
    stage: str = ""
    when: str = ""
    value: float | None = None
    segment: str = ""
    problem: str = ""


def preview(
    looked: LookedAtFile, file: FileMapping, mapping: Mapping | None = None
) -> tuple[PreviewRow, ...]:
    """Return the first rows of a file as events, in the order of the file.

    `mapping` gives stages and segments their names. Takes a millisecond or so, opens nothing.
    Raises FileProblem where columns lack, or a date or amount has two meanings.
    """
    check_columns(Path(looked.name), file, looked.headings)
    names = names_for(mapping)
    remarks = reasons.Remarking()
    reader = RowReader(0, looked.headings, file, names, remarks)
    gathered = Gathering()
    batch = Batch(looked.rows, looked.lines)
    try:
        reader.take(batch, gathered)
    except Unclear as error:
        raise FileProblem(looked.name, str(error)) from error
    events = gathered.done()
    ids = dict(zip(looked.lines, reader.cells.texts(batch, Role.LEAD) or [], strict=False))
    said = _said(remarks)
    rows = [
        PreviewRow(
            line=int(events.line[i]),
            lead=ids.get(int(events.line[i]), ""),
            stage=names.stage.names[events.stage[i]] if events.stage[i] >= 0 else "",
            when=_when(int(events.day[i]), int(events.tick[i])),
            value=None if np.isnan(events.value[i]) else float(events.value[i]),
            segment=names.segment.names[events.segment[i]] if events.segment[i] >= 0 else "",
            problem=said.get(int(events.line[i]), ""),
        )
        for i in np.flatnonzero(~events.extra)
    ]
    there = {row.line for row in rows}
    rows += [
        PreviewRow(line, ids.get(line, ""), problem=why)
        for line, why in said.items()
        if line not in there
    ]
    return tuple(sorted(rows, key=lambda row: row.line))


def _said(remarks: reasons.Remarking) -> dict[int, str]:
    found = remarks.done()
    return {
        int(line): found.reasons[int(why)]
        for line, why in zip(found.line[::-1], found.reason[::-1], strict=True)
    }


def _when(day: int, tick: int) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)
    if tick == UNTIMED:
        return moment.date().isoformat()
    moment += timedelta(seconds=tick // TICKS)
    return moment.replace(tzinfo=None).isoformat(sep=" ")
