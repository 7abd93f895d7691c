"""From bytes to plain values: JSON read strictly, within limits, never deeper than a fixed depth.

What JSON parsers commonly let pass (duplicate keys, NaN, numbers too large to hold) is marked
while parsing and found again by its path, so that a message can say where it stands.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator
from json.decoder import JSONDecodeError
from typing import Any, NoReturn

from funnelcraft.funnel.text import _, number

LARGEST_FILE = 50_000_000
DEEPEST_NESTING = 64
# Together they bound the memory a hostile file can take; 100,000 stages are well within them.
MOST_OBJECTS = 150_000
MOST_VALUES = 2_000_000

Path = tuple[str | int, ...]

# A string, closed or not, or one sign of structure. Possessive: linear in time on any input.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+|[\[\]{},]', re.DOTALL)
_LARGEST_INTEGER = 2**64
_DULL = frozenset((int, float, bool, type(None)))


class Unreadable(Exception):  # noqa: N818 - named for what the text is
    """The text is no document; `str()` is a sentence without the file's name."""


class Unusable(str):
    """A number that no number can hold, as it stood in the file: `NaN`, `1e400`."""

    __slots__ = ()


class Doubled(dict[str, Any]):
    """An object in which a key stands twice."""

    key: str = ""


def decode(data: bytes) -> Any:
    """Return the plain value that JSON bytes (UTF-8, or UTF-16/32 with or without mark) mean.

    Unusable numbers are returned as `Unusable` and objects with a double key as `Doubled`.
    Raises Unreadable with a sentence that names the line and column, or the byte.
    """
    if len(data) > LARGEST_FILE:
        raise Unreadable(
            _("the file is larger than {most} MB.").format(most=LARGEST_FILE // 1_000_000)
        )
    text = _text(data)
    if not text.strip():
        raise Unreadable(_("the file is empty."))
    _refuse_excess(text)
    decoder = json.JSONDecoder(
        object_pairs_hook=_object,
        parse_float=_float,
        parse_int=_int,
        parse_constant=Unusable,
        strict=False,  # raw control characters are reported by the reader, not refused
    )
    try:
        return decoder.decode(text)
    except JSONDecodeError as error:
        _explain(error, text)


def shown_path(path: Path) -> str:
    """Write a path the way messages show it: `triggers[2] › conversion › rate`."""
    words = ""
    for step in path:
        if isinstance(step, int):
            words += f"[{step}]"
        else:
            words += (" › " if words else "") + step[:60]
    return words


def walk(value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield the texts, lists and objects inside a plain value with their paths, unrecursively.

    Numbers, booleans and nulls are passed over: there may be millions, and nothing hides in them.
    """
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, here = waiting.pop()
        yield path, here
        inside: Iterable[tuple[str | int, Any]] = ()
        if isinstance(here, dict):
            inside = here.items()
        elif isinstance(here, list | tuple):
            inside = enumerate(here)
        waiting.extend(((*path, step), inner) for step, inner in inside if type(inner) not in _DULL)


def _text(data: bytes) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("the text is damaged at byte {offset}: it is not valid {encoding}.").format(
                offset=number(error.start), encoding=encoding.upper().replace("-SIG", "")
            )
        ) from error


def _refuse_excess(text: str) -> None:
    """Refuse what is nested too deep or has too many parts, before anything is built."""
    depth = objects = values = 0
    for found in _TOKEN.finditer(text):
        sign = found.group()
        if sign in "{[":
            depth += 1
            values += 1
            objects += sign == "{"
            if depth > DEEPEST_NESTING:
                raise Unreadable(
                    _("values are nested more than {most} deep at {place}.").format(
                        most=DEEPEST_NESTING, place=_line_and_column(text, found.start())
                    )
                )
        elif sign in "]}":
            depth -= 1
        elif sign == ",":
            values += 1
        if objects > MOST_OBJECTS or values > MOST_VALUES:
            raise Unreadable(
                _("the file holds more than {objects} objects or {values} values.").format(
                    objects=number(MOST_OBJECTS), values=number(MOST_VALUES)
                )
            )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    seen: set[str] = set()
    doubled = Doubled(plain)
    for key, _value in pairs:
        if key in seen:
            doubled.key = key
            break
        seen.add(key)
    return doubled


def _float(digits: str) -> float | Unusable:
    value = float(digits)
    return value if math.isfinite(value) else Unusable(digits[:40])


def _int(digits: str) -> int | Unusable:
    if len(digits) > 21 or abs(value := int(digits)) > _LARGEST_INTEGER:
        return Unusable(digits[:40])
    return value


def _explain(error: JSONDecodeError, text: str) -> NoReturn:
    place = _line_and_column(text, error.pos)
    rest = text[error.pos :]
    if error.msg == "Extra data":
        what = _("there is more text after the end of the document, at {place}.")
    elif not rest.strip() or error.msg.startswith("Unterminated string"):
        what = _("the file ends too early: what begins at {place} is cut off.")
    elif error.msg.startswith("Expecting property name"):
        what = _("a name in double quotes is expected at {place}.")
    elif "delimiter" in error.msg:
        what = _("a comma, a colon or a closing bracket is missing at {place}.")
    elif "escape" in error.msg:
        what = _("a text holds an unknown escape at {place}.")
    else:
        what = _("a value is expected at {place}.")
    raise Unreadable(what.format(place=place)) from error


def _line_and_column(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return _("line {line}, column {column}").format(line=line, column=column)
