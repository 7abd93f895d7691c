"""The funnel as one would have drawn it on the evening before a cut, from what was known then."""

from dataclasses import dataclass

import numpy as np

from funnelcraft.funnel.model import Conversion, Drift, Funnel, Opening, Source, Stage, Trigger
from funnelcraft.funnel.velocity import EmpiricalTime, FixedTime
from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.backtest.arriving import Arriving, arriving, months, unsure
from funnelcraft.simulation.backtest.leaving import Leaving, leaving
from funnelcraft.simulation.baseline.calibration import NothingLeft
from funnelcraft.simulation.baseline.drift import conversion_steps, volume_steps
from funnelcraft.simulation.baseline.history import (
    History,
    Visits,
    seen_until,
    until_the_end,
    visits,
    without_repeats,
)
from funnelcraft.simulation.baseline.order import ends
from funnelcraft.simulation.baseline.truncation import truncations
from funnelcraft.simulation.baseline.volume import day_of

WINDOW = 365
# Who was met before the records begin is judged by what became of them in so many days.
LATELY = 84
# Fewer visits as worth as this make a share of a half vary from nought to one.
LEAST_COUNT = 4


@dataclass(frozen=True)
class Known:
    """A history as known on the evening of day `last`, tidied up, with its ends.

    `first` is the first day of the window, `recorded` the first day on which each stage is recorded
    to be reached, where that is later than the log.
    """

    history: History
    last: int
    first: int
    ends: frozenset[int]
    won: frozenset[int]
    recorded: dict[int, int]


def known(history: History, last: int, window: int = WINDOW) -> Known:
    """Reduce a history to what was known on the evening of a day. Nothing later leaves a trace.

    Raises NothingLeft where nothing was known.
    """
    history, _later = seen_until(history, last)
    if not history.lead.size:
        raise NothingLeft
    begins = {one.stage: one.first_day for one in truncations(history, last)}
    history, won, over = _tidy(history)
    first = max(int(history.day.min()), last - window + 1)
    return Known(history, last, first, over, won, begins)


def reached(history: History, stage: int) -> Ints:
    """Return the days on which leads entered a stage, as a forecast counts them."""
    tidy, _won, _over = _tidy(history)
    return np.asarray(tidy.day[tidy.stage == stage])


def _tidy(history: History) -> tuple[History, frozenset[int], frozenset[int]]:
    """Leave out repeats and what comes after an end; return also the won stages and all ends."""
    history, _again = without_repeats(history)
    won, lost = ends(history)
    history, _after = until_the_end(history, won | lost)
    return history, won, won | lost


def fitted(found: Known, days: int) -> Funnel:
    """Return the funnel that forecasts so many days from the day after the last one known.

    It has the stages that are known by then, under their `stage_id`; leads met before the window,
    or before the records of what becomes of them begin, have stages of their own.
    """
    all_visits = visits(found.history, found.last, found.ends)
    parts = _Parts(days, found)
    for stage in np.unique(found.history.stage).tolist():
        kind = "won" if stage in found.won else "lost" if stage in found.ends else "open"
        parts.stages[stage_id(stage)] = Stage(id=stage_id(stage), term=stage_id(stage), kind=kind)
    for stage in np.unique(all_visits.stage).tolist():
        _add_stage(parts, stage, all_visits.of(all_visits.stage == stage))
    _add_sources(parts)
    return Funnel(
        start=day_of(found.last + 1).isoformat(),
        stages=tuple(parts.stages.values()),
        triggers=tuple(parts.triggers),
        sources=tuple(parts.sources),
        opening=tuple(parts.opening),
        drift=_drift(found, all_visits),
    )


def _drift(found: Known, all_visits: Visits) -> Drift:
    """Return how fast volume and conversion move, as a calibration of the window measures it."""
    met = found.history.day[found.history.starts]
    here = all_visits.of(found.last - all_visits.followed >= found.first)
    gone = here.to >= 0
    ways = sorted(set(zip(here.stage[gone].tolist(), here.to[gone].tolist(), strict=True)))
    return Drift(
        volume_per_month=volume_steps(met, found.first, found.last).size.value,
        conversion_per_month=conversion_steps(here, ways, found.last).size.value,
    )


class _Parts:
    """What a funnel is put together from."""

    def __init__(self, days: int, found: Known) -> None:
        self.days = days
        self.found = found
        self.stages: dict[str, Stage] = {}
        self.triggers: list[Trigger] = []
        self.sources: list[Source] = []
        self.opening: list[Opening] = []


def stage_id(stage: int) -> str:
    """Return what a stage of a history is called in the funnels fitted to it."""
    return f"s{stage}"


def _early_id(stage: int) -> str:
    return f"e{stage}"


def _add_stage(parts: _Parts, stage: int, here: Visits) -> None:
    """Add the ways out of a stage and the leads that are in it."""
    found = parts.found
    begun = found.last - here.followed
    to = [int(one) for one in np.unique(here.to) if one >= 0]
    recorded = max((found.recorded.get(one, found.first) for one in to), default=found.first)
    is_late = begun >= recorded
    is_open = here.to < 0
    ages = here.days[is_open & is_late]
    reach = max(int(ages.max(initial=0)), found.last - found.first) + parts.days + 2
    taught = is_late & (begun >= found.first)
    if to and taught.any():
        way = _places(here.to[taught], to)
        left = leaving(begun[taught], here.days[taught], way, len(to), found.last, reach)
        parts.triggers += _triggers(stage, to, left, parts.days)
    _change(parts, stage_id(stage), leak_time=FixedTime(mean_days=float(2 * reach)))
    _open(parts, stage_id(stage), ages)
    if (is_open & ~is_late).any():
        _add_early(parts, stage, to, here.of(~is_late), recorded)


