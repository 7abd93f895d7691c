"""How the comparison writes figures: by their unit, and differences with their sign. No Qt."""

from collections.abc import Callable
from functools import partial

from funnelcraft.funnel.text import _, count, money, number, percent
from funnelcraft.simulation.comparison.lines import Unit

Write = Callable[[float], str]


def writer(unit: Unit, currency: str) -> Write:
    """Return how a figure of a unit is written."""
    if unit == "money":
        return partial(_money, currency)
    return {"leads": count, "days": _days, "share": _share}[unit]


def _money(currency: str, value: float) -> str:
    return money(value, currency)


def _days(value: float) -> str:
    return _("{days} d").format(days=number(value, 1 if abs(value) >= 1 else 2))


def _share(value: float) -> str:
    return percent(value, 1)


def signed(write: Write, value: float) -> str:
    """Write a difference with its sign; what is written as nothing has none."""
    size = write(abs(value))
    if size == write(0.0):
        return size
    return f"+{size}" if value > 0 else f"−{size}"


def signed_writer(write: Write) -> Write:
    """Return how differences are written of what `write` writes."""
    return partial(signed, write)
