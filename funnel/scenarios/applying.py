"""The funnel of a scenario: the base with its changes."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from funnelcraft.funnel.changes import ORDER, Change
from funnelcraft.funnel.edits import remove
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import source_name, trigger_name
from funnelcraft.funnel.scenarios.parts import LISTS, in_order, parts_of, plain
from funnelcraft.funnel.scenarios.wording import lost_sentence, part_words
from funnelcraft.funnel.text import _, listed


@dataclass(frozen=True)
class Applied:
    """A scenario's funnel. `problems` are plain sentences on what finds no place in it any more."""

    funnel: Funnel
    problems: tuple[str, ...]


def applied(base: Funnel, changes: Iterable[Change]) -> Applied:
    """Return the base with these changes; a change that no longer fits is left out and reported.

    Changes that are off are left out, too: that was wanted, so it is no problem.
    """
    all_of_them = tuple(change for change in changes if not change.off)
    problems: list[str] = []
    funnel = base
    for kind in LISTS:
        funnel = _with_parts(
            funnel, [c for c in all_of_them if c.part == kind], kind, base, problems
        )
    own = [change for change in all_of_them if change.part == "funnel"]
    if own:
        funnel = _patched_funnel(funnel, own, base, problems)
    return Applied(_whole(funnel, base, problems), tuple(problems))


def _with_parts(
    funnel: Funnel, changes: list[Change], kind: Any, base: Funnel, problems: list[str]
) -> Funnel:
    if not changes:
        return funnel
    parts = parts_of(funnel, kind)
    patches: dict[str, list[Change]] = {}
    for change in changes:
        if change.path == (ORDER,):
            continue
        if change.path:
            patches.setdefault(change.id, []).append(change)
        elif change.gone:
            parts.pop(change.id, None)
        else:
            _add(parts, change, kind, base, problems)
    for name, of_part in patches.items():
        if name in parts:
            parts[name] = _patched(parts[name], of_part, base, problems)
        else:
            problems.append(lost_sentence(base, of_part))
    for change in changes:
        if change.path == (ORDER,) and isinstance(change.value, list):
            wanted = [one for one in change.value if isinstance(one, str)]
            parts = {name: parts[name] for name in in_order(parts, wanted)}
    return funnel.replaced(**{LISTS[kind][0]: tuple(parts.values())})


def _add(
    parts: dict[str, Any], change: Change, kind: Any, base: Funnel, problems: list[str]
) -> None:
    try:
        parts[change.id] = LISTS[kind][1].model_validate(change.value, by_alias=True)
    except ValidationError:
        problems.append(_unreadable(base, change))


def _unreadable(base: Funnel, change: Change) -> str:
    return _("{part}: what it is changed to cannot be read, so it stays as it is.").format(
        part=part_words(base, change)
    )


def _patched(part: Any, changes: list[Change], base: Funnel, problems: list[str]) -> Any:
    """Return a part with some keys changed, one by one where all together cannot be read."""
    document = deepcopy(plain(part))
    for change in changes:
        _put(document, change)
    try:
        return type(part).model_validate(document, by_alias=True)
    except ValidationError:
        if len(changes) == 1:
            problems.append(_unreadable(base, changes[0]))
            return part
    for change in changes:
        part = _patched(part, [change], base, problems)
    return part


def _put(document: dict[str, Any], change: Change) -> None:
    here = document
    for key in change.path[:-1]:
        inner = here.get(key)
        if not isinstance(inner, dict):
            if change.gone:
                return
            inner = here[key] = {}
        here = inner
    if change.gone:
        here.pop(change.path[-1], None)
    else:
        here[change.path[-1]] = deepcopy(change.value)


def _patched_funnel(
    funnel: Funnel, changes: list[Change], base: Funnel, problems: list[str]
) -> Funnel:
    """Change keys of the document, without writing out and reading its parts again."""
    names = [name for name, _kind in LISTS.values()]
    kept = {name: getattr(funnel, name) for name in (*names, "baseline", "scenarios")}
    bare = funnel.replaced(**dict.fromkeys((*names, "scenarios"), ()), baseline=None)
    patched: Funnel = _patched(bare, changes, base, problems)
    return patched.replaced(**kept)


def _whole(funnel: Funnel, base: Funnel, problems: list[str]) -> Funnel:
    """Take out what refers to stages that are not there any more."""
    there = stages_by_id(funnel)
    loose = [t.id for t in funnel.triggers if t.from_stage not in there or t.to_stage not in there]
    unfed = [source.id for source in funnel.sources if source.into not in there]
    lost = [held for held in funnel.opening if held.stage not in there]
    if not (loose or unfed or lost):
        return funnel
    names = [trigger_name(base, one) for one in funnel.triggers if one.id in loose]
    names += [source_name(one) for one in funnel.sources if one.id in unfed]
    names += [_("leads already there")] if lost else []
    problems.append(
        _("Left out with the stages that are taken away: {names}.").format(names=listed(names))
    )
    return remove(
        funnel.replaced(opening=tuple(one for one in funnel.opening if one.stage in there)),
        triggers=loose,
        sources=unfed,
    )
