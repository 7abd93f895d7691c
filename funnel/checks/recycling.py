"""Do leads that go round come out again?"""

from collections import defaultdict
from collections.abc import Iterator

from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.findings import Finding, Place
from funnelcraft.funnel.graph import reached
from funnelcraft.funnel.long_run import rates_out
from funnelcraft.funnel.model import ENDS
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, listed, number, percent, quoted

ROUNDING = 1e-9
# So many times as many leads as come for the first time: beyond, recycling hides what happens.
MOST_VISITS = 5.0


def recycling_findings(facts: Facts) -> Iterator[Finding]:
    """Yield the circles no lead leaves, and the stages filled nearly by recycling alone."""
    trapped = _trapped(facts)
    if trapped:
        names = [quoted(stage_name(facts.stages[stage_id])) for stage_id in trapped]
        message = _("Leads go round for ever in {stages}: all of them are sent on, none comes out.")
        place = Place("stage", trapped[0])
        yield Finding("endless-recycle", "warning", place, message.format(stages=listed(names)))
        return
    for stage in facts.stages.values():
        back = facts.long_run.recycled.get(stage.id, 0.0)
        whole = facts.long_run.entries.get(stage.id, 0.0)
        first = whole - back
        if stage.id in facts.recycling or back <= 0 or whole <= MOST_VISITS * first:
            continue
        if first <= ROUNDING * whole:  # nobody comes for the first time but who is there already
            continue
        message = _("{share} of what enters “{stage}” was there before: {visits} visits a lead.")
        text = message.format(
            share=percent(back / whole), stage=stage_name(stage), visits=number(whole / first, 1)
        )
        yield Finding("mostly-recycled", "warning", Place("stage", stage.id), text)


def _trapped(facts: Facts) -> list[str]:
    """Return the stages from which leads get neither to an end nor out by leaking."""
    backwards: dict[str, list[str]] = defaultdict(list, {s: [] for s in facts.stages})
    out: set[str] = set()
    for stage in facts.stages.values():
        if stage.kind in ENDS or not facts.leaving[stage.id]:
            out.add(stage.id)
            continue
        for segment in facts.segments:
            ways = rates_out(stage, facts.leaving[stage.id], segment)
            if sum(rate for _trigger, rate in ways) < 1 - ROUNDING:
                out.add(stage.id)
            for trigger, rate in ways:
                if rate > 0 and trigger.to_stage in facts.stages:
                    backwards[trigger.to_stage].append(stage.id)
    escaping = reached(backwards, out)
    return [stage_id for stage_id in facts.stages if stage_id not in escaping]
