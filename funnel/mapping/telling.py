"""A mapping in words: how much of two designs is the same, and what is not."""

from funnelcraft.funnel.graph import stages_in_order
from funnelcraft.funnel.mapping.mapping import Mapping
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, listed, number


def mapping_words(a: Funnel, b: Funnel, mapping: Mapping, guessed: int) -> str:
    """Say how much of two designs is the same, and what is not."""
    found = [stage for stage in stages_in_order(a) if stage.id in mapping.to_b]
    text = _("{n} of {all} stages of A are in B too.")
    told = [text.format(n=number(len(found)), all=number(len(a.stages)))]
    if guessed:
        told.append(_("Dashed lines are guessed: confirm or change them."))
    lone_a = [stage_name(s) for s in stages_in_order(a) if s.id not in mapping.to_b]
    lone_b = [stage_name(s) for s in stages_in_order(b) if s.id not in mapping.to_a]
    if lone_a:
        told.append(_("Only in A: {stages}.").format(stages=listed(lone_a)))
    if lone_b:
        told.append(_("Only in B: {stages}.").format(stages=listed(lone_b)))
    return " ".join(told)
