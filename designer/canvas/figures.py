"""The figures of the last forecast that the drawing shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class StageFigures:
    """What a stage's card shows: visits over the period and leads in it now; None is not known.

    `period` says over what the volume counts, as it stands after a number: "a year". `queue` is the
    mean number of leads that wait for a slot. `volumes` and `balances` are those of the segments,
    in the document's order.
    """

    volume: float | None = None
    balance: float | None = None
    period: str = ""
    queue: float | None = None
    volumes: tuple[float, ...] = ()
    balances: tuple[float, ...] = ()

    @property
    def shares(self) -> tuple[float, ...]:
        """The segments' shares of the volume; none where nobody comes."""
        whole = sum(self.volumes)
        return tuple(volume / whole for volume in self.volumes) if whole > 0 else ()


@dataclass(frozen=True)
class CanvasFigures:
    """Figures by stage id, moves over the period by trigger id; stale ones are shown dimmed.

    `segments` are the ids of the segments that are told apart, `trigger_segments` their moves by
    trigger id.
    """

    stages: Mapping[str, StageFigures] = field(default_factory=dict)
    triggers: Mapping[str, float] = field(default_factory=dict)
    stale: bool = False
    segments: tuple[str, ...] = ()
    trigger_segments: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def of_segment(self, segment: str) -> "CanvasFigures":
        """Return the figures of one segment: none where the forecast does not tell it apart.

        Those who wait are not told apart by segment, so no queue is shown.
        """
        if segment not in self.segments:
            return CanvasFigures(stale=self.stale)
        at = self.segments.index(segment)
        stages = {
            stage_id: replace(
                found, volume=found.volumes[at], balance=found.balances[at], queue=None
            )
            for stage_id, found in self.stages.items()
        }
        moves = {trigger_id: parts[at] for trigger_id, parts in self.trigger_segments.items()}
        return replace(self, stages=stages, triggers=moves)

    def with_queues(self, queues: Mapping[str, float]) -> "CanvasFigures":
        """Return the figures with how many wait at stages, by id."""
        stages = {one: replace(f, queue=queues.get(one)) for one, f in self.stages.items()}
        return replace(self, stages=stages)

    def most_open(self, ends: frozenset[str] = frozenset()) -> float:
        """Return the most leads that are in one stage now, of those that are no ends."""
        open_stages = (f.balance or 0.0 for one, f in self.stages.items() if one not in ends)
        return max(open_stages, default=0.0)
