"""Tables of test leads, or of a sandbox's leads: read, and judged against the rules."""

from funnelcraft.io.trigger_tests.apart import judge_apart
from funnelcraft.io.trigger_tests.judging import Judged, Report, judge_table
from funnelcraft.io.trigger_tests.results import (
    OUTCOMES,
    Outcome,
    Result,
    ResultRow,
    outcome_words,
    result_of,
    results_table,
)

__all__ = [
    "OUTCOMES",
    "Judged",
    "Outcome",
    "Report",
    "Result",
    "ResultRow",
    "judge_apart",
    "judge_table",
    "outcome_words",
    "result_of",
    "results_table",
]
