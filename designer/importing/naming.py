"""What the stages of an export are called in the history, so that the board is followed."""

from collections.abc import Mapping as Dictionary

from funnelcraft.designer.importing.placing import Board, LogStage, Place


def history_names(board: Board) -> dict[str, str | None]:
    """Give each stage of the export its name in the history: that of its place; None: left out.

    Stages on one place become one. A place's name that a stage elsewhere has already would join
    what is not to be joined: then the most frequent stage of the place gives it its name.
    """
    names: dict[str, str | None] = {}
    for place in board.places:
        stages = board.on(place.id)
        if stages:
            name = _name(board, place, stages)
            names |= {stage.name: name for stage in stages}
    return names | {stage.name: None for stage in board.out}


def _name(board: Board, place: Place, stages: tuple[LogStage, ...]) -> str:
    own = {stage.name for stage in stages}
    others = {stage.name for stage in board.stages} - own
    others |= {p.name for p in board.places if p.id != place.id}
    if place.name.strip() and place.name not in others:
        return place.name
    return max(stages, key=lambda stage: stage.rows).name


def changed_names(board: Board) -> dict[str, str | None]:
    """Return the names that differ from the export's own."""
    return {name: to for name, to in history_names(board).items() if to != name}


def places_by_name(board: Board) -> dict[str, str]:
    """Return the ids of the places by the names their stages have in the history."""
    names = history_names(board)
    there = ((names.get(stage), place) for stage, place in board.where.items())
    return {name: place for name, place in there if name is not None}


def ends_by_name(board: Board) -> dict[str, str]:
    """Return which names of the history are won, and which are lost."""
    names = history_names(board)
    return {
        name: kind
        for kind in ("won", "lost")
        for stage in board.ends(kind)
        if (name := names.get(stage)) is not None
    }


def remembered_places(names: Dictionary[str, str | None], board: Board) -> Board:
    """Put stages where names that were remembered have them; what they leave out is left out."""
    from funnelcraft.designer.importing import placing

    by_name = {place.name: place.id for place in board.places}
    for stage, name in names.items():
        if all(one.name != stage for one in board.stages):
            continue
        if name is None:
            board = placing.left_out(board, stage)
        elif name in by_name:
            board = placing.placed(board, stage, by_name[name])
    return board
