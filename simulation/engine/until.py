"""Stop early: when a figure is known well enough, more runs tell nothing new."""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from funnelcraft.funnel.text import _
from funnelcraft.simulation.forecast.block_figures import totals_of, values_of
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.forecast.gathering import figures_of
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.problems import refuse

if TYPE_CHECKING:
    from funnelcraft.simulation.engine.blocks import Block

# Looked at after every so many blocks (256 runs), in their order: the answer depends on nothing
# but the seed. Fewer runs know their own spread too badly to stop on it.
LOOK = 8


@dataclass(frozen=True)
class Until:
    """Stop as soon as the standard error of the mean of a figure's total is small enough."""

    figure: Figure
    standard_error: float


@dataclass
class Watch:
    """Follows a figure from block to block."""

    plan: Plan
    until: Until
    totals: list[float] = field(default_factory=list)
    blocks: int = 0

    def __post_init__(self) -> None:
        if not self.until.standard_error > 0:
            raise refuse("until", _("The standard error to reach must be above 0."))
        if self.until.figure not in set(figures_of(self.plan)):
            raise refuse("until", _("There is no such figure to watch in this funnel."))

    def is_enough(self, block: "Block") -> bool:
        """Take the next block, and say whether the figure is known well enough with it."""
        figure = self.until.figure
        self.totals += totals_of(values_of(self.plan, block, figure), figure).tolist()
        self.blocks += 1
        return self.blocks % LOOK == 0 and self._error() <= self.until.standard_error

    def _error(self) -> float:
        runs = len(self.totals)
        mean = math.fsum(self.totals) / runs
        squares = math.fsum((total - mean) ** 2 for total in self.totals)
        return math.sqrt(squares / (runs - 1) / runs)
