"""The journal of a document being edited: one line a command, so a crash loses one at most.

A journal is `journal-XXXX.jsonl` in a folder of the program. Its first line names the document's
path and the SHA-256 of the file it began from; every further line holds a command's label and the
whole document after it. Whole documents, not differences: the last whole line is all that recovery
needs, whatever happened to the lines before; a document is some 50 kB, and the journal is begun
anew at 16 MB. While its window lives, the journal is locked, so that no other window offers it.
"""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.funnel.values import Value
from funnelcraft.io.file_lock import is_locked, lock
from funnelcraft.io.files import read_bytes
from funnelcraft.io.problems import FileProblem, reason
from funnelcraft.io.project_file.decoding import LARGEST_FILE
from funnelcraft.io.project_file.reading import parse
from funnelcraft.io.project_file.writing import plain, sha256

LARGEST_JOURNAL = 16_000_000
SET_ASIDE = "unreadable"
_VERSION = 1


@dataclass(frozen=True)
class Recovered:
    """What a crash left behind: the document after its last command that reached the disk.

    `path` is the file it was opened from (None: never saved). `base_changed` says that this file
    is no longer what the editing began from (None where there is none to compare).
    """

    journal: Path
    path: Path | None
    base_sha256: str | None
    base_changed: bool | None
    funnel: Funnel
    label: str
    at: datetime

    def discard(self) -> None:
        """Delete the journal: after the recovered document was saved, or the user declined it."""
        _delete(self.journal)


class Journal:
    """The journal of one open document; made with the first command, held until discarded."""

    def __init__(
        self, folder: Path, path: Path | None = None, base_sha256: str | None = None
    ) -> None:
        self._folder = folder
        self._head = {
            "journal": _VERSION,
            "path": None if path is None else str(path.absolute()),
            "sha256": base_sha256,
        }
        self._file: Path | None = None
        self._descriptor = -1
        self._size = 0
        self._written: dict[int, tuple[Value, str]] = {}  # the last document's parts as JSON

    @property
    def file(self) -> Path | None:
        """The journal's file; None before the first command."""
        return self._file

    def append(self, funnel: Funnel, label: str) -> None:
        """Write the document after a command. Raises FileProblem; the journal then stays usable.

        It survives the end of the program at once, and of the machine after `sync`.
        """
        entry = {"label": label, "at": datetime.now(UTC).isoformat()}
        try:
            line = f'{_json(entry)[:-1]},"funnel":{self._json_of(funnel)}}}\n'.encode("ascii")
            if self._file is None:
                self._begin(_line(self._head) + line)
            elif self._size + len(line) > LARGEST_JOURNAL:
                self._begin_anew(line)
            else:
                self._write(line)
        except ValueError as error:
            raise FileProblem(self._folder, _("a number of the document is not finite.")) from error
        except OSError as error:
            raise FileProblem(self._file or self._folder, reason(error)) from error

    def _json_of(self, funnel: Funnel) -> str:
        """Return a document as JSON; what the last command left alone is not written out again."""
        before, self._written = self._written, {}
        texts = [
            f"{_json(key)}:{_json(value)}"
            for key, value in plain(_hollow(funnel)).items()
            if key not in ("stages", "triggers")
        ]
        for key, parts in (("stages", funnel.stages), ("triggers", funnel.triggers)):
            for part in parts:
                known = before.get(id(part))  # held there, so no other value can have its id
                text = known[1] if known else _json(part.model_dump(by_alias=True, warnings=False))
                self._written[id(part)] = part, text
            inner = ",".join(self._written[id(part)][1] for part in parts)
            texts.append(f'"{key}":[{inner}]')
        return "{" + ",".join(texts) + "}"

    def sync(self) -> None:
        """Wait until the disk has what was appended; may take as long as the disk likes."""
        if self._descriptor >= 0:
            os.fsync(self._descriptor)

    def discard(self) -> None:
        """Delete the journal: after a successful save, or because the user gave up the changes."""
        self.close()
        if self._file is not None:
            _delete(self._file)
            self._file = None

    def close(self) -> None:
        """Let go of the file without deleting it: from now on it can be recovered."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _begin(self, lines: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"journal-{secrets.token_hex(8)}.jsonl"
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND
        flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        self._descriptor = os.open(file, flags, 0o600)
        self._file = file
        self._size = 0
        lock(self._descriptor)
        self._write(lines)

    def _begin_anew(self, line: bytes) -> None:
        """Continue in a fresh file; the old one goes only when the new one is on the disk."""
        old, old_descriptor = self._file, self._descriptor
        self._begin(_line(self._head) + line)
        os.fsync(self._descriptor)
        os.close(old_descriptor)
        if old is not None:
            _delete(old)

    def _write(self, data: bytes) -> None:
        # A line torn by a full disk would swallow the next one: each begins on a line of its own.
        left = memoryview(data if self._size == 0 else b"\n" + data.rstrip(b"\n"))
        while left:
            written = os.write(self._descriptor, left)
            self._size += written
            left = left[written:]


def recoverable(folder: Path) -> list[Recovered]:
    """Return what crashes left in a folder, newest first; journals of living windows are let be.

    A journal that can't be read is moved to the folder `unreadable` beside it, never deleted.
    """
    found = []
    for journal in sorted(folder.glob("journal-*.jsonl")):
        if is_locked(journal):
            continue
        try:
            found.append(_recovered(journal))
        except (FileProblem, ValueError, KeyError, TypeError):
            _set_aside(journal)
    return sorted(found, key=lambda one: one.at, reverse=True)


def _recovered(journal: Path) -> Recovered:
    data = read_bytes(journal, LARGEST_JOURNAL + LARGEST_FILE)
    first, *lines = [line for line in data.split(b"\n") if line]
    head = json.loads(first)
    if head["journal"] != _VERSION:
        raise ValueError("the journal of another version")
    for line in reversed(lines):
        try:
            entry: dict[str, Any] = json.loads(line)
        except ValueError:
            continue  # torn by the crash: the one before it is whole
        path = None if head["path"] is None else Path(head["path"])
        return Recovered(
            journal,
            path,
            head["sha256"],
            _changed(path, head["sha256"]),
            parse(json.dumps(entry["funnel"]).encode(), journal).funnel,
            str(entry["label"]),
            datetime.fromisoformat(entry["at"]),
        )
    raise ValueError("no whole line")


def _changed(path: Path | None, base_sha256: str | None) -> bool | None:
    if path is None or base_sha256 is None:
        return None
    try:
        return sha256(read_bytes(path, LARGEST_FILE)) != base_sha256
    except FileProblem:
        return True


def _set_aside(journal: Path) -> None:
    aside = journal.parent / SET_ASIDE
    try:
        aside.mkdir(exist_ok=True)
        os.replace(journal, aside / journal.name)
    except OSError as error:
        raise FileProblem(journal, reason(error)) from error


def _delete(journal: Path) -> None:
    try:
        journal.unlink(missing_ok=True)
    except OSError as error:
        raise FileProblem(journal, reason(error)) from error


def _hollow(funnel: Funnel) -> Funnel:
    """Return a funnel without the parts there are most of."""
    return funnel.replaced(stages=(), triggers=())


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def _line(value: Any) -> bytes:
    return _json(value).encode("ascii") + b"\n"
