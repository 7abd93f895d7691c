"""What a funnel says and this version's engine does not do: named, never silently ignored."""

from collections.abc import Iterator

from funnelcraft.funnel.model import Conversion, Funnel, Stage
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, listed


def not_simulated(funnel: Funnel) -> tuple[str, ...]:
    """Return a plain sentence for everything in a funnel that its forecast leaves out."""
    return tuple(_sentences(funnel))


def _sentences(funnel: Funnel) -> Iterator[str]:
    if capped := [stage for stage in funnel.stages if stage.capacity is not None]:
        text = _("The forecast does not yet limit how many leads {stages} can take: nobody waits.")
        yield text.format(stages=_named(capped))
    if promised := [stage for stage in funnel.stages if stage.sla is not None]:
        text = _("The forecast does not yet count how often {stages} would breach an SLA.")
        yield text.format(stages=_named(promised))
    if _is_measured(funnel):
        yield _(
            "The forecast takes measured rates, times and volumes as exact: its intervals do not "
            "yet hold how unsure a measurement is."
        )
    if funnel.drift.volume_per_month or funnel.drift.conversion_per_month:
        yield _("The forecast does not yet let markets drift: its intervals are too narrow.")


def _named(stages: list[Stage]) -> str:
    return listed([f"“{stage_name(stage)}”" for stage in stages])


def _is_measured(funnel: Funnel) -> bool:
    """Say whether any figure carries the number of observations it comes from."""
    conversions: list[Conversion | None] = []
    times = []
    for trigger in funnel.triggers:
        conversions += [trigger.conversion, *(o.conversion for o in trigger.by_segment.values())]
        times += [trigger.velocity, *(o.velocity for o in trigger.by_segment.values())]
    return (
        any(conversion and conversion.entered is not None for conversion in conversions)
        or any(getattr(time, "observations", None) is not None for time in times)
        or any(source.volume.months_observed is not None for source in funnel.sources)
    )
