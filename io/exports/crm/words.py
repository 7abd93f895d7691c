"""The words of a CRM's own filter lists, as it shows them to those who configure it."""

from collections.abc import Mapping
from dataclasses import dataclass

from funnelcraft.funnel.rule_words import value_words
from funnelcraft.funnel.rules import Condition, Event, Operator, Scalar
from funnelcraft.funnel.text import _, days, number
from funnelcraft.io.exports.filters import Filters, values_of
from funnelcraft.io.exports.markdown import code, escaped, table


@dataclass(frozen=True)
class FilterWords:
    """What a CRM calls each comparison, in its own language.

    `activity` is what it calls something a lead did. `joins` says whether its filter lists take a
    logic such as `1 AND (2 OR 3)`.
    """

    operators: Mapping[Operator, str]
    activity: str
    joins: bool


# No CRM's: what everybody reads.
PLAIN = FilterWords(
    {
        "=": "=",
        "!=": "≠",
        ">": ">",
        ">=": "≥",
        "<": "<",
        "<=": "≤",
        "in": "one of",
        "not_in": "none of",
        "contains": "contains",
        "is_set": "is filled in",
        "is_not_set": "is empty",
    },
    "event",
    joins=True,
)
HUBSPOT = FilterWords(
    {
        "=": "is equal to",
        "!=": "is not equal to",
        ">": "is greater than",
        ">=": "is greater than or equal to",
        "<": "is less than",
        "<=": "is less than or equal to",
        "in": "is any of",
        "not_in": "is none of",
        "contains": "contains any of",
        "is_set": "is known",
        "is_not_set": "is unknown",
    },
    "event",
    joins=False,
)
SALESFORCE = FilterWords(
    {
        "=": "Equals",
        "!=": "Does Not Equal",
        ">": "Greater Than",
        ">=": "Greater Than or Equal",
        "<": "Less Than",
        "<=": "Less Than or Equal",
        "in": "Equals (any of)",
        "not_in": "Does Not Equal (any of)",
        "contains": "Contains",
        "is_set": "Is Null: False",
        "is_not_set": "Is Null: True",
    },
    "related record",
    joins=True,
)
PIPEDRIVE = FilterWords(
    {
        "=": "is",
        "!=": "is not",
        ">": "is more than",
        ">=": "is at least",
        "<": "is less than",
        "<=": "is at most",
        "in": "is any of",
        "not_in": "is none of",
        "contains": "contains",
        "is_set": "is not empty",
        "is_not_set": "is empty",
    },
    "activity",
    joins=False,
)
MARKETO = FilterWords(
    {
        "=": "is",
        "!=": "is not",
        ">": "greater than",
        ">=": "at least",
        "<": "less than",
        "<=": "at most",
        "in": "is (any of)",
        "not_in": "is not (any of)",
        "contains": "contains",
        "is_set": "is not empty",
        "is_not_set": "is empty",
    },
    "activity",
    joins=True,
)


def filter_cells(test: Condition | Event, words: FilterWords) -> tuple[str, str, str]:
    """Return a filter's subject, comparison and value as plain text, in a CRM's words."""
    if isinstance(test, Event):
        often = _("at least {n} ×").format(n=number(test.at_least))
        if test.within_days is None:
            return test.event, words.activity, often
        within = _("in the last {days}").format(days=days(test.within_days))
        return test.event, words.activity, f"{often}, {within}"
    return test.field, words.operators[test.op], "; ".join(map(_value, values_of(test)))


def _value(value: Scalar) -> str:
    return value if isinstance(value, str) else value_words(value)


def filter_table(found: Filters, words: FilterWords) -> str:
    """Return the filters of a rule as a Markdown table, with the logic that joins them."""
    rows = []
    for line in found.lines:
        subject, how, value = filter_cells(line.test, words)
        rows.append([str(line.number), code(subject), escaped(how), code(value) if value else ""])
    text = table(["#", _("Field or event"), _("Comparison"), _("Value")], rows) if rows else ""
    if len(found.lines) > 1 or not found.is_plain:
        text += "\n" + _("Joined as: {logic}").format(logic=code(found.logic)) + "\n"
    return text
