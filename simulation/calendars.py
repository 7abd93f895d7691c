"""Working days: how many leads a stage can begin on each day."""

import math
from collections.abc import Sequence
from datetime import date

import numpy as np

from funnelcraft.funnel.model import Capacity
from funnelcraft.simulation.arrays import Flags, Ints

# More slots than this a day are as good as any number, and sums of them stay exact.
MOST_SLOTS = 2**50


def working_days(capacity: Capacity, holidays: Sequence[str], start: date, days: int) -> Flags:
    """Return on which days from `start` somebody works, shape [days].

    `every_day` knows neither weekends nor holidays.
    """
    if capacity.calendar == "every_day":
        return np.ones(days, dtype=np.bool_)
    weekday = (start.weekday() + np.arange(days)) % 7
    found: Flags = weekday < 5
    for holiday in holidays:
        place = (date.fromisoformat(holiday) - start).days
        if 0 <= place < days:
            found[place] = False
    return found


def slots(capacity: Capacity, holidays: Sequence[str], start: date, days: int) -> Ints:
    """Return how many leads can be begun on each day, shape [days].

    The working day after w earlier ones has ⌊(w + 1)c⌋ − ⌊wc⌋ slots (`simulation.md`).
    """
    working = working_days(capacity, holidays, start, days)
    each = min(capacity.leads_per_day, float(MOST_SLOTS) / (days + 1))
    # A hundredth and a half of a lead a day must be whole after 67 days, whatever binary says.
    borders = [math.floor(before * each + 1e-9) for before in range(int(working.sum()) + 1)]
    found = np.zeros(days, dtype=np.int64)
    found[working] = np.diff(np.array(borders, dtype=np.int64))
    return found
