"""CSV as a table: strictly, so that nothing is shifted unseen, and line by line.

The standard library's reader is one pass in C, says the line of everything, and needs the memory of
a batch. A quote that is never closed, or a field of endless length, refuses the file; a row with
text beside its quotes is counted as unreadable.
"""

import codecs
import contextlib
import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from funnelcraft.funnel.text import _, number
from funnelcraft.io.imports.opening import CHUNK, Counted, Tick, nothing
from funnelcraft.io.imports.streams import BufferedReader, TextIOWrapper
from funnelcraft.io.imports.tables import (
    BATCH,
    LONGEST_FIELD,
    UNREADABLE,
    BadRow,
    Batch,
    fitting,
    headings,
)
from funnelcraft.io.problems import FileProblem

DELIMITERS = ",;\t|"
_LINE_END = re.compile("\r\n|\r|\n")
_SAID = re.compile(r'"?sep=([,;\t|])"?')  # Excel's own way of saying it, before the headings


class CsvTable:
    """A CSV file opened as a table. Raises FileProblem.

    With `texts`, unreadable rows come with what stands there; that takes longer.
    """

    def __init__(
        self,
        path: Path,
        encoding: str,
        delimiter: str,
        tick: Tick = nothing,
        *,
        texts: bool = False,
    ) -> None:
        self.path = path
        self._raw = Counted(path, tick)
        self._encoding = encoding
        try:
            codecs.lookup(encoding)
            self._text = TextIOWrapper(
                BufferedReader(self._raw, CHUNK), encoding=encoding, newline=""
            )
        except LookupError as error:
            self._raw.close()
            raise FileProblem(path, _("there is no such encoding of texts.")) from error
        self._latest = ""
        lines = self._lines() if texts else self._text
        self._reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            found = headings(path, self._first())
        except FileProblem:
            self.close()
            raise
        self.headings = found.texts
        self.notes = found.notes

    def _first(self) -> list[str]:
        """Return the first row that isn't blank and doesn't say the delimiter."""
        try:
            for row in islice(self._reader, 100):
                if row and not (self._reader.line_num == 1 and row[0].startswith("sep=")):
                    return row
        except csv.Error as error:
            self._refuse(error, 1)
            raise FileProblem(self.path, _("line 1 holds no headings of columns.")) from error
        except UnicodeError as error:
            raise self._damaged() from error
        raise FileProblem(self.path, _("line 1 holds no headings of columns."))

    def _lines(self) -> Iterator[str]:
        """Yield the lines, and remember the latest: an unreadable row is shown as it stands."""
        for self._latest in self._text:  # noqa: B020
            yield self._latest

    def batches(self) -> Iterator[Batch]:
        """Yield all rows once, in the file's order. Raises FileProblem."""
        line = -1
        while line != self._reader.line_num:
            line = self._reader.line_num
            bad: list[BadRow] = []
            rows, lines = self._next(bad)
            if [] in rows:  # blank lines
                filled = [(row, at) for row, at in zip(rows, lines, strict=True) if row]
                rows, lines = [row for row, _at in filled], [at for _row, at in filled]
            if rows or bad:
                yield fitting(rows, lines, len(self.headings), bad)

    def _next(self, bad: list[BadRow]) -> tuple[list[list[str]], list[int] | range]:
        """Return the next rows and their lines, and add those that are unreadable."""
        reader, rows = self._reader, list[list[str]]()
        first = reader.line_num + 1
        lines: list[int] = []
        while len(rows) < BATCH:
            had, start = len(rows), reader.line_num + 1
            try:
                # What was read before an error stays in the list.
                rows.extend(islice(reader, BATCH - had))
            except csv.Error as error:
                lines.extend(_lines(rows[had:], start))
                started = _after(rows[had:], start)
                self._refuse(error, started)
                bad.append(BadRow(started, UNREADABLE, (self._latest.rstrip("\r\n"),)))
                continue
            except UnicodeError as error:
                raise self._damaged() from error
            if start == first and reader.line_num - first + 1 == len(rows):
                lines = range(first, first + len(rows))  # type: ignore[assignment]
            else:
                lines.extend(_lines(rows[had:], start))
            break
        return rows, lines

    def _refuse(self, error: csv.Error, line: int) -> None:
        """Refuse the file for an error that leaves unknown where the next row begins."""
        said = str(error)
        several = self._reader.line_num > line
        if "unexpected end" in said or ("field limit" in said and several):
            raise FileProblem(
                self.path, _("a quote is not closed in line {line}.").format(line=number(line))
            ) from error
        if "field limit" in said:
            raise FileProblem(
                self.path,
                _("a field of line {line} is longer than {most} characters.").format(
                    line=number(line), most=number(LONGEST_FIELD)
                ),
            ) from error

    def _damaged(self) -> FileProblem:
        """Say in which line the text is damaged; looks for it again, line by line."""
        line, decoder = 1, codecs.getincrementaldecoder(self._encoding)()
        with Counted(self.path) as file:
            whole = "16" not in self._encoding  # only there a line's end is a byte of its own
            while whole and (chunk := file.read(CHUNK)):
                for part in chunk.splitlines(keepends=True):
                    try:
                        decoder.decode(part)
                    except UnicodeError:
                        return FileProblem(
                            self.path,
                            _("the text of line {line} is damaged: it is not {encoding}.").format(
                                line=number(line), encoding=self._encoding
                            ),
                        )
                    line += part.count(b"\n")
        return FileProblem(
            self.path,
            _("the text is damaged: it is not {encoding}.").format(encoding=self._encoding),
        )

    def digest(self) -> str:
        """Return the SHA-256 of the whole file in hex."""
        return self._raw.digest()

    def close(self) -> None:
        """Close the file."""
        self._text.close()


