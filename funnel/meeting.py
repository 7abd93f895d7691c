"""Can a lead meet a rule? Exact over fields compared with values and counts of events.

A rule is brought into ways to meet it: sets of atoms, each true or false. Fields are independent,
so a way can be met if each field has a value, and each event a count, that suits all its atoms.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule, Scalar

# A rule with more ways to meet it than this is left undecided: no team can overlook it either.
MOST_WAYS = 2_000

# Stands for any value of a field that need only be filled in.
FILLED_IN = "*"

Atom = Condition | Event
Way = frozenset[tuple[Atom, bool]]
EventKey = tuple[str, float]  # the event and the days it is looked for, infinity for ever


class Undecided(Exception):  # noqa: N818 (it reads as a sentence where it is raised)
    """A rule has too many ways to be met for an answer."""


@dataclass(frozen=True)
class Lead:
    """A lead as far as a rule asks for it: fields that are filled in, and events it has had."""

    fields: Mapping[str, Scalar]
    events: Mapping[EventKey, int]


def lead_that_meets(rule: Rule) -> Lead | None:
    """Return a lead that meets a rule, or None where no lead can. Raises Undecided."""
    return next((lead for way in ways(rule, True) if (lead := lead_of(way)) is not None), None)


def atoms(rule: Rule) -> Iterator[Atom]:
    """Yield the conditions and events of a rule."""
    match rule:
        case AllOf():
            for part in rule.all:
                yield from atoms(part)
        case AnyOf():
            for part in rule.any:
                yield from atoms(part)
        case Not():
            yield from atoms(rule.rule)
        case _:
            yield rule


def holds(condition: Condition, value: Scalar | None) -> bool:
    """Say whether a condition holds of a field's value; None is a field that is not filled in.

    A field that is not filled in meets `is_not_set`, `!=` and `not_in` only; values of different
    kinds are unequal and not ordered.
    """
    asked, op = condition.value, condition.op
    if op in ("is_set", "is_not_set"):
        return (value is not None) == (op == "is_set")
    if op in ("in", "not_in"):
        among = asked if isinstance(asked, tuple) else (asked,)
        return any(_equal(value, one) for one in among) == (op == "in")
    if op in ("=", "!="):
        return _equal(value, asked) == (op == "=")
    if op == "contains":
        return isinstance(value, str) and isinstance(asked, str) and asked in value
    return _ordered(value, op, asked)


def _equal(one: object, other: object) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _ordered(value: object, op: str, asked: object) -> bool:
    if isinstance(value, str) and isinstance(asked, str):
        order = (value > asked) - (value < asked)
    elif _is_number(value) and _is_number(asked):
        order = (value > asked) - (value < asked)  # type: ignore[operator]
    else:
        return False
    return {">": order > 0, ">=": order >= 0, "<": order < 0, "<=": order <= 0}[op]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def ways(rule: Rule, wanted: bool) -> list[Way]:
    """Return the ways in which a rule comes out as wanted."""
    match rule:
        case Not():
            return ways(rule.rule, not wanted)
        case AllOf():
            return _together(rule.all, wanted) if wanted else _either(rule.all, wanted)
        case AnyOf():
            return _either(rule.any, wanted) if wanted else _together(rule.any, wanted)
        case _:
            return [frozenset(((rule, wanted),))]


def _either(rules: Iterable[Rule], wanted: bool) -> list[Way]:
    return _bounded(way for rule in rules for way in ways(rule, wanted))


def _together(rules: Iterable[Rule], wanted: bool) -> list[Way]:
    found: list[Way] = [frozenset()]
    for rule in rules:
        parts = ways(rule, wanted)
        found = _bounded(one | part for one in found for part in parts)
    return found


def _bounded(ways: Iterable[Way]) -> list[Way]:
    found: dict[Way, None] = {}
    for way in ways:
        found[way] = None
        if len(found) > MOST_WAYS:
            raise Undecided
    return list(found)


def lead_of(way: Way) -> Lead | None:
    """Return a lead for which every atom of a way is as it says, or None."""
    conditions: dict[str, list[tuple[Condition, bool]]] = defaultdict(list)
    events: dict[str, list[tuple[Event, bool]]] = defaultdict(list)
    for atom, wanted in sorted(way, key=str):
        if isinstance(atom, Condition):
            conditions[atom.field].append((atom, wanted))
        else:
            events[atom.event].append((atom, wanted))
    fields: dict[str, Scalar] = {}
    for name, asked in conditions.items():
        suiting = [v for v in _candidates(asked) if all(holds(c, v) == w for c, w in asked)]
        if not suiting:
            return None
        if suiting[0] is not None:
            fields[name] = suiting[0]
    counts: dict[EventKey, int] = {}
    for happened in events.values():
        suited = _counts(happened)
        if suited is None:
            return None
        counts |= suited
    return Lead(fields, counts)


def _candidates(asked: list[tuple[Condition, bool]]) -> list[Scalar | None]:
    """Return a value out of every range that the conditions on one field tell apart.

    Values people would name come first, so that the example is one they recognise.
    """
    named: list[Scalar] = []
    for condition, _wanted in asked:
        value = condition.value
        named.extend(value if isinstance(value, tuple) else () if value is None else (value,))
    numbers = sorted({float(v) for v in named if _is_number(v)})
    texts = sorted({v for v in named if isinstance(v, str)})
    joined = " ".join(
        str(c.value) for c, wanted in asked if wanted and c.op == "contains" and c.value
    )
    between = [(low + high) / 2 for low, high in pairwise(numbers)]
    beyond = [numbers[-1] + 1, numbers[0] - 1] if numbers else []
    opposite = [not value for value in named if isinstance(value, bool)]
    other = ["".join(texts) + "…", "", *(text + " " for text in texts), joined] if texts else []
    return [*named, *opposite, *between, *beyond, FILLED_IN, None, *other, True, False]


def _counts(asked: list[tuple[Event, bool]]) -> dict[EventKey, int] | None:
    """Return how often an event happened within each of the times asked for, or None.

    What happened within fewer days happened within more days too: a demand on a short time is one
    on every longer time, and a limit on a long time is one on every shorter.
    """
    least: dict[float, int] = {}
    most: dict[float, float] = {}
    for event, wanted in asked:
        days = float("inf") if event.within_days is None else event.within_days
        least.setdefault(days, 0)
        most.setdefault(days, float("inf"))
        if wanted:
            least[days] = max(least[days], event.at_least)
        else:
            most[days] = min(most[days], event.at_least - 1)
    for days in least:
        demanded = max(least[shorter] for shorter in least if shorter <= days)
        if demanded > min(most[longer] for longer in most if longer >= days):
            return None
        least[days] = demanded
    return {(asked[0][0].event, days): count for days, count in least.items() if count}
