"""Who is in the funnel on the last day seen: the opening pipeline, its ages and its zombies."""

from dataclasses import dataclass, field

import numpy as np

from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.baseline.history import (
    History,
    Visits,
    seen_until,
    until_the_end,
    without_repeats,
)

# One more lead exceeds the longest of n moves with a chance of 1/(n + 1), and twice it far less
# often; of fewer moves even that says little.
FAR_LONGER = 2
MOVES_TO_TELL = 10


@dataclass(frozen=True)
class Pipeline:
    """The leads in no end on the last day seen, also those first met before the window.

    `ages` are whole days since they came into their stage, by (segment, stage), sorted. `limits`
    says for every stage beyond which age a lead is a zombie (missing: too few moved to tell).
    `unknown` leads were met before the log records what becomes of leads: whether they are still
    there cannot be told.
    """

    ages: dict[tuple[int, int], Ints] = field(default_factory=dict)
    limits: dict[int, int] = field(default_factory=dict)
    unknown: int = 0

    @property
    def leads(self) -> int:
        """How many leads are in the funnel, zombies left out."""
        return sum(self.live(*key).size for key in self.ages)

    def live(self, segment: int, stage: int) -> Ints:
        """Return the ages of the leads of a segment in a stage that are no zombies."""
        ages = self.ages[segment, stage]
        limit = self.limits.get(stage)
        return ages if limit is None else ages[: np.searchsorted(ages, limit, side="right")]

    def zombies(self, segment: int, stage: int) -> int:
        """Return how many leads of a segment are in a stage for far longer than any that moved."""
        return self.ages[segment, stage].size - self.live(segment, stage).size

    def longest(self, stage: int) -> int:
        """Return the age of the oldest live lead in a stage; 0 where there is none."""
        oldest = [self.live(*key)[-1:] for key in self.ages if key[1] == stage]
        return max((int(ages[0]) for ages in oldest if ages.size), default=0)


def zombie_limits(visits: Visits) -> dict[int, int]:
    """Return for each stage with enough moves twice the longest time any visit took to leave it."""
    limits = {}
    left = visits.to >= 0
    for stage in np.unique(visits.stage[left]).tolist():
        days = visits.days[left & (visits.stage == stage)]
        if days.size >= MOVES_TO_TELL:
            limits[int(stage)] = max(FAR_LONGER * int(days.max()), 1)
    return limits


def pipeline(
    history: History, seen: int, ends: frozenset[int], limits: dict[int, int], recorded_from: int
) -> Pipeline:
    """Return the leads of a whole log that are open on the evening of the day `seen`.

    `recorded_from` is the first day whose leads' ends are recorded.
    """
    history, _count = seen_until(history, seen)
    history, _count = without_repeats(history)
    history, _count = until_the_end(history, ends)
    starts = history.starts
    lasts = np.r_[starts[1:], history.lead.size] - 1
    met, stage = history.day[starts], history.stage[lasts]
    open_now = ~np.isin(stage, list(ends))
    is_known = met >= recorded_from
    unknown = int((open_now & ~is_known).sum())
    kept = open_now & is_known
    if not kept.any():
        return Pipeline({}, limits, unknown)
    age, stage = (seen - history.day[lasts])[kept], stage[kept]
    segment = history.segment[history.lead[lasts]][kept]
    segments = int(segment.max()) + 1
    order = np.argsort(stage * segments + segment, kind="stable")
    codes, begins = np.unique((stage * segments + segment)[order], return_index=True)
    parts = np.split(age[order], begins[1:])
    ages = {
        (int(code % segments), int(code // segments)): np.sort(part)
        for code, part in zip(codes, parts, strict=True)
    }
    return Pipeline(ages, limits, unknown)
