"""A time distribution in a sentence: half of the leads within so long, nine in ten within …"""

from funnelcraft.funnel.checks.figures import impossible_time
from funnelcraft.funnel.text import _, days
from funnelcraft.funnel.velocity import FixedTime, TimeDistribution, UnknownTime, mean_days
from funnelcraft.simulation.quantiles import HALF, MOST, quantile


def time_sentence(time: TimeDistribution | None) -> str:
    """Say how long leads take: `half within 2 days, nine in ten within 6 days`."""
    if time is None:
        return _("no time given yet")
    if isinstance(time, UnknownTime):
        return _("a time of a kind this version does not know: “{kind}”").format(kind=time.kind)
    if problem := impossible_time(time):
        return problem
    if isinstance(time, FixedTime) or quantile(time, 0.1) == quantile(time, 0.9):
        return _("always after {days}").format(days=days(mean_days(time) or 0.0))
    return _("half within {half}, nine in ten within {most}").format(
        half=days(quantile(time, HALF)), most=days(quantile(time, MOST))
    )
