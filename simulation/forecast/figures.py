"""What can be asked of runs: a figure is a kind of number and the thing it is about."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "entries",
    "balance",
    "moves",
    "leaks",
    "arrivals",
    "wins",
    "revenue",
    "pipeline",
    "queue",
    "begun",
    "waited",
    "breaches",
]

# Levels are read at the end of a period; everything else is added up over it.
LEVELS: tuple[Kind, ...] = ("balance", "pipeline", "queue")


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


def queue(stage_id: str) -> Figure:
    """Leads that wait for a slot of a stage with a capacity, at the end of a day."""
    return Figure("queue", stage_id)


def begun(stage_id: str) -> Figure:
    """Leads whose work begins in a stage with a capacity."""
    return Figure("begun", stage_id)


def waited(stage_id: str) -> Figure:
    """Days waited by the leads whose work begins, added up; divide by `begun` for the mean wait."""
    return Figure("waited", stage_id)


def breaches(stage_id: str) -> Figure:
    """Broken SLAs of a stage, on the day they are broken; of visits that began after the start."""
    return Figure("breaches", stage_id)
