"""Edits of places: on the canvas and in the list."""

from collections.abc import Mapping

from funnelcraft.funnel.model import Funnel, Position


def move_stages(funnel: Funnel, positions: Mapping[str, Position]) -> Funnel:
    """Put stages at new positions on the canvas."""
    missing = positions.keys() - {stage.id for stage in funnel.stages}
    if missing:
        raise KeyError(*sorted(missing))
    return funnel.replaced(
        stages=tuple(
            stage.replaced(position=positions[stage.id]) if stage.id in positions else stage
            for stage in funnel.stages
        )
    )


def reorder_stage(funnel: Funnel, stage_id: str, index: int) -> Funnel:
    """Move a stage to another place in the document's list."""
    moved = next((stage for stage in funnel.stages if stage.id == stage_id), None)
    if moved is None:
        raise KeyError(stage_id)
    others = [stage for stage in funnel.stages if stage.id != stage_id]
    others.insert(index, moved)
    return funnel.replaced(stages=tuple(others))
