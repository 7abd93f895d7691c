"""Which share of the visits to a stage goes on to the next one, by the document's own rates."""

from collections.abc import Sequence

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rates import conversion_for, default_of_gate
from funnelcraft.simulation.expectation import Expectation


def step_shares(
    funnel: Funnel, expected: Expectation, pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], float]:
    """Return for each pair of stages (from, to) that a trigger joins the share that goes that way.

    It is the share of visits that eventually leave by a trigger, weighted by the visits of each
    segment; not the ratio of two counts in a window, which leaves out who is still on the way.
    """
    found = {}
    for start, end in pairs:
        if start in expected.stage_ids and any(
            one.from_stage == start and one.to_stage == end for one in funnel.triggers
        ):
            found[start, end] = _share(funnel, expected, start, end)
    return found


def _share(funnel: Funnel, expected: Expectation, start: str, end: str) -> float:
    at = expected.stage_ids.index(start)
    visits = expected.segments.entries[:, at]
    shares = [_of_segment(funnel, segment, start, end) for segment in expected.segments.ids]
    total = float(visits.sum())
    if total <= 0:
        return sum(shares) / len(shares)
    return float(visits @ np.array(shares)) / total


def _of_segment(funnel: Funnel, segment: str, start: str, end: str) -> float:
    leaving = [
        one for one in funnel.triggers if one.from_stage == start and one.kind != "sla_breach"
    ]
    is_gate = any(stage.id == start and stage.kind == "gate" for stage in funnel.stages)
    default = default_of_gate(leaving) if is_gate else None
    rates = {one.id: 0.0 for one in leaving}
    for one in leaving:
        conversion = None if one is default else conversion_for(one, segment)
        rates[one.id] = conversion.rate if conversion else 0.0
    if default is not None:
        rates[default.id] = max(0.0, 1.0 - sum(rates.values()))
    return sum(rates[one.id] for one in leaving if one.to_stage == end)
