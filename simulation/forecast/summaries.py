"""A simulation's totals as plain data: what the command line writes."""

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from funnelcraft.simulation.forecast.figures import (
    Figure,
    balance,
    breaches,
    entries,
    moves,
    revenue,
)
from funnelcraft.simulation.forecast.promises import breach_share, promised_stages
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.forecast.totals import Total, total_of
from funnelcraft.simulation.forecast.waits import lead_times_of
from funnelcraft.simulation.lead_times import LeadTime

# Within how many days `lead_to_won` says which share of the leads is won.
MARKS = (30, 60, 90, 180, 365)


def summary(runs: Runs) -> dict[str, Any]:
    """Return the totals over the horizon as `simulate --json` writes them (`architecture.md`).

    What a single run cannot tell (its spread) is null. `sla` has a key for every stage whose
    promise was simulated; `lead_to_won` is described in `docs/simulation.md`.
    """
    return {
        "runs": runs.runs,
        "days": runs.days,
        "seed": runs.seed,
        "start": runs.start.isoformat(),
        "stages": {
            stage: {
                "entries": _plain(runs.total(entries(stage))),
                "balance_end": _plain(runs.total(balance(stage))),
            }
            for stage in runs.stage_ids
        },
        "triggers": {
            trigger: {"moves": _plain(runs.total(moves(trigger)))} for trigger in runs.trigger_ids
        },
        "revenue": _plain(runs.total(revenue())),
        "sla": {
            stage: {"breach_share": _plain(total_of(breach_share(runs, stage)))}
            for stage in promised_stages(runs)
        },
        "lead_to_won": _lead_to_won(runs),
    }


def _lead_to_won(runs: Runs) -> dict[str, Any]:
    """Return how long leads take to be won: overall by day too, else by quantiles."""
    times = lead_times_of(runs)
    overall = None
    if times.overall is not None:
        shares = times.overall.shares
        last = int(np.flatnonzero(shares > 0)[-1]) + 1 if shares.any() else 0
        overall = _time(times.overall) | {"won_on_day": shares[:last].tolist()}
    return {
        "exact": times.exact,
        "overall": overall,
        "by_source": {name: _time(time) for name, time in times.by_source.items()},
        "by_segment": {name: _time(time) for name, time in times.by_segment.items()},
    }


def _time(time: LeadTime) -> dict[str, Any]:
    figures = {
        "mean_days": time.mean_days,
        "p10_days": time.quantile(0.1),
        "p50_days": time.quantile(0.5),
        "p90_days": time.quantile(0.9),
    }
    return {
        "won_share": time.ever,
        "later_share": time.later,
        **{key: None if math.isnan(value) else value for key, value in figures.items()},
        "won_within": {str(days): time.won_within(days) for days in MARKS},
    }


def _plain(total: Total) -> dict[str, float | None]:
    return {key: None if math.isnan(value) else value for key, value in asdict(total).items()}


def _columns(runs: Runs) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for stage in runs.stage_ids:
        found[f"{stage}.entries"] = entries(stage)
        found[f"{stage}.balance_end"] = balance(stage)
    for stage in promised_stages(runs):
        found[f"{stage}.breaches"] = breaches(stage)
    for trigger in runs.trigger_ids:
        found[f"{trigger}.moves"] = moves(trigger)
    return found


def per_run_columns(runs: Runs) -> tuple[str, ...]:
    """Return the columns of the table with a row a run."""
    return ("run", *_columns(runs), "revenue")


def per_run_rows(runs: Runs) -> Iterator[dict[str, int | float]]:
    """Yield a row a run, from run 1 on: totals over the horizon by column name."""
    totals = {name: runs.totals(figure).tolist() for name, figure in _columns(runs).items()}
    earned = runs.totals(revenue()).tolist()
    for run in range(runs.runs):
        counts = {name: _whole(values[run]) for name, values in totals.items()}
        yield {"run": run + 1, **counts, "revenue": earned[run]}


def _whole(value: float) -> int | float:
    return int(value) if value.is_integer() else value
