"""A comparison as plain data, and in a sentence: what the command line writes."""

import math
from dataclasses import asdict
from datetime import date
from typing import Any

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, day, money, percent
from funnelcraft.simulation.comparison.comparison import Comparison, Difference
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

    Stages and triggers are those that both have; `only_in_a` and `only_in_b` name the others.
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
        "only_in_a": _missing(found.a.stage_ids, found.b.stage_ids),
        "only_in_b": _missing(found.b.stage_ids, found.a.stage_ids),
    }


def _missing(here: tuple[str, ...], there: tuple[str, ...]) -> list[str]:
    return [stage for stage in here if stage not in there]


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


def comparison_sentence(found: Comparison, funnel: Funnel) -> str:
    """Say in a sentence or two what B brings more than A; `funnel` says which currency."""
    won = found.difference(wins())
    if won.total.mean == won.total.sd == 0 and won.more == won.less == 0:
        return _("Both designs bring the same deals in every run.")
    worth = found.difference(revenue())
    if funnel.deal_value is None:
        text = _("B brings {deals} more deals than A (80%: {low} to {high}).")
        parts = [
            text.format(
                deals=count(won.total.mean), low=count(won.total.p10), high=count(won.total.p90)
            )
        ]
        parts.append(_more(won))
    else:
        text = _("B brings {worth} more than A (80%: {low} to {high}).")
        low, high = (money(v, funnel.currency) for v in (worth.total.p10, worth.total.p90))
        parts = [
            text.format(worth=money(worth.total.mean, funnel.currency), low=low, high=high),
            _more(worth),
        ]
    since = found.visible_from(wins())
    if since is not None:
        text = _("The difference in deals shows from the week of {date} on.")
        parts.append(text.format(date=day(since)))
    return " ".join(parts)


def _more(difference: Difference) -> str:
    text = _("It is ahead in {more} of the runs and behind in {less}.")
    return text.format(more=percent(difference.more), less=percent(difference.less))
