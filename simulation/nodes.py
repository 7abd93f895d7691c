"""Where stages and segments stand in the arrays: a node is a stage for one segment."""

from dataclasses import dataclass
from functools import cached_property

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import ALL, Funnel, Stage


@dataclass(frozen=True)
class Nodes:
    """The nodes of a funnel: all stages of the first segment, then all of the second, and so on."""

    stages: tuple[Stage, ...]
    segments: tuple[str, ...]

    @classmethod
    def of(cls, funnel: Funnel) -> "Nodes":
        """Return the nodes of a funnel; of stages with one id, only the first."""
        named = tuple(dict.fromkeys(segment.id for segment in funnel.segments))
        return cls(tuple(stages_by_id(funnel).values()), named or (ALL,))

    @cached_property
    def _stage_places(self) -> dict[str, int]:
        return {stage.id: at for at, stage in enumerate(self.stages)}

    @cached_property
    def _segment_places(self) -> dict[str, int]:
        return {segment: at for at, segment in enumerate(self.segments)}

    def place(self, segment: str, stage_id: str) -> int:
        """Return the number of a node. Both ids must exist."""
        return self._segment_places[segment] * len(self.stages) + self._stage_places[stage_id]

    def pairs(self) -> list[tuple[str, Stage]]:
        """Return (segment, stage) of every node in the order of the nodes."""
        return [(segment, stage) for segment in self.segments for stage in self.stages]