def _places(to: Ints, wanted: list[int]) -> Ints:
    found: Ints = np.full(to.size, -1, dtype=np.int64)
    for at, one in enumerate(wanted):
        found[to == one] = at
    return found


def _change(parts: _Parts, name: str, **changes: object) -> None:
    parts.stages[name] = parts.stages[name].replaced(**changes)


def _open(parts: _Parts, name: str, ages: Ints) -> None:
    """Add leads that have been somewhere for so many days, whole ones, on the last evening known.

    Tomorrow a whole day more will have passed. The engine lets them leave floor(D − age) days on:
    the half of a day that is missing makes times of whole days land on theirs.
    """
    if ages.size:
        parts.opening.append(Opening(stage=name, ages_days=tuple((np.sort(ages) + 0.5).tolist())))


def _triggers(stage: int, to: list[int], left: Leaving, days: int) -> list[Trigger]:
    """Return the ways out of a stage with rates that are as unsure as their levels will be."""
    unsure_by = left.variance + left.step**2 * _moved_within(days)
    there = left.shares > 1e-9
    spread = unsure_by * left.shares * (1 - left.shares)
    worth = 1.0 / np.maximum(spread[there], 1e-9) if there.any() else np.ones(1)
    entered = max(float(worth.min()), LEAST_COUNT)
    cells = int(there.sum()) + 1
    found = []
    for at, one in enumerate(to):
        if not there[at]:
            continue
        share = float(np.floor(left.shares[at] * 1e8) / 1e8)
        # The engine draws from Dirichlet(counts + ½): its mean is to be the share.
        moved = max(round(share * (entered + cells / 2) - 0.5), 0)
        seen = max(round((moved + 0.5) / max(share, 1e-9) - cells / 2), moved, 1)
        ages = np.flatnonzero(left.times[at] > 0)
        found.append(
            Trigger(
                id=f"{stage_id(stage)}-{stage_id(one)}",
                from_stage=stage_id(stage),
                to_stage=stage_id(one),
                conversion=Conversion(rate=share, entered=seen, moved=moved),
                velocity=EmpiricalTime(
                    days=tuple(ages.astype(float).tolist()),
                    weights=tuple(left.times[at][ages].tolist()),
                ),
            )
        )
    return found


def _moved_within(days: int) -> float:
    """Return the variance of a walk's mean over the first month, in squared monthly steps.

    The level is that of the last week: half a week passes until the cut, and over T months from
    there the mean of a walk has the variance T/3. The engine's own walk stands still in the first
    month and goes on from there.
    """
    return months(7) / 2 + min(months(days), 1.0) / 3


def _add_early(parts: _Parts, stage: int, to: list[int], here: Visits, recorded: int) -> None:
    """Add those who came before the window, or before it is recorded what becomes of leads.

    Some of them are gone unseen, so their shares cannot be told; what can is how many a day go on
    of those who seem to be there.
    """
    last = parts.found.last
    since = max(recorded, last - LATELY + 1)
    begun = last - here.followed
    left = begun + here.days
    stayed = np.clip(np.minimum(left, last) - np.maximum(begun, since) + 1, 0, None)
    exposed = float(stayed.sum())
    name = _early_id(stage)
    parts.stages[name] = Stage(
        id=name, term=name, leak_time=FixedTime(mean_days=float(2 * (last + parts.days)))
    )
    ages = here.days[here.to < 0]
    # Without memory there is no age: all have been there for as long as nothing.
    parts.opening.append(Opening(stage=name, ages_days=(0.0,) * ages.size))
    counts = {one: int(((here.to == one) & (left >= since)).sum()) for one in to}
    total = sum(counts.values())
    if not total:
        return
    gone = float(-np.expm1(-total / exposed * parts.days))
    for one, moved in counts.items():
        if not moved:
            continue
        share = gone * moved / total
        seen = max(round(moved / share), 1)
        parts.triggers.append(
            Trigger(
                id=f"{name}-{stage_id(one)}",
                from_stage=name,
                to_stage=stage_id(one),
                conversion=Conversion(rate=share, entered=seen, moved=moved),
                velocity=EmpiricalTime(days=tuple(np.arange(parts.days) + 0.5)),
            )
        )


def _add_sources(parts: _Parts) -> None:
    """Add what comes into each stage that leads begin in."""
    found = parts.found
    starts = found.history.starts
    met, stage = found.history.day[starts], found.history.stage[starts]
    for one in np.unique(stage).tolist():
        days = met[(stage == one) & (met >= found.first)]
        coming: Arriving | None = arriving(days, found.first, found.last) if days.size else None
        if coming is None:
            continue
        variance = coming.variance + coming.step**2 * _moved_within(parts.days)
        parts.sources.append(
            Source(
                id=f"into-{stage_id(one)}",
                name=stage_id(one),
                into=stage_id(one),
                volume=unsure(coming, variance),
            )
        )
