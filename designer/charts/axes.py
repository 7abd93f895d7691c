"""The axis of a chart over time: real dates below it, and how periods are called."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from funnelcraft.funnel.text import day, month, month_day, short_month

FEW_DAYS = 75  # up to so many, days are written; beyond, months
LABEL = 56.0  # pixels that a label needs


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


def date_ticks(start: date, days: int, width: float) -> list[tuple[float, str]]:
    """Return where dates are written, in days from `start`, on an axis so many pixels wide."""
    if days <= FEW_DAYS:
        every = 7 if days > 14 else 1
        return [(float(x), month_day(start + timedelta(days=x))) for x in range(0, days, every)]
    room = max(1.0, width / LABEL)
    step = next((s for s in (1, 3, 6, 12) if days / 30.4 / s <= room), 12)
    starts = month_starts(start, days, step)
    return [
        (float((one - start).days), month(one) if at == 0 else short_month(one))
        for at, one in enumerate(starts)
    ]


def period_name(starts: date, ends: date, period: str) -> str:
    """Name a period: a day, a week by its days, a month, a quarter by its months."""
    if period == "day" or starts == ends:
        return day(starts)
    if period == "month":
        return month(starts)
    return f"{day(starts)} – {day(ends)}"


def stops(xs: Sequence[float], left: float, right: float) -> list[tuple[float, float]]:
    """Return for each place on an axis what belongs to it: half the way to its neighbours."""
    ends = [left, *((a + b) / 2 for a, b in pairwise(xs)), right]
    return list(pairwise(ends))
