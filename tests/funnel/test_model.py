"""The document's values: frozen, strict, and keeping what they do not know."""

import pytest
from pydantic import ValidationError

from funnelcraft.funnel.model import Funnel, Stage, Trigger
from funnelcraft.funnel.rules import AllOf, Condition
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    FixedTime,
    TriangularTime,
    UnknownTime,
    is_always_zero,
    mean_days,
)
from tests.funnel.builders import funnel


def test_that_a_value_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        funnel().title = "x"  # type: ignore[misc]


@pytest.mark.parametrize("wrong", [True, "5", None, float("nan"), float("inf")])
def test_that_a_number_is_a_finite_number(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Stage.model_validate({"id": "a", "term": "A", "position": [wrong, 0]})


def test_that_unknown_keys_survive() -> None:
    plain = {"start": "2027-01-01", "team": [1], "stages": [{"id": "a", "term": "A", "mood": 3}]}
    again = Funnel.model_validate(plain).model_dump(mode="json")
    assert again["team"] == [1]
    assert again["stages"][0]["mood"] == 3


def test_that_an_unknown_time_is_kept_as_it_is() -> None:
    plain = {"id": "t", "from": "a", "to": "b", "velocity": {"kind": "pareto", "alpha": 2}}
    kept = Trigger.model_validate(plain)
    assert isinstance(kept.velocity, UnknownTime)
    assert kept.model_dump(mode="json")["velocity"] == plain["velocity"]


def test_that_a_rule_is_a_tree_of_known_parts() -> None:
    rule = {"all": [{"field": "score", "op": ">=", "value": 65}]}
    parsed = Trigger.model_validate({"id": "t", "from": "a", "to": "b", "rule": rule}).rule
    assert parsed == AllOf(all=(Condition(field="score", op=">=", value=65.0),))
    for wrong in ({"field": "score", "op": "~", "value": 1}, {"eval": "1"}, 5):
        with pytest.raises(ValidationError):
            Trigger.model_validate({"id": "t", "from": "a", "to": "b", "rule": wrong})


def test_that_means_follow_their_definitions() -> None:
    assert mean_days(FixedTime(mean_days=3.0)) == 3.0
    triangle = TriangularTime(low_days=1.0, mode_days=2.0, high_days=6.0)
    assert mean_days(triangle) == 3.0
    assert mean_days(EmpiricalTime(days=(1.0, 4.0), weights=(2.0, 1.0))) == 2.0
    assert mean_days(EmpiricalTime(days=(1.0, 4.0))) == 2.5
    assert mean_days(EmpiricalTime(days=(1.0,), weights=(0.0,))) is None
    assert mean_days(UnknownTime(kind="x")) is None


def test_that_no_time_is_recognised() -> None:
    assert is_always_zero(FixedTime(mean_days=0.0))
    assert is_always_zero(TriangularTime(low_days=0.0, mode_days=0.0, high_days=0.0))
    assert not is_always_zero(TriangularTime(low_days=0.0, mode_days=0.0, high_days=1.0))
