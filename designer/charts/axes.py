"""The axes of a chart over time: real dates below, figures with units at the left."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pyqtgraph as pg

from funnelcraft.funnel.text import day, month, month_day, short_month

FEW_DAYS = 75
MANY_DAYS = 560


def month_starts(start: date, days: int, step: int = 1) -> list[date]:
    """Return the first days of every so many months within the days from `start`."""
    end = start + timedelta(days=days)
    months = start.year * 12 + start.month - (1 if start.day == 1 else 0)
    months += -months % step
    found = []
    while (first := date(months // 12, months % 12 + 1, 1)) < end:
        found.append(first)
        months += step
    return found


class DateAxis(pg.AxisItem):  # type: ignore[misc]
    """Places ticks at real dates. x is in days from `start`, up to `days`."""

    def __init__(self, start: date) -> None:
        super().__init__("bottom")
        self.start = start
        self.days = 365

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return where ticks stand: weeks, months or quarters, as many as there is room for."""
        span = high - low
        if span <= FEW_DAYS:
            every = 7 if span > 14 else 1
            return [(every, [float(x) for x in range(0, self.days, every)])]
        room = max(1.0, size / 56)
        step = next((s for s in (1, 3, 6, 12) if span / 30.4 / s <= room), 12)
        starts = month_starts(self.start, self.days, step)
        return [(30.4 * step, [float((one - self.start).days) for one in starts])]

    def tickStrings(self, values: list[float], _scale: float, spacing: float) -> list[str]:
        """Write the dates at the ticks."""
        days = [self.start + timedelta(days=round(x)) for x in values]
        if spacing <= 7:
            return [month_day(one) for one in days]
        return [month(one) if at == 0 else short_month(one) for at, one in enumerate(days)]


class FigureAxis(pg.AxisItem):  # type: ignore[misc]
    """Writes figures the way the program does."""

    def __init__(self) -> None:
        super().__init__("left")
        self.enableAutoSIPrefix(False)
        self.write: Callable[[float], str] = str

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        """Write the figures at the ticks."""
        return [self.write(value) for value in values]


def period_name(starts: date, ends: date, period: str) -> str:
    """Name a period: a day, a week by its days, a month, a quarter by its months."""
    if period == "day" or starts == ends:
        return day(starts)
    if period == "month":
        return month(starts)
    return f"{day(starts)} – {day(ends)}"


def set_pen(axis: Any, line: str, text: str) -> None:
    """Draw an axis in these colours."""
    axis.setPen(pg.mkPen(line))
    axis.setTextPen(pg.mkPen(text))
