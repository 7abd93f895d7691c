"""The funnel as it is, drawn from what was measured."""

import re
from dataclasses import replace

from funnelcraft.funnel.ids import new_id
from funnelcraft.funnel.layout import laid_out
from funnelcraft.funnel.model import (
    ALL,
    Funnel,
    Override,
    Segment,
    Source,
    Stage,
    Trigger,
)
from funnelcraft.funnel.text import _, day, number
from funnelcraft.funnel.velocity import FixedTime
from funnelcraft.simulation.baseline.calibrated import (
    Calibrated,
    Provenance,
    drift,
    leak_days,
    opening,
)
from funnelcraft.simulation.baseline.calibration import Baseline
from funnelcraft.simulation.baseline.measures import Move, Times
from funnelcraft.simulation.baseline.order import is_aside_name, is_lost_name
from funnelcraft.simulation.baseline.rare import without_rare_ways
from funnelcraft.simulation.baseline.summary import measured_baseline
from funnelcraft.simulation.baseline.volume import day_of

LONGEST_TERM = 200


def as_is(
    found: Baseline,
    title: str,
    currency: str = "USD",
    *,
    provenance: Provenance | None = None,
    times: Times = "empirical",
) -> Calibrated:
    """Draw a baseline as a funnel that starts on the day after the last one seen.

    Stages stand from left to right in the order leads meet them. A move back, and one into a stage
    that mostly leads back, is recycling. Ways that next to no leads take are bundled (`rare`). The
    leads of the last day seen are its opening pipeline, and what was measured is its baseline.
    """
    found, rare = without_rare_ways(found)
    stage_ids = _ids([found.history.stages[one] for one in found.order])
    ids = dict(zip(found.order, stage_ids, strict=True))
    segments = _segments(found)
    triggers = _triggers(found, ids, segments, times)
    funnel = Funnel(
        title=title,
        notes=_(
            "Measured from {leads} leads first met from {first} to {last}, as known on {seen}. "
            "Counts are those of as many leads watched to the end as are worth the measurement."
        ).format(
            leads=number(found.leads),
            first=day(day_of(found.window.first_day)),
            last=day(day_of(found.last_day)),
            seen=day(day_of(found.window.seen)),
        ),
        currency=currency,
        start=day_of(found.window.seen + 1).isoformat(),
        segments=tuple(
            Segment(id=name, name=found.history.segments[one][:LONGEST_TERM])
            for one, name in segments.items()
        ),
        stages=_stages(found, ids),
        triggers=tuple(triggers.values()),
        sources=_sources(found, ids, segments),
        opening=opening(found, ids, segments),
        deal_value=found.deal_value,
        drift=drift(found),
    )
    calibrated = Calibrated(
        funnel=laid_out(funnel),
        found=found,
        stages=ids,
        triggers={move: one.id for move, one in triggers.items()},
        segments=segments,
        rare=rare,
    )
    measured = measured_baseline(calibrated, provenance)
    return replace(calibrated, funnel=calibrated.funnel.replaced(baseline=measured))


def override(move: Move, times: Times) -> Override:
    """Return what a segment does differently, as measured."""
    return Override(conversion=move.conversion, velocity=move.time(times))


def _ids(names: list[str]) -> list[str]:
    taken: list[str] = []
    for name in names:
        taken.append(new_id(name, taken))
    return taken


def _segments(found: Baseline) -> dict[int, str]:
    """Return the ids of the segments that leads are of; none where there is but one."""
    used = sorted(found.segments_used)
    if len(used) < 2 or not found.history.segments:
        return {}
    ids = _ids([found.history.segments[one] for one in used])
    return dict(zip(used, ids, strict=True))


def _stages(found: Baseline, ids: dict[int, str]) -> tuple[Stage, ...]:
    stages = []
    for one in found.order:
        kind = "lost" if one in found.lost else "won" if one in found.won else "open"
        stage = Stage(id=ids[one], term=readable(found.history.stages[one]), kind=kind)
        if one in found.measured.longest:
            leak_time = FixedTime(mean_days=leak_days(found, one))
            stage = stage.replaced(leak_time=leak_time)
        stages.append(stage)
    return tuple(stages)


def readable(name: str) -> str:
    """Return a stage's name as people write it: no underscores, not all small letters."""
    words = re.sub(r"[_\s]+", " ", name).strip() or name
    words = words[0].upper() + words[1:] if words.islower() else words
    return words[:LONGEST_TERM]


def _triggers(
    found: Baseline, ids: dict[int, str], segments: dict[int, str], times: Times
) -> dict[tuple[int, int], Trigger]:
    place = {stage: index for index, stage in enumerate(found.order)}
    aside = _aside(found, place)
    taken: set[str] = set()
    triggers = {}
    moves = sorted(found.measured.moves.items(), key=lambda item: [place[s] for s in item[0]])
    for (start, to), move in moves:
        trigger_id = new_id(f"{ids[start]}-{ids[to]}", taken)
        taken.add(trigger_id)
        is_lost = to in found.lost or is_lost_name(found.history.stages[to])
        back = place[to] < place[start] or to in aside
        triggers[start, to] = Trigger(
            id=trigger_id,
            from_stage=ids[start],
            to_stage=ids[to],
            kind="disqualify" if is_lost else "recycle" if back else "progress",
            conversion=move.conversion,
            velocity=move.time(times),
            by_segment={
                name: override(found.measured.by_segment[one][start, to], times)
                for one, name in segments.items()
                if (start, to) in found.measured.by_segment.get(one, {})
            },
        )
    return triggers


def _aside(found: Baseline, place: dict[int, int]) -> set[int]:
    """Return the stages that are no progress: by their name, or most of their moves lead back."""
    back: dict[int, int] = {}
    for (start, to), move in found.measured.moves.items():
        sign = 1 if place[to] < place[start] else -1
        back[start] = back.get(start, 0) + sign * move.moved
    named = {one for one in found.order if is_aside_name(found.history.stages[one])}
    return named | {stage for stage, moves in back.items() if moves > 0}


def _sources(found: Baseline, ids: dict[int, str], segments: dict[int, str]) -> tuple[Source, ...]:
    several = len({stage for _segment, stage in found.volumes}) > 1
    sources: list[Source] = []
    for (segment, stage), volume in found.volumes.items():
        term = readable(found.history.stages[stage])
        name = found.history.segments[segment] if segments else _("All leads")
        if several:
            name = f"{name} → {term}"
        sources.append(
            Source(
                id=new_id(name, [source.id for source in sources]),
                name=name[:LONGEST_TERM],
                into=ids[stage],
                segment=segments.get(segment, ALL),
                volume=volume,
            )
        )
    return tuple(sources)
