"""The figures of the last forecast that the drawing shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class StageFigures:
    """What a stage's card shows: visits over the period and leads in it now; None is not known.

    `period` says over what the volume counts, as it stands after a number: "a year".
    """

    volume: float | None = None
    balance: float | None = None
    period: str = ""


@dataclass(frozen=True)
class CanvasFigures:
    """Figures by stage id, moves over the period by trigger id; stale ones are shown dimmed."""

    stages: Mapping[str, StageFigures] = field(default_factory=dict)
    triggers: Mapping[str, float] = field(default_factory=dict)
    stale: bool = False
