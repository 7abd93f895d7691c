"""Logs and requests between the window and the process that reads: JSON and plain arrays.

Nothing that comes from the other process is ever unpickled: it has looked at a stranger's file.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from funnelcraft.funnel.measured import MeasuredFile
from funnelcraft.io.imports.log import Labels, Log, Remarks
from funnelcraft.io.imports.mapping import Mapping
from funnelcraft.simulation.baseline.history import History

_ARRAYS, _TEXTS = "log.npz", "log.json"


def put(log: Log, folder: Path) -> None:
    """Write a log into a folder."""
    history, remarks = log.history, log.remarks
    np.savez(
        folder / _ARRAYS,
        lead=history.lead.astype(np.int32),
        stage=history.stage.astype(np.int16),
        day=history.day.astype(np.int32),
        segment=history.segment.astype(np.int16),
        value=history.value,
        source=log.source.code.astype(np.int32),
        owner=log.owner.code.astype(np.int32),
        remark_file=remarks.file.astype(np.int8),
        remark_line=remarks.line.astype(np.int32),
        remark_reason=remarks.reason.astype(np.int8),
    )
    texts = {
        "stages": history.stages,
        "segments": history.segments,
        "read": log.read,
        "kept": log.kept,
        "dropped": log.dropped,
        "repaired": log.repaired,
        "notes": log.notes,
        "files": [file.model_dump() for file in log.files],
        "form": log.form,
        "sources": log.source.names,
        "owners": log.owner.names,
        "reasons": remarks.reasons,
        "are_repairs": remarks.repaired,
        "paths": [str(path) for path in log.paths],
        "mapping": None if log.mapping is None else log.mapping.to_json(),
    }
    (folder / _TEXTS).write_text(json.dumps(texts), encoding="utf-8")


def get(folder: Path) -> Log:
    """Read the log that `put` wrote. Raises ValueError, OSError where it is none."""
    texts: dict[str, Any] = json.loads((folder / _TEXTS).read_text(encoding="utf-8"))
    with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
        a = {name: arrays[name] for name in arrays.files}
    history = History(
        stages=tuple(texts["stages"]),
        segments=tuple(texts["segments"]),
        lead=a["lead"].astype(np.int64),
        stage=a["stage"].astype(np.int64),
        day=a["day"].astype(np.int64),
        segment=a["segment"].astype(np.int64),
        value=a["value"].astype(np.float64),
    )
    _check(history)
    mapping = texts["mapping"]
    return Log(
        history=history,
        read=int(texts["read"]),
        kept=int(texts["kept"]),
        dropped=dict(texts["dropped"]),
        repaired=dict(texts["repaired"]),
        notes=tuple(texts["notes"]),
        files=tuple(MeasuredFile.model_validate(file) for file in texts["files"]),
        form=str(texts["form"]),
        source=Labels(tuple(texts["sources"]), a["source"].astype(np.int64)),
        owner=Labels(tuple(texts["owners"]), a["owner"].astype(np.int64)),
        remarks=Remarks(
            tuple(texts["reasons"]),
            tuple(texts["are_repairs"]),
            a["remark_file"].astype(np.int64),
            a["remark_line"].astype(np.int64),
            a["remark_reason"].astype(np.int64),
        ),
        paths=tuple(Path(path) for path in texts["paths"]),
        mapping=None if mapping is None else Mapping.from_json(mapping),
    )


def _check(history: History) -> None:
    """Refuse arrays that don't go together. Raises ValueError."""
    leads = history.segment.size
    sound = (
        history.lead.ndim == history.stage.ndim == history.day.ndim == history.segment.ndim == 1
        and history.lead.size == history.stage.size == history.day.size > 0
        and history.value.shape == history.segment.shape
        and 0 <= history.lead[0] <= history.lead[-1] < leads
        and bool((np.diff(history.lead) >= 0).all())
        and 0 <= history.stage.min() <= history.stage.max() < len(history.stages)
        and 0 <= history.segment.min() <= history.segment.max() < max(len(history.segments), 1)
    )
    if not sound:
        raise ValueError(_BAD)


_BAD = "the arrays of the history do not go together"
