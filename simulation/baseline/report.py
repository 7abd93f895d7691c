"""A calibration's figures as plain values, the JSON contract of the command line."""

from typing import Any

from funnelcraft.simulation.baseline.calibrated import Calibrated
from funnelcraft.simulation.baseline.estimates import mean_days, share_estimate
from funnelcraft.simulation.baseline.measures import Move


def report(calibrated: Calibrated) -> dict[str, Any]:
    """Return rows read, kept, dropped by reason, and every trigger's measured figures.

    `read` = kept + all dropped. Shares are 0–1, null where nobody was watched as long; `end` is
    the share within the longest time that a tenth of the visits could be watched. `interval` holds
    it with a chance of 80%; so does that of `mean_days`, null where nobody moved. `truncated` says
    which stages' records begin too late, `notes` what else must be known.
    """
    found, baseline = calibrated.found, calibrated.funnel.baseline
    assert baseline is not None
    return {
        "rows": baseline.rows.model_dump(),
        "leads": found.leads,
        "triggers": {
            trigger_id: {
                **figures(found.measured.moves[move]),
                "by_segment": {
                    name: figures(found.measured.by_segment[one][move])
                    for one, name in calibrated.segments.items()
                    if move in found.measured.by_segment.get(one, {})
                },
            }
            for move, trigger_id in calibrated.triggers.items()
        },
        "unmatched": list(calibrated.unmatched),
        "truncated": [one.model_dump() for one in baseline.truncated],
        "notes": list(baseline.notes),
    }


def figures(move: Move) -> dict[str, Any]:
    """Return one move's figures."""
    share, mean = share_estimate(move.found, move.way), mean_days(move.found, move.way)
    within = {str(days): share for days, share in move.within.items()}
    return {
        "entered": move.entered,
        "moved": move.moved,
        "naive": move.naive,
        "cumulative": {**within, "end": move.share},
        "end_days": move.end,
        "interval": [share.low, share.high],
        "mean_days": None if mean is None else mean.model_dump(),
    }
