"""The plainest form: a row an event."""

import math

import numpy as np

from funnelcraft.io.csv_text import csv_text
from funnelcraft.io.sampling.dirt import spellings
from funnelcraft.io.sampling.rows import BLANK, Names, Rows
from funnelcraft.simulation.arrays import Ints

HEADINGS = ("lead_id", "stage", "entered_at", "segment", "source", "value", "owner")

# A cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NO_DATE = "n/a"


def events(rows: Rows, names: Names) -> str:
    """Return a CSV of one row an event in the order of time; what ties stays as it happened."""
    rows = in_time(rows)
    owners = np.array([*names.owner_of, BLANK])[rows.stage]
    columns = (
        lead_ids(rows.lead),
        spelled(names.stages, rows.stage, rows.spelling),
        moments(rows),
        spelled(names.segments, rows.segment),
        spelled(names.sources, rows.source, rows.source_spelling),
        amounts(rows),
        spelled(names.owners, owners),
    )
    return csv_text(HEADINGS, zip(*columns, strict=True))


def in_time(rows: Rows) -> Rows:
    """Return the rows in the order of time, those of one moment as they happened."""
    return rows.of(np.argsort(rows.second, kind="stable"))


def lead_ids(lead: Ints) -> list[str]:
    """Return what the leads are called in the export, blank where nothing is."""
    width = max(6, len(str(int(lead.max(initial=0)) + 1)))
    return ["" if one == BLANK else f"L{one + 1:0{width}d}" for one in lead.tolist()]


def spelled(names: tuple[str, ...], which: Ints, spelling: Ints | None = None) -> list[str]:
    """Return names by their places, in some spelling; blank where there is none."""
    texts = [[as_text(text) for text in spellings(name)] for name in names]
    if spelling is None:
        return ["" if one == BLANK else texts[one][0] for one in which.tolist()]
    return [
        "" if one == BLANK else texts[one][how]
        for one, how in zip(which.tolist(), spelling.tolist(), strict=True)
    ]


def as_text(cell: str) -> str:
    """Return a cell on one line that no spreadsheet takes for a formula."""
    plain = "".join(sign if sign.isprintable() else " " for sign in cell)
    return f"'{plain}" if cell.startswith(_FORMULA) else plain


def moments(rows: Rows) -> list[str]:
    """Return when each event was, as ISO texts to the second, or a day alone."""
    return [
        _NO_DATE if undated else text[:10] if day_only else text
        for text, day_only, undated in zip(
            iso(rows.second), rows.day_only.tolist(), rows.undated.tolist(), strict=True
        )
    ]


def iso(second: Ints) -> list[str]:
    """Return seconds since 1970 as ISO texts."""
    found: list[str] = np.datetime_as_string(second.astype("datetime64[s]")).tolist()
    return found


def amounts(rows: Rows) -> list[str]:
    """Return what deals are worth, blank where nothing is written."""
    return ["" if math.isnan(one) else f"{one:.2f}" for one in rows.value.tolist()]
