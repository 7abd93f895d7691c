"""From a history to a baseline: the leads of a window, as known on a day, measured."""

from dataclasses import dataclass

import numpy as np

from funnelcraft.funnel.model import DealValue, Volume
from funnelcraft.funnel.text import marked
from funnelcraft.simulation.arrays import Flags, Floats
from funnelcraft.simulation.baseline.drift import MeasuredSteps, conversion_steps, volume_steps
from funnelcraft.simulation.baseline.history import (
    History,
    first_met,
    seen_until,
    until_the_end,
    visits,
    without_repeats,
)
from funnelcraft.simulation.baseline.measures import Measured, measured
from funnelcraft.simulation.baseline.order import ends, met_in_order, sinks
from funnelcraft.simulation.baseline.pipeline import Pipeline, pipeline, zombie_limits
from funnelcraft.simulation.baseline.truncation import Truncation, truncations
from funnelcraft.simulation.baseline.volume import volume

# A few much-taken ways tell how conversion drifts.
MOST_DRIFTING = 12


@dataclass(frozen=True)
class Window:
    """Leads first met from one day to another, known on the evening of `seen` (days since 1970)."""

    first_day: int
    last_day: int
    seen: int


@dataclass(frozen=True)
class Baseline:
    """A funnel as it worked: measured moves, volumes by (segment, first stage), stages in order.

    `all_volumes` are by first stage alone. `log` is the whole log it was measured from, `truncated`
    what that does not go back to, `pipeline` who is in the funnel on the last day seen, and the
    steps are how fast volume and conversion move.
    `dropped` counts events left out, by reason. `zero_values` of `values` deals were worth 0,
    which is taken as not given. `taken_for_won` is a stage whose name did not say that it is won.
    """

    history: History
    window: Window
    order: tuple[int, ...]
    won: frozenset[int]
    lost: frozenset[int]
    taken_for_won: int | None
    measured: Measured
    volumes: dict[tuple[int, int], Volume]
    all_volumes: dict[int, Volume]
    leads: int
    deal_value: DealValue | None
    values: int
    zero_values: int
    dropped: dict[str, int]
    log: History
    worth: Floats
    truncated: tuple[Truncation, ...]
    pipeline: Pipeline
    volume_steps: MeasuredSteps
    conversion_steps: MeasuredSteps

    @property
    def last_day(self) -> int:
        """The last day on which a lead of the window could be met and known."""
        return min(self.window.last_day, self.window.seen)

    @property
    def segments_used(self) -> frozenset[int]:
        """The segments of the window's leads, and of those still there from before."""
        return frozenset(
            {one for one, _stage in self.volumes} | {one for one, _stage in self.pipeline.ages}
        )

    @property
    def deals(self) -> int:
        """How many leads of the window were won."""
        return int(np.isin(self.history.stage, list(self.won)).sum())

    @property
    def ends(self) -> frozenset[int]:
        """The stages that end a lead."""
        return self.won | self.lost


class NothingLeft(ValueError):  # noqa: N818 - no fault of the program
    """No lead is left to measure; the window or the day seen excludes all of them."""


def whole_window(history: History) -> Window:
    """Return the window that holds all leads, seen until the last event."""
    begun = history.day[history.starts]
    return Window(int(begun.min()), int(begun.max()), int(history.day.max()))


def baseline(
    history: History,
    window: Window,
    given_ends: tuple[frozenset[int], frozenset[int]] | None = None,
) -> Baseline:
    """Measure the leads of a window. Raises NothingLeft where there are none.

    `given_ends` are the won and the lost stages where they are known otherwise than by their names.
    """
    log, dropped = history, dict[str, int]()
    last_day = min(window.last_day, window.seen)
    history, dropped[marked("lead first met outside the window")] = first_met(
        history, window.first_day, last_day
    )
    history, dropped[marked("after the last day seen")] = seen_until(history, window.seen)
    history, dropped[marked("same stage again")] = without_repeats(history)
    if not history.lead.size:
        raise NothingLeft
    won, lost, taken = _ends(history) if given_ends is None else (*given_ends, None)
    ends_ = won | lost
    history, dropped[marked("after the lead was won or lost")] = until_the_end(history, ends_)
    known, _later = seen_until(log, window.seen)
    truncated = truncations(known, window.seen)
    seen_visits = visits(history, window.seen, ends_)
    order = _ends_last(met_in_order(history), won, lost)
    worth = _worth(history, won)
    volumes, all_volumes = _volumes(history, window)
    found = measured(seen_visits, len(history.segments) > 0)
    recorded_from = max((t.first_day for t in truncated if t.stage in ends_), default=0)
    return Baseline(
        history=history,
        window=window,
        order=order,
        won=won,
        lost=lost,
        taken_for_won=taken,
        measured=found,
        volumes=volumes,
        all_volumes=all_volumes,
        leads=int(history.starts.size),
        deal_value=_deal_value(worth[worth > 0]),
        values=int(worth.size),
        zero_values=int((worth == 0).sum()),
        dropped={why: count for why, count in dropped.items() if count},
        log=log,
        worth=worth[worth > 0],
        truncated=truncated,
        pipeline=pipeline(known, window.seen, ends_, zombie_limits(seen_visits), recorded_from),
        volume_steps=volume_steps(history.day[history.starts], window.first_day, last_day),
        conversion_steps=conversion_steps(seen_visits, _drifting(found, lost), window.seen),
    )


def _drifting(found: Measured, lost: frozenset[int]) -> list[tuple[int, int]]:
    """Return the moves whose conversion drifts in a simulation: those that disqualify nobody.

    The most taken of them; the others know less and take as long.
    """
    moves = [move for move in found.moves if move[1] not in lost]
    return sorted(moves, key=lambda move: -found.moves[move].moved)[:MOST_DRIFTING]


def _ends(history: History) -> tuple[frozenset[int], frozenset[int], int | None]:
    """Return the won and the lost stages; and the one taken for won that no name says is."""
    won, lost = ends(history)
    unnamed = () if won else tuple(one for one in sinks(history) if one not in lost)
    if len(unnamed) != 1:
        return won, lost, None
    return frozenset(unnamed), lost, unnamed[0]


def _ends_last(
    order: tuple[int, ...], won: frozenset[int], lost: frozenset[int]
) -> tuple[int, ...]:
    return tuple(sorted(order, key=lambda stage: 2 * (stage in lost) + (stage in won)))


def _volumes(
    history: History, window: Window
) -> tuple[dict[tuple[int, int], Volume], dict[int, Volume]]:
    starts = history.starts
    last_day = min(window.last_day, window.seen)
    day, stage = history.day[starts], history.stage[starts]
    segment = history.segment[history.lead[starts]]

    def among(chosen: Flags) -> Volume:
        return volume(day[chosen], window.first_day, last_day)

    pairs = sorted(set(zip(segment.tolist(), stage.tolist(), strict=True)))
    return (
        {(one, first): among((segment == one) & (stage == first)) for one, first in pairs},
        {int(first): among(stage == first) for first in np.unique(stage)},
    )


def _worth(history: History, won: frozenset[int]) -> Floats:
    value = history.value[np.unique(history.lead[np.isin(history.stage, list(won))])]
    return np.asarray(value[np.isfinite(value)], dtype=np.float64)


def _deal_value(worth: Floats) -> DealValue | None:
    if not worth.size:
        return None
    mean = float(worth.mean())
    spread = float(worth.std(ddof=1)) if worth.size > 1 else 0.0
    return DealValue(mean=round(mean, 2), cv=round(spread / mean, 4))
