"""Workbooks (XLSX): a sheet a topic, with filters, frozen heads, and texts that stay texts."""

import math
import re
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from funnelcraft.funnel.text import _
from funnelcraft.io.clean_text import clean
from funnelcraft.io.exports.writing import packed
from funnelcraft.io.imports.streams import BytesIO

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | float | bool | None

LONGEST_CELL = 32_767  # characters, of Excel's specifications and limits
LONGEST_SHEET_NAME = 31
WIDEST = 60  # characters
LINE = 15.0  # points
MOST_LINES = 27  # a row is at most 409 points high
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


@dataclass(frozen=True)
class Sheet:
    """A table: `headings`, `rows`, and for some headings the only texts their cells may hold.

    A percentage is written as a share of 1 under a heading of `shares`.
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    shares: Collection[str] = ()


def workbook(sheets: Sequence[Sheet], title: str, day: date) -> bytes:
    """Return a workbook; the same sheets give the same bytes.

    A text longer than a cell can hold is broken off and says so; control characters become �.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.title = clean(title)
    book.properties.creator = "Funnelcraft"
    book.properties.created = datetime(day.year, day.month, day.day)
    taken: list[str] = []
    for sheet in sheets:
        name = sheet_name(sheet.name, taken)
        taken.append(name)
        _fill(book.create_sheet(name), sheet)
    buffer = BytesIO()
    book.save(buffer)
    return _dated(buffer.getvalue(), day)


def sheet_name(text: str, taken: Collection[str] = ()) -> str:
    """Return a name that a sheet can have: short, without signs that mean something, only once."""
    plain = _NO_SHEET_NAME.sub("-", clean(text)).strip().strip("'") or _("Sheet")
    known = {one.casefold() for one in taken} | {"history"}  # which Excel keeps for itself
    name, number = plain[:LONGEST_SHEET_NAME], 1
    while name.casefold() in known:
        number += 1
        ending = f" {number}"
        name = plain[: LONGEST_SHEET_NAME - len(ending)] + ending
    return name


def _fill(page: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    top = Alignment(vertical="top", wrap_text=True)
    bold, ground = Font(bold=True), PatternFill("solid", fgColor="E5EAF8")
    widths = [_width(sheet, at) for at in range(len(sheet.headings))]
    for across, heading in enumerate(sheet.headings, 1):
        head = page.cell(1, across)
        _put(head, heading)
        head.font, head.fill, head.alignment = bold, ground, top
        page.column_dimensions[get_column_letter(across)].width = widths[across - 1]
    for down, row in enumerate(sheet.rows, 2):
        page.row_dimensions[down].height = LINE * _lines(row, widths)
        for across, value in enumerate(row, 1):
            cell = page.cell(down, across)
            _put(cell, value)
            cell.alignment = top
            if sheet.headings[across - 1] in sheet.shares:
                cell.number_format = "0.0%"
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.headings))}{len(sheet.rows) + 1}"
    page.sheet_view.showGridLines = False
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    _restrict(page, sheet)


def _put(cell: "Cell", value: Value) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        value = _("n/a")
    if not isinstance(value, str):
        cell.value = value
        return
    text = clean(value)
    if len(text) > LONGEST_CELL:
        ending = _(" … (broken off: a cell holds {n} characters)").format(n=LONGEST_CELL)
        text = text[: LONGEST_CELL - len(ending)] + ending
    cell.value = text
    # A text that begins like a formula stays a text, also when somebody edits the cell.
    cell.data_type = "s"
    if text[:1] in "=+-@\t\r{" and text:
        cell.quotePrefix = True


def _width(sheet: Sheet, at: int) -> float:
    texts = [sheet.headings[at], *(_shown(row[at]) for row in sheet.rows[:200])]
    longest = max(len(line) for text in texts for line in (text.splitlines() or [""]))
    return min(WIDEST, max(8, longest + 3))


def _lines(row: Sequence[Value], widths: Sequence[float]) -> int:
    """Return how many lines a row needs: not every program works that out by itself."""
    needed = (
        sum(max(1, math.ceil(1.1 * len(line) / width)) for line in _shown(value).splitlines())
        for value, width in zip(row, widths, strict=True)
    )
    return min(MOST_LINES, max(1, *needed))


def _shown(value: Value) -> str:
    return "" if value is None else str(value)


def _restrict(page: "Worksheet", sheet: Sheet) -> None:
    """Let cells hold only what can be chosen; Excel takes a list of at most 255 characters."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for heading, choices in sheet.choices.items():
        said = ",".join(clean(one).replace(",", "·").replace('"', "'") for one in choices)
        if not choices or len(said) > 255 or not sheet.rows:
            continue
        letter = get_column_letter(list(sheet.headings).index(heading) + 1)
        rule = DataValidation("list", formula1=f'"{said}"', allow_blank=True, showErrorMessage=True)
        rule.add(f"{letter}2:{letter}{len(sheet.rows) + 1}")
        page.add_data_validation(rule)


def _dated(data: bytes, day: date) -> bytes:
    """Return a workbook in which every moment is that of a day."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", core)
    return packed(parts, day)