def _lines(rows: list[list[str]], start: int) -> list[int]:
    """Return the line on which each of some rows begins, the first on line `start`."""
    lines = []
    for row in rows:
        lines.append(start)
        start += 1 + _breaks(row)
    return lines


def _after(rows: list[list[str]], start: int) -> int:
    return start + sum(1 + _breaks(row) for row in rows)


def _breaks(row: list[str]) -> int:
    text = "".join(row)
    if "\n" not in text and "\r" not in text:
        return 0
    return sum(len(_LINE_END.findall(cell)) for cell in row)


def guess_delimiter(path: Path, encoding: str) -> tuple[str, tuple[str, ...]]:
    """Return the delimiter that makes a table of the first rows, and others that do, too.

    A text without any is a table of one column. Raises FileProblem.
    """
    with TextIOWrapper(
        BufferedReader(Counted(path)), encoding, errors="replace", newline=""
    ) as text:
        start = text.read(1 << 16)  # damage is told with its line when the file is read
    lines = start.splitlines(keepends=True)
    if len(start) >= 1 << 16 and len(lines) > 1:
        lines = lines[:-1]
    said = _SAID.fullmatch(lines[0].strip("\r\n")) if lines else None
    if said:
        return said[1], ()
    likely = sorted(
        ((share, width, sign) for sign in DELIMITERS for share, width in [_shape(lines, sign)]),
        key=lambda one: (one[0] > 0.5, one[1] > 1, round(one[0], 1), one[1]),
        reverse=True,
    )
    tables = [sign for share, width, sign in likely if width > 1]
    if not tables:
        return ",", ()
    others = tuple(sign for share, width, sign in likely[1:] if width > 1 and share > 0.9)
    return tables[0], others


def _shape(lines: list[str], delimiter: str) -> tuple[float, int]:
    """Return which share of the rows is as wide as the first, and how wide that is."""
    widths = []
    reader = csv.reader(lines, delimiter=delimiter)
    with contextlib.suppress(csv.Error):  # told with its line when the file is read
        widths = [len(row) for row in islice(reader, 200) if row]
    if not widths:
        return 0.0, 0
    body = widths[1:] or widths
    return body.count(widths[0]) / len(body), widths[0]
