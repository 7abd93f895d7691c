"""How far an export is, told from one process to another by a small file."""

import json
from pathlib import Path


def write_step(path: Path, share: float, what: str) -> None:
    """Write that so much is done (0–1), and what comes next; a reader sees all of it or none."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps([share, what]), encoding="utf-8")
    fresh.replace(path)


def read_step(path: Path) -> tuple[float, str] | None:
    """Return what was written last; None where nothing was."""
    try:
        share, what = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return float(share), str(what)
