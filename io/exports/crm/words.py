"""The words of a CRM's own filter lists, as it shows them to those who configure it."""

from collections.abc import Mapping
from dataclasses import dataclass

from funnelcraft.funnel.rule_words import value_words
from funnelcraft.funnel.rules import Condition, Event, Operator, Scalar
from funnelcraft.funnel.text import _, days, marked, number
from funnelcraft.io.exports.filters import Filters, values_of
from funnelcraft.io.exports.markdown import code, escaped, table


@dataclass(frozen=True)
class FilterWords:
    """What a CRM calls each comparison, in its own language.

    `activity` is what it calls something a lead did; both are kept as marked in the source. `joins`
    says whether its filter lists take a logic such as `1 AND (2 OR 3)`.
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
        "in": marked("one of"),
        "not_in": marked("none of"),
        "contains": marked("contains"),
        "is_set": marked("is filled in"),
        "is_not_set": marked("is empty"),
    },
    marked("event"),
    joins=True,
)
HUBSPOT = FilterWords(
    {
        "=": marked("is equal to"),
        "!=": marked("is not equal to"),
        ">": marked("is greater than"),
        ">=": marked("is greater than or equal to"),
        "<": marked("is less than"),
        "<=": marked("is less than or equal to"),
        "in": marked("is any of"),
        "not_in": marked("is none of"),
        "contains": marked("contains any of"),
        "is_set": marked("is known"),
        "is_not_set": marked("is unknown"),
    },
    marked("event"),
    joins=False,
)
SALESFORCE = FilterWords(
    {
        "=": marked("Equals"),
        "!=": marked("Does Not Equal"),
        ">": marked("Greater Than"),
        ">=": marked("Greater Than or Equal"),
        "<": marked("Less Than"),
        "<=": marked("Less Than or Equal"),
        "in": marked("Equals (any of)"),
        "not_in": marked("Does Not Equal (any of)"),
        "contains": marked("Contains"),
        "is_set": marked("Is Null: False"),
        "is_not_set": marked("Is Null: True"),
    },
    marked("related record"),
    joins=True,
)
PIPEDRIVE = FilterWords(
    {
        "=": marked("is"),
        "!=": marked("is not"),
        ">": marked("is more than"),
        ">=": marked("is at least"),
        "<": marked("is less than"),
        "<=": marked("is at most"),
        "in": marked("is any of"),
        "not_in": marked("is none of"),
        "contains": marked("contains"),
        "is_set": marked("is not empty"),
        "is_not_set": marked("is empty"),
    },
    marked("activity"),
    joins=False,
)
MARKETO = FilterWords(
    {
        "=": marked("is"),
        "!=": marked("is not"),
        ">": marked("greater than"),
        ">=": marked("at least"),
        "<": marked("less than"),
        "<=": marked("at most"),
        "in": marked("is (any of)"),
        "not_in": marked("is not (any of)"),
        "contains": marked("contains"),
        "is_set": marked("is not empty"),
        "is_not_set": marked("is empty"),
    },
    marked("activity"),
    joins=True,
)


def filter_cells(test: Condition | Event, words: FilterWords) -> tuple[str, str, str]:
    """Return a filter's subject, comparison and value as plain text, in a CRM's words."""
    if isinstance(test, Event):
        often = _("at least {n} ×").format(n=number(test.at_least))
        if test.within_days is None:
            return test.event, _(words.activity), often
        within = _("in the last {days}").format(days=days(test.within_days))
        return test.event, _(words.activity), f"{often}, {within}"
    return test.field, _(words.operators[test.op]), "; ".join(map(_value, values_of(test)))


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
