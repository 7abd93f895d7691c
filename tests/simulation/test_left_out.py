"""What the engine does not do is said, and only that."""

from typing import Any

import pytest

from funnelcraft.simulation.left_out import not_simulated
from tests.simulation.reference import act_on_8, funnel

EXPONENTIAL = {"kind": "exponential", "mean_days": 10.0}


def test_that_the_reference_model_is_simulated_whole() -> None:
    assert not_simulated(act_on_8(opening=[{"stage": "mql", "ages_days": [3.0]}])) == ()


@pytest.mark.parametrize(
    ("stage", "trigger", "document", "word"),
    [
        ({"capacity": {"leads_per_day": 4.0}}, {}, {}, "how many leads “A” can take"),
        ({"sla": {"days": 2.0}}, {}, {}, "“A” would breach an SLA"),
        ({}, {"conversion": {"rate": 0.5, "entered": 10, "moved": 5}}, {}, "measured"),
        ({}, {"velocity": EXPONENTIAL | {"observations": 9}}, {}, "measured"),
        (
            {},
            {"by_segment": {"all": {"velocity": EXPONENTIAL | {"observations": 9}}}},
            {},
            "measur",
        ),
        ({}, {}, {"drift": {"volume_per_month": 0.1}}, "drift"),
    ],
)
def test_that_what_is_left_out_is_said_in_a_sentence(
    stage: dict[str, Any], trigger: dict[str, Any], document: dict[str, Any], word: str
) -> None:
    model = funnel(
        [{"id": "a"} | stage, "won"], [("a", "won", 0.5, EXPONENTIAL, trigger)], **document
    )
    found = not_simulated(model)
    assert len(found) == 1
    assert word in found[0]
    assert found[0].endswith(".")
