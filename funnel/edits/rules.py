"""Edits of a rule's tree. A place is a path: which part, of which part, … of the rule.

Every function returns the whole new rule (None where nothing is left of it) and, where a part
moved or came, its new place. Keys of a later version stay with their part.
"""

from typing import Literal

from funnelcraft.funnel.rules import AllOf, AnyOf, Not, Path, Rule, is_group, parts_of

GroupKind = Literal["all", "any", "not"]


def rule_at(rule: Rule, path: Path) -> Rule:
    """Return the part at a place; an `IndexError` where there is none."""
    for at in path:
        rule = parts_of(rule)[at]
    return rule


def group_kind(rule: Rule) -> GroupKind:
    """Return how a group takes its parts together."""
    return "all" if isinstance(rule, AllOf) else "any" if isinstance(rule, AnyOf) else "not"


def group_of(kind: GroupKind, parts: tuple[Rule, ...]) -> Rule:
    """Make a group. A `not` of several parts is a `not` of `any` of them: none of them holds."""
    if kind == "all":
        return AllOf(all=parts)
    if kind == "any":
        return AnyOf(any=parts)
    return Not(rule=parts[0] if len(parts) == 1 else AnyOf(any=parts))


def with_parts(group: Rule, parts: tuple[Rule, ...]) -> Rule:
    """Give a group other parts; keys it holds besides stay."""
    if isinstance(group, AllOf):
        return group.replaced(all=parts)
    if isinstance(group, AnyOf):
        return group.replaced(any=parts)
    if isinstance(group, Not):
        return group.replaced(rule=parts[0] if len(parts) == 1 else AnyOf(any=parts))
    raise TypeError("a condition or an event has no parts")


def replace_at(rule: Rule, path: Path, part: Rule) -> Rule:
    """Put a part in the place of another."""
    if not path:
        return part
    at, parts = path[0], parts_of(rule)
    inner = replace_at(parts[at], path[1:], part)
    return with_parts(rule, (*parts[:at], inner, *parts[at + 1 :]))


def insert_part(rule: Rule | None, path: Path, part: Rule) -> tuple[Rule, Path]:
    """Insert a part at a place; where the place's group is no group yet, make one of `all`."""
    if rule is None:
        return part, ()
    if not path:
        path = (len(parts_of(rule)) if is_group(rule) else 1,)
    above, at = path[:-1], path[-1]
    group = rule_at(rule, above)
    if isinstance(group, Not) and is_group(group.rule):
        return insert_part(rule, (*above, 0, at), part)  # there is one part: the group within
    if is_group(group):
        parts = parts_of(group)
        at = min(max(at, 0), len(parts))
        grown = with_parts(group, (*parts[:at], part, *parts[at:]))
        # A `not` of one part has become a `not` of a group of two.
        inner = (0, at) if isinstance(group, Not) else (at,)
        return replace_at(rule, above, grown), (*above, *inner)
    pair = (part, group) if at <= 0 else (group, part)
    return replace_at(rule, above, AllOf(all=pair)), (*above, pair.index(part) if at <= 0 else 1)


def remove_part(rule: Rule, path: Path) -> Rule | None:
    """Remove a part, and with it a group that would be empty. None where nothing is left."""
    if not path:
        return None
    group = rule_at(rule, path[:-1])
    parts = parts_of(group)
    left = (*parts[: path[-1]], *parts[path[-1] + 1 :])
    if not left:
        return remove_part(rule, path[:-1])
    return replace_at(rule, path[:-1], with_parts(group, left))


def duplicate_part(rule: Rule, path: Path) -> tuple[Rule, Path]:
    """Put a copy of a part below it."""
    return insert_part(rule, (*path[:-1], path[-1] + 1) if path else (1,), rule_at(rule, path))


def change_group(rule: Rule, path: Path, kind: GroupKind) -> Rule:
    """Take the parts of a group together in another way."""
    group = rule_at(rule, path)
    if not is_group(group) or group_kind(group) == kind:
        return rule
    parts = parts_of(group)
    if isinstance(group, Not) and isinstance(group.rule, AnyOf) and not group.rule.model_extra:
        parts = group.rule.any  # as `group_of` made it
    made = group_of(kind, parts)
    return replace_at(rule, path, made.replaced(**(group.model_extra or {})))


def wrap_part(rule: Rule, path: Path, kind: GroupKind) -> Rule:
    """Put a part into a group of its own."""
    return replace_at(rule, path, group_of(kind, (rule_at(rule, path),)))


def unwrap_part(rule: Rule, path: Path) -> Rule:
    """Put the parts of a group into the group around it, in its place.

    A group of several that nothing surrounds stays, and so does one with keys of a later version.
    """
    group = rule_at(rule, path)
    parts = parts_of(group)
    if not parts or group.model_extra:
        return rule
    if len(parts) == 1:
        return replace_at(rule, path, parts[0])
    if not path or isinstance(rule_at(rule, path[:-1]), Not):
        return rule
    around = rule_at(rule, path[:-1])
    beside, at = parts_of(around), path[-1]
    return replace_at(
        rule, path[:-1], with_parts(around, (*beside[:at], *parts, *beside[at + 1 :]))
    )


def move_part(rule: Rule, path: Path, step: int) -> tuple[Rule, Path]:
    """Move a part one place up (−1) or down (1): within its group, into a group, or out of one."""
    if not path:
        return rule, path
    above, at = path[:-1], path[-1]
    group = rule_at(rule, above)
    beside = parts_of(group)
    target = at + step
    if 0 <= target < len(beside):
        if is_group(beside[target]) and not isinstance(beside[target], Not):
            inside = 0 if step > 0 else len(parts_of(beside[target]))
            return relocate_part(rule, path, (*above, target, inside))
        swapped = list(beside)
        swapped[at], swapped[target] = swapped[target], swapped[at]
        return replace_at(rule, above, with_parts(group, tuple(swapped))), (*above, target)
    while above and isinstance(rule_at(rule, above[:-1]), Not):
        above = above[:-1]  # the one part of a `not`: beside it there is no place
    if not above:
        return rule, path
    return relocate_part(rule, path, (*above[:-1], above[-1] + (1 if step > 0 else 0)))


def relocate_part(rule: Rule, source: Path, target: Path) -> tuple[Rule, Path]:
    """Take a part out and insert it at another place, both told as they are before.

    A part cannot go into itself: then nothing changes.
    """
    if not source or target[: len(source)] == source:
        return rule, source
    part = rule_at(rule, source)
    left = remove_part(rule, source)
    if left is None:
        return rule, source
    gone = source
    while gone and len(parts_of(rule_at(rule, gone[:-1]))) == 1:
        gone = gone[:-1]  # the emptied group went too
    if target[: len(gone)] == gone:
        return rule, source  # it was alone there: nothing to move past
    depth = len(gone) - 1
    shifted = list(target)
    if target[:depth] == gone[:depth] and len(target) > depth and target[depth] > gone[depth]:
        shifted[depth] -= 1
    return insert_part(left, tuple(shifted), part)
