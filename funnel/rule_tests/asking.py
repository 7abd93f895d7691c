"""What rules ask of a lead: fields with the kind of their values, and events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from funnelcraft.funnel.meeting import atoms
from funnelcraft.funnel.rules import Condition, Rule


@dataclass(frozen=True)
class Asked:
    """Fields by name, each with what its values are (float, bool or str); names of events.

    Both in the order in which the rules ask for them.
    """

    fields: Mapping[str, type]
    events: tuple[str, ...]


def asked(rules: Iterable[Rule]) -> Asked:
    """Return what these rules ask for."""
    kinds: dict[str, type] = {}
    events: dict[str, None] = {}
    for rule in rules:
        for atom in atoms(rule):
            if isinstance(atom, Condition):
                kinds[atom.field] = _kind(atom, kinds.get(atom.field))
            else:
                events[atom.event] = None
    return Asked(kinds, tuple(events))


def _kind(condition: Condition, before: type | None) -> type:
    """Return what a field holds; where conditions disagree it is text, which all can be read as."""
    value = condition.value[0] if isinstance(condition.value, tuple) and condition.value else None
    value = value if isinstance(condition.value, tuple) else condition.value
    if value is None or condition.op in ("is_set", "is_not_set"):
        return before or str
    kind = bool if isinstance(value, bool) else float if isinstance(value, float | int) else str
    return kind if before in (None, str, kind) else str
