"""Parquet as a table, by a database that is locked in: it may touch this one file and nothing else.

No other file, no network, no extension, no more memory than agreed.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from funnelcraft.funnel.text import _
from funnelcraft.io.files import open_regular
from funnelcraft.io.imports import opening
from funnelcraft.io.imports.opening import Tick, nothing
from funnelcraft.io.imports.tables import BATCH, Batch, headings
from funnelcraft.io.problems import FileProblem, reason

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "512MB"


class ParquetTable:
    """A Parquet file opened as a table: ISO dates, numbers with a point. Raises FileProblem.

    Rows are numbered from 1: a binary file has no lines.
    """

    def __init__(self, path: Path, tick: Tick = nothing) -> None:
        self.path = path
        self._tick = tick
        with open_regular(path):
            pass
        self._folder = tempfile.TemporaryDirectory(prefix="funnelcraft-")
        try:
            # A name of our own: the user's may hold signs that mean many files, or a web address.
            inside = Path(self._folder.name) / "table.parquet"
            _second_name(path, inside)
            self._connection = locked_in(Path(self._folder.name), str(inside))
            self._inside = str(inside)
            with self._telling():
                names, self._total = self._described()
                found = headings(path, names)
        except OSError as error:
            self._folder.cleanup()
            raise FileProblem(path, reason(error)) from error
        except FileProblem:
            self._folder.cleanup()
            raise
        self.headings = found.texts
        self.notes = found.notes

    def _described(self) -> tuple[list[str], int]:
        described = self._connection.execute(
            "DESCRIBE SELECT * FROM read_parquet($file)", {"file": self._inside}
        ).fetchall()
        rows = self._connection.execute(
            "SELECT count(*) FROM read_parquet($file)", {"file": self._inside}
        ).fetchall()[0][0]
        return [str(row[0]) for row in described], int(rows)

    def batches(self) -> Iterator[Batch]:
        """Yield all rows once, in the file's order. Raises FileProblem."""
        line, size = 0, opening.size(self.path)
        with self._telling():
            texts = ", ".join(
                f"coalesce(#{place}::VARCHAR, '')" for place in range(1, len(self.headings) + 1)
            )
            cursor = self._connection.execute(
                f"SELECT {texts} FROM read_parquet($file)", {"file": self._inside}
            )
            while rows := cursor.fetchmany(BATCH):
                yield Batch(rows, range(line + 1, line + len(rows) + 1))
                line += len(rows)
                self._tick(size * len(rows) // max(self._total, 1))

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn the database's errors into one sentence."""
        import duckdb

        try:
            yield
        except duckdb.OutOfMemoryException as error:
            raise FileProblem(
                self.path, _("the file needs more memory than is allowed.")
            ) from error
        except duckdb.Error as error:
            raise FileProblem(self.path, _("this is no Parquet file, or a damaged one.")) from error

    def digest(self) -> str:
        """Return the SHA-256 of the whole file in hex."""
        return opening.digest(self.path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
        self._folder.cleanup()


def locked_in(folder: Path, file: str) -> "DuckDBPyConnection":
    """Return a database that reaches one file alone, and keeps what is too large in a folder."""
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "memory_limit": MEMORY,
            "threads": 1,  # rows are wanted in their order, and one process has one limit
            "temp_directory": str(folder / "spill"),
            "preserve_insertion_order": True,
        },
    )
    connection.execute("SET allowed_paths = ?", [[file]])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _second_name(path: Path, inside: Path) -> None:
    try:
        inside.symlink_to(path.resolve())
    except OSError:  # a system on which only administrators make links
        shutil.copyfile(path, inside)
