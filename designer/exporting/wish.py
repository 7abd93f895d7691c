"""What is to be exported, and what became of it, as plain values: fit for a thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from funnelcraft.designer.forecast.events import Options
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports import Drawing, Format
from funnelcraft.io.exports.formats import Setting

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Runs


class Kept:
    """The runs an export had to make itself, for the next one of the same funnel and settings.

    It is filled in one thread at a time, and read by that one.
    """

    def __init__(self) -> None:
        self._last: tuple[Funnel, Options, Runs] | None = None

    def keep(self, funnel: Funnel, asked: Options, runs: "Runs") -> None:
        """Keep these in place of any others."""
        self._last = (funnel, asked, runs)

    def runs_of(self, funnel: Funnel, asked: Options) -> "Runs | None":
        """Return the runs of this very funnel with these settings; None where there are none."""
        last = self._last
        if last is None or last[0] is not funnel or last[1] != asked:
            return None
        return last[2]


@dataclass(frozen=True)
class Wish:
    """What is to be exported, and how. Equal wishes make equal files.

    `asked` is how a forecast is made. `runs` are those of the window where they are of this funnel
    and these settings, else those that were `kept`, else new ones: they are the same, bit for bit.
    """

    funnel: Funnel
    kind: Format
    file_name: str
    day: date
    options: Mapping[str, Setting] = field(default_factory=dict)
    drawing: Drawing | None = None
    asked: Options = field(default_factory=Options)
    base: Funnel | None = None  # and the scenario of it that `funnel` is
    scenario: str = ""
    language: str = ""  # empty: that of the document
    runs: "Runs | None" = field(default=None, compare=False)
    kept: Kept = field(default_factory=Kept, compare=False)


@dataclass(frozen=True)
class Saved:
    """Where an export was written, and what had to be changed of its texts."""

    path: Path
    warnings: tuple[str, ...]
