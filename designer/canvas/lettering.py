"""Type on the canvas: the fonts, how wide a text is, and how it fits into its room."""

import math
from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from funnelcraft.designer.canvas.routing.labels import LabelSize
from funnelcraft.designer.canvas.words import LabelWords
from funnelcraft.designer.look.tokens import FAMILIES
from funnelcraft.funnel.geometry import GRID

GAP = 5.0  # between the rate and the time of a label in one line
LARGE_RATE, LARGER_RATE = 17, 21  # larger than life: at middle zooms, and from afar
SPARE = 10.0  # that a rate larger than life may reach beyond its label's box


@lru_cache(maxsize=64)
def font(pixels: int, weight: int = 400, spacing: float = 0.0) -> QFont:
    """Return the font of a size in canvas units, with figures of one width.

    It is kept and shared: who wants another like it changes a copy.
    """
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    if spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return made


@lru_cache(maxsize=64)
def metrics(pixels: int, weight: int = 400, spacing: float = 0.0) -> QFontMetricsF:
    """Return the measures of that font."""
    return QFontMetricsF(font(pixels, weight, spacing))


@lru_cache(maxsize=4096)
def width(text: str, pixels: int, weight: int = 400, spacing: float = 0.0) -> float:
    """Return how wide a text runs."""
    return metrics(pixels, weight, spacing).horizontalAdvance(text)


@lru_cache(maxsize=4096)
def wrapped(text: str, room: float, lines: int, pixels: int, weight: int = 400) -> tuple[str, ...]:
    """Break a text into at most so many lines; what does not fit ends in an ellipsis."""
    words = text.split()
    found: list[str] = []
    while words and len(found) < lines:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", pixels, weight) <= room:
            line = f"{line} {words.pop(0)}"
        if len(found) == lines - 1 and words:
            line = " ".join((line, *words))
        found.append(elided(line, room, pixels, weight))
    return tuple(found)


def fits(text: str, room: float, lines: int, pixels: int, weight: int = 400) -> bool:
    """Say whether a text is whole when it is broken into at most so many lines."""
    needed, line = 1, ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, pixels, weight) <= room:
            line = longer
            continue
        needed, line = needed + bool(line), word
        if needed > lines or width(word, pixels, weight) > room:
            return False
    return True


@lru_cache(maxsize=4096)
def elided(text: str, room: float, pixels: int, weight: int = 400) -> str:
    """Return a text cut to its room, with an ellipsis where something is missing."""
    if width(text, pixels, weight) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + "…", pixels, weight) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def label_size(words: LabelWords) -> LabelSize:
    """Return how much room a trigger's label takes, in steps: a new digit must not move lines.

    There is room for the rate alone as large as it is from afar, so that all rates are of one size.
    """
    rate, time = width(words.rate, 12, 600), width(words.time, 11)
    alone = width(words.rate, LARGER_RATE, 600) - SPARE
    flat = max(rate + (GAP + time if words.time else 0.0), alone)
    stacked = max(rate, time, alone)
    return LabelSize((_stepped(flat), 16.0), (_stepped(stacked), 30.0 if words.time else 16.0))


def _stepped(length: float) -> float:
    return math.ceil(length / GRID) * GRID
