"""How values stand in a field and how typed text becomes a value: one `Writing` each.

Figures are read forgivingly (`1,200`, `1 200`, `1.2k`, `35 %`, `36 h`, decimal comma where it can
only be one) and written the way the locale does: what a field shows is read as what it showed,
`1.200` is one thousand two hundred where that is how it is written. A share is always typed in
percent: `35` is 35% and `0.35` is 0.35 %, because conversions below one percent are common.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from funnelcraft.funnel.text import _, decimal_sign, number

# Groups of three begin with no zero: `0,125` is an eighth in every language.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_GERMAN = re.compile(r"\d{1,3}(?:\.\d{3})*,\d+")
_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")  # groups where the comma is the decimal sign
_SEVERAL = re.compile(r"[1-9]\d{0,2}(?:,\d{3})(?:,\d{3})+")
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_SCALES = {"": 1.0, "k": 1e3, "tsd": 1e3, "m": 1e6, "mio": 1e6}
_HOUR, _DAY, _WEEK, _MONTH = 1 / 24, 1.0, 7.0, 365.25 / 12
_DURATIONS = {"": _DAY, "d": _DAY, "day": _DAY, "days": _DAY, "h": _HOUR, "hours": _HOUR}
_DURATIONS |= {"w": _WEEK, "week": _WEEK, "weeks": _WEEK, "mo": _MONTH, "months": _MONTH}
_DURATIONS |= {"t": _DAY, "tg": _DAY, "tag": _DAY, "tage": _DAY, "std": _HOUR, "stunden": _HOUR}
_DURATIONS |= {"woche": _WEEK, "wochen": _WEEK, "monat": _MONTH, "monate": _MONTH}
LARGEST = 1e12


class NotUnderstood(ValueError):  # noqa: N818 (it reads as a sentence where it is raised)
    """What was typed is no such value; `str()` is one plain sentence that says what to type."""


@dataclass(frozen=True)
class Writing:
    """How a value is written in a field (`show`) and read from it (`read`).

    `read` raises NotUnderstood. `unit` stands behind the field, `example` in the empty field.
    """

    show: Callable[[Any], str]
    read: Callable[[str], Any]
    unit: str = ""
    example: str = ""


def parse_number(typed: str) -> float:
    """Return the number a user typed; raise NotUnderstood."""
    text = re.sub(r"[\s'’\u00a0\u202f_]", "", typed)
    bare = text.lstrip("+-")
    if decimal_sign() == "," and _POINTS.fullmatch(bare):
        text = text.replace(".", "")
    elif _has_commas_for_groups(bare):
        text = text.replace(",", "")
    elif _GERMAN.fullmatch(bare):
        text = text.replace(".", "").replace(",", ".")
    elif text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if not text.isascii() or not _PLAIN.fullmatch(text) or abs(float(text)) > LARGEST:
        raise NotUnderstood(_("“{typed}” is not a number.").format(typed=typed.strip()[:40]))
    return float(text)


def _has_commas_for_groups(bare: str) -> bool:
    """Say whether commas can only be meant to group: `1,200` is less where they are decimal."""
    whole_part, point, _decimals = bare.partition(".")
    if decimal_sign() == "," and not point:
        return _SEVERAL.fullmatch(whole_part) is not None
    return _GROUPED.fullmatch(whole_part) is not None


def _scaled(typed: str, scales: dict[str, float]) -> float:
    figure = typed.strip().removesuffix(".")  # `1,5 Mio.`
    unit = re.search(r"[^\W\d_]*$", figure)
    word = unit.group(0).casefold() if unit else ""
    if word not in scales:
        raise NotUnderstood(_("“{typed}” is not a number.").format(typed=figure[:40]))
    return parse_number(figure[: len(figure) - len(word)]) * scales[word]


def _plain(value: float, decimals: int = 6) -> str:
    return number(value, decimals)


def _within(value: float, low: float, high: float, sentence: str) -> float:
    if not low <= value <= high:
        raise NotUnderstood(sentence)
    return value


def optional(writing: Writing) -> Writing:
    """Let a field be empty, which is None."""
    return Writing(
        show=lambda value: "" if value is None else writing.show(value),
        read=lambda typed: writing.read(typed) if typed.strip() else None,
        unit=writing.unit,
        example=writing.example,
    )


def words(needed: str = "") -> Writing:
    """Text on one line; with `needed`, an empty one is refused by this sentence."""

    def read(typed: str) -> str:
        text = " ".join(typed.split())
        if needed and not text:
            raise NotUnderstood(needed)
        return _not_too_long(text)

    return Writing(show=str, read=read)


def prose() -> Writing:
    """Text on several lines."""
    return Writing(show=str, read=lambda typed: _not_too_long(typed.strip()))


def lines() -> Writing:
    """A list of texts, one a line."""

    def read(typed: str) -> tuple[str, ...]:
        return tuple(" ".join(line.split()) for line in typed.splitlines() if line.strip())

    return Writing(show="\n".join, read=read)


def _not_too_long(text: str) -> str:
    from funnelcraft.funnel.values import LONGEST_TEXT

    if len(text) > LONGEST_TEXT:
        message = _("This text is too long: at most {most} characters.")
        raise NotUnderstood(message.format(most=number(LONGEST_TEXT)))
    return text


def share(signed: bool = False) -> Writing:
    """A share, typed and shown in percent; with `signed` from −100% up, else 0–100%."""

    def read(typed: str) -> float:
        value = parse_number(typed.strip().removesuffix("%").rstrip()) / 100
        if signed:
            sentence = _("A monthly change lies between −100% and 1,000%.")
            return _within(value, -1.0, 10.0, sentence)
        return _within(value, 0.0, 1.0, _("A share lies between 0% and 100%. Type 35 for 35%."))

    # Through text, so that 0.07 is shown as 7 and not as 7.000000000000001.
    return Writing(lambda v: _plain(float(f"{v * 100:.10g}")), read, unit="%")


def duration(example: str = "") -> Writing:
    """Days; hours (`36 h`), weeks (`2 w`) and months (`3 mo`) are turned into days."""

    def read(typed: str) -> float:
        sentence = _("A time lies between 0 and 36,500 days.")
        return _within(_scaled(typed, _DURATIONS), 0.0, 36_500.0, sentence)

    return Writing(_plain, read, unit=_("days"), example=example)


def amount(unit: str = "", example: str = "", at_least: float = 0.0) -> Writing:
    """A number not below `at_least`; `12k` and `1.5m` are understood."""

    def read(typed: str) -> float:
        sentence = _("The figure must not be below {least}.").format(least=_plain(at_least))
        return _within(_scaled(typed, _SCALES), at_least, LARGEST, sentence)

    return Writing(_plain, read, unit=unit, example=example)


def whole(unit: str = "", at_least: int = 0, at_most: int = 2**53) -> Writing:
    """A whole number."""

    def read(typed: str) -> int:
        value = _scaled(typed, _SCALES)
        if value != int(value):
            raise NotUnderstood(_("This must be a whole number."))
        sentence = _("The figure must lie between {least} and {most}.").format(
            least=number(at_least), most=number(at_most)
        )
        return int(_within(value, at_least, at_most, sentence))

    return Writing(lambda v: number(v), read, unit=unit)


def typed_day(typed: str) -> date:
    """Return the day that was typed, `2027-01-31` or `31.1.2027`; raise ValueError."""
    found = _DAY_FIRST.fullmatch(typed.strip())
    if found is None:
        return date.fromisoformat(typed.strip())
    day, month, year = map(int, found.groups())
    return date(year, month, day)


def calendar_day() -> Writing:
    """A date as the file writes it, 2027-01-01; `1.1.2027` is understood."""

    def read(typed: str) -> str:
        try:
            return typed_day(typed).isoformat()
        except ValueError as error:
            raise NotUnderstood(_("Write a date like 2027-01-31: year, month, day.")) from error

    return Writing(show=str, read=read, example="2027-01-01")


def currency() -> Writing:
    """The three letters of a currency."""

    def read(typed: str) -> str:
        code = typed.strip().upper()
        if not re.fullmatch(r"[A-Z]{3}", code):
            raise NotUnderstood(_("Write the three letters of a currency, such as USD or EUR."))
        return code

    return Writing(show=str, read=read, example="USD")


def one_in(rate: float) -> str:
    """Say a share as people picture it: `about 1 in 30 leads`; empty where that says nothing."""
    if not 0 < rate < 1:
        return ""
    if rate >= 0.1:
        tens = round(rate * 10)
        return _("about {n} in 10 leads").format(n=tens) if tens < 10 else ""
    return _("about 1 in {n} leads").format(n=number(1 / rate))
