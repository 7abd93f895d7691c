"""Where the parts of a rule stand as rows, and where a dragged one would go."""

from collections.abc import Sequence

from funnelcraft.funnel.edits.rules import rule_at
from funnelcraft.funnel.rule_words import is_none_of
from funnelcraft.funnel.rules import Path, Rule, is_group, walked


def visible_parts(rule: Rule) -> list[tuple[Path, Rule, int]]:
    """Return the parts that have rows, each with its place and level.

    A `not` of a plain `any` is one row: none of these holds.
    """
    hidden = {(*path, 0) for path, part in walked(rule) if is_none_of(part)}
    found = []
    for path, part in walked(rule):
        if path not in hidden:
            level = len(path) - sum(path[:deep] in hidden for deep in range(len(path) + 1))
            found.append((path, part, level))
    return found


def drop_place(
    rule: Rule, rows: Sequence[tuple[Path, int, int]], y: int
) -> tuple[Path, int] | None:
    """Return where a row dropped at a height would go, and the height of the line that says so.

    `rows` are the places of the rows with their tops and heights in pixels.
    """
    for path, top, height in rows:
        if y >= top + height and path != rows[-1][0]:
            continue
        before = y < top + height / 2
        if is_group(rule_at(rule, path)):
            return (path, top) if before and path else ((*path, 0), top + height)
        if not path:
            return ((0,), top) if before else ((1,), top + height)
        if before:
            return path, top
        return (*path[:-1], path[-1] + 1), top + height
    return None
