"""Write a funnel: bytes in the order of the format, saved whole or not at all."""

import hashlib
import os
from pathlib import Path
from typing import Any

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.files import read_bytes, write_bytes
from funnelcraft.io.json_text import json_text
from funnelcraft.io.problems import ChangedOnDisk, FileProblem
from funnelcraft.io.project_file.decoding import LARGEST_FILE
from funnelcraft.io.project_file.reading import parse


def dump(funnel: Funnel) -> bytes:
    """Return the file's bytes: two-space indent, the model's order, unknown keys last, UTF-8.

    A lone surrogate (half a character) stays the escape it was. Raises ValueError on a number
    that is not finite.
    """
    text = json_text(plain(funnel))
    # The only characters UTF-8 can't hold are lone surrogates; `\udxxx` is also JSON's escape.
    return text.encode("utf-8", errors="backslashreplace")


def plain(funnel: Funnel) -> dict[str, Any]:
    """Return a funnel as plain JSON values in the file's order."""
    # Edits build values without validation; what is wrong in them is found by `save`.
    return funnel.model_dump(by_alias=True, warnings=False)


def sha256(data: bytes) -> str:
    """Return the hexadecimal SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def save(path: str | os.PathLike[str], funnel: Funnel, expected_sha256: str | None = None) -> str:
    """Save a funnel over or beside what is there, and return the SHA-256 of the new bytes.

    When it returns, the file is on the disk and its previous version beside it as NAME.bak.
    Raises ChangedOnDisk when the file there is not the one with the expected hash, FileProblem
    when it can't be written; then the old file is as it was.
    """
    try:
        data = dump(funnel)
    except ValueError as error:
        raise FileProblem(path, _("a number of the document is not finite.")) from error
    # What could not be opened again must not take the place of what can.
    parse(data, path)

    def unchanged(target: Path) -> None:
        if expected_sha256 is None or not target.exists():
            return
        if sha256(read_bytes(target, LARGEST_FILE)) != expected_sha256:
            raise ChangedOnDisk(
                path,
                _("the file was changed by somebody else since it was opened; it was not saved."),
            )

    write_bytes(path, data, keep_backup=True, before_replacing=unchanged)
    return sha256(data)
