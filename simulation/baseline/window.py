"""Which leads to measure when nobody says it: those of the last twelve months of the log."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from funnelcraft.funnel.text import _, day, ngettext, number
from funnelcraft.simulation.baseline.calibration import Window
from funnelcraft.simulation.baseline.history import History, first_met, seen_until
from funnelcraft.simulation.baseline.truncation import Truncation, truncations
from funnelcraft.simulation.baseline.volume import day_number, day_of

# After a late beginning of the records, fewer leads or days than this measure nothing.
LEADS_LEFT = 50
DAYS_LEFT = 28
# At most one event in so many, after a gap of so many days, is no history but a wrong date.
STRAYS_ONE_IN = 200
STRAY_GAP = 183


@dataclass(frozen=True)
class ChosenWindow:
    """A window and the plain sentences that say why it is this one."""

    window: Window
    notes: tuple[str, ...] = ()


def chosen_window(
    history: History, first: int | None = None, last: int | None = None, seen: int | None = None
) -> ChosenWindow:
    """Return the window of the days given, and for those that are not the usual ones.

    The last day known is the log's last, the window ends with the last lead first met by then and
    begins twelve months before, or later: with the log's first lead, or where the log begins to
    record what became of its leads (`truncation`). Days count from 1970-01-01.
    """
    begun = history.day[history.starts]
    notes: tuple[str, ...] = ()
    if seen is None:
        seen, notes = _last_known(history)
    known = begun[begun <= seen]
    if last is None:
        last = int(known.max()) if known.size else seen
    if first is not None or not known.size:
        return ChosenWindow(Window(last if first is None else first, last, seen), notes)
    usual = _usual(history, int(known.min()), last, seen)
    return ChosenWindow(usual.window, (*notes, *usual.notes))


def _last_known(history: History) -> tuple[int, tuple[str, ...]]:
    """Return the log's last day, and a sentence where a few events far beyond are taken for wrong.

    One date in 2062 would make the log known until then and all its leads open for decades.
    """
    few = history.day.size // STRAYS_ONE_IN
    days = np.sort(np.partition(history.day, -few - 1)[-few - 1 :])
    gaps = np.flatnonzero(np.diff(days) > STRAY_GAP)
    if not gaps.size:
        return int(days[-1]), ()
    last = int(days[gaps[0]])
    strays = days.size - 1 - int(gaps[0])
    said = ngettext(
        "{n} event is dated more than half a year after all others: it is taken for wrong, and "
        "{day} for the last day known.",
        "{n} events are dated more than half a year after all others: they are taken for wrong, "
        "and {day} for the last day known.",
        strays,
    ).format(n=number(strays), day=day(day_of(last)))
    return last, (said,)


def _usual(history: History, earliest: int, last: int, seen: int) -> ChosenWindow:
    year_before = _year_before(last)
    first = max(year_before, min(earliest, last))
    late = _late_beginning(history, first, last, seen)
    if late is None:
        said = _why(first, last, earliest > year_before, history)
        return ChosenWindow(Window(first, last, seen), (said,))
    notes = (_leads_from(late.first_day, last), _begins_later(late, history.stages[late.stage]))
    return ChosenWindow(Window(late.first_day, last, seen), notes)


def _late_beginning(history: History, first: int, last: int, seen: int) -> Truncation | None:
    """Return the latest beginning of records in a window that leaves enough of it to measure."""
    known, _later = seen_until(history, seen)
    late = [one for one in truncations(known, seen) if first < one.first_day <= last]
    for one in sorted(late, key=lambda one: one.first_day, reverse=True):
        left, _others = first_met(known, one.first_day, last)
        if left.starts.size >= LEADS_LEFT and last - one.first_day + 1 >= DAYS_LEFT:
            return one
    return None


def _year_before(last: int) -> int:
    """Return the first day of the twelve months that end with a day."""
    after = day_of(last) + timedelta(days=1)
    try:
        return day_number(after.replace(year=after.year - 1))
    except ValueError:  # the 29th of February
        return day_number(date(after.year - 1, 3, 1))


def _leads_from(first: int, last: int) -> str:
    return _("Measured are the leads first met from {first} to {last}.").format(
        first=day(day_of(first)), last=day(day_of(last))
    )


def _why(first: int, last: int, whole_log: bool, history: History) -> str:
    said = _leads_from(first, last) + " "
    if whole_log:
        return said + _("That is the whole log: it goes back less than twelve months.")
    earlier = int((history.day[history.starts] < first).sum())
    if not earlier:
        return said + _("That is the whole log, twelve months.")
    return said + ngettext(
        "That is the log's last twelve months: {n} lead met before is no net-new record and not "
        "counted.",
        "That is the log's last twelve months: {n} leads met before are no net-new records and not "
        "counted.",
        earlier,
    ).format(n=number(earlier))


def _begins_later(one: Truncation, stage: str) -> str:
    return _(
        "The window begins on {day}, when the log begins to record moves to “{stage}”: leads met "
        "before look as if they never got there."
    ).format(day=day(day_of(one.first_day)), stage=stage)
