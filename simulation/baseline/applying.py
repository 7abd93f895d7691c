"""Write what was measured into a funnel that is there already."""

import re
from collections.abc import Iterable

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel, Source, Stage, Trigger, Volume
from funnelcraft.funnel.text import _, number
from funnelcraft.simulation.baseline.calibration import Baseline
from funnelcraft.simulation.baseline.drawing import Calibrated, override


def applied(found: Baseline, funnel: Funnel, first_stage: int | None = None) -> Calibrated:
    """Write measured rates, times and volumes into the triggers and sources they match.

    A stage of the log is the funnel's stage of the same term, abbreviation or id, whatever the
    case and punctuation; the only won (lost) stage of both sides match in any case. `first_stage`
    is a stage of the log that is just called the first: it matches the one all sources lead into.
    What finds no place is reported, never forced into one.
    """
    unmatched: list[str] = []
    stages = _matching_stages(found, funnel, first_stage)
    for one in found.order:
        if one not in stages:
            unmatched.append(
                _("The funnel has no stage “{stage}”.").format(stage=found.history.stages[one])
            )
    segments = _matching_segments(found, funnel, unmatched)
    triggers = _matching_triggers(found, funnel, stages, unmatched)
    by_id = {trigger_id: move for move, trigger_id in triggers.items()}
    funnel = funnel.replaced(
        triggers=tuple(
            _calibrated(found, trigger, by_id[trigger.id], segments)
            if trigger.id in by_id
            else trigger
            for trigger in funnel.triggers
        ),
        sources=_sources(found, funnel, stages, segments, unmatched),
        deal_value=found.deal_value or funnel.deal_value,
    )
    unmatched += _counted_twice(funnel, stages.values())
    return Calibrated(funnel, triggers, segments, tuple(unmatched))


def _calibrated(
    found: Baseline, trigger: Trigger, move: tuple[int, int], segments: dict[int, str]
) -> Trigger:
    measured = found.measured.moves[move]
    own = {
        name: override(found.measured.by_segment[one][move])
        for one, name in segments.items()
        if move in found.measured.by_segment.get(one, {})
    }
    return trigger.replaced(
        conversion=measured.conversion,
        velocity=measured.velocity,
        by_segment={**trigger.by_segment, **own},
    )


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _matching_stages(found: Baseline, funnel: Funnel, first_stage: int | None) -> dict[int, str]:
    matches: dict[int, str] = {}
    for one in found.order:
        key = _key(found.history.stages[one])
        for names in (_terms, _abbreviations, _ids):
            ids = [stage.id for stage in funnel.stages if key and _key(names(stage)) == key]
            if len(ids) == 1:
                matches[one] = ids[0]
                break
    for kind, ends in (("won", found.won), ("lost", found.lost)):
        there = [stage.id for stage in funnel.stages if stage.kind == kind]
        if len(ends) == 1 and len(there) == 1:
            matches.setdefault(next(iter(ends)), there[0])
    entries = {source.into for source in funnel.sources}
    if first_stage is not None and len(entries) == 1:
        matches.setdefault(first_stage, entries.pop())
    return matches


def _terms(stage: Stage) -> str:
    return stage.term


def _abbreviations(stage: Stage) -> str:
    return stage.abbreviation


def _ids(stage: Stage) -> str:
    return stage.id


def _matching_segments(found: Baseline, funnel: Funnel, unmatched: list[str]) -> dict[int, str]:
    used = sorted({segment for segment, _stage in found.volumes})
    if len(used) < 2 or not found.history.segments:
        return {}
    matches = {}
    missing = []
    for one in used:
        key = _key(found.history.segments[one])
        ids = [s.id for s in funnel.segments if key in (_key(s.id), _key(s.name))]
        if len(ids) == 1:
            matches[one] = ids[0]
        else:
            missing.append(found.history.segments[one])
    if missing:
        unmatched.append(
            _("The funnel has no segments {names}: their leads count in the whole only.").format(
                names=", ".join(f"“{name}”" for name in missing)
            )
        )
    return matches


def _matching_triggers(
    found: Baseline, funnel: Funnel, stages: dict[int, str], unmatched: list[str]
) -> dict[tuple[int, int], str]:
    triggers: dict[tuple[int, int], str] = {}
    for (start, to), move in found.measured.moves.items():
        if start not in stages or to not in stages:
            continue
        ids = [
            trigger.id
            for trigger in funnel.triggers
            if (trigger.from_stage, trigger.to_stage) == (stages[start], stages[to])
            and trigger.kind != "sla_breach"
        ]
        if len(ids) == 1:
            triggers[start, to] = ids[0]
            continue
        names = found.history.stages
        unmatched.append(
            _("No one trigger leads from “{start}” to “{to}”, where {n} leads moved.").format(
                start=names[start], to=names[to], n=number(move.moved)
            )
        )
    return triggers


def _sources(
    found: Baseline,
    funnel: Funnel,
    stages: dict[int, str],
    segments: dict[int, str],
    unmatched: list[str],
) -> tuple[Source, ...]:
    """Give each source the volume of its segment, or an only source that of all leads."""
    sources = list(funnel.sources)
    for first, volume in found.all_volumes.items():
        into = [i for i, s in enumerate(sources) if s.into == stages.get(first)]
        of_segment = {
            one: [i for i in into if sources[i].segment == segments[one]]
            for one, stage in found.volumes
            if stage == first and one in segments
        }
        matched = {one: places[0] for one, places in of_segment.items() if len(places) == 1}
        if len(into) == 1 and len(matched) < 2:
            sources[into[0]] = _with_volume(sources[into[0]], volume)
            continue
        for one, place in matched.items():
            sources[place] = _with_volume(sources[place], found.volumes[one, first])
        left = [s for s, stage in found.volumes if stage == first and s not in matched]
        if left:
            unmatched.append(
                _("No one source brings the {n} leads a month that began in “{stage}”.").format(
                    n=number(sum(found.volumes[one, first].leads_per_month for one in left)),
                    stage=found.history.stages[first],
                )
            )
    return tuple(sources)


def _with_volume(source: Source, volume: Volume) -> Source:
    kept = source.volume
    return source.replaced(
        volume=kept.replaced(
            leads_per_month=volume.leads_per_month,
            weekday_weights=volume.weekday_weights,
            month_weights=volume.month_weights,
            dispersion=volume.dispersion,
            months_observed=volume.months_observed,
        )
    )


def _counted_twice(funnel: Funnel, stages: Iterable[str]) -> list[str]:
    by_id = stages_by_id(funnel)
    return [
        _(
            "“{stage}” has a capacity: its measured times hold the wait for it already, "
            "so a simulation counts that wait twice."
        ).format(stage=by_id[one].term)
        for one in dict.fromkeys(stages)
        if by_id[one].capacity is not None
    ]
