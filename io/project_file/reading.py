"""Open a funnel: from bytes to a checked, frozen document, with warnings for what is odd in it."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from funnelcraft.funnel.model import FORMAT, VERSION, Funnel
from funnelcraft.funnel.rules import DEEPEST_RULE, MOST_CONDITIONS
from funnelcraft.funnel.text import _, number
from funnelcraft.io.files import BACKUP, read_bytes
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.project_file.decoding import (
    LARGEST_FILE,
    Doubled,
    Path,
    Unreadable,
    Unusable,
    decode,
    shown_path,
    walk,
)
from funnelcraft.io.project_file.oddities import oddities
from funnelcraft.io.project_file.repair import repaired
from funnelcraft.io.project_file.wording import path_of, sentence

# Farther out than any canvas, and still exact in single precision.
FARTHEST = 1e7
MOST_WARNINGS = 200
# Longer lists are checked before validation. Unknown keys may hold lists of any length.
LONG = 10_000
_HALF = re.compile("[\ud800-\udfff]")
_NUMBERS = ("ages_days", "days", "weights")
_OBJECTS = (
    *("segments", "roles", "stages", "triggers", "sources", "opening", "campaigns"),
    *("mappings", "pairs"),
)
_TEXTS = ("stage_ids",)
_SHORT = (
    *("entry_criteria", "exit_criteria", "agreed_by", "weekday_weights", "month_weights"),
    *("all", "any", "value", "position"),
)


@dataclass(frozen=True)
class Opened:
    """A document as opened.

    `warnings` are plain sentences. `sha256` is that of the file's bytes, for the next save.
    `repaired` says that the document differs from the file: it must not be saved over it unasked.
    """

    funnel: Funnel
    warnings: tuple[str, ...]
    sha256: str
    repaired: bool


def read(path: str | os.PathLike[str]) -> Opened:
    """Open a file without following anything it names. Raises FileProblem."""
    data = read_bytes(path, LARGEST_FILE)
    try:
        return parse(data, path)
    except FileProblem as problem:
        if FilePath(f"{os.fspath(path)}{BACKUP}").is_file():
            backup = FilePath(f"{os.fspath(path)}{BACKUP}").name
            offer = _("The version before is beside it: {backup}.").format(backup=backup)
            raise FileProblem(path, f"{problem.what} {offer}") from problem
        raise


def parse(data: bytes, name: str | os.PathLike[str] = "document") -> Opened:
    """Open a document from its bytes; `name` stands in the messages. Raises FileProblem."""
    try:
        plain = decode(data)
        resets = tuple(_usable(plain))
        _refuse_other_files(plain)
        _refuse_large_rules(plain)
        funnel, mended = _validated(plain)
    except Unreadable as error:
        raise FileProblem(name, str(error)) from error
    funnel, repairs = repaired(funnel)
    warnings = (*resets, *mended, *repairs, *oddities(funnel))
    if len(warnings) > MOST_WARNINGS:
        more = _("and {n} more like these.").format(n=number(len(warnings) - MOST_WARNINGS))
        warnings = (*warnings[:MOST_WARNINGS], more)
    return Opened(
        funnel,
        warnings,
        hashlib.sha256(data).hexdigest(),
        repaired=bool(resets or mended or repairs),
    )


def _usable(plain: Any) -> Iterator[str]:
    """Refuse what can't be meant, with its place; reset positions that are off every canvas."""
    for path, value in walk(plain):
        if isinstance(value, Doubled):
            raise Unreadable(
                _("the name “{key}” stands twice in {place}.").format(
                    key=value.key[:60], place=shown_path(path) or _("the document")
                )
            )
        if isinstance(value, Unusable) and not _in_position(path):
            raise Unreadable(
                _("{place} is {given}, which is not a usable number.").format(
                    place=shown_path(path), given=value
                )
            )
        if isinstance(value, list) and len(value) > LONG:
            _refuse_wrong_list(path, value)
    stages = plain.get("stages") if isinstance(plain, dict) else None
    for index, stage in enumerate(stages if isinstance(stages, list) else ()):
        place = stage.get("position") if isinstance(stage, dict) else None
        if isinstance(place, list) and any(map(_off_canvas, place)):
            stage["position"] = [0.0, 0.0]
            yield _("{place} was off every canvas and was reset.").format(
                place=shown_path(("stages", index, "position"))
            )


