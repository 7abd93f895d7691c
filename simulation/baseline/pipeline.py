"""Who is in the funnel on the last day seen: the opening pipeline with its ages, and its zombies."""

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

    `ages` are whole days since they came into their stage, by (segment, stage), zombies left out.
    `limits` says for every stage beyond which age a lead is a zombie (missing: too few moved to
    tell); `zombies` counts them. `unknown` leads were met before the log records what becomes of
    leads: whether they are still there cannot be told.
    """

    ages: dict[tuple[int, int], Ints] = field(default_factory=dict)
    limits: dict[int, int] = field(default_factory=dict)
    zombies: dict[int, int] = field(default_factory=dict)
    unknown: int = 0

    @property
    def leads(self) -> int:
        """How many leads are in the funnel."""
        return sum(one.size for one in self.ages.values())


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

    `recorded_from` is the first day whose leads are recorded in full.
    """
    history, _count = seen_until(history, seen)
    history, _count = without_repeats(history)
    history, _count = until_the_end(history, ends)
    if not history.lead.size:
        return Pipeline(limits=limits)
    starts = history.starts
    lasts = np.r_[starts[1:], history.lead.size] - 1
    met, stage = history.day[starts], history.stage[lasts]
    open_now = ~np.isin(stage, list(ends))
    is_known = met >= recorded_from
    unknown = int((open_now & ~is_known).sum())
    kept = open_now & is_known
    age, stage = (seen - history.day[lasts])[kept], stage[kept]
    segment = history.segment[history.lead[lasts]][kept]
    limit = (
        np.array([limits.get(one, np.iinfo(np.int64).max) for one in range(stage.max() + 1)])
        if stage.size
        else np.zeros(0, dtype=np.int64)
    )
    is_zombie = age > limit[stage]
    counts = np.bincount(stage[is_zombie]) if is_zombie.any() else np.zeros(0, dtype=np.int64)
    segments = int(segment.max()) + 1 if segment.size else 1
    code = stage * segments + segment
    ages = {
        (int(one % segments), int(one // segments)): np.sort(age[(code == one) & ~is_zombie])
        for one in np.unique(code[~is_zombie])
    }
    zombies = {one: int(count) for one, count in enumerate(counts.tolist()) if count}
    return Pipeline(ages, limits, zombies, unknown)
