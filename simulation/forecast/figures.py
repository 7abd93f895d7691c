"""What can be asked of runs: a figure is a kind of number and the thing it is about."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["entries", "balance", "moves", "leaks", "arrivals", "wins", "revenue", "pipeline"]

# Levels are read at the end of a period; everything else is added up over it.
LEVELS: tuple[Kind, ...] = ("balance", "pipeline")


@dataclass(frozen=True)
class Figure:
    """A figure of a forecast: `id` names the stage, trigger or source; empty for the whole funnel.

    Figures are hashable: use them as keys.
    """

    kind: Kind
    id: str = ""

    @property
    def is_level(self) -> bool:
        """Say whether it is a level (at the end of a day) rather than a flow (during it)."""
        return self.kind in LEVELS


def entries(stage_id: str) -> Figure:
    """Visits that begin in a stage: its volume."""
    return Figure("entries", stage_id)


def balance(stage_id: str) -> Figure:
    """Leads in a stage at the end of a day."""
    return Figure("balance", stage_id)


def moves(trigger_id: str) -> Figure:
    """Leads that move by a trigger."""
    return Figure("moves", trigger_id)


def leaks(stage_id: str) -> Figure:
    """Leads that leave a stage and go nowhere."""
    return Figure("leaks", stage_id)


def arrivals(source_id: str) -> Figure:
    """Leads a source brings."""
    return Figure("arrivals", source_id)


def wins() -> Figure:
    """Deals won: entries into all stages of the kind won."""
    return Figure("wins")


def revenue() -> Figure:
    """Value of the deals won, on the day of the win, in the document's currency."""
    return Figure("revenue")


def pipeline() -> Figure:
    """Pipeline value: leads times their chance to be won times the mean deal value."""
    return Figure("pipeline")
