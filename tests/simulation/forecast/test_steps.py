"""The share that goes on: rates as they stand, by segment, of gates, and none where no way is."""

import pytest

from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import step_shares
from tests.simulation.reference import act_on_8, funnel

SOON = {"kind": "fixed", "mean_days": 1.0}


def test_that_a_step_is_the_rate_and_only_where_a_trigger_leads() -> None:
    model = act_on_8()
    found = step_shares(model, expect(model, 365), [("known", "responded"), ("known", "won")])
    assert found == {("known", "responded"): pytest.approx(0.35)}


def test_that_segments_count_by_their_visits() -> None:
    own = {"by_segment": {"b": {"conversion": {"rate": 0.5}}}}
    model = funnel(
        ["a", "won"],
        [("a", "won", 0.1, SOON, own)],
        leads_a_day={"a": 3.0},
        segments=[{"id": "s", "name": "S"}, {"id": "b", "name": "B"}],
    )
    source = model.sources[0].replaced(segment="s")
    other = source.replaced(id="other", segment="b")
    one_to_three = other.replaced(
        volume=other.volume.replaced(leads_per_month=source.volume.leads_per_month / 3)
    )
    model = model.replaced(sources=(source, one_to_three))
    found = step_shares(model, expect(model, 30), [("a", "won")])
    assert found["a", "won"] == pytest.approx(0.75 * 0.1 + 0.25 * 0.5)


def test_that_the_default_of_a_gate_takes_the_rest() -> None:
    model = funnel(
        ["gate", "won", "lost"],
        [("gate", "won", 0.3, None), ("gate", "lost", None, None)],
        leads_a_day={"gate": 1.0},
    )
    found = step_shares(model, expect(model, 30), [("gate", "lost")])
    assert found["gate", "lost"] == pytest.approx(0.7)
