"""Rules as data: what must be true of a lead before a trigger fires. Never code.

A rule is a tree of `all`, `any` and `not` over conditions on fields and counts of events.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args

from pydantic import Discriminator, Field, Tag

from funnelcraft.funnel.values import Many, Text, Value

Operator = Literal[
    "=", "!=", ">", ">=", "<", "<=", "in", "not_in", "contains", "is_set", "is_not_set"
]
OPERATORS: tuple[str, ...] = get_args(Operator)

MOST_CONDITIONS = 1_000
DEEPEST_RULE = 32

Scalar = str | float | bool


class Condition(Value):
    """A field of the lead compared with a value; `value` is null for `is_set` and `is_not_set`."""

    field: Text
    op: Operator
    value: Scalar | Many[Scalar] | None = None


class Event(Value):
    """Something the lead did, at least so often, within so many days (null: ever)."""

    event: Text
    at_least: int = 1
    within_days: float | None = None


class AllOf(Value):
    """Every part holds."""

    all: Many["Rule"]


class AnyOf(Value):
    """At least one part holds."""

    any: Many["Rule"]


class Not(Value):
    """The part does not hold."""

    rule: "Rule" = Field(alias="not")


def _tag(value: Any) -> str | None:
    keys = ("all", "any", "not", "event", "field")
    if isinstance(value, dict):
        return next((key for key in keys if key in value), None)
    tags = ((AllOf, "all"), (AnyOf, "any"), (Not, "not"), (Event, "event"), (Condition, "field"))
    return next((tag for kind, tag in tags if isinstance(value, kind)), None)


Rule = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Event, Tag("event")]
    | Annotated[Condition, Tag("field")],
    Discriminator(
        _tag,
        custom_error_type="rule",
        custom_error_message="A rule needs one of 'all', 'any', 'not', 'field' or 'event'",
    ),
]

# A place in a rule: which part, of which part, … of the rule; () is the rule itself.
Path = tuple[int, ...]


def parts_of(rule: Rule) -> tuple[Rule, ...]:
    """Return the rules a group is made of; nothing for a condition or an event."""
    match rule:
        case AllOf():
            return rule.all
        case AnyOf():
            return rule.any
        case Not():
            return (rule.rule,)
        case _:
            return ()


def is_group(rule: Rule) -> bool:
    """Say whether a rule is made of rules."""
    return isinstance(rule, AllOf | AnyOf | Not)


def walked(rule: Rule) -> Iterator[tuple[Path, Rule]]:
    """Yield every part of a rule with its place, top-down; not by recursion, for any depth."""
    waiting: list[tuple[Path, Rule]] = [((), rule)]
    while waiting:
        path, part = waiting.pop()
        yield path, part
        below = [((*path, at), inner) for at, inner in enumerate(parts_of(part))]
        waiting.extend(reversed(below))


def extent(rule: Rule) -> tuple[int, int]:
    """Return how many conditions and events a rule has, and how many levels."""
    found = [(len(path) + 1, is_group(part)) for path, part in walked(rule)]
    return sum(not group for _level, group in found), max(level for level, _group in found)


AllOf.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()
