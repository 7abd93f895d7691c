"""Leads' ways through the stages as arrays, and the visits they consist of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from funnelcraft.simulation.arrays import Flags, Floats, Ints

OPEN = -1  # where a visit that has not ended leads


@dataclass(frozen=True)
class History:
    """Events of leads: N events, sorted by lead and within a lead in the order they happened.

    `lead[N]` numbers the leads 0…L−1, `stage[N]` and `segment[L]` index `stages` and `segments`,
    `day[N]` counts days since 1970-01-01, `value[L]` is the deal's worth (NaN: not given).
    """

    stages: tuple[str, ...]
    segments: tuple[str, ...]
    lead: Ints
    stage: Ints
    day: Ints
    segment: Ints
    value: Floats

    @property
    def starts(self) -> Ints:
        """The index of every lead's first event, in the order of leads that have any."""
        return np.flatnonzero(np.r_[True, self.lead[1:] != self.lead[:-1]][: self.lead.size])

    def keeping(self, events: Flags) -> "History":
        """Return the history with some of the events alone."""
        if events.all():
            return self
        at = np.flatnonzero(events)  # numbers are taken faster than flags are
        return replace(self, lead=self.lead[at], stage=self.stage[at], day=self.day[at])


@dataclass(frozen=True)
class Visits:
    """V visits to stages: where, of which segment, for how many whole days, and where to next.

    `to[V]` is OPEN for a visit that had not ended on the last day seen; its `days` are then those
    it was watched. `followed[V]` are the days from its beginning to the last day seen.
    """

    stage: Ints
    segment: Ints
    days: Ints
    to: Ints
    followed: Ints

    def of(self, chosen: Flags) -> "Visits":
        """Return some of the visits."""
        at = np.flatnonzero(chosen)
        return Visits(
            self.stage[at], self.segment[at], self.days[at], self.to[at], self.followed[at]
        )


def without_repeats(history: History) -> tuple[History, int]:
    """Drop events that name the stage the lead is in already; return how many they were."""
    again = np.zeros(history.lead.size, dtype=np.bool_)
    again[1:] = (history.lead[1:] == history.lead[:-1]) & (history.stage[1:] == history.stage[:-1])
    return history.keeping(~again), int(again.sum())


def until_the_end(history: History, ends: Iterable[int]) -> tuple[History, int]:
    """Drop what a lead did after it first reached an end; return how many events that were."""
    ended = np.isin(history.stage, list(ends))
    before: Ints = np.cumsum(ended) - ended  # ends before each event, over all leads
    starts = history.starts
    of_lead: Ints = np.repeat(before[starts], np.diff(np.r_[starts, history.lead.size]))
    kept: Flags = before == of_lead
    return history.keeping(kept), int((~kept).sum())


def seen_until(history: History, last_day: int) -> tuple[History, int]:
    """Drop what nobody could know on the evening of a day; return how many events that were."""
    kept = history.day <= last_day
    return history.keeping(kept), int((~kept).sum())


def first_met(history: History, first_day: int, last_day: int) -> tuple[History, int]:
    """Keep the leads whose first event lies from one day to another, both included.

    Return how many events of other leads were dropped.
    """
    starts = history.starts
    counts = np.diff(np.r_[starts, history.lead.size])
    begun = np.repeat(history.day[starts], counts)
    kept = (begun >= first_day) & (begun <= last_day)
    return history.keeping(kept), int((~kept).sum())


def visits(history: History, seen: int, ends: Iterable[int] = ()) -> Visits:
    """Return all visits to stages that are no ends, as known on the evening of day `seen`."""
    follows = np.zeros(history.lead.size, dtype=np.bool_)
    follows[:-1] = history.lead[1:] == history.lead[:-1]
    followed = seen - history.day
    following = np.roll(history.day, -1) - history.day
    all_of_them = Visits(
        stage=history.stage,
        segment=history.segment[history.lead],
        days=np.where(follows, following, followed),
        to=np.where(follows, np.roll(history.stage, -1), OPEN),
        followed=followed,
    )
    return all_of_them.of(~np.isin(history.stage, list(ends)))
