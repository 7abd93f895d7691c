"""Pydantic's errors in our own plain sentences, each with its path in the file."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from funnelcraft.funnel.text import _, ngettext, number
from funnelcraft.funnel.values import LONGEST_TEXT
from funnelcraft.io.project_file.decoding import Path, shown_path

_KINDS_AT = ("rule", "not", "velocity", "leak_time")


def sentence(error: ValidationError, plain: Any) -> str:
    """Say what is wrong with a document and where: the first problem, and how many more."""
    details = error.errors(include_url=False, include_context=True, include_input=True)
    first = details[0]
    place = shown_path(path_of(first, plain)) or _("the document")
    said = _problem(first).format(place=place)
    more = len(details) - 1
    if not more:
        return said
    rest = ngettext("and {n} more problem", "and {n} more problems", more).format(n=number(more))
    return f"{said.removesuffix('.')} ({rest})."


def path_of(details: ErrorDetails, plain: Any) -> Path:
    """Return an error's path in the file: Pydantic's, without the tags of its unions."""
    path: list[str | int] = []
    here = plain
    tagged = False
    location = details["loc"]
    for index, step in enumerate(location):
        last = index == len(location) - 1
        if _chooses_a_kind(path) and not (tagged or last):
            tagged = True
            continue
        tagged = False
        if _leads_on(here, step):
            here = here[step]
        elif not (last and details["type"] == "missing"):
            continue
        path.append(step)
    return tuple(path)


def _leads_on(here: Any, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(here, list) and step < len(here)
    return isinstance(here, dict) and step in here


def _chooses_a_kind(path: list[str | int]) -> bool:
    """Say whether the value at a path is one of several kinds, so that a tag follows it."""
    before = path[-2] if len(path) > 1 else ""
    if path and isinstance(path[-1], int):
        return before in ("all", "any")
    return bool(path) and path[-1] in _KINDS_AT and before != "by_segment"


def _problem(details: ErrorDetails) -> str:
    kind = details["type"]
    given = _given(details.get("input"))
    if kind == "missing":
        return _("{place} is missing.")
    if kind == "string_too_long":
        most = number(LONGEST_TEXT)
        return _("{place} is longer than {most} characters.").replace("{most}", most)
    if kind == "literal_error":
        expected = details["ctx"]["expected"]
        return _braced(
            _("{place} must be one of {expected}, not {given}."), expected=expected, given=given
        )
    if kind == "rule":
        return _("{place} is no rule: it needs one of all, any, not, field or event.")
    if kind in ("too_short", "too_long"):
        return _("{place} has the wrong number of values.")
    for start, wanted in _wanted():
        if kind.startswith(start):
            return _braced(_("{place} must be {wanted}, not {given}."), wanted=wanted, given=given)
    return _braced(_("{place} can't be {given}."), given=given)


def _braced(text: str, **words: str) -> str:
    """Fill in words but leave `{place}`; braces in the words are kept from the next filling."""
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word.replace("{", "{{").replace("}", "}}"))
    return text


def _wanted() -> tuple[tuple[str, str], ...]:
    return (
        ("string", _("a text")),
        ("float", _("a number")),
        ("finite", _("a number")),
        ("int", _("a whole number")),
        ("bool", _("true or false")),
        ("tuple", _("a list")),
        ("list", _("a list")),
        ("dict", _("an object")),
        ("model", _("an object")),
    )


def _given(value: Any) -> str:
    match value:
        case None:
            return _("null")
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)[:40]
        case str():
            short = value if len(value) <= 40 else value[:40] + "…"
            return _("the text “{text}”").replace(
                "{text}", "".join(c if c.isprintable() else "�" for c in short)
            )
        case list() | tuple():
            return _("a list")
        case dict():
            return _("an object")
    return _("this")
