"""Events as arrays, in the order of the files, before they are put together to a history."""

from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Flags, Ints

NOT_KNOWN = -9  # a stage that only the lead's next change tells
NOTHING = -1


@dataclass(frozen=True)
class Events:
    """E events: `lead` a hash of the id, `stage` and `before` codes of texts, when, and whence.

    A lead's id is kept as Python's 64-bit hash of it (SipHash, of no known collisions): 8 bytes
    whatever the id, and two of ten million leads are taken for one with a chance of 3 in a million.
    `tick` is of the day, UNTIMED without a time. Labels and `value` are −1 and NaN where not given.
    `extra` events were told by another row: they belong to no row of their own.
    """

    lead: NDArray[np.int64]
    stage: NDArray[np.int16]
    before: NDArray[np.int16]
    day: NDArray[np.int32]
    tick: NDArray[np.int32]
    file: NDArray[np.int8]
    line: NDArray[np.int32]
    segment: NDArray[np.int32]
    source: NDArray[np.int32]
    owner: NDArray[np.int32]
    value: NDArray[np.float64]
    extra: Flags

    def keeping(self, chosen: Flags | Ints) -> "Events":
        """Return some of the events, by flags or by their places in the order wanted."""
        return replace(self, **{one.name: getattr(self, one.name)[chosen] for one in fields(self)})


TYPES: dict[str, Any] = {
    "lead": np.int64,
    "stage": np.int16,
    "before": np.int16,
    "day": np.int32,
    "tick": np.int32,
    "file": np.int8,
    "line": np.int32,
    "segment": np.int32,
    "source": np.int32,
    "owner": np.int32,
    "value": np.float64,
    "extra": np.bool_,
}


# A column of some rows; one number where all of them have the same.
Cells: TypeAlias = NDArray[Any] | int | float


class Gathering:
    """Events added part by part. What is the same all over takes no memory until asked for."""

    def __init__(self) -> None:
        self._parts: dict[str, list[Cells]] = {name: [] for name in TYPES}
        self._sizes: list[int] = []

    def add(self, lead: Ints, **columns: Cells) -> None:
        """Add some events."""
        if not lead.size:
            return
        self._sizes.append(lead.size)
        self._parts["lead"].append(lead)
        for name, values in columns.items():
            if isinstance(values, np.ndarray):
                values = values.astype(TYPES[name])
            self._parts[name].append(values)

    def done(self) -> Events:
        """Return all events; nothing is left here, so that they are in memory only once."""
        total = sum(self._sizes)
        columns: dict[str, NDArray[Any]] = {}
        for name, kind in TYPES.items():
            parts = self._parts.pop(name)
            column: NDArray[Any] = np.empty(total, kind)
            at = 0
            for place, size in enumerate(self._sizes):
                column[at : at + size] = parts[place]
                parts[place] = 0
                at += size
            columns[name] = column
        return Events(**columns)
