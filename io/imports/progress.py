"""How far the reading of an export is, and how it is stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Progress:
    """So much is done of so much (bytes of the files); `rows` were read; `what` is a plain word."""

    done: int
    total: int
    rows: int
    what: str

    @property
    def share(self) -> float:
        """How much of it is done, 0–1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


OnProgress: TypeAlias = Callable[[Progress], None]
ShouldStop: TypeAlias = Callable[[], bool]


class Stopped(Exception):  # noqa: N818 - it was asked for
    """The reading was stopped because somebody asked for it."""
