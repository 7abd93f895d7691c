"""What is to be reached, and how surely."""

from collections.abc import Callable
from dataclasses import dataclass

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast import Figure, Runs, breach_share

Measure = Callable[[Runs], Floats]


@dataclass(frozen=True)
class Goal:
    """A number a run (`measure`) that must reach `at_least` in a share `confidence` of runs."""

    measure: Measure
    at_least: float
    confidence: float

    def __post_init__(self) -> None:
        """Refuse a confidence no number of runs could show."""
        if not 0.0 < self.confidence < 1.0:
            raise ValueError("a confidence lies between 0 and 1")

    def share_met(self, runs: Runs) -> float:
        """Return the share of runs that meet the goal."""
        return float((self.measure(runs) >= self.at_least).mean())


def total_goal(figure: Figure, at_least: float, confidence: float) -> Goal:
    """Ask for so much of a figure over the whole horizon."""
    return Goal(lambda runs: runs.totals(figure), at_least, confidence)


def promise_goal(stage_id: str, kept: float, confidence: float) -> Goal:
    """Ask that a share of a stage's visits, 0–1, be handled within its SLA."""
    # A share of exactly what is asked for must not fail by a rounding of 1 − share.
    return Goal(lambda runs: 1.0 - breach_share(runs, stage_id), kept - 1e-12, confidence)
