"""The ages of the leads that are in the funnel on the last day of a baseline."""

from funnelcraft.funnel.aging import Aged
from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.model import ENDS


def measured_aging(reading: Reading) -> tuple[Aged, ...]:
    """Return how old the leads are that were in each stage, top-down; stages without any are out.

    Of baselines that were measured before ages were kept, only the middle one is known.
    """
    return tuple(
        Aged(
            one.stage,
            one.open_now,
            one.median_age_days,
            one.low_age_days,
            one.high_age_days,
            one.usual_stay_days,
            one.long_stay_days,
            min(one.overdue, one.open_now),
        )
        for one in reading.stages
        if one.open_now > 0
        and one.median_age_days is not None
        and reading.kind(one.stage) not in ENDS
    )
