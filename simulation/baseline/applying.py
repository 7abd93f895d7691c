"""Write what was measured into a funnel that is there already."""

import re
from collections.abc import Mapping
from dataclasses import replace

from funnelcraft.funnel.model import Funnel, Opening, Source, Stage, Trigger, Volume
from funnelcraft.funnel.text import _, days, ngettext, number, written_day
from funnelcraft.funnel.velocity import FixedTime, TimeDistribution
from funnelcraft.simulation.baseline.calibrated import (
    Calibrated,
    Provenance,
    drift,
    leak_days,
    opening,
)
from funnelcraft.simulation.baseline.calibration import Baseline
from funnelcraft.simulation.baseline.drawing import override
from funnelcraft.simulation.baseline.measures import Times
from funnelcraft.simulation.baseline.placing import StageMap, no_such_stage, placed
from funnelcraft.simulation.baseline.summary import measured_baseline
from funnelcraft.simulation.baseline.volume import day_of
from funnelcraft.simulation.baseline.work_times import Wait, less_the_wait, waits_of


def applied(
    found: Baseline,
    funnel: Funnel,
    *,
    stage_map: StageMap | None = None,
    first_stage: int | None = None,
    provenance: Provenance | None = None,
    times: Times = "empirical",
) -> Calibrated:
    """Write measured rates, times and volumes into the triggers and sources they match.

    `stage_map` says which stage of the log, by name, is which of the funnel, by id (`placing`).
    Without one a stage of the log is the funnel's stage of the same term, abbreviation or id,
    whatever the case and punctuation; the only won (lost) stage of both sides match in any case.
    `first_stage` is a stage of the log that is just called the first: it matches the one all
    sources lead into. What finds no place is reported, never forced into one.

    In a stage with a capacity the measured times lose the wait (`work_times`). Leads of the last
    day seen become the opening pipeline, and the funnel starts on the day after.
    """
    unmatched: list[str] = []
    if stage_map is None:
        stages = _matching_stages(found, funnel, first_stage)
        unmatched += [
            no_such_stage(found.history.stages[one]) for one in found.order if one not in stages
        ]
    else:
        put = placed(found, funnel, stage_map)
        found, stages = put.found, put.stages
        unmatched += put.unmatched
    segments = _matching_segments(found, funnel, unmatched)
    triggers = _matching_triggers(found, funnel, stages, unmatched)
    waits = waits_of(found, funnel, stages)
    written = _Writer(found, segments, times, waits)
    by_id = {trigger_id: move for move, trigger_id in triggers.items()}
    pipeline = _opening(found, funnel, stages, segments, unmatched)
    calibrated = Calibrated(
        funnel=funnel.replaced(
            start=day_of(found.window.seen + 1).isoformat() if pipeline else funnel.start,
            stages=tuple(_with_leak(found, stage, stages) for stage in funnel.stages),
            triggers=tuple(
                written.trigger(trigger, by_id[trigger.id]) if trigger.id in by_id else trigger
                for trigger in funnel.triggers
            ),
            sources=_sources(found, funnel, stages, segments, unmatched),
            opening=pipeline or funnel.opening,
            deal_value=found.deal_value or funnel.deal_value,
            drift=drift(found),
        ),
        found=found,
        stages=stages,
        triggers=triggers,
        segments=segments,
        unmatched=(*unmatched, *_waits_said(found, funnel, waits)),
    )
    measured = measured_baseline(calibrated, provenance)
    if pipeline:
        measured = measured.replaced(notes=(*measured.notes, _starts(calibrated.funnel)))
    return replace(calibrated, funnel=calibrated.funnel.replaced(baseline=measured))


class _Writer:
    """Writes measured figures into triggers."""

    def __init__(
        self, found: Baseline, segments: dict[int, str], times: Times, waits: dict[int, Wait]
    ) -> None:
        self.found, self.segments, self.times, self.waits = found, segments, times, waits

    def trigger(self, trigger: Trigger, move: tuple[int, int]) -> Trigger:
        """Return a trigger with the figures of a move."""
        measured = self.found.measured
        own = {}
        for one, name in self.segments.items():
            if move in measured.by_segment.get(one, {}):
                its = override(measured.by_segment[one][move], self.times)
                own[name] = its.replaced(velocity=self._in_work(its.velocity, move))
        return trigger.replaced(
            conversion=measured.moves[move].conversion,
            velocity=self._in_work(measured.moves[move].time(self.times), move),
            by_segment={**trigger.by_segment, **own},
        )

    def _in_work(
        self, time: TimeDistribution | None, move: tuple[int, int]
    ) -> TimeDistribution | None:
        wait = self.waits.get(move[0])
        return time if wait is None or time is None else less_the_wait(time, wait.mean_days)


def _with_leak(found: Baseline, stage: Stage, stages: Mapping[int, str]) -> Stage:
    """Return a stage with the time after which leads that go nowhere count as gone."""
    measured = [
        one
        for one, stage_id in stages.items()
        if stage_id == stage.id and one in found.measured.longest
    ]
    if not measured:
        return stage
    return stage.replaced(leak_time=FixedTime(mean_days=leak_days(found, measured[0])))


def _opening(
    found: Baseline,
    funnel: Funnel,
    stages: dict[int, str],
    segments: dict[int, str],
    unmatched: list[str],
) -> tuple[Opening, ...]:
    """Return the opening pipeline; leads of a segment the funnel does not know are reported."""
    kept = opening(found, stages, segments)
    if not funnel.segments:
        return kept
    known = {segment.id for segment in funnel.segments}
    lost = sum(len(held.ages_days) for held in kept if held.segment not in known)
    if lost:
        unmatched.append(
            ngettext(
                "{n} lead that is in the funnel is of none of its segments: it is left out.",
                "{n} leads that are in the funnel are of none of its segments: they are left out.",
                lost,
            ).format(n=number(lost))
        )
    return tuple(held for held in kept if held.segment in known)


def _starts(funnel: Funnel) -> str:
    leads = sum(len(held.ages_days) for held in funnel.opening)
    return ngettext(
        "A forecast starts on {day} with the {n} lead that is in the funnel then.",
        "A forecast starts on {day} with the {n} leads that are in the funnel then.",
        leads,
    ).format(day=written_day(funnel.start), n=number(leads))


def _waits_said(found: Baseline, funnel: Funnel, waits: dict[int, Wait]) -> list[str]:
    """Say what became of the waits of stages with a capacity, of which the log knows nothing."""
    said = []
    for one, wait in waits.items():
        stage = found.history.stages[one]
        if wait.mean_days >= wait.visit_days:
            said.append(
                _(
                    "“{stage}” has a capacity at which its leads would wait for {wait}, but their "
                    "whole visits last {visit}: is the capacity too low? Work is taken to last no "
                    "time."
                ).format(stage=stage, wait=days(wait.mean_days), visit=days(wait.visit_days))
            )
        else:
            said.append(
                _(
                    "“{stage}” has a capacity, and the log does not say when work begins. At that "
                    "capacity its leads would have waited for {wait} of the {visit} measured: only "
                    "the rest counts as work."
                ).format(stage=stage, wait=days(wait.mean_days), visit=days(wait.visit_days))
            )
    return said


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
    used = sorted(found.segments_used)
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
            ngettext(
                "No one trigger leads from “{start}” to “{to}”, where {n} lead moved.",
                "No one trigger leads from “{start}” to “{to}”, where {n} leads moved.",
                move.moved,
            ).format(start=names[start], to=names[to], n=number(move.moved))
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
