"""The ages of an opening pipeline beside the times of the design, against what is known of them."""

import math

import pytest

from funnelcraft.funnel.model import Opening
from funnelcraft.simulation.forecast.aging import opening_aging
from tests.simulation.reference import funnel


def exponential(days: float) -> dict[str, object]:
    return {"kind": "exponential", "mean_days": days}


def test_that_the_times_are_those_of_who_moves_on_by_any_way() -> None:
    """Two exponential ways of 10 and 40 days, three to one: P(D ≤ t) = 1 − ¾e^(−t/10) − ¼e^(−t/40).

    Forty points a time know its tenths to two percent.
    """
    model = funnel(
        ["a", "b", "won"],
        [("a", "b", 0.3, exponential(10.0)), ("a", "won", 0.1, exponential(40.0))],
        {"a": 1.0},
    ).replaced(opening=(Opening(stage="a", ages_days=(1.0, 5.0, 200.0)),))
    (found,) = opening_aging(model)
    assert found.usual is not None
    assert found.ninth is not None
    for days, share in ((found.usual, 0.5), (found.ninth, 0.9)):
        gone = 1 - 0.75 * math.exp(-days / 10) - 0.25 * math.exp(-days / 40)
        assert gone == pytest.approx(share, abs=0.02)
    assert (found.stage, found.leads, found.late) == ("a", 3, 1)
    assert (found.low, found.middle) == pytest.approx((1.8, 5.0))


def test_that_stages_without_leads_or_without_ways_on_are_told_apart() -> None:
    model = funnel(
        ["a", "b", "won"],
        [("a", "b", 0.3, exponential(10.0)), ("b", "won", 0.0, exponential(10.0))],
        {"a": 1.0},
    )
    assert opening_aging(model) == ()
    filled = model.replaced(
        opening=(
            Opening(stage="b", ages_days=(3.0,)),
            Opening(stage="won", ages_days=(3.0,)),
            Opening(stage="b", segment="x", ages_days=(5.0,)),
        )
    )
    (found,) = opening_aging(filled)
    assert (found.stage, found.leads, found.middle) == ("b", 2, 4.0)
    assert (found.usual, found.ninth, found.late) == (None, None, 0)
