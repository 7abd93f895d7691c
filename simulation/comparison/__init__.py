"""Two designs of a funnel against each other, run by run on the same luck."""

from funnelcraft.simulation.comparison.comparing import ComparisonStopped, compare
from funnelcraft.simulation.comparison.comparison import Comparison, Difference
from funnelcraft.simulation.comparison.contributions import (
    Contribution,
    Contributions,
    Share,
    contributions,
)
from funnelcraft.simulation.comparison.seeing import Seen, Visibility
from funnelcraft.simulation.comparison.standing import Better, Pairing
from funnelcraft.simulation.comparison.summaries import comparison_summary

__all__ = [
    "Better",
    "Comparison",
    "ComparisonStopped",
    "Contribution",
    "Contributions",
    "Difference",
    "Pairing",
    "Seen",
    "Share",
    "Visibility",
    "compare",
    "comparison_summary",
    "contributions",
]
