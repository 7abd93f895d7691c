"""Amounts of money as exports write them: strictly parsed, the decimal sign never guessed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from funnelcraft.io.imports.mapping import Decimal
from funnelcraft.simulation.arrays import Flags, Floats

_CURRENCY = r"(?:[A-Z]{3}|[€$£¥₹])?"
_SPACES = " \u00a0\u202f'’"


def _pattern(decimal: str, grouping: str) -> re.Pattern[str]:
    whole = rf"\d{{1,15}}|[1-9]\d{{0,2}}(?:[{grouping}{_SPACES}]\d{{3}}){{1,4}}"
    body = rf"(?P<body>-?(?:{whole})(?:[{decimal}]\d{{1,9}})?)"
    return re.compile(rf"{_CURRENCY}\s?{body}\s?{_CURRENCY}", re.ASCII)


_PATTERNS = {Decimal.POINT: _pattern(".", ","), Decimal.COMMA: _pattern(",", ".")}
_GROUPING = {
    Decimal.POINT: str.maketrans("", "", "," + _SPACES),
    Decimal.COMMA: str.maketrans(",", ".", "." + _SPACES),
}


@dataclass
class Evidence:
    """What a column of amounts shows of its decimal sign.

    `points` and `commas` count amounts that have one meaning alone, `unclear` those that mean one
    thing with a point and another with a comma; `example` is one of them.
    """

    points: int = 0
    commas: int = 0
    unclear: int = 0
    example: str = ""
    read: int = 0

    @property
    def decimal(self) -> Decimal | None:
        """The decimal sign; None where amounts are unclear or contradict each other."""
        if self.points and self.commas:
            return None
        if self.commas:
            return Decimal.COMMA
        return None if self.unclear and not self.points else Decimal.POINT


def look(texts: Iterable[str], evidence: Evidence) -> None:
    """Add to the evidence what some trimmed texts show."""
    for text in set(texts) - {""}:
        point, comma = parse_one(text, Decimal.POINT), parse_one(text, Decimal.COMMA)
        evidence.read += point is not None or comma is not None
        if point is None and comma is not None:
            evidence.commas += 1
        elif comma is None and point is not None:
            evidence.points += 1
        elif point != comma:
            evidence.unclear += 1
            evidence.example = min(evidence.example or text, text)


def parse_one(text: str, decimal: Decimal) -> float | None:
    """Return the number that a trimmed text is; None where it is none."""
    match = _PATTERNS[decimal].fullmatch(text)
    return float(match["body"].translate(_GROUPING[decimal])) if match else None


def parse(texts: Sequence[str], decimal: Decimal) -> tuple[Floats, Flags]:
    """Return the amounts of N trimmed texts, NaN where there is none, and which are unreadable."""
    known: dict[str, float] = {"": float("nan")}
    values = np.empty(len(texts))
    unreadable = np.zeros(len(texts), np.bool_)
    for place, text in enumerate(texts):
        value = known.get(text)
        if value is None:
            one = parse_one(text, decimal)
            value = known[text] = float("nan") if one is None else one
        values[place] = value
        unreadable[place] = value != value and text != ""
    return values, unreadable
