"""The axis of a chart over time: real dates below it, and how periods are called."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from funnelcraft.designer.charts.drawing import bottom_labels
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.text import day, month, month_day, short_month

FEW_DAYS = 75  # up to so many, days are written; beyond, months
FULL_DAYS = {"day": 1, "week": 7, "month": 28, "quarter": 90}
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


def columns_of(xs: Sequence[float], area: QRectF) -> list[QRectF]:
    """Return what belongs to each place on the axis of an area: half the way to its neighbours."""
    ends = [area.left(), *((a + b) / 2 for a, b in pairwise(xs)), area.right()]
    return [
        QRectF(left, area.top(), max(right - left, 1.0), area.height())
        for left, right in pairwise(ends)
    ]


def whole_periods(starts: Sequence[date], ends: Sequence[date], period: str) -> slice:
    """Return the periods that are whole: a partial first or last one would look like a slump."""
    lengths = [(end - start).days + 1 for start, end in zip(starts, ends, strict=True)]
    least, last = FULL_DAYS[period], len(lengths)
    if last <= 2:
        return slice(0, last)
    return slice(0 if lengths[0] >= least else 1, last if lengths[-1] >= least else last - 1)


def places_of(
    starts: Sequence[date], ends: Sequence[date], period: str, *, at_end: bool
) -> tuple[list[float], slice]:
    """Return where on the axis periods stand (days from the first), and which are shown.

    What is added up or measured at a period's end (`at_end`) stands there; what happens within a
    period stands in its middle.
    """
    first = starts[0]
    if at_end:
        return [float((end - first).days + 1) for end in ends], slice(0, len(ends))
    shown = whole_periods(starts, ends, period)
    spans = zip(starts, ends, strict=True)
    middles = [((s - first).days + (e - first).days + 1) / 2 for s, e in spans]
    return middles[shown], shown


def bottom_dates(
    painter: QPainter, area: QRectF, first: date, last: date, colours: Palette
) -> Callable[[float], float]:
    """Write dates below an area; return where so many days from the first stand in it."""
    days = (last - first).days + 1

    def x(day: float) -> float:
        return area.left() + area.width() * day / days

    labels = [(x(day), text) for day, text in date_ticks(first, days, area.width())]
    bottom_labels(painter, area, labels, colours)
    return x
