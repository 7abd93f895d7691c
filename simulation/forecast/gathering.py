"""Runs put together as their blocks come: kept while they are few, counted when they are many."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, assert_never, get_args

import numpy as np
from numpy import ndarray

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast.block_figures import totals_of, values_of
from funnelcraft.simulation.forecast.counting import BINS, Counter, Values
from funnelcraft.simulation.forecast.figures import LEVELS, Figure, Kind, breaches, entries
from funnelcraft.simulation.forecast.promises import breach_share_of, stages_with_promise
from funnelcraft.simulation.forecast.runs import Counted, Runs
from funnelcraft.simulation.plan import Plan

if TYPE_CHECKING:
    from funnelcraft.simulation.engine.blocks import Block
    from funnelcraft.simulation.engine.settings import Settings

Part = TypeVar("Part", bound=Any)

# Runs are kept whole as long as all of them need less; 40,000 years of nine stages do.
KEEP_BYTES = 4e8

# Of more runs, so many are kept: the widths of bins are chosen from them.
KEPT_RUNS = 2048

# Runs are counted so many at a time: enough that the work on arrays outweighs calling for it.
BATCH_RUNS = 1024


def figures_of(plan: Plan) -> Iterator[Figure]:
    """Yield every figure that can be asked of a plan's runs."""
    for kind in get_args(Kind):
        yield from (Figure(kind, name) for name in _ids(plan, kind))


def _ids(plan: Plan, kind: Kind) -> tuple[str, ...]:
    match kind:
        case "entries" | "balance" | "leaks":
            return plan.stage_ids
        case "moves":
            return plan.trigger_ids
        case "arrivals":
            return plan.source_ids
        case "wins" | "revenue" | "pipeline":
            return ("",)
        case "queue" | "begun" | "waited" | "breaches":
            return tuple(plan.stage_ids[station.stage] for station in plan.stations)
        case _:
            assert_never(kind)


def kept_bytes(plan: Plan, settings: "Settings") -> float:
    """Return about how much memory all runs need: two bytes a count, eight a day's revenue."""
    if not settings.luck:
        return 0.0
    # A station keeps three counts and the days waited.
    daily = 2.0 * (plan.channels + plan.sources) + 8.0 + 14.0 * len(plan.stations)
    return settings.runs * plan.days * daily


def counted_bytes(plan: Plan, settings: "Settings") -> float:
    """Return the most memory the counts of all figures need: four bytes a bin, and all totals."""
    found = list(figures_of(plan))
    levels = sum(figure.is_level for figure in found)
    # A flow is counted by day, cumulated by day, and by week, month and quarter.
    cells = plan.days * (levels + (len(found) - levels) * 2.25)
    return cells * BINS * 4.0 + settings.runs * len(found) * 8.0


class Gathered:
    """The runs of a simulation as they come, in the order of their blocks.

    `may_go_on` is called now and then amid long work, and raises where nobody waits for it.
    """

    def __init__(
        self, plan: Plan, settings: "Settings", may_go_on: Callable[[], None] = lambda: None
    ) -> None:
        self._may_go_on = may_go_on
        self._plan, self._settings = plan, settings
        kept = kept_bytes(plan, settings)
        self._keeps_all = kept <= max(KEEP_BYTES, min(4e9, counted_bytes(plan, settings)))
        self._blocks: list[Block] = []
        self._batch: list[Block] = []
        self._totals: dict[Figure, list[Values]] = {}
        self._counters: dict[Figure, Counter] = {}
        self._breach_shares: dict[str, list[Floats]] = {}
        self._runs = 0
        self._is_done = False

    def add(self, blocks: Iterable["Block"]) -> None:
        """Take the blocks that follow those there are."""
        for block in blocks:
            if self._keeps_all or (not self._counters and not self._is_kept_full()):
                self._blocks.append(block)
            else:
                self._batch.append(block)
            if not self._keeps_all:
                self._count_what_is_full()

    def _is_kept_full(self) -> bool:
        return sum(block.runs for block in self._blocks) >= KEPT_RUNS

    def _count_what_is_full(self) -> None:
        if not self._counters and self._is_kept_full():
            self._begin_to_count()
        if sum(block.runs for block in self._batch) >= BATCH_RUNS:
            self._count(self._batch)
            self._batch = []

    def _begin_to_count(self) -> None:
        """Count the runs kept by now, which takes seconds; left amid it, they are kept still."""
        try:
            self._count(self._blocks, self._may_go_on)
        except BaseException:
            self._runs = 0
            for counted in (self._totals, self._counters, self._breach_shares):
                counted.clear()
            raise

    def finish(self) -> Runs:
        """Return the runs when there will be no more."""
        self._is_done = True
        if self._batch:
            self._count(self._batch)
            self._batch = []
        return self.runs()

    def runs(self) -> Runs:
        """Return the runs there are."""
        blocks = tuple(self._blocks)
        if not self._counters:
            return Runs(self._plan, self._settings, blocks)
        totals = {figure: tuple(parts) for figure, parts in self._totals.items()}
        counters = self._counters if self._is_done else None
        shares = {stage: tuple(parts) for stage, parts in self._breach_shares.items()}
        counted = Counted(self._runs, totals, counters, shares)
        return Runs(self._plan, self._settings, blocks, counted)

    def _count(self, blocks: list["Block"], may_go_on: Callable[[], None] = lambda: None) -> None:
        """Count the values of every figure, and keep each run's totals."""
        merged = _merged(blocks)
        self._runs += merged.runs
        for figure in figures_of(self._plan):
            may_go_on()
            values = values_of(self._plan, merged, figure)
            if figure not in self._counters:
                is_level = figure.kind in LEVELS
                self._counters[figure] = Counter(self._plan, is_level, values)
            self._counters[figure].add(values)
            self._totals.setdefault(figure, []).append(totals_of(values, figure))
        for stage in stages_with_promise(self._plan):
            broken, came = (
                values_of(self._plan, merged, figure)
                for figure in (breaches(stage), entries(stage))
            )
            share = breach_share_of(self._plan, stage, broken, came)
            self._breach_shares.setdefault(stage, []).append(share)


def _merged(parts: list[Part]) -> Part:
    """Return the runs of several blocks as one, whatever arrays a block has, in parts or itself."""
    merged: dict[str, Any] = {}
    for name in (field.name for field in fields(parts[0])):
        values = [getattr(part, name) for part in parts]
        if isinstance(values[0], ndarray):
            merged[name] = np.concatenate(values)
        elif is_dataclass(values[0]):
            merged[name] = _merged(values)
    return replace(parts[0], **merged)
