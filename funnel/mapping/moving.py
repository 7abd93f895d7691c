"""Leads that are in design A already, as design B has them."""

from funnelcraft.funnel.mapping.mapping import Mapping
from funnelcraft.funnel.mapping.pairing import segment_names
from funnelcraft.funnel.model import ALL, ENDS, Funnel, Opening


def moved_opening(a: Funnel, b: Funnel, mapping: Mapping) -> tuple[Opening, ...]:
    """Return A's opening pipeline in the stages and segments of B, ages as they are.

    Leads whose stage or segment becomes none of B, or an end, are left out.
    """
    kinds = {stage.id: stage.kind for stage in b.stages}
    segments = moved_segments(a, b)
    return tuple(
        held.replaced(stage=target, segment=segments[held.segment])
        for held in a.opening
        if (target := mapping.to_b.get(held.stage, "")) in kinds
        and kinds[target] not in ENDS
        and held.segment in segments
    )


def moved_segments(a: Funnel, b: Funnel) -> dict[str, str]:
    """Return the segment of B that leads of each segment of A come to; none where nobody knows.

    A funnel that names no segment, or one alone, has everybody in it.
    """
    here = [segment.id for segment in a.segments] or [ALL]
    there = [segment.id for segment in b.segments] or [ALL]
    if len(there) == 1:
        return dict.fromkeys(here, there[0])
    return {one: other for other, one in segment_names(a, b).items()}
