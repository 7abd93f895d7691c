"""Events as arrays, in the order of the files, before they are put together to a history."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Flags, Ints

NOT_KNOWN = -9  # a stage that only the lead's next change tells
NOTHING = -1


@dataclass
class Events:
    """E events: `lead` a hash of the id, `stage` and `before` codes of texts, when, and whence.

    A lead's id is kept as Python's 64-bit hash of it (SipHash, of no known collisions): 8 bytes
    whatever the id, and two of ten million leads are taken for one with a chance of 3 in a million.
    `tick` is of the day, UNTIMED without a time. Labels and `value` are −1 and NaN where not given.
    `extra` events were told by another row: they belong to no row of their own.

    It is changed in place, column by column, because a log of 2 GB fits into memory once.
    """

    lead: NDArray[Any]
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

    @property
    def size(self) -> int:
        """How many events there are."""
        return int(self.lead.size)

    def keep(self, chosen: Flags | Ints) -> None:
        """Keep some of the events, by flags or by their places in the order wanted."""
        size = int(chosen.sum()) if chosen.dtype == np.bool_ else chosen.size
        for name in TYPES:
            column = getattr(self, name)
            same = column.strides == (0,)  # one number for all of them, which takes no memory
            setattr(self, name, np.broadcast_to(column[:1], size) if same else column[chosen])

    def forget(self, *names: str) -> None:
        """Let go of columns that are needed no more."""
        for name in names:
            setattr(self, name, np.broadcast_to(TYPES[name](NOTHING), self.size))


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


class _Column:
    """A column that grows: one number as long as all rows have the same, an array from then on."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        self._same: int | float | None = None
        self._values: NDArray[Any] | None = None

    def add(self, cells: Cells, at: int, size: int) -> None:
        """Add cells behind the first `at` ones."""
        if self._values is None and not isinstance(cells, np.ndarray):
            alike = cells == self._same or (cells != cells and self._same != self._same)
            if not at or alike:
                self._same = cells
                return
        if self._values is None:
            self._values = np.empty(at + size, self._kind)
            self._values[:at] = self._same if at else 0
        if self._values.size < at + size:
            # The system moves the pages of a large array instead of copying it.
            self._values.resize(int(1.25 * (at + size)), refcheck=False)
        self._values[at : at + size] = cells

    def done(self, total: int) -> NDArray[Any]:
        """Return the cells; one number for all of them takes the memory of one."""
        if self._values is None:
            return np.broadcast_to(self._kind(0 if self._same is None else self._same), total)
        self._values.resize(total, refcheck=False)
        return self._values


class Gathering:
    """Events added part by part."""

    def __init__(self) -> None:
        self._columns = {name: _Column(kind) for name, kind in TYPES.items()}
        self._size = 0

    def add(self, lead: Ints, **columns: Cells) -> None:
        """Add some events."""
        if lead.size:
            for name, cells in {"lead": lead, **columns}.items():
                self._columns[name].add(cells, self._size, lead.size)
            self._size += lead.size

    def done(self) -> Events:
        """Return all events; nothing is left here, so that they are in memory once."""
        columns, self._columns = self._columns, {}
        return Events(**{name: one.done(self._size) for name, one in columns.items()})
