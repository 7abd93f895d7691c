"""What happens in a replay at the stages of a drawing, ready to be painted at any moment."""

from dataclasses import dataclass

import numpy as np

from funnelcraft.designer.canvas.ink import smooth, stage_colour, trigger_colour
from funnelcraft.designer.canvas.items.heat import heat_of
from funnelcraft.designer.canvas.plan import Plan
from funnelcraft.designer.canvas.play.flights import Routes, joined
from funnelcraft.designer.canvas.shapes import Box, Point
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.lanes import NO_DEPARTMENT
from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast import Replay

MOST_IN_A_HEAP = 100
FALL = 46.0  # how far a lead that goes nowhere falls out of its stage
_NO_LANE = (NO_DEPARTMENT, False)


@dataclass(frozen=True, eq=False)
class Act:
    """A stage in a replay. Values by day; `heat` is the balance on a scale common to all (0–1).

    `shown` is what the stage's sign counts: leads in it, or at an end those that have come.
    `news` are wins or losses of the day, `since_news` and `since_breach` days since the last.
    """

    kind: str
    box: Box
    colour: str
    heap_below: bool
    heap_leads: int  # a dot of the heap stands for
    shown: Floats
    heat: Floats
    queue: Floats
    news: Floats
    since_news: Floats
    breaches: Floats
    since_breach: Floats


@dataclass(frozen=True, eq=False)
class Traffic:
    """All ways leads take in a drawing: routes, the moves along each [R, D], and its look."""

    routes: Routes
    moves: Floats
    colours: tuple[str, ...]
    fades: tuple[bool, ...]  # leads on it go nowhere


def traffic(funnel: Funnel, drawing: Plan, replay: Replay, palette: Palette) -> Traffic:
    """Return the ways of a drawing with what moves along them."""
    stages = stages_by_id(funnel)
    triggers = {trigger.id: trigger for trigger in reversed(funnel.triggers)}
    lines: list[Floats] = []
    moves: list[Floats] = []
    looks: list[tuple[str, bool]] = []

    def add(line: Floats, moved: Floats, colour: str, fades: bool = False) -> None:
        lines.append(line)
        moves.append(moved)
        looks.append((colour, fades))

    for place, trigger_id in enumerate(replay.trigger_ids):
        if trigger_id in drawing.lines:
            trigger = triggers[trigger_id]
            target = stages.get(trigger.to_stage)
            lane = drawing.lanes.get(trigger.from_stage, _NO_LANE)
            colour = trigger_colour(palette, trigger.kind, target.kind if target else "", lane)
            add(_points(drawing.lines[trigger_id].way), replay.moves[place], colour)
    for place, source_id in enumerate(replay.source_ids):
        if source_id in drawing.pills:
            pill = drawing.pills[source_id]
            add(_points(pill.points), replay.arrivals[place], palette.muted)
    for place, stage_id in enumerate(replay.stage_ids):
        if stage_id in drawing.boxes and replay.leaks[place].any():
            box = drawing.boxes[stage_id]
            x = box.right - 22.0
            fall = np.array([[x, box.bottom], [x, box.bottom + FALL]])
            add(fall, replay.leaks[place], palette.muted, fades=True)
    return Traffic(
        joined(lines),
        np.array(moves, dtype=np.float64).reshape(len(moves), replay.days),
        tuple(colour for colour, _fades in looks),
        tuple(fades for _colour, fades in looks),
    )


def _points(way: tuple[Point, ...]) -> Floats:
    """Return the polyline of a way as it is drawn, with its rounded turns."""
    outline = smooth(way).toSubpathPolygons()[0]
    corners = [outline.at(place) for place in range(outline.size())]
    return np.array([[corner.x(), corner.y()] for corner in corners])


def acts(funnel: Funnel, drawing: Plan, replay: Replay, palette: Palette) -> tuple[Act, ...]:
    """Return what happens at the drawing's stages. Gates hold nobody: they have no act."""
    stages = stages_by_id(funnel)
    fed = {source.into for source in funnel.sources}
    is_open = np.array([stages[one].kind == "open" for one in replay.stage_ids], dtype=np.bool_)
    most = float(replay.balance[is_open].max(initial=0.0))
    return tuple(
        _act(replay, place, drawing, palette, most, stages[one].kind, one in fed)
        for place, one in enumerate(replay.stage_ids)
        if one in drawing.boxes and stages[one].kind != "gate"
    )


def _act(
    replay: Replay,
    place: int,
    drawing: Plan,
    palette: Palette,
    most: float,
    kind: str,
    is_fed: bool,
) -> Act:
    stage_id = replay.stage_ids[place]
    is_end = kind in ("won", "lost")
    balance, entries = replay.balance[place], replay.entries[place]
    news = entries if is_end else np.zeros(replay.days)
    return Act(
        kind=kind,
        box=drawing.boxes[stage_id],
        colour=stage_colour(palette, kind, drawing.lanes.get(stage_id, _NO_LANE)),
        heap_below=is_fed,
        heap_leads=_heap_leads(float(replay.queue[place].max(initial=0.0))),
        shown=np.cumsum(entries) if is_end else balance,
        heat=np.zeros(replay.days) if is_end else heat_of(np.maximum(balance, 0.0), most),
        queue=replay.queue[place],
        news=news,
        since_news=_since(news),
        breaches=replay.breaches[place],
        since_breach=_since(replay.breaches[place]),
    )


def _heap_leads(most: float) -> int:
    """Return how many leads a dot of a heap stands for: 1, 10, 100 and so on."""
    leads = 1
    while most / leads > MOST_IN_A_HEAP:
        leads *= 10
    return leads


def _since(events: Floats) -> Floats:
    """Return, by day, how many days ago something happened last; infinite before the first."""
    days = np.arange(events.size, dtype=np.float64)
    last = np.maximum.accumulate(np.where(events > 0, days, -np.inf))
    return np.asarray(days - last)
