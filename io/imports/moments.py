"""Dates and times as exports write them: strictly parsed, never guessed.

A column of a hundred thousand texts is parsed at once: those of equal length that look alike make a
matrix of bytes, and digits become numbers by arithmetic. What looks different is parsed one by
one. Both ways know the same texts. Times with an offset are taken to UTC, others as they stand.
"""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from funnelcraft.io.imports.mapping import DateOrder
from funnelcraft.simulation.arrays import Flags, Ints

FIRST_YEAR, LAST_YEAR = 1900, 2200
TICKS = 20_000  # of a second: the finest that orders events
DAY_TICKS = 86_400 * TICKS
UNTIMED = -1

READ, NONE, UNREADABLE, OUT_OF_RANGE, UNCLEAR = range(5)

_CLOCK = r"(?P<h>\d{1,2}):(?P<min>\d{2})(:(?P<s>\d{2})([.,](?P<f>\d{1,9}))?)?"
_HALF = r"( ?(?P<half>[AaPp])\.?[Mm]\.?)?"
_ZONE = r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)?"
_TIME = rf"((T|,? +){_CLOCK}{_HALF}{_ZONE})?"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<name>[Jj]an(uary)?|[Ff]eb(ruary)?|[Mm]ar(ch)?|[Aa]pr(il)?|[Mm]ay|[Jj]une?|[Jj]uly?|"
    r"[Aa]ug(ust)?|[Ss]ept?(ember)?|[Oo]ct(ober)?|[Nn]ov(ember)?|[Dd]ec(ember)?)"
)
_FORMS = tuple(
    re.compile(pattern + _TIME, re.ASCII)
    for pattern in (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})",
        r"(?P<a>\d{1,2})(?P<sep>[/-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})",
        rf"{_MONTH} (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})",
        rf"(?P<d>\d{{1,2}})[ -]{_MONTH}[ -](?P<y>\d{{4}})",
    )
)
_SIGNED = frozenset("/-")
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})", re.ASCII)
_EPOCH = re.compile(r"\d{13}", re.ASCII)  # milliseconds since 1970, as APIs give them


@dataclass(frozen=True)
class Moments:
    """N moments: `day` since 1970-01-01, `tick` of the day or UNTIMED, `state` (READ, NONE, …).

    `zoned` says which had an offset from UTC.
    """

    day: Ints
    tick: Ints
    state: Ints
    zoned: Flags


@dataclass
class Evidence:
    """What a column of dates shows: does the day come first, or the month?

    `days` and `months` count dates that tell, `unclear` those that don't, `example` is one of them.
    """

    days: int = 0
    months: int = 0
    unclear: int = 0
    example: str = ""

    @property
    def order(self) -> DateOrder | None:
        """Which comes first; None where no date tells, or they contradict each other."""
        if bool(self.days) == bool(self.months):
            return None
        return DateOrder.DAY_FIRST if self.days else DateOrder.MONTH_FIRST

    @property
    def open(self) -> bool:
        """Whether there are dates whose meaning nothing tells."""
        return self.order is None and bool(self.days or self.months or self.unclear)


def readable(texts: Iterable[str]) -> int:
    """Return how many texts are dates, though it may be unclear which."""
    return sum(parse_one(text, None)[2] in (READ, UNCLEAR) for text in texts)


def look(texts: Iterable[str], evidence: Evidence) -> None:
    """Add to the evidence what some trimmed texts show."""
    for text in set(texts):
        # Only those with a sign in the second or third place can be unclear: most are not.
        match = _FORMS[2].fullmatch(text) if _SIGNED.intersection(text[1:3]) else None
        if match is None:
            continue
        first, second = int(match["a"]), int(match["b"])
        if first > 12 and second > 12:
            continue
        evidence.days += first > 12
        evidence.months += second > 12
        if first <= 12 and second <= 12 and first != second:
            evidence.unclear += 1
            evidence.example = min(evidence.example or text, text)


