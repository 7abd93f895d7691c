"""Design B in the words of design A: what is mapped gets A's ids, so that both share their luck."""

from collections.abc import Iterable

from funnelcraft.funnel.ids import new_id
from funnelcraft.funnel.mapping.mapping import Mapping
from funnelcraft.funnel.mapping.pairing import Matched, pairs_of, segment_names
from funnelcraft.funnel.model import Funnel, Override, Trigger

Names = dict[str, str]


def aligned(a: Funnel, b: Funnel, mapping: Mapping) -> Funnel:
    """Return B with the ids of A for what matches; everything stands where it stood.

    Of several stages that become one, that of the same id stands for it, else the first. What has
    no match keeps its id, or gets another where A means something else by it. Names and figures
    stay; what is measured, the scenarios and kept mappings are left out.
    """
    pairs = pairs_of(a, b, mapping)
    stages = _renamed([s.id for s in a.stages], [s.id for s in b.stages], pairs.stages)
    triggers = _renamed([t.id for t in a.triggers], [t.id for t in b.triggers], pairs.triggers)
    sources = _renamed([s.id for s in a.sources], [s.id for s in b.sources], pairs.sources)
    segments = _segments(a, b)
    return b.replaced(
        segments=tuple(s.replaced(id=segments[s.id]) for s in b.segments),
        stages=tuple(s.replaced(id=stages[s.id]) for s in b.stages),
        triggers=tuple(_trigger(t, triggers, stages, segments) for t in b.triggers),
        sources=tuple(
            s.replaced(
                id=sources[s.id],
                into=stages.get(s.into, s.into),
                segment=segments.get(s.segment, s.segment),
            )
            for s in b.sources
        ),
        opening=tuple(
            held.replaced(
                stage=stages.get(held.stage, held.stage),
                segment=segments.get(held.segment, held.segment),
            )
            for held in b.opening
        ),
        accepted_findings=(),
        baseline=None,
        scenarios=(),
        mappings=(),
    )


def _segments(a: Funnel, b: Funnel) -> Names:
    matched: Matched = {other: (one,) for other, one in segment_names(a, b).items()}
    return _renamed([s.id for s in a.segments], [s.id for s in b.segments], matched)


def _trigger(trigger: Trigger, ids: Names, stages: Names, segments: Names) -> Trigger:
    own: dict[str, Override] = {segments.get(k, k): v for k, v in trigger.by_segment.items()}
    return trigger.replaced(
        id=ids[trigger.id],
        from_stage=stages.get(trigger.from_stage, trigger.from_stage),
        to_stage=stages.get(trigger.to_stage, trigger.to_stage),
        by_segment=own,
        to_segment=None
        if trigger.to_segment is None
        else segments.get(trigger.to_segment, trigger.to_segment),
    )


def _renamed(ids_a: Iterable[str], ids_b: Iterable[str], matched: Matched) -> Names:
    """Return the new id of everything in B."""
    there = tuple(dict.fromkeys(ids_b))
    found = {
        one: one if one in matched[one] else matched[one][0] for one in there if one in matched
    }
    # An id of A that nothing of B matches stays with what has it in B: both may well mean one
    # thing that was moved; a matched one is taken.
    meant = {name for names in matched.values() for name in names}
    for one in there:
        if one in found:
            continue
        taken = {*found.values(), *there, *ids_a}
        found[one] = one if one not in meant else new_id(f"{one}-b", taken)
    return found
