"""Auto-layout: where the stages of a funnel go by themselves.

A funnel of several lines of business is laid out line by line, one below the other. In a line,
lanes are departments, stacked in the order in which leads first meet them. The main path reads left
to right and steps straight down where it is handed over to another department. Lost stages stand
aside below their lane's path, stages that only take leads back in a lane of their own below all.
Columns are layers; the order of the others within a column follows the medians of their neighbours
(Sugiyama, Tagawa and Toda 1981), swept to and fro.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from statistics import median_low

from funnelcraft.funnel.edits.moves import move_stages
from funnelcraft.funnel.geometry import COLUMN, GRID, ROW
from funnelcraft.funnel.graph import main_path, recycling_stages, stages_by_id, stages_in_order
from funnelcraft.funnel.lanes import lanes_of
from funnelcraft.funnel.model import ENDS, Funnel, Position

LANE_SPACE = 6 * GRID  # between two lanes, besides the space between rows: room for a title
SWEEPS = 4  # each to and fro
MOST_COUNTED = 250  # triggers whose crossings are counted after every sweep

Lane = tuple[str, bool]
Cell = tuple[int, int]  # column, row within the lane
Ties = Mapping[str, list[str]]


def laid_out(funnel: Funnel) -> Funnel:
    """Return the funnel with every stage in a place of its own, always the same for one funnel."""
    places: dict[str, Position] = {}
    top = 0.0
    for line in lines_of_business(funnel):
        own = _placed(_part(funnel, line), top)
        places |= own
        top = max(y for _x, y in own.values()) + ROW + 2 * LANE_SPACE
    return move_stages(funnel, places)


def lines_of_business(funnel: Funnel) -> list[list[str]]:
    """Return the stages of every line that has a beginning and an end of its own.

    Stages hang together along the first progress trigger of each. What is no line of its own goes
    with the line that most of its triggers tie it to.
    """
    known = stages_by_id(funnel)
    family = {stage_id: stage_id for stage_id in known}

    def head(stage_id: str) -> str:
        while family[stage_id] != stage_id:
            family[stage_id] = family[family[stage_id]]
            stage_id = family[stage_id]
        return stage_id

    following: set[str] = set()
    entered: set[str] = set()
    aside = recycling_stages(funnel)
    for trigger in funnel.triggers:
        origin, target = trigger.from_stage, trigger.to_stage
        if trigger.kind != "progress" or origin not in known or target not in known:
            continue
        if origin not in aside:
            entered.add(target)
        if origin not in following and known[target].kind != "lost":
            following.add(origin)
            family[head(target)] = head(origin)
    members: dict[str, list[str]] = defaultdict(list)
    for stage_id in known:
        members[head(stage_id)].append(stage_id)
    whole = {
        name
        for name, ids in members.items()
        if any(known[one].kind == "won" for one in ids)
        and any(one not in entered and known[one].kind not in ENDS for one in ids)
    }
    if len(whole) < 2:
        return [list(known)] if known else []
    return _gathered(funnel, {one: head(one) for one in known}, whole)


def _gathered(funnel: Funnel, families: dict[str, str], whole: set[str]) -> list[list[str]]:
    """Put families that are no line into the line that most triggers tie them to."""
    order = [stage.id for stage in funnel.stages]
    while True:
        ties: dict[str, Counter[str]] = defaultdict(Counter)
        for trigger in funnel.triggers:
            one, other = families.get(trigger.from_stage), families.get(trigger.to_stage)
            if one is None or other is None or one == other:
                continue
            for small, large in ((one, other), (other, one)):
                if small not in whole and large in whole:
                    ties[small][large] += 1
        if not ties:
            break
        joined = {small: found.most_common(1)[0][0] for small, found in ties.items()}
        families = {stage_id: joined.get(name, name) for stage_id, name in families.items()}
    lines: dict[str, list[str]] = {}
    for stage_id in dict.fromkeys(order):
        name = families[stage_id]
        lines.setdefault(name if name in whole else "", []).append(stage_id)
    loose = lines.pop("", [])
    return [*lines.values(), *([loose] if loose else [])]


def _part(funnel: Funnel, ids: list[str]) -> Funnel:
    """Return the part of a funnel that some stages make up."""
    held = set(ids)
    if len(held) == len(stages_by_id(funnel)):
        return funnel
    return funnel.replaced(
        stages=tuple(stage for stage in funnel.stages if stage.id in held),
        triggers=tuple(t for t in funnel.triggers if t.from_stage in held and t.to_stage in held),
        sources=tuple(source for source in funnel.sources if source.into in held),
        opening=tuple(opening for opening in funnel.opening if opening.stage in held),
    )


def _placed(funnel: Funnel, top: float) -> dict[str, Position]:
    """Return where the stages of one line stand, from a y on."""
    lanes = lanes_of(funnel)
    into, out = _ties(funnel)
    path = main_path(funnel)
    order = [stage.id for stage in stages_in_order(funnel)]
    columns = _columns(funnel, lanes, (into, out), path, order)
    cells = _cells(funnel, lanes, columns, path, order)
    cells = _untangled(funnel, lanes, cells, (into, out), set(path))
    tops = _tops(lanes, cells, order, top)
    return {
        stage_id: (column * COLUMN, tops[lanes[stage_id]] + row * ROW)
        for stage_id, (column, row) in cells.items()
    }


def _ties(funnel: Funnel) -> tuple[Ties, Ties]:
    """Return the stages before and after every stage, without loops."""
    known = stages_by_id(funnel)
    into: dict[str, list[str]] = {stage_id: [] for stage_id in known}
    out: dict[str, list[str]] = {stage_id: [] for stage_id in known}
    for trigger in funnel.triggers:
        origin, target = trigger.from_stage, trigger.to_stage
        if origin in known and target in known and origin != target:
            into[target].append(origin)
            out[origin].append(target)
    return into, out


def _columns(
    funnel: Funnel,
    lanes: Mapping[str, Lane],
    ties: tuple[Ties, Ties],
    path: list[str],
    order: list[str],
) -> dict[str, int]:
    """Return the column each stage would like to stand in."""
    columns: dict[str, int] = {}
    for before, stage_id in zip([None, *path], path, strict=False):
        if before is None:
            columns[stage_id] = 0
        else:
            is_handed_over = lanes[before] != lanes[stage_id]
            columns[stage_id] = columns[before] + (0 if is_handed_over else 1)
    known = stages_by_id(funnel)
    into, out = ties
    waiting = [stage_id for stage_id in order if stage_id not in columns]
    while waiting:
        placed = [
            stage_id
            for stage_id in waiting
            if any(other in columns for other in (*into[stage_id], *out[stage_id]))
        ]
        for stage_id in placed or waiting[:1]:
            before_it = [columns[other] for other in into[stage_id] if other in columns]
            after_it = [columns[other] for other in out[stage_id] if other in columns]
            kind = known[stage_id].kind
            columns[stage_id] = _wish(kind, lanes[stage_id][1], before_it, after_it)
        waiting = [stage_id for stage_id in waiting if stage_id not in columns]
    return columns


def _wish(kind: str, is_recycling: bool, origins: list[int], targets: list[int]) -> int:
    """Return where a stage off the main path would like to stand, given its neighbours' columns."""
    if is_recycling:  # what takes leads back stands under the middle of what it serves
        near = sorted((*origins, *targets))
        return near[(len(near) - 1) // 2] if near else 0
    if kind == "lost":
        return max(origins, default=0)
    if origins:
        return max(origins) + 1
    return max(min(targets, default=1) - 1, 0)


def _cells(
    funnel: Funnel,
    lanes: Mapping[str, Lane],
    columns: Mapping[str, int],
    path: list[str],
    order: list[str],
) -> dict[str, Cell]:
    """Return each stage's column and row within its lane, no two of a lane in one cell."""
    known = stages_by_id(funnel)
    on_path = set(path)
    taken: dict[Lane, set[Cell]] = {}
    lanes_with_a_path: set[Lane] = set()
    cells: dict[str, Cell] = {}
    ranked = [one for one in order if one in on_path] + [one for one in order if one not in on_path]
    for stage_id in dict.fromkeys(ranked):
        lane = lanes[stage_id]
        held = taken.setdefault(lane, set())
        is_below = known[stage_id].kind == "lost" and lane in lanes_with_a_path
        row = 1 if is_below and stage_id not in on_path else 0
        while (columns[stage_id], row) in held:
            row += 1
        held.add((columns[stage_id], row))
        cells[stage_id] = (columns[stage_id], row)
        if row == 0:
            lanes_with_a_path.add(lane)
    return cells


def _untangled(
    funnel: Funnel,
    lanes: Mapping[str, Lane],
    cells: dict[str, Cell],
    ties: tuple[Ties, Ties],
    path: set[str],
) -> dict[str, Cell]:
    """Return cells with the stages of a column in a better order; what is on the path stays."""
    known = stages_by_id(funnel)
    layers: dict[tuple[Lane, int], list[str]] = defaultdict(list)
    for stage_id, (column, _row) in cells.items():
        layers[lanes[stage_id], column].append(stage_id)
    several = {at: ids for at, ids in layers.items() if len(ids) > 1}
    if not several:
        return cells
    ends = [(t.from_stage, t.to_stage) for t in funnel.triggers if t.from_stage in cells]
    ends = [pair for pair in ends if pair[1] in cells]
    is_counted = len(ends) <= MOST_COUNTED
    order = list(cells)
    best, least = cells, _tangle(ends, lanes, cells, order) if is_counted else None
    current = dict(cells)
    for sweep in range(2 * SWEEPS):
        height = _heights(lanes, current, order)
        for _lane, ids in sorted(several.items(), key=lambda it: it[0][1], reverse=sweep % 2 == 1):
            free = sorted(current[one][1] for one in ids if one not in path)
            moving = [one for one in ids if one not in path]
            moving.sort(key=lambda one: _pull(one, height, ties, known[one].kind == "lost"))
            for stage_id, row in zip(moving, free, strict=True):
                current[stage_id] = (current[stage_id][0], row)
        if least is not None:
            tangle = _tangle(ends, lanes, current, order)
            if tangle < least:
                best, least = dict(current), tangle
    return best if is_counted else current


def _pull(
    stage_id: str, height: Mapping[str, float], ties: tuple[Ties, Ties], is_lost: bool
) -> tuple[bool, float]:
    """Return where a stage is drawn to: the median height of its neighbours; the lost go below."""
    near = [height[other] for side in ties for other in side[stage_id]]
    return is_lost, median_low(near) if near else height[stage_id]


def _heights(
    lanes: Mapping[str, Lane], cells: Mapping[str, Cell], order: list[str]
) -> dict[str, float]:
    tops = _tops(lanes, cells, order, 0.0)
    return {one: tops[lanes[one]] + row * ROW for one, (_column, row) in cells.items()}


def _tangle(
    ends: list[tuple[str, str]],
    lanes: Mapping[str, Lane],
    cells: Mapping[str, Cell],
    order: list[str],
) -> tuple[int, float]:
    """Return how often straight lines between the stages would cross, then how long they are."""
    height = _heights(lanes, cells, order)
    places = {one: (cells[one][0] * COLUMN, height[one]) for one in cells}
    lines = [(places[a], places[b]) for a, b in dict.fromkeys(ends) if a != b]
    length = sum(abs(x2 - x1) + abs(y2 - y1) for (x1, y1), (x2, y2) in lines)
    return crossings(lines), length


def crossings(lines: Iterable[tuple[Position, Position]]) -> int:
    """Return how many pairs of straight lines cross; those that share an end do not."""
    return sum(
        _cross(*one, *other)
        for one, other in combinations(tuple(lines), 2)
        if not (one[0] in other or one[1] in other)
    )


def _cross(a: Position, b: Position, c: Position, d: Position) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Position, b: Position, point: Position) -> float:
    """Return on which side of the line from a to b a point lies, as a sign."""
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def _tops(
    lanes: Mapping[str, Lane], cells: Mapping[str, Cell], order: list[str], top: float
) -> dict[Lane, float]:
    """Return the y of each lane's first row; recycling lanes come last."""
    rows: dict[Lane, int] = {}
    for stage_id in order:
        lane = lanes[stage_id]
        rows[lane] = max(rows.get(lane, 0), cells[stage_id][1] + 1)
    tops: dict[Lane, float] = {}
    for lane in sorted(rows, key=lambda one: one[1]):
        tops[lane] = top
        top += rows[lane] * ROW + LANE_SPACE
    return tops
