"""Times in sentences."""

from funnelcraft.designer.inspector.times import time_sentence
from funnelcraft.funnel.velocity import FixedTime, LogNormalTime, UnknownTime


def test_that_a_time_reads_as_a_sentence() -> None:
    usual = LogNormalTime(mean_days=3.0, cv=0.8)
    assert time_sentence(usual) == "half within 2.3 days, nine in ten within 5.8 days"
    assert time_sentence(FixedTime(mean_days=1.0)) == "always after 1 day"
    assert "later" in time_sentence(UnknownTime(kind="later"))
    assert "below zero" in time_sentence(FixedTime(mean_days=-1.0))
    assert time_sentence(None) == "no time given yet"
