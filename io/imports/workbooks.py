"""Sheets of workbooks as tables: looked at as archives first, then read row by row."""

import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree.ElementTree import ParseError

from funnelcraft.funnel.text import _, listed, quoted
from funnelcraft.io.files import open_regular
from funnelcraft.io.imports import opening
from funnelcraft.io.imports.columns import columns
from funnelcraft.io.imports.forms import guesses
from funnelcraft.io.imports.opening import Tick, nothing
from funnelcraft.io.imports.prologs import check_prolog
from funnelcraft.io.imports.tables import (
    BATCH,
    LONGEST_FIELD,
    MOST_COLUMNS,
    WRONG_COLUMNS,
    BadRow,
    Batch,
    headings,
)
from funnelcraft.io.problems import FileProblem

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_PARTS = 10_000
LARGEST = 1 << 30  # bytes that all parts unpack to
LARGEST_TEXTS = 300 << 20  # of the part with the texts of all sheets: it is held in memory
HIGHEST_RATIO = 500  # of what a large part unpacks to what it takes
SHEETS_LOOKED_AT = 20
_LARGE = 10 << 20
_TEXTS = "xl/sharedStrings.xml"

# What openpyxl and the library of archives raise where a file is damaged.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
    OverflowError,
    RecursionError,
)


@contextmanager
def _refusing_damage(path: Path) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and dates that can't be
            yield
    except _DAMAGE as error:
        raise FileProblem(path, _("the workbook is damaged.")) from error


def check_archive(path: Path) -> None:
    """Refuse an archive that is no workbook, or made to do harm. Raises FileProblem."""
    with open_regular(path) as file, _refusing_damage(path), zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        _check_parts(path, parts)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as source:
                    check_prolog(path, part.filename, source)  # type: ignore[arg-type]


def _check_parts(path: Path, parts: Sequence[zipfile.ZipInfo]) -> None:
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise FileProblem(path, _("this is an archive, but no workbook; unpack it first."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        raise FileProblem(path, _("it unpacks to far more than an export would."))
    for part in parts:
        name = part.filename
        if part.flag_bits & 1:
            raise FileProblem(path, _("the part “{part}” is encrypted.").format(part=name[:80]))
        if (
            name.startswith(("/", "\\"))
            or ":" in name
            or ".." in name.replace("\\", "/").split("/")
        ):
            raise FileProblem(
                path, _("the part “{part}” points out of the archive.").format(part=name[:80])
            )
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > _LARGE and ratio > HIGHEST_RATIO:
            raise FileProblem(path, _("it unpacks to far more than an export would."))
        if name == _TEXTS and part.file_size > LARGEST_TEXTS:
            raise FileProblem(path, _("it holds more texts than can be read; export it as CSV."))


class _Ticking:
    """A file that tells how much of it was read; the library of archives needs no more of it."""

    def __init__(self, file: BinaryIO, tick: Tick) -> None:
        self._file = file
        self._tick = tick
        self.seek, self.tell = file.seek, file.tell
        self.seekable: Callable[[], bool] = lambda: True

    def read(self, size: int = -1) -> bytes:
        """Read so many bytes."""
        data = self._file.read(size)
        self._tick(len(data))
        return data


def _open(path: Path, tick: Tick) -> tuple[BinaryIO, "Workbook"]:
    from openpyxl import load_workbook

    file = open_regular(path)
    try:
        with _refusing_damage(path):
            return file, load_workbook(
                _Ticking(file, tick),
                read_only=True,
                data_only=True,
                keep_links=False,
            )
    except BaseException:
        file.close()
        raise


def best_sheet(path: Path, given: str) -> tuple[tuple[str, ...], str]:
    """Return the sheets of a workbook and the one that looks most like an export."""
    check_archive(path)
    file, book = _open(path, nothing)
    with file, _refusing_damage(path):
        names = tuple(sheet.title for sheet in book.worksheets)
        if not names:
            raise FileProblem(path, _("the workbook has no sheet with cells."))
        if given:
            return names, given
        scores = [_score(path, book, name) for name in names[:SHEETS_LOOKED_AT]]
        return names, names[scores.index(max(scores))]


def _score(path: Path, book: "Workbook", name: str) -> float:
    """Return how much a sheet looks like an export, by its first rows."""
    lines = _lines(book, name)
    with suppress(FileProblem, StopIteration):
        _number, first = next(lines)
        there = headings(path, first)
        width = len(there.texts)
        rows = []
        for _line, row in lines:
            rows.append((row + [""] * width)[:width])
            if len(rows) >= 100:
                break
        found = guesses(columns(there.texts, rows))
        return found[0].score if found else 0.5 * bool(rows)
    return -1.0


def _lines(book: "Workbook", name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that aren't empty, and their numbers."""
    sheet = book[name]
    sheet.reset_dimensions()  # what the file says of its size may be a lie
    for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield line, cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.9f}".rstrip("0")
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value.total_seconds():.0f}"
    return str(value)


class SheetTable:
    """A sheet of a workbook opened as a table. Raises FileProblem."""

    def __init__(self, path: Path, sheet: str, tick: Tick = nothing) -> None:
        self.path = path
        check_archive(path)
        self._file, self._book = _open(path, tick)
        try:
            names = [one.title for one in self._book.worksheets]
            name = sheet or (names or [""])[0]
            if name not in names:
                there = listed([quoted(one) for one in names[:40]])
                raise FileProblem(
                    path,
                    _("there is no sheet “{name}”; the sheets are {there}.").format(
                        name=name, there=there
                    ),
                )
            self._rows = _lines(self._book, name)
            with _refusing_damage(path):
                first = next(self._rows, (0, [""]))[1]
            found = headings(path, first)
        except FileProblem:
            self.close()
            raise
        self.headings = found.texts
        self.notes = found.notes

    def batches(self) -> Iterator[Batch]:
        """Yield all rows once, in the sheet's order. Raises FileProblem."""
        width = len(self.headings)
        ended = False
        while not ended:
            rows: list[list[str]] = []
            lines: list[int] = []
            bad: list[BadRow] = []
            ended = True
            with _refusing_damage(self.path):
                for line, row in self._rows:
                    if len(row) > width or max(map(len, row)) > LONGEST_FIELD:
                        bad.append(BadRow(line, WRONG_COLUMNS, row[:MOST_COLUMNS]))
                    else:
                        rows.append(row + [""] * (width - len(row)))
                        lines.append(line)
                    if len(rows) + len(bad) >= BATCH:
                        ended = False
                        break
            if rows or bad:
                yield Batch(rows, lines, tuple(bad))

    def digest(self) -> str:
        """Return the SHA-256 of the whole file in hex."""
        return opening.digest(self.path)

    def close(self) -> None:
        """Close the file."""
        self._book.close()
        self._file.close()
