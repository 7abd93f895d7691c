"""Which stage holds the funnel up, from when to when, and what one more unit there is worth.

A stage holds up in a month when hardly any of its slots stay free and more leads wait at the
month's end than it begins on a working day: then who comes waits longer than a day, whatever the
luck. Of several such stages the bottleneck is the one where one more lead a day brings most deals.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, count, days, month, ngettext, percent
from funnelcraft.simulation.forecast.figures import wins
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.forecast.service import Month, months_of_station
from funnelcraft.simulation.forecast.totals import Total

# Use from which on a stage counts as full: luck leaves some slots of every stage free.
FULL = 0.9

# Runs that say what one more unit is worth: paired ones need few.
PAIRED_RUNS = 256


@dataclass(frozen=True)
class Held:
    """A stage that holds leads up, and how.

    `since` is the first day of the month from which on, None where it is so from the start;
    `until` the last day of the last such month, None where it is so to the end of the horizon.
    `use` is the share of capacity used in that time, `queued` who waits at its end (means).
    """

    stage: str
    since: date | None
    until: date | None
    use: float
    queued: float


@dataclass(frozen=True, eq=False)
class UnitWorth:
    """What one more lead a working day brings: deals won within the horizon, paired by run."""

    stage: str
    deals: Total


def is_full(one: Month, per_day: float) -> bool:
    """Say whether a stage held up in a month; `per_day` is what it begins on a working day."""
    return one.use >= FULL and one.queued > max(per_day, 1.0)


def held_up(stage: str, months: Sequence[Month]) -> Held | None:
    """Return the longest time in which a stage holds leads up; None where it never does.

    Of two that are as long the later one: it matters more what is still to come.
    """
    flags = [is_full(one, _per_day(one)) for one in months]
    best: tuple[int, int] | None = None
    first = 0
    while first < len(flags):
        last = first
        while last < len(flags) and flags[last]:
            last += 1
        if last > first and (best is None or last - first >= best[1] - best[0]):
            best = (first, last)
        first = max(last, first + 1)
    if best is None:
        return None
    span = months[best[0] : best[1]]
    room = sum(one.room for one in span)
    return Held(
        stage=stage,
        since=span[0].starts if best[0] > 0 else None,
        until=span[-1].ends if best[1] < len(months) else None,
        use=sum(one.begun for one in span) / room if room > 0 else 0.0,
        queued=span[-1].queued,
    )


def _per_day(one: Month) -> float:
    """Return what a stage can begin on a working day of a month, taken as five of seven days."""
    length = (one.ends - one.starts).days + 1
    return one.room / max(length * 5 / 7, 1.0)


def bottleneck(runs: Runs, funnel: Funnel) -> Held | None:
    """Return the stage that holds the funnel up most; None where none does.

    Of several the one where a lead a day more brings most deals by the fluid approximation.
    """
    found = []
    for station in runs.plan.stations:
        held = held_up(runs.stage_ids[station.stage], months_of_station(runs, station))
        if held is not None:
            found.append(held)
    if len(found) < 2:
        return found[0] if found else None
    return max(found, key=lambda held: (_expected_gain(funnel, runs.days, held.stage), held.queued))


def _expected_gain(funnel: Funnel, length: int, stage_id: str) -> float:
    # Here, not at the top: what is sensitive is worked out from forecasts.
    from funnelcraft.simulation.sensitivity.outcome import outcome

    if not any(stage.kind == "won" for stage in funnel.stages):
        return 0.0
    more = outcome(with_one_more(funnel, stage_id), length, wins())
    return more - outcome(funnel, length, wins())


def with_one_more(funnel: Funnel, stage_id: str) -> Funnel:
    """Return the funnel with a stage that begins one more lead a working day."""
    from funnelcraft.simulation.sensitivity.changing import with_capacity

    stage = next(stage for stage in funnel.stages if stage.id == stage_id)
    now = stage.capacity.leads_per_day if stage.capacity is not None else 0.0
    return with_capacity(funnel, stage_id, now + 1.0)


def worth_of_one_more(
    runs: Runs, funnel: Funnel, stage_id: str, should_stop: Callable[[], bool] | None = None
) -> UnitWorth:
    """Play the funnel with and without one more lead a day on the same luck.

    Raises ComparisonStopped where `should_stop` says yes.
    """
    from dataclasses import replace

    from funnelcraft.simulation.comparison import compare

    settings = replace(runs.settings, runs=min(runs.settings.runs, PAIRED_RUNS))
    found = compare(
        funnel, with_one_more(funnel, stage_id), settings, should_stop=should_stop
    ).difference(wins())
    return UnitWorth(stage_id, found.total)


# Sentences


def bottleneck_sentence(held: Held | None, funnel: Funnel) -> str:
    """Say which stage is the bottleneck, and from when; empty where none is."""
    if held is None:
        return ""
    name = _named(funnel, held.stage)
    if held.since is None and held.until is None:
        return _("“{stage}” is the bottleneck throughout.").format(stage=name)
    if held.until is None and held.since is not None:
        text = _("“{stage}” is the bottleneck from {month}.")
        return text.format(stage=name, month=month(held.since))
    assert held.until is not None
    if held.since is None:
        text = _("“{stage}” is the bottleneck until {month}.")
        return text.format(stage=name, month=month(held.until))
    if (held.since.year, held.since.month) == (held.until.year, held.until.month):
        text = _("“{stage}” is the bottleneck in {month}.")
        return text.format(stage=name, month=month(held.since))
    text = _("“{stage}” is the bottleneck from {month} to {last}.")
    return text.format(stage=name, month=month(held.since), last=month(held.until))


def how_held_sentence(held: Held, wait_days: float) -> str:
    """Say how a stage holds up: the use of its capacity, the queue, the mean wait."""
    figure = count(held.queued)
    text = ngettext(
        "Meanwhile {use} of its capacity is used; {n} lead waits at the end of it, and leads "
        "wait {days} on average over the horizon.",
        "Meanwhile {use} of its capacity is used; {n} leads wait at the end of it, and leads "
        "wait {days} on average over the horizon.",
        1 if figure == "1" else 2,
    )
    return text.format(use=percent(held.use), n=figure, days=days(wait_days))


def worth_sentence(worth: UnitWorth, has_wins: bool = True) -> str:
    """Say what one more lead a working day is worth."""
    if not has_wins:
        return _("What one more lead a day is worth cannot be said: nothing can be won here.")
    deals = worth.deals
    if abs(deals.mean) < 0.05 and deals.p10 <= 0 <= deals.p90:
        return _("One more lead a working day would win hardly any more deals within the horizon.")
    figure = count(abs(deals.mean))
    text = ngettext(
        "One more lead a working day would bring {n} more deal (80%: {low} to {high}).",
        "One more lead a working day would bring {n} more deals (80%: {low} to {high}).",
        1 if figure == "1" else 2,
    )
    return text.format(n=count(deals.mean), low=count(deals.p10), high=count(deals.p90))


def point_sentence(trigger: str, deals: float) -> str:
    """Say which rate a point more is worth most of; `deals` won within the horizon."""
    if deals < 0.05:
        return _("No single rate would win noticeably more: more leads would.")
    figure = count(deals)
    text = ngettext(
        "Of all rates, a point more of “{trigger}” would bring most: {n} more deal.",
        "Of all rates, a point more of “{trigger}” would bring most: {n} more deals.",
        1 if figure == "1" else 2,
    )
    return text.format(trigger=trigger, n=figure)


def nothing_held_sentence(funnel: Funnel, fullest: tuple[str, float] | None) -> str:
    """Say that no queue limits wins; `fullest` is the stage most of whose capacity is used."""
    if fullest is None:
        return _("No stage has a capacity, so nobody waits: no queue limits what is won.")
    text = _(
        "No queue limits what is won: even “{stage}”, the fullest, uses {use} of its capacity."
    )
    return text.format(stage=_named(funnel, fullest[0]), use=percent(fullest[1]))


def _named(funnel: Funnel, stage_id: str) -> str:
    return next(stage_name(stage) for stage in funnel.stages if stage.id == stage_id)
