"""The days of a window and the months of a log, as plain values."""

from dataclasses import dataclass
from datetime import date, timedelta

from funnelcraft.funnel.text import _


@dataclass(frozen=True)
class Days:
    """The days of a window that somebody gave; None for one that follows from the export.

    Leads first met from `first` to `last` are measured, as known on the evening of `seen`.
    """

    first: date | None = None
    last: date | None = None
    seen: date | None = None


@dataclass(frozen=True)
class MonthBar:
    """A calendar month by its first day, and how many leads were first met in it."""

    first: date
    leads: int


def days_problem(days: Days) -> str:
    """Say what is wrong with the days given; empty where nothing is."""
    if days.first is not None and days.last is not None and days.first > days.last:
        return _("The first day measured lies after the last one.")
    if days.first is not None and days.seen is not None and days.first > days.seen:
        return _("The first day measured lies after the last day known.")
    return ""


def next_month(first: date) -> date:
    """Return the first day of the month after one."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_end(first: date) -> date:
    """Return the last day of a month."""
    return next_month(first) - timedelta(days=1)
