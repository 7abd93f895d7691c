"""What a calibration returns: a funnel with measured figures, and what they were measured from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from funnelcraft.funnel.measured import MeasuredFile, MeasuredRows
from funnelcraft.funnel.model import ALL, Drift, Funnel, Opening
from funnelcraft.funnel.text import _, number
from funnelcraft.simulation.baseline.calibration import Baseline
from funnelcraft.simulation.baseline.rare import Rare

# A lead of the pipeline is a number in the file, which may hold 2,000,000 values in all.
MOST_OPENING = 200_000
# A lead came at any moment of its day.
_HALF_A_DAY = 0.5


@dataclass(frozen=True)
class Provenance:
    """Where a history comes from: files, kind of export, rows read, kept, dropped and repaired.

    `read` and `kept` None: the rows are the events of the history. `notes` are plain sentences, of
    the reader and of the choice of the window.
    """

    files: tuple[MeasuredFile, ...] = ()
    form: str = ""
    read: int | None = None
    kept: int | None = None
    dropped: Mapping[str, int] = field(default_factory=dict)
    repaired: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def rows(self, found: Baseline) -> MeasuredRows:
        """Return what became of the rows, with what the estimator left out.

        Where rows are no events (a row a lead) both can't be counted together: then the rows alone.
        """
        measured = int(found.history.lead.size)
        events = measured + sum(found.dropped.values())
        kept = events if self.kept is None else self.kept
        dropped = dict(self.dropped)
        if kept == events:
            kept = measured
            for why, count in found.dropped.items():
                dropped[why] = dropped.get(why, 0) + count
        read = kept + sum(dropped.values()) if self.read is None else self.read
        return MeasuredRows(read=read, kept=kept, dropped=dropped, repaired=dict(self.repaired))


@dataclass(frozen=True)
class Calibrated:
    """A funnel with measured figures; which ids the measured stages, moves and segments have in it.

    `found` is the baseline as it was put in: with rare ways bundled, or stages of the log brought
    together. `unmatched` are plain sentences about what was measured and found no place in the
    funnel, `rare` the ways that count as part of others.
    """

    funnel: Funnel
    found: Baseline
    stages: dict[int, str]
    triggers: dict[tuple[int, int], str]
    segments: dict[int, str]
    unmatched: tuple[str, ...] = ()
    rare: tuple[Rare, ...] = ()


def opening(
    found: Baseline, stages: Mapping[int, str], segments: Mapping[int, str]
) -> tuple[Opening, ...]:
    """Return the leads that are in a funnel's stages, with their ages, zombies left out.

    Where no segments are given, or a segment has no id, leads are of the segment all.
    """
    if found.pipeline.leads > MOST_OPENING:
        return ()
    ages: dict[tuple[str, str], list[float]] = {}
    for segment, stage in found.pipeline.ages:
        live = found.pipeline.live(segment, stage)
        if stage in stages and live.size:
            held = ages.setdefault((stages[stage], segments.get(segment, ALL)), [])
            held.extend((live + _HALF_A_DAY).tolist())
    return tuple(
        Opening(stage=stage, segment=segment, ages_days=tuple(sorted(held)))
        for (stage, segment), held in ages.items()
    )


def leak_days(found: Baseline, stage: int) -> float:
    """Return after how many days a lead that goes nowhere counts as gone.

    No log shows that. It is the age from which on a lead is a zombie; where too few moved to tell,
    as long as anybody was watched or is there. A day more than any lead of the pipeline has been
    there, because one older than all times would be simulated as leaving at once.
    """
    limit = found.pipeline.limits.get(stage)
    if limit is None:
        limit = max(found.measured.longest[stage], found.pipeline.longest(stage), 1)
    return float(limit + 1)


def drift(found: Baseline) -> Drift:
    """Return how fast volume and conversion drift, as measured."""
    return Drift(
        volume_per_month=round(found.volume_steps.size.value, 4),
        conversion_per_month=round(found.conversion_steps.size.value, 4),
    )


def too_many_waiting(found: Baseline) -> list[str]:
    """Say that the opening pipeline was left out, where it is too large for a document."""
    if found.pipeline.leads <= MOST_OPENING:
        return []
    return [
        _(
            "{n} leads are in the funnel, more than a document can hold: a forecast begins with an "
            "empty one."
        ).format(n=number(found.pipeline.leads))
    ]
