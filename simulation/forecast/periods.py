"""Days gathered into weeks, calendar months and quarters."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Ints

Period = Literal["day", "week", "month", "quarter"]
PERIODS: tuple[Period, ...] = get_args(Period)


@dataclass(frozen=True, eq=False)
class Periods:
    """The periods of a horizon. The first and the last may be partial.

    `starts` and `ends` are the first and the last day of each (both included, both within the
    horizon); `first` is the place of each first day.
    """

    starts: tuple[date, ...]
    ends: tuple[date, ...]
    first: Ints

    @property
    def last(self) -> Ints:
        """The place of the last day of each period."""
        beyond = (self.ends[-1] - self.starts[0]).days + 1
        return np.append(self.first[1:], beyond) - 1


def periods(start: date, days: int, period: Period) -> Periods:
    """Return the periods of so many days from `start`; weeks begin on Monday."""
    found = [start]
    end = start + timedelta(days=days)
    while (following := _next(found[-1], period)) < end:
        found.append(following)
    first = np.array([(day - start).days for day in found], dtype=np.int64)
    borders = [*found, end]
    ends = tuple(after - timedelta(days=1) for _day, after in pairwise(borders))
    return Periods(tuple(found), ends, first)


def _next(day: date, period: Period) -> date:
    """Return the first day of the period after the one that holds `day`."""
    match period:
        case "day":
            return day + timedelta(days=1)
        case "week":
            return day + timedelta(days=7 - day.weekday())
        case "month":
            months = 1
        case "quarter":
            months = 3 - (day.month - 1) % 3
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    # Nothing follows the last period of the calendar; the horizon ends before.
    return date(year, month + 1, 1) if year <= date.max.year else date.max


def by_period(values: NDArray[Any], within: Periods, is_level: bool) -> NDArray[Any]:
    """Gather daily values [..., D] into periods [..., P]: flows added up, levels at the end."""
    if is_level:
        return values[..., within.last]
    return np.add.reduceat(values, within.first, axis=-1)
