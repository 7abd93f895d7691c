"""Rules as data: what must be true of a lead before a trigger fires. Never code.

A rule is a tree of `all`, `any` and `not` over conditions on fields and counts of events.
"""

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
AllOf.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()
