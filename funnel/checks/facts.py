"""What every check wants to know about a funnel, gathered once."""

from collections import defaultdict
from functools import cached_property

from funnelcraft.funnel.graph import entered_stages, recycling_stages, stages_by_id
from funnelcraft.funnel.long_run import LongRun, long_run
from funnelcraft.funnel.model import ALL, Funnel, Stage, Trigger
from funnelcraft.funnel.names import arrow
from funnelcraft.funnel.text import quoted


class Facts:
    """A funnel with its parts by id."""

    def __init__(self, funnel: Funnel) -> None:
        self.funnel = funnel

    @cached_property
    def stages(self) -> dict[str, Stage]:
        """The stages by id."""
        return stages_by_id(self.funnel)

    @cached_property
    def leaving(self) -> dict[str, list[Trigger]]:
        """The triggers that leave each stage."""
        found: dict[str, list[Trigger]] = defaultdict(list)
        for trigger in self.funnel.triggers:
            found[trigger.from_stage].append(trigger)
        return found

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The ids of the segments; the one of all leads where the funnel names none."""
        return tuple(segment.id for segment in self.funnel.segments) or (ALL,)

    @cached_property
    def arriving(self) -> dict[str, list[Trigger]]:
        """The triggers that lead to each stage."""
        found: dict[str, list[Trigger]] = defaultdict(list)
        for trigger in self.funnel.triggers:
            found[trigger.to_stage].append(trigger)
        return found

    @cached_property
    def departments(self) -> dict[str, str]:
        """The department of each stage's owner; an empty text where nobody owns it."""
        of_role = {role.id: role.department.strip() for role in self.funnel.roles}
        return {s.id: of_role.get(s.owner or "", "") for s in self.stages.values()}

    @cached_property
    def recycling(self) -> set[str]:
        """The stages that only take leads back."""
        return recycling_stages(self.funnel)

    @cached_property
    def long_run(self) -> LongRun:
        """What enters each stage in the long run."""
        return long_run(self.funnel)

    @cached_property
    def entered(self) -> set[str]:
        """The stages that sources or the opening pipeline fill."""
        return entered_stages(self.funnel)

    def label(self, trigger: Trigger) -> str:
        """Name a trigger in a sentence: its name and its ends."""
        ends = arrow(self.stages, trigger)
        name = trigger.name.strip()
        return f"{quoted(name)} ({ends})" if name else quoted(ends)
