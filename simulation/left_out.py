"""What a funnel says and this version's engine does not do: named, never silently ignored."""

from collections.abc import Iterator

from funnelcraft.funnel.model import ENDS, Funnel, Stage
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, listed, quoted


def not_simulated(funnel: Funnel) -> tuple[str, ...]:
    """Return a plain sentence for everything in a funnel that its forecast leaves out."""
    return tuple(_sentences(funnel))


def _sentences(funnel: Funnel) -> Iterator[str]:
    passing = [stage for stage in funnel.stages if stage.kind in (*ENDS, "gate")]
    if held := [stage for stage in passing if stage.capacity is not None or stage.sla is not None]:
        text = _("Nobody stays in {stages}, so a capacity or an SLA there changes nothing.")
        yield text.format(stages=_named(held))


def _named(stages: list[Stage]) -> str:
    return listed([quoted(stage_name(stage)) for stage in stages])
