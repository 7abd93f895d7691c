"""The rows of a sampled history, as numbers still: what dirt changes and forms write."""

from dataclasses import dataclass, replace

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import role_name, source_name, stage_name
from funnelcraft.simulation.arrays import Flags, Floats, Ints
from funnelcraft.simulation.sampling import Sample

SECONDS_A_DAY = 86_400
BLANK = -1


@dataclass(frozen=True)
class Names:
    """What stages, segments, sources and owners are called; `won` and `lost` are places of stages.

    `owner_of` has each stage's owner as a place in `owners`, BLANK where it has none.
    """

    stages: tuple[str, ...]
    segments: tuple[str, ...]
    sources: tuple[str, ...]
    owners: tuple[str, ...]
    owner_of: tuple[int, ...]
    won: tuple[int, ...]
    lost: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Rows:
    """E events, sorted by lead and within a lead in the order they happened.

    `lead`, `stage`, `segment` and `source` are numbers, BLANK where nothing is written; `second`
    counts from 1970-01-01, 00:00; `value` is NaN where none is written. `day_only` events are
    written without a time, `undated` ones with something that is no date. `spelling` says in which
    of its spellings the stage is written, 0 being the right one; `source_spelling` the same of the
    source.
    """

    lead: Ints
    stage: Ints
    second: Ints
    segment: Ints
    source: Ints
    value: Floats
    day_only: Flags
    undated: Flags
    spelling: Ints
    source_spelling: Ints

    @property
    def size(self) -> int:
        """How many events there are."""
        return self.lead.size

    def of(self, chosen: Flags | Ints) -> "Rows":
        """Return some of the rows, or all in another order, or some of them twice."""
        return replace(self, **{name: values[chosen] for name, values in vars(self).items()})

    def is_last(self) -> Flags:
        """Say of each row whether it is its lead's last, shape [E]."""
        following = np.r_[self.lead[1:], BLANK - 1]
        return np.asarray(following != self.lead)


def names_of(funnel: Funnel, sample: Sample) -> Names:
    """Return what the parts of a sample are called. Stages of one name keep it."""
    stages = {stage.id: stage for stage in funnel.stages}
    roles = {role.id: at for at, role in enumerate(funnel.roles)}
    segments = {segment.id: segment.name.strip() or segment.id for segment in funnel.segments}
    kinds = [stages[one].kind for one in sample.stage_ids]
    return Names(
        stages=tuple(stage_name(stages[one]) for one in sample.stage_ids),
        segments=tuple(segments.get(one, "") for one in sample.segment_ids),
        sources=tuple(source_name(source) for source in funnel.sources),
        owners=tuple(role_name(role) for role in funnel.roles),
        owner_of=tuple(roles.get(stages[one].owner or "", BLANK) for one in sample.stage_ids),
        won=tuple(at for at, kind in enumerate(kinds) if kind == "won"),
        lost=tuple(at for at, kind in enumerate(kinds) if kind == "lost"),
    )


def rows_of(sample: Sample, hours: tuple[float, float] = (0.0, 24.0)) -> Rows:
    """Return the rows of a sample, moments cut to whole seconds.

    `hours` squeeze every day's moments into a part of it: days and order stay, durations move by
    hours.
    """
    order = np.argsort(sample.lead, kind="stable")
    lead, time = sample.lead[order], sample.time[order]
    day = np.floor(time)
    first, last = hours
    second = np.floor((time - day) * (last - first) * 3600 + first * 3600).astype(np.int64)
    from_start = np.datetime64(sample.start, "D").astype(np.int64) + day.astype(np.int64)
    nothing = np.zeros(lead.size, dtype=np.int64)
    return Rows(
        lead=lead,
        stage=sample.stage[order],
        second=from_start * SECONDS_A_DAY + np.minimum(second, SECONDS_A_DAY - 1),
        segment=sample.segment[order],
        source=sample.source[lead],
        value=np.round(sample.value[order], 2),
        day_only=nothing.astype(np.bool_),
        undated=nothing.astype(np.bool_),
        spelling=nothing,
        source_spelling=nothing,
    )
