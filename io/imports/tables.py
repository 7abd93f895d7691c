"""Exports as tables of texts, a batch of rows at a time, each row with its line in the file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from funnelcraft.funnel.text import _, marked, number
from funnelcraft.io.imports.mapping import FileMapping, Kind
from funnelcraft.io.imports.opening import Tick, nothing
from funnelcraft.io.problems import FileProblem

MOST_COLUMNS = 2_000
LONGEST_HEADING = 1_000
LONGEST_FIELD = 131_072
BATCH = 20_000

WRONG_COLUMNS = marked("wrong number of columns")
UNREADABLE = marked("unreadable row")


@dataclass(frozen=True)
class BadRow:
    """A row that is none: its line, why, and what stands there."""

    line: int
    why: str
    cells: Sequence[str]


@dataclass(frozen=True)
class Batch:
    """Some rows, each as wide as the headings, their lines, and the rows between that are none."""

    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    bad: tuple[BadRow, ...] = ()

    @property
    def read(self) -> int:
        """How many rows of the file this is."""
        return len(self.rows) + len(self.bad)


class Table(Protocol):
    """A file opened as a table. `headings` differ from each other, `notes` are plain sentences."""

    headings: tuple[str, ...]
    notes: tuple[str, ...]

    def batches(self) -> Iterator[Batch]:
        """Yield all rows once, in the file's order. Raises FileProblem."""
        ...

    def digest(self) -> str:
        """Return the SHA-256 of the whole file in hex."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


@dataclass(frozen=True)
class Headings:
    """Headings made unlike each other, and the notes on what was amiss with them."""

    texts: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())


def headings(path: Path, cells: Sequence[str]) -> Headings:
    """Return headings that differ: empty ones are numbered, equal ones too. Raises FileProblem."""
    texts = [cell.strip() for cell in cells]
    if not any(texts) or len(texts) > MOST_COLUMNS:
        raise FileProblem(
            path,
            _("the first line must hold the headings of 1 to {most} columns.").format(
                most=number(MOST_COLUMNS)
            ),
        )
    for place, text in enumerate(texts, start=1):
        if len(text) > LONGEST_HEADING:
            raise FileProblem(
                path, _("the heading of column {place} is too long.").format(place=number(place))
            )
    unlike = _unlike(texts)
    if list(unlike) == texts:
        return Headings(unlike)
    return Headings(unlike, (_("Some columns have no heading or one that another has, too."),))


def _unlike(texts: list[str]) -> tuple[str, ...]:
    often = Counter(texts)
    taken = set(texts)
    met: Counter[str] = Counter()
    unlike = []
    for place, text in enumerate(texts, start=1):
        name = text
        if not text or often[text] > 1:
            met[text] += 1
            name = f"{text} ({met[text]})" if text else _("column {place}").format(place=place)
            while name in taken:
                name += "’"
            taken.add(name)
        unlike.append(name)
    return tuple(unlike)


def fitting(
    rows: Sequence[Sequence[str]], lines: Sequence[int], width: int, bad: list[BadRow]
) -> Batch:
    """Return a batch of the rows that are as wide as the headings; the others are no rows."""
    if set(map(len, rows)) - {width}:
        pairs = list(zip(rows, lines, strict=True))
        bad.extend(BadRow(line, WRONG_COLUMNS, row) for row, line in pairs if len(row) != width)
        fits = [(row, line) for row, line in pairs if len(row) == width]
        rows, lines = [row for row, _line in fits], [line for _row, line in fits]
    return Batch(rows, lines, tuple(sorted(bad, key=lambda one: one.line)))


def open_table(
    path: Path, mapping: FileMapping, tick: Tick = nothing, *, texts: bool = False
) -> Table:
    """Open a file as a table, as its mapping says it is written. Raises FileProblem.

    `tick` is told of the bytes as they are read, and may raise to stop. `texts` asks for the text
    of rows that can't be read, too.
    """
    if mapping.kind is Kind.CSV:
        from funnelcraft.io.imports.csv_tables import CsvTable

        encoding, sign = mapping.encoding or "utf-8", mapping.delimiter or ","
        return CsvTable(path, encoding, sign, tick, texts=texts)
    if mapping.kind is Kind.XLSX:
        from funnelcraft.io.imports.workbooks import SheetTable

        return SheetTable(path, mapping.sheet, tick)
    if mapping.kind is Kind.PARQUET:
        from funnelcraft.io.imports.parquet_tables import ParquetTable

        return ParquetTable(path, tick)
    from funnelcraft.io.imports.xes_tables import XesTable

    return XesTable(path, tick)
