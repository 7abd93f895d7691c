"""Read CSV exports of any size into DuckDB, locked in: it may touch these files and nothing else.

No other file, no network, no extension, no more memory than agreed (it spills into a folder of its
own); and every row that can't be read is counted with its reason.
"""

import codecs
import contextlib
import csv
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from funnelcraft.funnel.text import _, listed, number
from funnelcraft.io.problems import FileProblem, reason

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1GB"
DELIMITERS = ",;\t|"
LONGEST_FIELD = 131_072
MOST_COLUMNS = 2_000
_CHUNK = 1 << 20

_WRONG_COLUMNS = ("MISSING COLUMNS", "TOO MANY COLUMNS")
_UNCLOSED = "UNQUOTED VALUE"
_TOO_LONG = "LINE SIZE OVER MAXIMUM"


@dataclass(frozen=True)
class CsvTable:
    """A CSV file as a table of texts: column i is `ci`, and `n` numbers the rows in file order.

    `read` counts the rows of the file, `dropped` those that aren't in the table, by reason.
    """

    file: Path
    table: str
    header: tuple[str, ...]
    read: int
    dropped: dict[str, int]
    notes: tuple[str, ...]

    def column(self, name: str) -> str:
        """Return the table's name of the column with a heading. Raises FileProblem."""
        places = [i for i, heading in enumerate(self.header) if heading == name]
        if not places:
            wanted = name.strip().casefold()
            places = [i for i, h in enumerate(self.header) if h.strip().casefold() == wanted]
        if len(places) == 1:
            return f"c{places[0]}"
        if places:
            raise FileProblem(
                self.file, _("there are two columns “{name}”; give them names.").format(name=name)
            )
        there = listed([f"“{heading[:40]}”" for heading in self.header[:40]])
        raise FileProblem(
            self.file,
            _("there is no column “{name}”; the columns are {there}.").format(
                name=name, there=there
            ),
        )

    def has(self, name: str) -> bool:
        """Say whether there is such a column."""
        wanted = name.strip().casefold()
        return any(heading.strip().casefold() == wanted for heading in self.header)


