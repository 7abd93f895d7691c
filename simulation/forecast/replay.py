"""One simulated run, day by day: what a replay shows.

A mean would move fractions of leads, so a replay shows one possible course of events and says
which. Runs that were not kept are simulated again: a block's numbers depend on nothing but the
plan, the seed and its index.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.forecast.block_figures import Values, values_of
from funnelcraft.simulation.forecast.figures import Figure, Kind, entries, revenue, wins
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.plan import Plan

if TYPE_CHECKING:
    from funnelcraft.simulation.engine.blocks import Block, Engine

Part = TypeVar("Part", bound=Any)


@dataclass(frozen=True, eq=False)
class Replay:
    """What one run did. S stages, T triggers, Q sources, D days; days count from 0.

    Counts are whole numbers, but fractions where the forecast plays no luck. Levels are those at
    the end of a day. `opening` is the balance at the beginning of the first day.
    """

    run: int  # from 0 on
    runs: int
    start: date
    days: int
    stage_ids: tuple[str, ...]
    trigger_ids: tuple[str, ...]
    source_ids: tuple[str, ...]
    opening: Floats  # [S]
    entries: Floats  # [S, D]
    balance: Floats  # [S, D]
    queue: Floats  # [S, D]
    breaches: Floats  # [S, D]
    leaks: Floats  # [S, D]
    moves: Floats  # [T, D]
    arrivals: Floats  # [Q, D]
    wins: Floats  # [D]
    revenue: Floats  # [D]

    @property
    def is_still(self) -> bool:
        """Whether nothing moves on any day."""
        return not any(part.any() for part in (self.arrivals, self.moves, self.leaks))

    def date_of(self, day: int) -> date:
        """Return the date of a day."""
        return self.start + timedelta(days=day)


def run_at(runs: Runs, share: float) -> int:
    """Return the run (from 0 on) that has a share of all runs below it: 0.5 is the middling one.

    Runs are ordered by deals won, those with as many by revenue; where nothing can be won, by
    visits to all stages.
    """
    if runs.plan.node_won.any():
        keys = (runs.totals(revenue()), runs.totals(wins()))
    else:
        visits = sum(runs.totals(entries(one)) for one in runs.stage_ids)
        keys = (np.zeros(runs.runs), np.asarray(visits) + np.zeros(runs.runs))
    order = np.lexsort(keys)
    return int(order[round(share * (order.size - 1))])


def replay(runs: Runs, run: int, on_engine: "Callable[[Engine], None] | None" = None) -> Replay:
    """Return what a run (from 0 on) did on every day.

    Where its block is not kept, it is simulated again by an engine that `on_engine` is given: when
    that engine is halted meanwhile, the replay is worthless. Raises IndexError where there is no
    such run.
    """
    if not 0 <= run < runs.runs:
        raise IndexError(run)
    block, row = _block_of(runs, run, on_engine)
    plan, alone = runs.plan, _one_run(block, row)

    def of_all(kind: Kind, ids: tuple[str, ...]) -> Floats:
        read = [_read(plan, alone, Figure(kind, one)) for one in ids]
        return np.array(read, dtype=np.float64).reshape(len(ids), plan.days)

    stages = plan.stage_ids
    return Replay(
        run=run,
        runs=runs.runs,
        start=plan.start,
        days=plan.days,
        stage_ids=stages,
        trigger_ids=plan.trigger_ids,
        source_ids=plan.source_ids,
        opening=_opening(plan),
        entries=of_all("entries", stages),
        balance=of_all("balance", stages),
        queue=of_all("queue", stages),
        breaches=of_all("breaches", stages),
        leaks=of_all("leaks", stages),
        moves=of_all("moves", plan.trigger_ids),
        arrivals=of_all("arrivals", plan.source_ids),
        wins=_read(plan, alone, wins()),
        revenue=_read(plan, alone, revenue()),
    )


def _read(plan: Plan, block: "Block", figure: Figure) -> Floats:
    values: Values = values_of(plan, block, figure)
    return np.asarray(values[0], dtype=np.float64)


def _opening(plan: Plan) -> Floats:
    leads: Ints = plan.opening_balance()
    return np.bincount(plan.node_stage, leads, minlength=len(plan.stage_ids)).astype(np.float64)


def _block_of(
    runs: Runs, run: int, on_engine: "Callable[[Engine], None] | None"
) -> "tuple[Block, int]":
    """Return the block a run is in, and its place there."""
    # Here, not at the top: the engine itself makes `Runs`.
    from funnelcraft.simulation.engine.blocks import BLOCK, Engine

    index, row = divmod(run, BLOCK)
    if index < len(runs.blocks):
        return runs.blocks[index], row
    engine = Engine(runs.plan, runs.settings)
    if on_engine is not None:
        on_engine(engine)
    return engine.block(index), row


def _one_run(part: Part, row: int) -> Part:
    """Return a block, or a part of one, with one of its runs alone."""
    cut: dict[str, Any] = {}
    for name in (field.name for field in fields(part)):
        value = getattr(part, name)
        if isinstance(value, np.ndarray):
            cut[name] = value[row : row + 1]
        elif is_dataclass(value):
            cut[name] = _one_run(value, row)
    return replace(part, **cut)
