"""Put a log's stages where somebody said they belong: several into one, or nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, ngettext, number
from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.baseline.calibration import Baseline, baseline
from funnelcraft.simulation.baseline.history import History

# The id of the funnel's stage for the log's stages by name; None leaves a stage out.
StageMap = Mapping[str, str | None]


@dataclass(frozen=True)
class Placed:
    """A baseline measured anew after its stages were brought together, and where they went.

    `stages` has the funnel's stage of each log stage left; `unmatched` says what found no place.
    """

    found: Baseline
    stages: dict[int, str]
    unmatched: tuple[str, ...]


def placed(found: Baseline, funnel: Funnel, stage_map: StageMap) -> Placed:
    """Measure a baseline again with the log's stages, by name, taken for a funnel's, by id.

    Stages of the log that share one are a single stage: moves between them are none. A stage that
    is mapped to None is left out: what leads did there counts as time in the stage before. One that
    is not in the map stays a stage of its own, which the funnel does not have. What is an end is as
    the funnel says. Raises KeyError for an id the funnel does not have, NothingLeft where all
    events are left out.
    """
    by_id = stages_by_id(funnel)
    names = found.history.stages
    wanted = {one: stage_map[names[one]] for one in found.order if names[one] in stage_map}
    chosen = {one: by_id[stage_id] for one, stage_id in wanted.items() if stage_id is not None}
    left_out = [one for one, stage_id in wanted.items() if stage_id is None]
    alone = [one for one in found.order if one not in wanted]
    first: dict[str, int] = {}
    for one, stage in chosen.items():
        first.setdefault(stage.id, one)
    log, dropped = _merged(found, {one: first[stage.id] for one, stage in chosen.items()}, left_out)
    terms = list(names)
    for stage_id, one in first.items():
        terms[one] = by_id[stage_id].term

    def of_kind(kind: str, before: frozenset[int]) -> frozenset[int]:
        there = {one for stage_id, one in first.items() if by_id[stage_id].kind == kind}
        return frozenset(there | before.intersection(alone))

    ends = of_kind("won", found.won), of_kind("lost", found.lost)
    again = baseline(replace(log, stages=tuple(terms)), found.window, ends)
    if dropped:
        more = {"stage left out of the funnel": dropped}
        again = replace(again, dropped={**again.dropped, **more})
    return Placed(
        found=again,
        stages={one: stage_id for stage_id, one in first.items() if one in again.order},
        unmatched=(
            *(_left_out(found, one) for one in left_out),
            *(no_such_stage(names[one]) for one in alone),
        ),
    )


def no_such_stage(name: str) -> str:
    """Say that a stage of the log is none of the funnel's."""
    return _("The funnel has no stage “{stage}”.").format(stage=name)


def _merged(
    found: Baseline, target: Mapping[int, int], left_out: Sequence[int]
) -> tuple[History, int]:
    """Return the log with some stages taken for others, and how many events were left out."""
    stages: Ints = np.arange(len(found.log.stages))
    for one, other in target.items():
        stages[one] = other
    kept = ~np.isin(found.log.stage, list(left_out))
    log = found.log.keeping(kept)
    return replace(log, stage=stages[log.stage]), int((~kept).sum())


def _left_out(found: Baseline, stage: int) -> str:
    name = found.history.stages[stage]
    visits = int((found.history.stage == stage).sum())
    return ngettext(
        "“{stage}” is left out: its {n} visit counts as time in the stage before.",
        "“{stage}” is left out: its {n} visits count as time in the stage before.",
        visits,
    ).format(stage=name, n=number(visits))
