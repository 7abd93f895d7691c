"""Edits of segments: the list of them, and what each does differently at a trigger."""

from dataclasses import dataclass

from funnelcraft.funnel.edits.changes import change_trigger
from funnelcraft.funnel.ids import new_id
from funnelcraft.funnel.model import ALL, Conversion, Funnel, Override, Segment, Trigger
from funnelcraft.funnel.velocity import TimeDistribution


def add_segment(funnel: Funnel, name: str) -> tuple[Funnel, str]:
    """Add a segment. The first takes all the leads there are: without it they were of none."""
    segment_id = new_id(name, {ALL, *(segment.id for segment in funnel.segments)})
    grown = funnel.replaced(segments=(*funnel.segments, Segment(id=segment_id, name=name)))
    return (grown if funnel.segments else _moved(grown, ALL, segment_id)), segment_id


def rename_segment(funnel: Funnel, segment_id: str, name: str) -> Funnel:
    """Rename a segment."""
    if all(segment.id != segment_id for segment in funnel.segments):
        raise KeyError(segment_id)
    return funnel.replaced(
        segments=tuple(
            one.replaced(name=name) if one.id == segment_id else one for one in funnel.segments
        )
    )


@dataclass(frozen=True)
class SegmentRemoval:
    """What a removed segment leaves: ids of its sources, its opening leads, lost figures."""

    sources: tuple[str, ...]
    opening_leads: int
    triggers: tuple[str, ...]  # that lose figures of its own, or a way into it
    heir: str  # the segment that takes its leads


def what_segment_holds(funnel: Funnel, segment_id: str) -> SegmentRemoval:
    """Return what changes when a segment goes; its leads go to the first of the others."""
    others = [one.id for one in funnel.segments if one.id != segment_id]
    if len(others) == len(funnel.segments):
        raise KeyError(segment_id)
    return SegmentRemoval(
        sources=tuple(one.id for one in funnel.sources if one.segment == segment_id),
        opening_leads=sum(
            len(held.ages_days) for held in funnel.opening if held.segment == segment_id
        ),
        triggers=tuple(
            one.id
            for one in funnel.triggers
            if segment_id in one.by_segment or one.to_segment == segment_id
        ),
        heir=others[0] if others else ALL,
    )


def remove_segment(funnel: Funnel, segment_id: str) -> Funnel:
    """Remove a segment; its leads become those of the first other one, its own figures go."""
    heir = what_segment_holds(funnel, segment_id).heir
    left = funnel.replaced(
        segments=tuple(one for one in funnel.segments if one.id != segment_id),
        triggers=tuple(_without(trigger, segment_id) for trigger in funnel.triggers),
    )
    return _moved(left, segment_id, heir)


def _without(trigger: Trigger, segment_id: str) -> Trigger:
    if segment_id not in trigger.by_segment and trigger.to_segment != segment_id:
        return trigger
    kept = {name: own for name, own in trigger.by_segment.items() if name != segment_id}
    target = None if trigger.to_segment == segment_id else trigger.to_segment
    return trigger.replaced(by_segment=kept, to_segment=target)


def _moved(funnel: Funnel, old: str, new: str) -> Funnel:
    """Let the leads of one segment be of another: sources and the opening pipeline."""
    return funnel.replaced(
        sources=tuple(
            one.replaced(segment=new) if one.segment == old else one for one in funnel.sources
        ),
        opening=tuple(
            one.replaced(segment=new) if one.segment == old else one for one in funnel.opening
        ),
    )


def override_conversion(
    funnel: Funnel, trigger_id: str, segment_id: str, conversion: Conversion | None
) -> Funnel:
    """Give a segment a rate of its own at a trigger; None: the trigger's."""
    return _override(funnel, trigger_id, segment_id, {"conversion": conversion})


def override_velocity(
    funnel: Funnel, trigger_id: str, segment_id: str, velocity: TimeDistribution | None
) -> Funnel:
    """Give a segment a time of its own at a trigger; None: the trigger's."""
    return _override(funnel, trigger_id, segment_id, {"velocity": velocity})


def _override(
    funnel: Funnel,
    trigger_id: str,
    segment_id: str,
    change: dict[str, Conversion | TimeDistribution | None],
) -> Funnel:
    trigger = next((one for one in funnel.triggers if one.id == trigger_id), None)
    if trigger is None:
        raise KeyError(trigger_id)
    own = trigger.by_segment.get(segment_id, Override()).replaced(**change)
    kept = dict(trigger.by_segment)
    if own == Override():
        kept.pop(segment_id, None)
    else:
        kept[segment_id] = own
    return change_trigger(funnel, trigger_id, by_segment=kept)
