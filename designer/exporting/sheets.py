"""The sheets of a workbook as plain values, read from the bytes that are saved. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from funnelcraft.funnel.text import percent
from funnelcraft.io.imports.streams import BytesIO

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

CHARACTER, AROUND = 7.0, 21  # pixels of a figure in a workbook's usual typeface, and beside a text
POINT = 4 / 3  # pixels
USUAL_WIDTH, USUAL_HEIGHT = 8.43, 15.0  # of a column in characters, of a row in points


class CellLook(NamedTuple):
    """A cell as it reads; figures stand at the right."""

    text: str
    is_figure: bool


@dataclass(frozen=True, eq=False)
class SheetLook:
    """A sheet. `heads` are the frozen first row, or letters where none is frozen.

    `rows` begin with the row number `first`; `widths` of columns and `heights` of rows are in
    pixels; `filters` are the columns that can be filtered, from 0 on.
    """

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[CellLook, ...], ...]
    first: int
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    filters: frozenset[int]


def sheets_of(workbook: bytes) -> tuple[SheetLook, ...]:
    """Return all sheets of a workbook (XLSX)."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(workbook))
    return tuple(_sheet(page) for page in book.worksheets)


def _sheet(page: "Worksheet") -> SheetLook:
    from openpyxl.utils import get_column_letter

    letters = [get_column_letter(at) for at in range(1, page.max_column + 1)]
    is_frozen = page.freeze_panes == "A2"
    rows = [tuple(_cell(cell) for cell in row) for row in page.iter_rows()]
    first = 2 if is_frozen else 1
    return SheetLook(
        page.title,
        tuple(cell.text for cell in rows[0]) if is_frozen else tuple(letters),
        tuple(rows[first - 1 :]),
        first,
        tuple(_width(page, letter) for letter in letters),
        tuple(_height(page, at) for at in range(first, page.max_row + 1)),
        frozenset(_filtered(page)),
    )


def _cell(cell: "Cell") -> CellLook:
    value = cell.value
    if value is None:
        return CellLook("", False)
    if isinstance(value, bool):
        return CellLook(str(value).upper(), False)
    if isinstance(value, int | float):
        is_share = "%" in cell.number_format
        return CellLook(
            percent(float(value), 1, aligned=True) if is_share else f"{value:.10g}", True
        )
    return CellLook(str(value), False)


def _width(page: "Worksheet", letter: str) -> int:
    known = letter in page.column_dimensions
    wide = page.column_dimensions[letter].width if known else USUAL_WIDTH
    return round(wide * CHARACTER) + AROUND


def _height(page: "Worksheet", row: int) -> int:
    high = page.row_dimensions[row].height if row in page.row_dimensions else None
    return round((high or USUAL_HEIGHT) * POINT)


def _filtered(page: "Worksheet") -> Iterator[int]:
    from openpyxl.utils import range_boundaries

    if page.auto_filter.ref:
        left, _top, right, _bottom = range_boundaries(page.auto_filter.ref)
        yield from range(left - 1, right)
