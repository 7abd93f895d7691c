"""Auto-layout: where the stages of a funnel go by themselves.

Lanes are departments, stacked in the order in which leads first meet them. The main path reads left
to right and steps straight down where it is handed over to another department. Lost stages stand
aside below their lane's path, stages that only take leads back in a lane of their own below all.
"""

from collections.abc import Iterable

from funnelcraft.funnel.edits.moves import move_stages
from funnelcraft.funnel.geometry import COLUMN, GRID, ROW
from funnelcraft.funnel.graph import main_path, stages_by_id, stages_in_order
from funnelcraft.funnel.lanes import lane_of
from funnelcraft.funnel.model import Funnel, Position

LANE_SPACE = 6 * GRID  # between two lanes, besides the space between rows: room for a title

Lane = tuple[str, bool]
_Cell = tuple[int, int]  # column, row within the lane


def laid_out(funnel: Funnel) -> Funnel:
    """Return the funnel with every stage in a place of its own, always the same for one funnel."""
    known = stages_by_id(funnel)
    lanes = {stage_id: lane_of(funnel, stage_id) for stage_id in known}
    columns = _columns(funnel, lanes)
    cells = _cells(funnel, lanes, columns)
    tops = _tops(lanes, cells, [stage.id for stage in stages_in_order(funnel)])
    places: dict[str, Position] = {
        stage_id: (column * COLUMN, tops[lanes[stage_id]] + row * ROW)
        for stage_id, (column, row) in cells.items()
    }
    return move_stages(funnel, places)


def _columns(funnel: Funnel, lanes: dict[str, Lane]) -> dict[str, int]:
    """Return the column each stage would like to stand in."""
    columns: dict[str, int] = {}
    path = main_path(funnel)
    for before, stage_id in zip([None, *path], path, strict=False):
        if before is None:
            columns[stage_id] = 0
        else:
            is_handed_over = lanes[before] != lanes[stage_id]
            columns[stage_id] = columns[before] + (0 if is_handed_over else 1)
    waiting = [stage.id for stage in stages_in_order(funnel) if stage.id not in columns]
    while waiting:
        placed = [stage_id for stage_id in waiting if _neighbours(funnel, stage_id, columns)]
        for stage_id in placed or waiting[:1]:
            columns[stage_id] = _wish(funnel, stage_id, columns, lanes)
        waiting = [stage_id for stage_id in waiting if stage_id not in columns]
    return columns


def _neighbours(funnel: Funnel, stage_id: str, columns: dict[str, int]) -> list[int]:
    """Return the columns of the placed stages that triggers tie to a stage."""
    into = [t.from_stage for t in funnel.triggers if t.to_stage == stage_id]
    out = [t.to_stage for t in funnel.triggers if t.from_stage == stage_id]
    return [columns[other] for other in (*into, *out) if other in columns and other != stage_id]


def _wish(funnel: Funnel, stage_id: str, columns: dict[str, int], lanes: dict[str, Lane]) -> int:
    """Return where a stage off the main path would like to stand."""
    origins = [
        columns[t.from_stage]
        for t in funnel.triggers
        if t.to_stage == stage_id and t.from_stage in columns and t.from_stage != stage_id
    ]
    if lanes[stage_id][1]:  # what takes leads back stands under the middle of what it serves
        near = sorted(_neighbours(funnel, stage_id, columns))
        return near[(len(near) - 1) // 2] if near else 0
    if stages_by_id(funnel)[stage_id].kind == "lost":
        return max(origins, default=0)
    if origins:
        return max(origins) + 1
    return max(min(_neighbours(funnel, stage_id, columns), default=1) - 1, 0)


def _cells(funnel: Funnel, lanes: dict[str, Lane], columns: dict[str, int]) -> dict[str, _Cell]:
    """Return each stage's column and row within its lane, no two of a lane in one cell."""
    path = set(main_path(funnel))
    known = stages_by_id(funnel)
    taken: dict[Lane, set[_Cell]] = {}
    cells: dict[str, _Cell] = {}
    order = [stage.id for stage in stages_in_order(funnel) if stage.id in path]
    order += [stage.id for stage in stages_in_order(funnel) if stage.id not in path]
    for stage_id in dict.fromkeys(order):
        held = taken.setdefault(lanes[stage_id], set())
        row = 0 if stage_id in path or not _below(known[stage_id].kind, held) else 1
        cell = (columns[stage_id], row)
        while cell in held:
            cell = (cell[0], cell[1] + 1)
        held.add(cell)
        cells[stage_id] = cell
    return cells


def _below(kind: str, held: Iterable[_Cell]) -> bool:
    """Say whether a stage stands under the path: lost stages do, where there is one."""
    return kind == "lost" and any(row == 0 for _column, row in held)


def _tops(lanes: dict[str, Lane], cells: dict[str, _Cell], order: list[str]) -> dict[Lane, float]:
    """Return the y of each lane's first row; recycling lanes come last."""
    met = list(dict.fromkeys(lanes[stage_id] for stage_id in order))
    met.sort(key=lambda lane: lane[1])
    tops: dict[Lane, float] = {}
    y = 0.0
    for lane in met:
        tops[lane] = y
        rows = 1 + max(row for stage_id, (_column, row) in cells.items() if lanes[stage_id] == lane)
        y += rows * ROW + LANE_SPACE
    return tops