def _refuse_wrong_list(path: Path, values: list[Any]) -> None:
    """Refuse a long list at its first wrong part: validation would gather a million errors."""
    name = path[-1] if path else ""
    if name in _NUMBERS:
        wrong = (i for i, one in enumerate(values) if type(one) not in (int, float))
        wanted = _("a number")
    elif name in _OBJECTS:
        wrong = (i for i, one in enumerate(values) if not isinstance(one, dict))
        wanted = _("an object")
    elif name in _TEXTS:
        wrong = (i for i, one in enumerate(values) if not isinstance(one, str))
        wanted = _("a text")
    elif name in _SHORT:
        raise Unreadable(
            _("{place} has more than {most} entries.").format(
                place=shown_path(path), most=number(LONG)
            )
        )
    else:
        return
    if (index := next(wrong, None)) is not None:
        raise Unreadable(
            _("{place} must be {wanted}.").format(place=shown_path((*path, index)), wanted=wanted)
        )


def _in_position(path: Path) -> bool:
    return len(path) == 4 and path[0] == "stages" and path[2] == "position"


def _off_canvas(value: Any) -> bool:
    if isinstance(value, Unusable):
        return True
    return type(value) in (int, float) and abs(value) > FARTHEST


def _refuse_other_files(plain: Any) -> None:
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise Unreadable(_("this is not a Funnelcraft document."))
    version = plain.get("version")
    if type(version) is not int or version < 1:
        raise Unreadable(_("version must be a whole number from 1 on."))
    if version > VERSION:
        raise Unreadable(
            _(
                "the document is of version {theirs}, this program reads up to version {ours}; "
                "a newer Funnelcraft opens it."
            ).format(theirs=version, ours=VERSION)
        )


def _refuse_large_rules(plain: dict[str, Any]) -> None:
    triggers = plain.get("triggers")
    for index, trigger in enumerate(triggers if isinstance(triggers, list) else ()):
        rule = trigger.get("rule") if isinstance(trigger, dict) else None
        if rule is None:
            continue
        place = shown_path(("triggers", index, "rule"))
        conditions = 0
        for path, value in walk(rule):
            # Each level of a rule is a name; a list's index between two names is no level.
            depth = 1 + sum(isinstance(step, str) for step in path)
            if isinstance(value, dict) and depth > DEEPEST_RULE:
                raise Unreadable(
                    _("{place} is nested more than {most} deep.").format(
                        place=place, most=DEEPEST_RULE
                    )
                )
            conditions += isinstance(value, dict) and ("field" in value or "event" in value)
        if conditions > MOST_CONDITIONS:
            raise Unreadable(
                _("{place} has more than {most} conditions.").format(
                    place=place, most=number(MOST_CONDITIONS)
                )
            )


def _validated(plain: dict[str, Any]) -> tuple[Funnel, tuple[str, ...]]:
    """Build the document; half characters in its texts are replaced, each with a warning."""
    try:
        return _built(plain), ()
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        if any(one["type"] != "string_unicode" for one in details):
            raise Unreadable(sentence(error, plain)) from error
        places = [path_of(one, plain) for one in details]
    warnings = []
    for place in places:
        _mend(plain, place)
        warnings.append(
            _("{place} held half a character, which was replaced.").format(place=shown_path(place))
        )
    try:
        return _built(plain), tuple(warnings)
    except ValidationError as error:
        raise Unreadable(sentence(error, plain)) from error


def _built(plain: dict[str, Any]) -> Funnel:
    return Funnel.model_validate(plain, by_alias=True, by_name=False)


def _mend(plain: Any, path: Path) -> None:
    here = plain
    for step in path[:-1]:
        here = here[step]
    text = here[path[-1]]
    if isinstance(text, str):
        here[path[-1]] = _HALF.sub("\ufffd", text)
