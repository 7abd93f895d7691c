"""Scales of the charts of this room: round ticks over a range that need not begin at zero."""

import math

from PySide6.QtGui import QColor

from funnelcraft.designer.charts.drawing import nice_ticks


def ticks_within(low: float, high: float, room: int) -> tuple[float, ...]:
    """Return the round values from low to high, about as many as there is room for."""
    if not high > low:
        return (low,)
    step = nice_ticks(high - low, max(room, 1))[1]
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(step * at for at in range(first, last + 1))


def log_ticks(low: float, high: float) -> tuple[float, ...]:
    """Return 1, 2 and 5 times powers of ten from low to high, both above zero."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    every = (n * 10.0**power for power in range(first, last + 1) for n in (1, 2, 5))
    return tuple(value for value in every if low * (1 - 1e-9) <= value <= high * (1 + 1e-9))


def mixed(low: str, high: str, share: float) -> QColor:
    """Return the colour a share (0–1) of the way from one to another."""
    pairs = zip(_parts(QColor(low)), _parts(QColor(high)), strict=True)
    return QColor.fromRgbF(*(one + (other - one) * share for one, other in pairs))


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def luminance(colour: QColor) -> float:
    """Return the relative luminance of a colour, 0–1 (WCAG 2.1)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = map(linear, _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(ground: QColor) -> str:
    """Return black or white, whichever can be read better on a colour."""
    light = luminance(ground)
    return "#000000" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "#ffffff"
