"""Values at the edges of what conditions tell apart, and counts at those of events."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import TypeGuard

from funnelcraft.funnel.rules import Condition, Event, Scalar

MOST_HISTORIES = 600
SOMETHING = "something"  # a field that must only be filled in
OTHER = "other"  # a text that no condition names
_PARTLY = ("contains", ">", ">=", "<", "<=")  # a part or the order of a text counts

Ages = tuple[float, ...]


def edge_values(
    conditions: Sequence[Condition], known: Iterable[str] = ()
) -> tuple[Scalar | None, ...]:
    """Return the values of a field that its conditions tell apart only just, and an empty one.

    Beside a number lie those one step away: whole ones where all are whole, else one of its last
    decimal. Beside a date lie the days before and after. Texts that are asked for as a whole are
    told apart from others that are `known` of the field.
    """
    found: list[Scalar | None] = []
    named = [(one.op, value) for one in conditions for value in _values(one)]
    step = _step(value for _op, value in named if _is_number(value))
    for op, value in named:
        found.append(value)
        if isinstance(value, bool):
            found.append(not value)
        elif isinstance(value, str):
            found += _beside_text(value) if op in _PARTLY else ()
        else:
            found += [float(Decimal(str(value)) + way * step) for way in (-1, 1)]
    if any(isinstance(value, str) for _op, value in named):
        found += [*known, OTHER]
    if parts := [str(value) for op, value in named if op == "contains"]:
        found.append(" ".join(parts))
    if not named:
        found.append(SOMETHING)
    # Python takes true and 1 for one key.
    return tuple({(isinstance(value, bool), value): value for value in [*found, None]}.values())


def _values(condition: Condition) -> tuple[Scalar, ...]:
    value = condition.value
    if condition.op in ("is_set", "is_not_set") or value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _is_number(value: Scalar) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _step(numbers: Iterable[float]) -> Decimal:
    exponents = [Decimal(str(value)).normalize().as_tuple().exponent for value in numbers]
    whole = [exponent for exponent in exponents if isinstance(exponent, int)]
    return Decimal(1).scaleb(min([0, *whole]))


def _beside_text(text: str) -> tuple[str, ...]:
    try:
        day = date.fromisoformat(text)
        return tuple((day + timedelta(days=way)).isoformat() for way in (-1, 1))
    except (ValueError, OverflowError):
        return (text[:-1], f"{text} x") if len(text) > 1 else (f"{text} x",)


def histories(events: Sequence[Event]) -> tuple[Ages, ...]:
    """Return how long ago, in days, an event may have happened each time: counts at every edge.

    Each happened just within one of the times asked for, or a day too early for all of them.
    """
    windows = sorted({one.within_days for one in events if one.within_days is not None})
    ages = [*windows, (windows[-1] + 1 if windows else 1.0)]
    wanted = {0} | {n for one in events for n in (one.at_least - 1, one.at_least) if n >= 0}
    found: dict[Ages, None] = {}
    for counts in product(sorted(wanted), repeat=len(ages)):
        if list(counts) == sorted(counts):
            steps = [count - before for before, count in zip((0, *counts), counts, strict=False)]
            history = tuple(age for age, n in zip(ages, steps, strict=True) for _ in range(n))
            found[history] = None
        if len(found) >= MOST_HISTORIES:
            break
    return tuple(found)
