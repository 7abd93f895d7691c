"""Tables of test leads, or of a sandbox's leads: read, and judged against the rules."""

from funnelcraft.io.trigger_tests.judging import Judged, Report, judge_table

__all__ = ["Judged", "Report", "judge_table"]
