"""The difference between two funnels, as the changes that make one of the other."""

from collections.abc import Iterator
from typing import Any

from funnelcraft.funnel.changes import ORDER, Change, PartKind
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios.parts import LISTS, NOT_COMPARED, is_opened, parts_of, plain

_MISSING = object()


def differences(base: Funnel, other: Funnel) -> tuple[Change, ...]:
    """Return the changes that make `other` of `base`, but for titles, notes and what is measured.

    `applied(base, changes)` is equal to `other` in everything compared.
    """
    if base is other:
        return ()
    return tuple(_all(base, other))


def _all(base: Funnel, other: Funnel) -> Iterator[Change]:
    for kind in LISTS:
        yield from _of_kind(base, other, kind)
    before = {k: v for k, v in plain(_bare(base)).items() if k not in NOT_COMPARED}
    after = {k: v for k, v in plain(_bare(other)).items() if k not in NOT_COMPARED}
    yield from _of_part("funnel", "", before, after)


def _bare(funnel: Funnel) -> Funnel:
    """Return a funnel without the lists that are compared by themselves: quicker to write out."""
    return funnel.replaced(**{name: () for name, _kind in LISTS.values()}, baseline=None)


def _of_kind(base: Funnel, other: Funnel, kind: PartKind) -> Iterator[Change]:
    before, after = parts_of(base, kind), parts_of(other, kind)
    for name, part in before.items():
        if name not in after:
            yield Change(part=kind, id=name, gone=True, was=plain(part))
        elif part is not after[name] and part != after[name]:
            yield from _of_part(kind, name, plain(part), plain(after[name]))
    for name, part in after.items():
        if name not in before:
            yield Change(part=kind, id=name, value=plain(part))
    kept = [name for name in before if name in after]
    added = [name for name in after if name not in before]
    if [*kept, *added] != list(after):
        yield Change(part=kind, path=(ORDER,), value=list(after), was=list(before))


def _of_part(
    kind: PartKind, name: str, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[Change]:
    for path, was, value in _of_keys(before, after, ()):
        gone = value is _MISSING
        yield Change(
            part=kind,
            id=name,
            path=path,
            value=None if gone else value,
            was=None if was is _MISSING else was,
            gone=gone,
        )


def _of_keys(
    before: dict[str, Any], after: dict[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Yield path, old and new value of every key that differs."""
    for key in dict.fromkeys((*before, *after)):
        was, value = before.get(key, _MISSING), after.get(key, _MISSING)
        here = (*path, key)
        if was == value:
            continue
        if is_opened(here) and isinstance(was, dict) and isinstance(value, dict):
            yield from _of_keys(was, value, here)
        else:
            yield here, was, value
