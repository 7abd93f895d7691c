"""A mapping of stages: a value, its edits, and what is wrong with it."""

from dataclasses import dataclass
from functools import cached_property

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import ENDS, Funnel, Stage
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _


@dataclass(frozen=True)
class Mapping:
    """Which stage of design B each stage of design A becomes: `pairs` of (id in A, id in B).

    A stage of A is in one pair at most; several may become one stage of B.
    """

    pairs: tuple[tuple[str, str], ...] = ()

    @cached_property
    def to_b(self) -> dict[str, str]:
        """The stage of B by the stage of A."""
        return dict(self.pairs)

    @cached_property
    def to_a(self) -> dict[str, tuple[str, ...]]:
        """The stages of A by the stage of B that they become."""
        found: dict[str, tuple[str, ...]] = {}
        for here, there in self.pairs:
            found[there] = (*found.get(there, ()), here)
        return found


def mapping_by_id(a: Funnel, b: Funnel) -> Mapping:
    """Return the mapping of stages that have one id in both funnels."""
    there = stages_by_id(b)
    return Mapping(tuple((stage, stage) for stage in stages_by_id(a) if stage in there))


def with_pair(mapping: Mapping, stage_a: str, stage_b: str | None) -> Mapping:
    """Return a mapping in which a stage of A becomes this stage of B; None: it becomes none."""
    kept = [pair for pair in mapping.pairs if pair[0] != stage_a]
    places = [at for at, pair in enumerate(mapping.pairs) if pair[0] == stage_a]
    if stage_b is not None:
        kept.insert(places[0] if places else len(kept), (stage_a, stage_b))
    return Mapping(tuple(kept))


def mapping_problems(a: Funnel, b: Funnel, mapping: Mapping) -> tuple[str, ...]:
    """Say in plain sentences what of a mapping cannot be meant. Empty: it can be used.

    A stage that is not there is left out wherever a mapping is used; everything else is used as it
    is told.
    """
    here, there = stages_by_id(a), stages_by_id(b)
    found: list[str] = []
    seen: set[str] = set()
    for stage_a, stage_b in mapping.pairs:
        if stage_a not in here:
            found.append(_("Design A has no stage “{stage}”.").format(stage=stage_a))
        elif stage_b not in there:
            found.append(_("Design B has no stage “{stage}”.").format(stage=stage_b))
        elif stage_a in seen:
            text = _("“{stage}” of A is mapped twice: the last one counts.")
            found.append(text.format(stage=stage_name(here[stage_a])))
        else:
            found += _problem_of_kinds(here[stage_a], there[stage_b])
        seen.add(stage_a)
    return tuple(found)


def _problem_of_kinds(one: Stage, other: Stage) -> list[str]:
    ends = one.kind in ENDS, other.kind in ENDS
    if one.kind == other.kind or not any(ends):
        return []
    names = {"a": stage_name(one), "b": stage_name(other)}
    if all(ends):
        text = _("“{a}” and “{b}” end leads differently: one counts as won, the other as lost.")
    elif ends[0]:
        text = _("“{a}” ends leads in A, but “{b}” of B does not.")
    else:
        text = _("“{b}” ends leads in B, but “{a}” of A does not.")
    return [text.format(**names)]
