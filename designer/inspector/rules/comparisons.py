"""Comparisons as people choose them: each an operator and what it compares with."""

import re
from datetime import date

from funnelcraft.designer.inspector.writing import NotUnderstood, Writing, parse_number, words
from funnelcraft.funnel.rules import Condition, Operator, Scalar
from funnelcraft.funnel.text import _, number

# An operator, and the kind of value: number, text, list, yes, no, none, or one kept as it is.
Comparison = tuple[Operator, str]

_ORDERED = (">", ">=", "<", "<=")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def comparisons() -> tuple[tuple[Comparison, str], ...]:
    """Return the comparisons a user can choose, in plain words."""
    return (
        ((">=", "number"), _("is at least")),
        ((">", "number"), _("is above")),
        (("<=", "number"), _("is at most")),
        (("<", "number"), _("is below")),
        (("=", "number"), _("equals")),
        (("!=", "number"), _("differs from")),
        (("=", "text"), _("is")),
        (("!=", "text"), _("is not")),
        (("contains", "text"), _("contains")),
        (("in", "list"), _("is one of")),
        (("not_in", "list"), _("is none of")),
        (("=", "yes"), _("is yes")),
        (("=", "no"), _("is no")),
        (("is_set", "none"), _("is filled in")),
        (("is_not_set", "none"), _("is empty")),
    )


def comparison_of(condition: Condition) -> Comparison:
    """Return what a condition compares with; `kept` for what the editors do not offer."""
    op, value = condition.op, condition.value
    found: Comparison
    if value is None:
        usual = {"in": "list", "not_in": "list", "contains": "text"}
        found = (op, "none" if op in ("is_set", "is_not_set") else usual.get(op, "number"))
    elif isinstance(value, bool):
        found = (op, "yes" if value else "no")
    elif isinstance(value, tuple):
        found = (op, "list")
    elif isinstance(value, str):
        found = (op, "number" if op in _ORDERED and _DATE.fullmatch(value) else "text")
    else:
        found = (op, "number")
    return found if any(found == offered for offered, _text in comparisons()) else (op, "kept")


def compared(condition: Condition, comparison: Comparison) -> Condition:
    """Return a condition with another comparison, with its value as far as it fits."""
    op, kind = comparison
    value = condition.value
    first = value[0] if isinstance(value, tuple) and value else value
    match kind:
        case "yes" | "no":
            made: Scalar | tuple[Scalar, ...] | None = kind == "yes"
        case "none":
            made = None
        case "list":
            made = value if isinstance(value, tuple) else () if value is None else (value,)
        case "text":
            made = _as_text(first)
        case "number":
            made = _as_number(first)
        case _:
            made = value
    return condition.replaced(op=op, value=made)


def _as_text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | float | int):
        return ""  # not None: an empty text is still compared as a text
    return value if isinstance(value, str) else number(value, 6)


def _as_number(value: object) -> Scalar | None:
    if isinstance(value, bool) or not isinstance(value, str | float | int):
        return None
    if not isinstance(value, str):
        return value
    try:
        return figure().read(value)  # type: ignore[no-any-return]
    except NotUnderstood:
        return None


def writing_of(kind: str) -> Writing | None:
    """Return how values of a kind are typed; None where there is nothing to type."""
    match kind:
        case "number":
            return figure()
        case "text":
            return _needed(words(_("Type what it must be.")))
        case "list":
            return texts()
        case _:
            return None


def _needed(writing: Writing) -> Writing:
    return Writing(lambda value: "" if value is None else writing.show(value), writing.read)


def figure() -> Writing:
    """A number, or a date as 2027-01-31."""

    def show(value: Scalar | None) -> str:
        if value is None:
            return ""
        return value if isinstance(value, str) else number(value, 6)

    def read(typed: str) -> Scalar:
        text = typed.strip()
        if _DATE.fullmatch(text):
            try:
                return date.fromisoformat(text).isoformat()
            except ValueError as error:
                raise NotUnderstood(_("There is no such day.")) from error
        try:
            return parse_number(text)
        except NotUnderstood as problem:
            raise NotUnderstood(_("Type a number, or a date like 2027-01-31.")) from problem

    return Writing(show, read)


def texts() -> Writing:
    """Values with commas between; a number is a number unless it stands in quotation marks."""

    def show_one(value: Scalar) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if not isinstance(value, str):
            return f"{value:.15g}"  # commas part the values, whatever the locale
        return f'"{value}"' if "," in value or _is_number(value) or '"' in value else value

    def show(values: tuple[Scalar, ...] | None) -> str:
        return ", ".join(show_one(value) for value in values or ())

    def read_one(typed: str) -> Scalar:
        if len(typed) >= 2 and typed[0] == typed[-1] == '"':
            return typed[1:-1]
        return parse_number(typed) if _is_number(typed) else typed

    def read(typed: str) -> tuple[Scalar, ...]:
        found = (part.strip() for part in re.findall(r'\s*"[^"]*"\s*|[^,]+', typed))
        values = tuple(read_one(part) for part in found if part)
        if not values:
            raise NotUnderstood(_("Type the values with commas between them."))
        return values

    return Writing(show, read, example=_("DE, AT, CH"))


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except NotUnderstood:
        return False
    return True
