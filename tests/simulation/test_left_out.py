"""What the engine does not do is said, and only that."""

import pytest

from funnelcraft.simulation.left_out import not_simulated
from tests.simulation.reference import act_on_8, funnel

EXPONENTIAL = {"kind": "exponential", "mean_days": 10.0, "observations": 9}


def test_that_everything_that_is_played_is_not_named() -> None:
    stage = {
        "id": "a",
        "capacity": {"leads_per_day": 4.0},
        "sla": {"days": 2.0},
        "wait_half_life_days": 9.0,
    }
    counts = {"conversion": {"rate": 0.5, "entered": 10, "moved": 5}}
    drift = {"volume_per_month": 0.1}
    assert not_simulated(act_on_8(opening=[{"stage": "mql", "ages_days": [3.0]}])) == ()
    model = funnel([stage, "won"], [("a", "won", 0.5, EXPONENTIAL, counts)], drift=drift)
    assert not_simulated(model) == ()


@pytest.mark.parametrize("held", [{"capacity": {"leads_per_day": 4.0}}, {"sla": {"days": 2.0}}])
def test_that_a_promise_where_nobody_stays_is_named(held: dict[str, object]) -> None:
    found = not_simulated(funnel(["a", {"id": "gate"} | held], [("a", "gate", 0.5, EXPONENTIAL)]))
    assert len(found) == 1
    assert "“Gate”" in found[0]
    assert found[0].endswith(".")
