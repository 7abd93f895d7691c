"""The funnel as it is, drawn from what was measured."""

from dataclasses import dataclass

from funnelcraft.funnel.geometry import COLUMN, ROW
from funnelcraft.funnel.ids import new_id
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
from funnelcraft.simulation.baseline.calibration import Baseline
from funnelcraft.simulation.baseline.measures import Move
from funnelcraft.simulation.baseline.volume import day_of

LONGEST_TERM = 200


@dataclass(frozen=True)
class Calibrated:
    """A funnel with measured figures; which ids the measured moves and segments have in it.

    `unmatched` are plain sentences about what was measured and found no place in the funnel.
    """

    funnel: Funnel
    triggers: dict[tuple[int, int], str]
    segments: dict[int, str]
    unmatched: tuple[str, ...] = ()


def as_is(found: Baseline, title: str, currency: str = "USD") -> Calibrated:
    """Draw a baseline as a funnel that starts on the day after the last one seen.

    Stages stand from left to right in the order leads meet them, lost ones below. A move back is
    recycling. Whoever went nowhere stays for as long as anybody was watched: the log shows no
    leaving.
    """
    stage_ids = _ids([found.history.stages[one] for one in found.order])
    ids = dict(zip(found.order, stage_ids, strict=True))
    segments = _segments(found)
    triggers = _triggers(found, ids, segments)
    funnel = Funnel(
        title=title,
        notes=_(
            "Measured from {leads} leads first met from {first} to {last}, as known on {seen}. "
            "Counts are those of as many leads watched to the end as are worth the measurement."
        ).format(
            leads=number(found.leads),
            first=day(day_of(found.window.first_day)),
            last=day(day_of(min(found.window.last_day, found.window.seen))),
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
        deal_value=found.deal_value,
    )
    return Calibrated(funnel, {move: one.id for move, one in triggers.items()}, segments)


def override(move: Move) -> Override:
    """Return what a segment does differently, as measured."""
    return Override(conversion=move.conversion, velocity=move.velocity)


def _ids(names: list[str]) -> list[str]:
    taken: list[str] = []
    for name in names:
        taken.append(new_id(name, taken))
    return taken


def _segments(found: Baseline) -> dict[int, str]:
    """Return the ids of the segments that leads are of; none where there is but one."""
    used = sorted({segment for segment, _stage in found.volumes})
    if len(used) < 2:
        return {}
    ids = _ids([found.history.segments[one] for one in used])
    return dict(zip(used, ids, strict=True))


def _stages(found: Baseline, ids: dict[int, str]) -> tuple[Stage, ...]:
    stages = []
    column = 0
    lost_column = 0
    for one in found.order:
        is_lost = one in found.lost
        kind = "lost" if is_lost else "won" if one in found.won else "open"
        if is_lost:
            lost_column += 1
            position = (lost_column * COLUMN, ROW)
        else:
            position = (column * COLUMN, 0.0)
            column += 1
        stage = Stage(
            id=ids[one],
            term=found.history.stages[one][:LONGEST_TERM],
            kind=kind,
            position=position,
        )
        if one in found.measured.longest:
            days = float(max(found.measured.longest[one], 1))
            stage = stage.replaced(leak_time=FixedTime(mean_days=days))
        stages.append(stage)
    return tuple(stages)


def _triggers(
    found: Baseline, ids: dict[int, str], segments: dict[int, str]
) -> dict[tuple[int, int], Trigger]:
    place = {stage: index for index, stage in enumerate(found.order)}
    taken: set[str] = set()
    triggers = {}
    moves = sorted(found.measured.moves.items(), key=lambda item: [place[s] for s in item[0]])
    for (start, to), move in moves:
        trigger_id = new_id(f"{ids[start]}-{ids[to]}", taken)
        taken.add(trigger_id)
        back = place[to] < place[start]
        triggers[start, to] = Trigger(
            id=trigger_id,
            from_stage=ids[start],
            to_stage=ids[to],
            kind="disqualify" if to in found.lost else "recycle" if back else "progress",
            conversion=move.conversion,
            velocity=move.velocity,
            by_segment={
                name: override(found.measured.by_segment[one][start, to])
                for one, name in segments.items()
                if (start, to) in found.measured.by_segment.get(one, {})
            },
        )
    return triggers


def _sources(found: Baseline, ids: dict[int, str], segments: dict[int, str]) -> tuple[Source, ...]:
    several = len({stage for _segment, stage in found.volumes}) > 1
    sources: list[Source] = []
    for (segment, stage), volume in found.volumes.items():
        term = found.history.stages[stage]
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
