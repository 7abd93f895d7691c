"""Files, and histories in words."""

from pathlib import Path

import numpy as np

from funnelcraft.io.imports import Log, Proposal, propose, read


def written(folder: Path, **files: str | bytes) -> list[Path]:
    """Write files; `leads_csv` becomes leads.csv."""
    paths = []
    for name, content in files.items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    return paths


def as_proposed(paths: list[Path]) -> tuple[Proposal, Log]:
    """Look at files and read them as proposed."""
    proposal = propose(paths)
    assert proposal.questions == ()
    return proposal, read([Path(path) for path in proposal.paths], proposal.mapping)


def ways(log: Log) -> list[list[str]]:
    """Return every lead's stages in order, with their days: `MQL 2024-01-31`."""
    history = log.history
    days = history.day.astype("datetime64[D]")
    texts = [f"{history.stages[s]} {d}" for s, d in zip(history.stage, days, strict=True)]
    return [
        [text for text, one in zip(texts, history.lead, strict=True) if one == lead]
        for lead in range(int(history.lead.max()) + 1)
    ]


def stages(log: Log) -> list[list[str]]:
    """Return every lead's stages in order."""
    return [[text.rpartition(" ")[0] for text in way] for way in ways(log)]


def balanced(log: Log) -> bool:
    """Say whether every row is kept or counted, in the file's own count, too."""
    rows = log.kept + sum(log.dropped.values())
    remarked = np.bincount(log.remarks.reason, minlength=len(log.remarks.reasons))
    listed = {
        why: int(count) for why, count in zip(log.remarks.reasons, remarked, strict=True) if count
    }
    counted = log.read == rows == sum(file.rows for file in log.files)
    return counted and listed == log.dropped | log.repaired