@contextlib.contextmanager
def csv_tables(*files: Path) -> Iterator[tuple["DuckDBPyConnection", tuple[CsvTable, ...]]]:
    """Give a database with a table for each of some CSV files. Raises FileProblem."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="funnelcraft-") as folder:
        prepared = [_prepared(file, Path(folder), index) for index, file in enumerate(files)]
        connection = _locked_in(Path(folder), [str(inside.path) for inside in prepared])
        try:
            yield (
                connection,
                tuple(
                    _loaded(connection, file, inside, f"t{index}")
                    for index, (file, inside) in enumerate(zip(files, prepared, strict=True))
                ),
            )
        except duckdb.OutOfMemoryException as error:
            raise FileProblem(files[0], _("the file needs more memory than is allowed.")) from error
        except duckdb.Error as error:
            said = str(error).splitlines()[0]
            raise FileProblem(
                files[0], _("the table can't be read: {error}").format(error=said)
            ) from error
        finally:
            connection.close()


@dataclass(frozen=True)
class _Inside:
    """A file made ready: a harmless name for it, UTF-8, and what its first line says."""

    path: Path
    header: tuple[str, ...]
    delimiter: str
    notes: tuple[str, ...]


def _locked_in(folder: Path, files: list[str]) -> "DuckDBPyConnection":
    import duckdb

    spill = folder / "spill"
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "memory_limit": MEMORY,
            "threads": min(os.cpu_count() or 1, 4),
            "temp_directory": str(spill),
            "preserve_insertion_order": True,
        },
    )
    connection.execute("SET allowed_paths = ?", [files])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _prepared(file: Path, folder: Path, index: int) -> _Inside:
    try:
        if not stat.S_ISREG(os.stat(file).st_mode):
            raise FileProblem(file, _("this is a folder, a device or a pipe, not a file."))
        encoding = _encoding(file)
        # A name of our own: the user's may hold signs that mean many files, or a web address.
        inside = folder / f"table{index}.csv"
        if encoding in ("utf-8", "utf-8-sig"):
            _second_name(file, inside)
        else:
            _transcoded(file, inside, encoding)
        header, delimiter = _first_line(file, inside)
    except OSError as error:
        raise FileProblem(file, reason(error)) from error
    except ValueError as error:
        raise FileProblem(file, _("this is not a file's name.")) from error
    notes = []
    if encoding == "cp1252":
        notes.append(_("The text is not UTF-8 and was read as Windows-1252."))
    if len(set(header)) < len(header) or "" in header:
        notes.append(_("Some columns have no heading or one that another has, too."))
    return _Inside(inside, header, delimiter, tuple(notes))


def _encoding(file: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open("rb") as source:
        start = source.read(_CHUNK)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if not start:
            raise FileProblem(file, _("the file is empty."))
        if 0 in start[:2]:
            return "utf-16-be" if start[0] == 0 else "utf-16-le"
        chunk = start
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = source.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"


def _second_name(file: Path, inside: Path) -> None:
    try:
        inside.symlink_to(file.resolve())
    except OSError:  # a system on which only administrators make links
        shutil.copyfile(file, inside)


def _transcoded(file: Path, inside: Path, encoding: str) -> None:
    try:
        with (
            file.open(encoding=encoding, newline="") as source,
            inside.open("w", encoding="utf-8", newline="") as target,
        ):
            while chunk := source.read(_CHUNK):
                target.write(chunk)
    except UnicodeDecodeError as error:
        raise FileProblem(
            file,
            _("the text is damaged: it is neither UTF-8 nor {encoding}.").format(encoding=encoding),
        ) from error


def _first_line(file: Path, inside: Path) -> tuple[tuple[str, ...], str]:
    with inside.open(encoding="utf-8-sig", newline="") as source:
        line = source.readline(LONGEST_FIELD)
        outside = "".join(line.split('"')[::2])
        delimiter = max(DELIMITERS, key=outside.count)
        source.seek(0)
        try:
            header = tuple(next(csv.reader(source, delimiter=delimiter, strict=True)))
        except (csv.Error, StopIteration) as error:
            raise FileProblem(file, _("line 1 holds no headings of columns.")) from error
    if not header or len(header) > MOST_COLUMNS:
        raise FileProblem(
            file,
            _("line 1 must hold the headings of 1 to {most} columns.").format(
                most=number(MOST_COLUMNS)
            ),
        )
    return header, delimiter


def _loaded(connection: "DuckDBPyConnection", file: Path, inside: _Inside, table: str) -> CsvTable:
    columns = {f"c{index}": "VARCHAR" for index in range(len(inside.header))}
    # Table names are ours; what comes from the user goes in as a parameter.
    connection.execute(
        f"""CREATE TABLE {table} AS SELECT row_number() OVER () AS n, * FROM read_csv(
            $file, columns = $columns, delim = $delimiter, auto_detect = false, header = true,
            quote = '"', escape = '"', compression = 'none', strict_mode = true,
            store_rejects = true, rejects_table = '{table}_rejects', rejects_scan = '{table}_scan')
        """,
        {"file": str(inside.path), "columns": columns, "delimiter": inside.delimiter},
    )
    dropped = _rejects(connection, file, table)
    _refuse_long_fields(connection, file, table, len(columns))
    kept = connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
    return CsvTable(file, table, inside.header, kept + sum(dropped.values()), dropped, inside.notes)


def _rejects(connection: "DuckDBPyConnection", file: Path, table: str) -> dict[str, int]:
    dropped: dict[str, int] = {}
    found = connection.execute(
        f"""SELECT kind, count(*), min(line) FROM (
            SELECT line, min(error_type::VARCHAR) AS kind FROM {table}_rejects GROUP BY line
        ) GROUP BY kind"""
    ).fetchall()
    for kind, count, line in found:
        if kind == _UNCLOSED:
            raise FileProblem(
                file, _("a quote is not closed in line {line}.").format(line=number(line))
            )
        if kind == _TOO_LONG:
            raise FileProblem(file, _("line {line} is too long.").format(line=number(line)))
        why = "wrong number of columns" if kind in _WRONG_COLUMNS else "unreadable row"
        dropped[why] = dropped.get(why, 0) + count
    return dropped


def _refuse_long_fields(
    connection: "DuckDBPyConnection", file: Path, table: str, columns: int
) -> None:
    longest = ", ".join(f"coalesce(strlen(c{index}), 0)" for index in range(columns))
    row = connection.execute(
        f"SELECT min(n) FROM {table} WHERE greatest({longest}, 0) > {LONGEST_FIELD}"
    ).fetchall()[0][0]
    if row is not None:
        raise FileProblem(
            file,
            _("a field of line {line} is longer than {most} characters.").format(
                line=number(row + 1), most=number(LONGEST_FIELD)
            ),
        )
