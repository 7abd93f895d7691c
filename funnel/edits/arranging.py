"""Edits that put several stages in line or at equal distances. All stages are of one size."""

from collections.abc import Iterable
from typing import Literal

from funnelcraft.funnel.edits.moves import move_stages
from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH, snapped
from funnelcraft.funnel.model import Funnel, Position

Side = Literal["left", "centre", "right", "top", "middle", "bottom"]
Direction = Literal["across", "down"]

_SIZES = (STAGE_WIDTH, STAGE_HEIGHT)


def align_stages(funnel: Funnel, stages: Iterable[str], side: Side) -> Funnel:
    """Bring stages to the outermost one's side, or to the middle between the outermost ones."""
    places = _places(funnel, stages)
    axis = 0 if side in ("left", "centre", "right") else 1
    values = [place[axis] for place in places.values()]
    if not values:
        return funnel
    if side in ("left", "top"):
        line = min(values)
    elif side in ("right", "bottom"):
        line = max(values)
    else:
        line = snapped((min(values) + max(values)) / 2, 0.0)[0]
    return move_stages(funnel, {s: _with(place, axis, line) for s, place in places.items()})


def distribute_stages(funnel: Funnel, stages: Iterable[str], direction: Direction) -> Funnel:
    """Set stages at equal distances between the outermost two, which stay.

    Stages that lie on each other are spread from the first one on, each clear of the next.
    """
    places = _places(funnel, stages)
    if len(places) < 3:
        return funnel
    axis = 0 if direction == "across" else 1
    ordered = sorted(places, key=lambda s: (places[s][axis], places[s][1 - axis]))
    first, last = places[ordered[0]][axis], places[ordered[-1]][axis]
    step = max((last - first) / (len(ordered) - 1), _SIZES[axis])
    return move_stages(
        funnel, {s: _with(places[s], axis, first + step * at) for at, s in enumerate(ordered)}
    )


def _places(funnel: Funnel, stages: Iterable[str]) -> dict[str, Position]:
    wanted = set(stages)
    return {stage.id: stage.position for stage in funnel.stages if stage.id in wanted}


def _with(place: Position, axis: int, value: float) -> Position:
    return (value, place[1]) if axis == 0 else (place[0], value)