def parse(texts: Sequence[str], order: DateOrder | None) -> Moments:
    """Parse trimmed texts. Those whose order nobody told are UNCLEAR."""
    n = len(texts)
    found = Moments(
        day=np.zeros(n, np.int64),
        tick=np.full(n, UNTIMED, np.int64),
        state=np.full(n, NONE, np.int64),
        zoned=np.zeros(n, np.bool_),
    )
    lengths = np.fromiter(map(len, texts), np.int64, n)
    for length in np.unique(lengths):
        if not length:
            continue
        chosen = np.flatnonzero(lengths == length)
        same = list(texts) if chosen.size == n else [texts[i] for i in chosen.tolist()]
        left = chosen
        shape = _SHAPES.get(int(length))
        joined = "".join(same)
        if shape is not None and joined.isascii():
            matrix = np.frombuffer(joined.encode("ascii"), np.uint8).reshape(-1, int(length))
            fits = shape.parse(matrix, chosen, found)
            left = chosen[~fits]
        _parse_slowly(texts, left, order, found)
    return found


def _parse_slowly(
    texts: Sequence[str], places: Ints, order: DateOrder | None, found: Moments
) -> None:
    known: dict[str, tuple[int, int, int, bool]] = {}
    for place in places.tolist():
        text = texts[place]
        one = known.get(text)
        if one is None:
            one = known[text] = parse_one(text, order)
        found.day[place], found.tick[place], found.state[place], found.zoned[place] = one


