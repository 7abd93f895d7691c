"""Removing parts, and what goes with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from funnelcraft.funnel.mapping.keeping import without_stages
from funnelcraft.funnel.model import Funnel


@dataclass(frozen=True)
class Removal:
    """The ids of what a removal takes out, its consequences included."""

    stages: frozenset[str]
    triggers: frozenset[str]
    sources: frozenset[str]


def what_goes(
    funnel: Funnel,
    stages: Iterable[str] = (),
    triggers: Iterable[str] = (),
    sources: Iterable[str] = (),
) -> Removal:
    """Return all that goes when the given parts go: triggers and sources tied to a stage too."""
    gone = frozenset(stages)
    tied = [t.id for t in funnel.triggers if t.from_stage in gone or t.to_stage in gone]
    filling = [source.id for source in funnel.sources if source.into in gone]
    return Removal(gone, frozenset((*tied, *triggers)), frozenset((*filling, *sources)))


def remove(
    funnel: Funnel,
    stages: Iterable[str] = (),
    triggers: Iterable[str] = (),
    sources: Iterable[str] = (),
) -> Funnel:
    """Remove parts with all that hangs on them."""
    going = what_goes(funnel, stages, triggers, sources)
    gone = {"stage": going.stages, "trigger": going.triggers, "source": going.sources}
    return funnel.replaced(
        stages=tuple(part for part in funnel.stages if part.id not in going.stages),
        triggers=tuple(part for part in funnel.triggers if part.id not in going.triggers),
        sources=tuple(part for part in funnel.sources if part.id not in going.sources),
        opening=tuple(held for held in funnel.opening if held.stage not in going.stages),
        accepted_findings=tuple(
            one for one in funnel.accepted_findings if one.id not in gone.get(one.kind, ())
        ),
        mappings=without_stages(funnel.mappings, going.stages),
    )
