"""Texts with figures of a simulation, compared as people read them.

The same seed draws the same on every machine, but sums are rounded by its processor: what is shown
may differ by a step of its last digit.
"""

import math
import re

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e[+-]\d+)?")
CLOSE = 0.005  # of the figure itself


def difference(before: str, now: str) -> str:
    """Return the first line whose words or figures differ, with what it was; "" where none does."""
    old, new = before.splitlines(), now.splitlines()
    for number, (was, told) in enumerate(zip(old, new, strict=False), 1):
        if not _alike(was, told):
            return f"line {number}: {told!r} was {was!r}"
    if len(old) != len(new):
        return f"{len(new)} lines were {len(old)}"
    return ""


def _alike(was: str, told: str) -> bool:
    if _FIGURE.sub("#", was) != _FIGURE.sub("#", told):
        return False
    figures = zip(_FIGURE.findall(was), _FIGURE.findall(told), strict=True)
    return all(one == other or _close(one, other) for one, other in figures)


def _close(one: str, other: str) -> bool:
    step = max(_step(one), _step(other))
    return math.isclose(_value(one), _value(other), rel_tol=CLOSE, abs_tol=step * (1 + 1e-9))


def _value(figure: str) -> float:
    return float(figure.replace(",", ""))


def _step(figure: str) -> float:
    """Return what the last digit counts: 0.1 of 12.3, one of 1,234."""
    digits, _e, power = figure.partition("e")
    decimals = len(digits.partition(".")[2])
    return math.pow(10, float(power or 0) - decimals)
