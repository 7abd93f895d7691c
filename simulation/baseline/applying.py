"""Write what was measured into a funnel that is there already."""

from collections.abc import Mapping
from dataclasses import replace

from funnelcraft.funnel.model import Conversion, Funnel, Opening, Source, Stage, Trigger, Volume
from funnelcraft.funnel.text import _, count, days, ngettext, number, written_day
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
from funnelcraft.simulation.baseline.matching import (
    matching_segments,
    matching_stages,
    matching_triggers,
)
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
    found, stages = _stages_of(found, funnel, stage_map, first_stage, unmatched)
    segments = matching_segments(found, funnel, unmatched)
    triggers = matching_triggers(found, funnel, stages, unmatched)
    waits = waits_of(found, funnel, stages)
    written = _Writer(found, segments, times, waits)
    by_id = {trigger_id: move for move, trigger_id in triggers.items()}
    never = _never_taken(found, funnel, stages, unmatched)
    pipeline = _opening(found, funnel, stages, segments, unmatched)
    calibrated = Calibrated(
        funnel=funnel.replaced(
            start=day_of(found.window.seen + 1).isoformat() if pipeline else funnel.start,
            stages=tuple(_with_leak(found, stage, stages) for stage in funnel.stages),
            triggers=tuple(
                written.trigger(trigger, by_id[trigger.id])
                if trigger.id in by_id
                else never.get(trigger.id, trigger)
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


def _stages_of(
    found: Baseline,
    funnel: Funnel,
    stage_map: StageMap | None,
    first_stage: int | None,
    unmatched: list[str],
) -> tuple[Baseline, dict[int, str]]:
    """Return which stage of the funnel each of the log is, and the baseline measured by them."""
    if stage_map is None:
        stages = matching_stages(found, funnel, first_stage)
        if len(set(stages.values())) == len(stages):
            unmatched += [
                no_such_stage(found.history.stages[one]) for one in found.order if one not in stages
            ]
            return found, stages
        # Two names of one stage, like MQL and its term, are brought together.
        stage_map = {found.history.stages[one]: stage_id for one, stage_id in stages.items()}
    put = placed(found, funnel, stage_map)
    unmatched += put.unmatched
    return put.found, put.stages


def _never_taken(
    found: Baseline, funnel: Funnel, stages: dict[int, str], unmatched: list[str]
) -> dict[str, Trigger]:
    """Return the triggers nobody took between stages that the log knows, at a rate of 0.

    Their designed rates beside the measured ones could take more than all leads.
    """
    numbers = {stage_id: one for one, stage_id in stages.items()}
    moves = found.measured.moves
    entered = {start: move.conversion.entered for (start, _to), move in moves.items()}
    never = {}
    for trigger in funnel.triggers:
        start, to = numbers.get(trigger.from_stage), numbers.get(trigger.to_stage)
        if start is None or to is None or start not in entered or (start, to) in moves:
            continue
        if trigger.kind == "sla_breach":
            continue
        rate = Conversion(rate=0.0, entered=entered[start], moved=0)
        own = {name: its.replaced(conversion=None) for name, its in trigger.by_segment.items()}
        never[trigger.id] = trigger.replaced(conversion=rate, by_segment=own)
        unmatched.append(
            _("Nobody moved from “{start}” to “{to}”: that trigger has a rate of 0.").format(
                start=found.history.stages[start], to=found.history.stages[to]
            )
        )
    return never


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


def _sources(
    found: Baseline,
    funnel: Funnel,
    stages: dict[int, str],
    segments: dict[int, str],
    unmatched: list[str],
) -> tuple[Source, ...]:
    """Give sources the volume of their stage and segment; an only source that of all leads.

    Several of one stage and segment share it as they did before: a log of stages does not tell them
    apart.
    """
    sources = list(funnel.sources)
    for first, volume in found.all_volumes.items():
        into = [i for i, s in enumerate(sources) if s.into == stages.get(first)]
        of_segment = {
            one: [i for i in into if sources[i].segment == segments[one]]
            for one, stage in found.volumes
            if stage == first and one in segments
        }
        matched = {one: places for one, places in of_segment.items() if places}
        if (len(into) == 1 and len(matched) < 2) or (into and not segments):
            _share(sources, into, volume)
            continue
        for one, places in matched.items():
            _share(sources, places, found.volumes[one, first])
        left = [s for s, stage in found.volumes if stage == first and s not in matched]
        if left:
            unmatched.append(
                _("No source brings the {n} leads a month that began in “{stage}”.").format(
                    n=count(sum(found.volumes[one, first].leads_per_month for one in left)),
                    stage=found.history.stages[first],
                )
            )
    return tuple(sources)


def _share(sources: list[Source], places: list[int], volume: Volume) -> None:
    """Share a volume out among sources, in proportion to those they have."""
    before = [max(sources[place].volume.leads_per_month, 0.0) for place in places]
    whole = sum(before)
    for place, own in zip(places, before, strict=True):
        part = own / whole if whole > 0 else 1 / len(places)
        leads = round(volume.leads_per_month * part, 4)
        measured = volume.replaced(
            leads_per_month=leads,
            trend_per_month=sources[place].volume.trend_per_month,
            campaigns=sources[place].volume.campaigns,
        )
        sources[place] = sources[place].replaced(volume=measured)
