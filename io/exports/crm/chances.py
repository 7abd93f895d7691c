"""How likely a lead in a stage is won: the probability a CRM weighs its pipeline with."""

from collections.abc import Mapping

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports.year import first_year
from funnelcraft.simulation.winning import win_probability


def chances(funnel: Funnel) -> Mapping[str, float]:
    """Return P(win | a visit begins here) by stage, 0–1, recycling included.

    Where segments differ, a stage's chance is the mean over the leads expected to enter it within a
    year; where none is, over the segments alike. Raises CannotSimulate.
    """
    by_segment = win_probability(funnel)
    found = first_year(funnel)
    segments = found.segments
    result: dict[str, float] = {}
    for at, stage_id in enumerate(found.stage_ids):
        entering = segments.entries[:, at].tolist()
        weights = entering if sum(entering) > 0 else [1.0] * len(entering)
        mean = sum(
            weight * by_segment[segment, stage_id]
            for weight, segment in zip(weights, segments.ids, strict=True)
        )
        result[stage_id] = min(1.0, max(0.0, mean / sum(weights)))
    return result
