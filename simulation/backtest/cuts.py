"""From which days to look ahead when nobody says it."""

from funnelcraft.simulation.backtest.fitting import reached
from funnelcraft.simulation.baseline.history import History

MOST_CUTS = 10
# What is measured before the first cut, and how far apart cuts are at least.
LEARNING = 84
A_WEEK = 7


def usual_cuts(history: History, target: int, days: int) -> tuple[int, ...]:
    """Return up to ten cuts for forecasts of so many days, the last as late as truth is known.

    All are at least twelve weeks after the target was first entered; a forecast's length apart
    where there is room for ten, else closer, whole weeks where that is more than one. Days count
    from 1970-01-01; there are none where the log is too short.
    """
    came = reached(history, target)
    if not came.size:
        return ()
    latest = int(history.day.max()) - days + 1
    earliest = int(came.min()) + LEARNING
    if latest < earliest:
        return ()
    room = latest - earliest
    apart = min(days, max(room // (MOST_CUTS - 1), 1))
    if apart > A_WEEK:
        apart -= apart % A_WEEK
    count = min(room // apart + 1, MOST_CUTS)
    return tuple(latest - apart * (count - 1 - at) for at in range(count))