def parse_one(text: str, order: DateOrder | None) -> tuple[int, int, int, bool]:
    """Return day, tick, state and whether there was an offset, of one trimmed text."""
    if not text:
        return 0, UNTIMED, NONE, False
    if _EPOCH.fullmatch(text):
        day, milliseconds = divmod(int(text), 86_400_000)
        return _checked(day, milliseconds * TICKS // 1000, True)
    for form in (*_FORMS, _COMPACT):
        match = form.fullmatch(text)
        if match is not None:
            return _of(match.groupdict(), order)
    return 0, UNTIMED, UNREADABLE, False


_Groups = dict[str, str | None]


def _of(parts: _Groups, order: DateOrder | None) -> tuple[int, int, int, bool]:
    year = int(parts["y"] or 0)
    month_and_day = _month_and_day(parts, order)
    if month_and_day is None:
        return 0, UNTIMED, UNCLEAR, False
    month, day = month_and_day
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return 0, UNTIMED, OUT_OF_RANGE, False
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return 0, UNTIMED, UNREADABLE, False
    number = date(year, month, day).toordinal() - _EPOCH_ORDINAL
    if parts.get("h") is None:
        return number, UNTIMED, READ, False
    tick = _tick(parts)
    if tick is None:
        return 0, UNTIMED, UNREADABLE, False
    minutes = _offset(parts.get("zone"))
    days, tick = divmod(tick - minutes * 60 * TICKS, DAY_TICKS)
    return _checked(number + days, tick, bool(parts.get("zone")))


_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_FIRST_DAY = date(FIRST_YEAR, 1, 1).toordinal() - _EPOCH_ORDINAL
_LAST_DAY = date(LAST_YEAR, 12, 31).toordinal() - _EPOCH_ORDINAL


def _checked(day: int, tick: int, zoned: bool) -> tuple[int, int, int, bool]:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        return 0, UNTIMED, OUT_OF_RANGE, False
    return day, tick, READ, zoned


def _month_and_day(parts: _Groups, order: DateOrder | None) -> tuple[int, int] | None:
    name = parts.get("name")
    if name:
        return _MONTHS.index(name[:3].casefold()) + 1, int(parts["d"] or 0)
    if parts.get("a") is None:
        return int(parts["m"] or 0), int(parts["d"] or 0)
    first, second = int(parts["a"] or 0), int(parts["b"] or 0)
    if first == second:
        return first, second
    if order is None:
        return None
    return (second, first) if order is DateOrder.DAY_FIRST else (first, second)


def _tick(parts: _Groups) -> int | None:
    hour, minute, second = int(parts["h"] or 0), int(parts["min"] or 0), int(parts["s"] or 0)
    half = (parts.get("half") or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    fraction = int((parts["f"] or "0").ljust(9, "0")) * TICKS // 10**9
    return ((hour * 60 + minute) * 60 + second) * TICKS + fraction


def _offset(zone: str | None) -> int:
    if not zone or zone in ("Z", "UTC", "GMT"):
        return 0
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return -minutes if zone[0] == "-" else minutes


@dataclass(frozen=True)
class _Shape:
    """A way to write moments in texts of one length: 0 stands for a digit, ~ for T or a space."""

    pattern: str

    def parse(self, matrix: NDArray[np.uint8], places: Ints, found: Moments) -> Flags:
        """Parse the rows of a matrix of bytes into `places`; return which rows fitted."""
        columns = np.ascontiguousarray(matrix.T)
        digits = []
        fits: Flags = np.ones(len(matrix), np.bool_)
        for column, sign in zip(columns, self.pattern, strict=True):
            if sign == "0":
                digit = column - np.uint8(48)
                fits &= digit <= 9
                digits.append(digit)
            elif sign == "~":
                fits &= (column == ord("T")) | (column == ord(" "))
            else:
                fits &= column == ord(sign)
        if fits.all():
            self._put(digits, places, found)
        elif fits.any():
            self._put([digit[fits] for digit in digits], places[fits], found)
        return fits

    def _put(self, digits: list[NDArray[np.uint8]], places: Ints, found: Moments) -> None:
        year, month, day = _number(digits[:4]), _number(digits[4:6]), _number(digits[6:8])
        in_range = (year >= FIRST_YEAR) & (year <= LAST_YEAR)
        valid = (month >= 1) & (month <= 12) & (day >= 1)
        month = np.clip(month, 1, 12)
        valid &= day <= _month_days(year, month)
        tick = np.full(year.size, UNTIMED, np.int32)
        if len(digits) > 8:
            hour, minute = _number(digits[8:10]), _number(digits[10:12])
            second = _number(digits[12:14]) if len(digits) >= 14 else np.int32(0)
            valid &= (hour < 24) & (minute < 60) & (second < 60)
            tick = ((hour * 60 + minute) * 60 + second) * np.int32(TICKS)
            if len(digits) > 14:
                decimals = _number(digits[14:]).astype(np.int64)
                tick = tick + (decimals * TICKS // 10 ** (len(digits) - 14)).astype(np.int32)
        state = np.where(in_range, np.where(valid, READ, UNREADABLE), OUT_OF_RANGE)
        good = state == READ
        found.state[places] = state
        found.day[places] = np.where(good, _day_number(year, month, day), 0)
        found.tick[places] = np.where(good, tick, UNTIMED)
        if self.pattern.endswith("Z"):
            found.zoned[places] = good


_Small = NDArray[np.int32]


def _number(digits: list[NDArray[np.uint8]]) -> _Small:
    result = digits[0].astype(np.int32)
    for digit in digits[1:]:
        result = result * np.int32(10) + digit
    return result


def _month_days(year: _Small, month: _Small) -> _Small:
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    lengths = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int32)
    result: _Small = lengths[month] + (leap & (month == 2))
    return result


def _day_number(year: _Small, month: _Small, day: _Small) -> _Small:
    """Return the days since 1970-01-01 in the Gregorian calendar.

    Counted from March, so that a leap day comes last: Richards, "Calendars" (Explanatory Supplement
    to the Astronomical Almanac, 3rd ed., 2013, ch. 15).
    """
    shifted: _Small = year - (month <= 2)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return shifted * 365 + shifted // 4 - shifted // 100 + shifted // 400 + of_year - 719_468


_SHAPES = {
    len(shape.pattern): shape
    for shape in (
        _Shape("0000-00-00"),
        _Shape("0000-00-00~00:00"),
        _Shape("0000-00-00~00:00:00"),
        _Shape("0000-00-00~00:00:00Z"),
        _Shape("0000-00-00~00:00:00.000"),
        _Shape("0000-00-00~00:00:00.000Z"),
        _Shape("0000-00-00~00:00:00.000000"),
    )
}
