"""One thing that is wrong with a funnel as measured, or with its figures."""

from dataclasses import dataclass
from typing import Literal

from funnelcraft.funnel.findings import Place

Kind = Literal[
    "leak",
    "undrawn",
    "bottleneck",
    "zombies",
    "hand-over",
    "sla",
    "uncertain",
    "truncated",
    "values",
]
DOUBTS = ("uncertain", "truncated", "values")


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong: a heading, its figure, a plain sentence, and the place to mend it.

    `leads` are those concerned, `deals` what they would come to at the share won further on;
    `place` is None where the funnel no longer has it, or where it is about the whole log. `way` is
    a way between two stages that was measured and that a trigger could draw.
    """

    kind: Kind
    title: str
    figure: str
    sentence: str
    leads: float
    deals: float = 0.0
    place: Place | None = None
    way: tuple[str, str] | None = None

    @property
    def is_doubt(self) -> bool:
        """Whether it is the figures that are doubtful, not the funnel."""
        return self.kind in DOUBTS
