"""The parts of a funnel that a scenario can change, and how finely."""

from collections.abc import Iterable
from typing import Any

from funnelcraft.funnel.changes import PartKind
from funnelcraft.funnel.model import Funnel, Role, Segment, Source, Stage, Trigger
from funnelcraft.funnel.values import Value

# In the order in which parts are added: what others refer to comes first.
LISTS: dict[PartKind, tuple[str, type[Value]]] = {
    "segment": ("segments", Segment),
    "role": ("roles", Role),
    "stage": ("stages", Stage),
    "trigger": ("triggers", Trigger),
    "source": ("sources", Source),
}

# Keys of the document that say nothing of how the funnel works, and the parts' lists.
NOT_COMPARED = frozenset(
    (
        *("format", "version", "title", "notes", "decision", "language"),
        *("accepted_findings", "baseline", "scenarios", "mappings"),
        *(name for name, _kind in LISTS.values()),
    )
)

# Within these keys single keys change; everything else changes as a whole, because a rate without
# its counts, or a kind of time without its spread, would mean something else.
OPENED = frozenset({("volume",), ("by_segment",)})


def is_opened(path: tuple[str, ...]) -> bool:
    """Say whether a difference within the value at a path is told key by key."""
    return path in OPENED or (len(path) == 2 and path[0] == "by_segment")


def plain(value: Value) -> dict[str, Any]:
    """Return a part as the JSON values of the file."""
    return value.model_dump(mode="json", by_alias=True, warnings=False)


def parts_of(funnel: Funnel, kind: PartKind) -> dict[str, Any]:
    """Return a funnel's parts of a kind by id, in its order; of two with one id the first."""
    found: dict[str, Any] = {}
    for part in getattr(funnel, LISTS[kind][0]):
        found.setdefault(part.id, part)
    return found


def in_order(ids: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Return ids with those that are wanted in the wanted order; all others keep their places."""
    there = list(ids)
    known = set(there)
    listed = iter([one for one in wanted if one in known])
    moved = {one for one in wanted if one in known}
    return [next(listed) if one in moved else one for one in there]
