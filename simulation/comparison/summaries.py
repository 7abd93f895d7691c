"""A comparison as plain data: what `compare --json` writes."""

import math
from dataclasses import asdict
from datetime import date
from typing import Any

from funnelcraft.simulation.comparison.comparison import Comparison, Difference
from funnelcraft.simulation.comparison.contributions import Contributions
from funnelcraft.simulation.forecast.figures import (
    Figure,
    balance,
    breaches,
    entries,
    moves,
    queue,
    revenue,
    wins,
)


def comparison_summary(found: Comparison) -> dict[str, Any]:
    """Return the totals of both designs and of B − A, as `compare --json` writes them.

    Stages and triggers are those of B that A has too, as `mapping` tells; `only_in_a` and
    `only_in_b` name the other stages.
    `queues` (mean waits in days) are those of stages with a capacity in one design at least, `sla`
    those of stages with an SLA in both.
    """
    return {
        "runs": found.runs,
        "days": found.a.days,
        "seed": found.a.seed,
        "start": found.a.start.isoformat(),
        "stages": {
            stage: {
                "entries": _plain(found, entries(stage)),
                "balance_end": _plain(found, balance(stage)),
            }
            for stage in found.stage_ids()
        },
        "triggers": {
            trigger: {"moves": _plain(found, moves(trigger))} for trigger in found.trigger_ids()
        },
        "leads": difference_parts(found.leads()),
        "wins": _plain(found, wins()),
        "revenue": _plain(found, revenue()),
        "queues": {
            stage: {
                "queue_end": _plain(found, queue(stage)),
                "mean_wait": difference_parts(found.mean_wait(stage)),
            }
            for stage in found.queued_stages()
        },
        "sla": {
            stage: {
                "breaches": _plain(found, breaches(stage)),
                "breach_share": difference_parts(found.breach_share(stage)),
            }
            for stage in found.promised_stages()
        },
        "mapping": [
            {"a": list(merged), "b": stage} for stage, merged in found.pairs.stages.items()
        ],
        "only_in_a": list(found.only_in_a()),
        "only_in_b": list(found.only_in_b()),
    }


def contributions_summary(found: Contributions) -> dict[str, Any]:
    """Return what each change adds, as `compare --contributions --json` writes it."""
    return {
        "exact": found.exact,
        "runs": found.runs,
        "orders": found.orders,
        "whole": {figure_name(figure): value for figure, value in found.whole.items()},
        "changes": [
            {
                "title": one.title,
                "changes": list(one.sentences),
                "shares": {figure_name(f): asdict(share) for f, share in one.shares.items()},
            }
            for one in found.contributions
        ],
        "words": len(found.words),
    }


def figure_name(figure: Figure) -> str:
    """Return a figure as a key: its kind and, behind a colon, what it is about."""
    return f"{figure.kind}:{figure.id}" if figure.id else figure.kind


def _plain(found: Comparison, figure: Figure) -> dict[str, Any]:
    seen = found.visibility(figure)
    return {
        **difference_parts(found.difference(figure)),
        "visible_from": _iso(seen.paired_80),
        "visible_from_95": _iso(seen.paired_95),
        "seen_alone_from": _iso(seen.alone_80),
        "seen_alone_from_95": _iso(seen.alone_95),
    }


def _iso(since: date | None) -> str | None:
    return None if since is None else since.isoformat()


def difference_parts(difference: Difference) -> dict[str, Any]:
    """Return a difference as plain data: both designs, B − A, who is ahead, how it is paired."""
    parts = {"a": difference.a, "b": difference.b, "difference": difference.total}
    return {
        **{name: without_nan(asdict(total)) for name, total in parts.items()},
        "more": difference.more,
        "less": difference.less,
        "more_error": difference.better().error,
        "less_error": difference.better(less_is_better=True).error,
        "correlation": difference.pairing.correlation,
        "narrower": difference.pairing.narrower,
    }


def without_nan(figures: dict[str, float]) -> dict[str, float | None]:
    """Return figures with None for those that a single run does not tell."""
    return {name: None if math.isnan(value) else value for name, value in figures.items()}
