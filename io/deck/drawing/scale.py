"""Axes of pictures: round figures at even steps, and how they are written."""

import math

from funnelcraft.funnel.text import count, money, number, percent

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """Return round figures from `low` or less to `high` or more: about so many, at least two."""
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        high = low + max(abs(low), 1.0)
    span = high - low
    rough = span / max(about - 1, 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(one * size for one in STEPS if one * size >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(at * step for at in range(first, last + 1))


def written(value: float, unit: str) -> str:
    """Write a figure in its unit: "share", "count" (or empty), else a currency's code."""
    if unit == "share":
        return percent(value, 1)
    if unit in ("count", ""):
        return count(value)
    return money(value, unit)


def written_tick(value: float, unit: str) -> str:
    """Write a figure at an axis: a count keeps the decimals its step needs."""
    if unit in ("count", ""):
        return number(value, 0 if abs(value) >= 10 else 2)
    return written(value, unit)
