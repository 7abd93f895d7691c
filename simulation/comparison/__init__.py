"""Two designs of a funnel against each other, run by run on the same luck."""

from funnelcraft.simulation.comparison.comparing import ComparisonStopped, compare
from funnelcraft.simulation.comparison.comparison import Comparison, Difference
from funnelcraft.simulation.comparison.summaries import comparison_summary

__all__ = [
    "Comparison",
    "ComparisonStopped",
    "Difference",
    "compare",
    "comparison_summary",
]
