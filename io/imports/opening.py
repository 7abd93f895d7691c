"""Open exports: regular files alone, hashed while they are read, known by their first bytes."""

import codecs
import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from funnelcraft.funnel.text import _, number
from funnelcraft.io.files import open_regular
from funnelcraft.io.imports.mapping import Kind
from funnelcraft.io.imports.streams import RawIOBase
from funnelcraft.io.problems import FileProblem, reason

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 1 << 20
LONGEST_LINE = 64 << 20  # bytes without a line's end: no table is written like that
_JSON = re.compile(rb"\s*(\{|\[\s*[\[{\"])")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Tick = Callable[[int], None]  # told how many more bytes were read; may raise to stop


def nothing(_bytes: int) -> None:
    """Take no notice."""


class Counted(RawIOBase):
    """A file's bytes as they are read: counted, hashed, and refused where a line has no end.

    `lines` says whether it is written in lines at all.
    """

    def __init__(self, path: Path, tick: Tick = nothing, *, lines: bool = True) -> None:
        super().__init__()
        self.path = path
        self._file: BinaryIO = open_regular(path)
        self._tick = tick
        self._hash = hashlib.sha256()
        self._without_end = 0
        self._in_lines = lines
        self._lines = 0
        self.done = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill the buffer; return how many bytes there were."""
        view = memoryview(buffer)
        try:
            data = self._file.read(len(view))
        except OSError as error:
            raise FileProblem(self.path, reason(error)) from error
        view[: len(data)] = data
        self._hash.update(data)
        if self._in_lines:
            self._watch_lines(data)
        self.done += len(data)
        self._tick(len(data))
        return len(data)

    def _watch_lines(self, data: bytes) -> None:
        last = max(data.rfind(b"\n"), data.rfind(b"\r"))
        self._without_end = len(data) - last - 1 + (self._without_end if last < 0 else 0)
        self._lines += data.count(b"\n")
        if self._without_end > LONGEST_LINE:
            raise FileProblem(
                self.path, _("line {line} is too long.").format(line=number(self._lines + 1))
            )

    def digest(self) -> str:
        """Read what is left and return the SHA-256 of the whole file in hex."""
        spare = bytearray(CHUNK)
        self._in_lines = False  # what is only hashed may have lines of any length
        while self.readinto(spare):
            pass
        return self._hash.hexdigest()

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            self._file.close()
        super().close()


def digest(path: Path, tick: Tick = nothing) -> str:
    """Return the SHA-256 of a file in hex. Raises FileProblem."""
    with Counted(path, tick, lines=False) as file:
        return file.digest()


def size(path: Path) -> int:
    """Return how many bytes a regular file has. Raises FileProblem."""
    with open_regular(path) as file:
        return os.fstat(file.fileno()).st_size


def kind(path: Path) -> Kind:
    """Return how a file is written, by what it holds and not by its name. Raises FileProblem."""
    with open_regular(path) as file:
        start = file.read(4096)
    refusal = _refusal(start)
    if refusal:
        raise FileProblem(path, refusal)
    if start.startswith(b"PK\x03\x04"):
        return Kind.XLSX
    if start.startswith(b"PAR1"):
        return Kind.PARQUET
    if start.startswith(b"\x1f\x8b"):
        return Kind.XES
    text = start.decode("utf-16" if start[:2] in _UTF16_MARKS else "utf-8-sig", errors="replace")
    return Kind.XES if text.lstrip().startswith("<") else Kind.CSV


_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _refusal(start: bytes) -> str:
    if not start:
        return _("the file is empty.")
    if start.startswith(_OLD_OFFICE):
        return _("this is an old or password-protected workbook; save it as .xlsx or CSV.")
    if start.startswith(b"PK\x05\x06"):
        return _("the archive is empty.")
    if start.startswith(b"%PDF"):
        return _("this is a PDF; export a table.")
    if _JSON.match(start):
        return _("this is JSON; export a table as CSV.")
    if start.startswith(b"{\\rtf"):
        return _("this is a text document; export a table as CSV.")
    return ""


def encoding(path: Path, tick: Tick = nothing) -> str:
    """Return the encoding of a text file; all of it is looked at. Raises FileProblem."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with Counted(path, tick) as file:
        start = file.read(CHUNK) or b""
        marked = _marked(start)
        if marked:
            return marked
        if b"\0" in start:
            raise FileProblem(path, _("this is no text, and no workbook either."))
        chunk = start
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = file.read(CHUNK) or b""
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _marked(start: bytes) -> str:
    """Return the encoding that the first bytes show; empty where they show none."""
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start[:2] in _UTF16_MARKS:
        return "utf-16"
    sample = start[:1000]
    # Western text in UTF-16 has a zero in every second byte.
    if sample[1::2].count(0) > len(sample) // 4 and not sample[::2].count(0):
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) // 4 and not sample[1::2].count(0):
        return "utf-16-be"
    return ""
