"""Remember how exports with certain headings were read, in a small file of the user's settings."""

import contextlib
import json
import threading
from pathlib import Path
from typing import Any

from funnelcraft.funnel.text import _
from funnelcraft.io.files import read_bytes, write_bytes
from funnelcraft.io.imports.mapping import Mapping
from funnelcraft.io.imports.proposal import Proposal
from funnelcraft.io.problems import FileProblem

NAME = "imports.json"
MOST = 200  # mappings; the ones not used for longest go first
_LARGEST = 20_000_000
_LOCK = threading.Lock()


def remember(folder: Path, proposal: Proposal, mapping: Mapping) -> None:
    """Keep a mapping for exports with the headings of a proposal. Raises FileProblem.

    Encoding and delimiter are kept, too, but not the names of the files.
    """
    with _LOCK:
        known, _notice = _known(folder)
        known.pop(proposal.fingerprint, None)
        known[proposal.fingerprint] = json.loads(mapping.to_json())
        kept = dict(list(known.items())[-MOST:])
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        write_bytes(folder / NAME, json.dumps(kept, ensure_ascii=False).encode("utf-8"))


def recall(folder: Path, proposal: Proposal) -> tuple[Mapping | None, str]:
    """Return the mapping kept for exports with these headings, or None; and what to tell the user.

    A file that can't be read is forgotten, and that is told. What is particular to the files at
    hand, such as the encoding, is that of the proposal.
    """
    known, notice = _known(folder)
    found = known.get(proposal.fingerprint)
    if found is None:
        return None, notice
    try:
        mapping = Mapping.from_json(json.dumps(found))
    except ValueError:
        return None, _("The mapping remembered for these headings is damaged and was forgotten.")
    if len(mapping.files) != len(proposal.mapping.files):
        return None, notice
    files = tuple(
        kept.replaced(
            name=now.name,
            kind=now.kind,
            encoding=now.encoding,
            delimiter=now.delimiter,
            sheet=now.sheet,
        )
        for kept, now in zip(mapping.files, proposal.mapping.files, strict=True)
    )
    return mapping.replaced(files=files), notice


def _known(folder: Path) -> tuple[dict[str, Any], str]:
    """Return the mappings kept, by the hash of the headings, and what to tell."""
    path = folder / NAME
    if not path.exists():
        return {}, ""
    try:
        found = json.loads(read_bytes(path, _LARGEST))
    except (FileProblem, ValueError, RecursionError):
        return {}, _("The remembered mappings can't be read and were forgotten.")
    if not isinstance(found, dict):
        return {}, _("The remembered mappings can't be read and were forgotten.")
    return found, ""
