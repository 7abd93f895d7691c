"""Comparisons as users meet them: refusals, progress, stopping, bands, summaries, sentences."""

import json
import threading

import numpy as np
import pytest

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.comparison import (
    Comparison,
    ComparisonStopped,
    compare,
    comparison_summary,
)
from funnelcraft.simulation.engine import Settings
from funnelcraft.simulation.forecast import entries, revenue
from funnelcraft.simulation.problems import CannotSimulate
from tests.simulation.comparison.test_coupling import changed
from tests.simulation.engine.test_engine import DEALS, bits
from tests.simulation.reference import act_on_8, funnel

A = act_on_8(deal_value=DEALS)
B = changed(A, "sal-sql", rate=0.69)


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(A, B, Settings(runs=160, days=200))


@pytest.mark.parametrize(
    ("b", "settings", "code"),
    [
        (act_on_8(start="2027-02-01"), Settings(), "start"),
        (act_on_8(currency="EUR"), Settings(), "currency"),
        (A, Settings(runs=0), "runs"),
        (A, Settings(runs=500_000), "too-large"),
        (A, Settings(days=0), "horizon"),
    ],
)
def test_that_what_cannot_be_compared_is_refused_in_a_sentence(
    b: Funnel, settings: Settings, code: str
) -> None:
    with pytest.raises(CannotSimulate) as caught:
        compare(A, b, settings)
    assert [finding.code for finding in caught.value.findings] == [code]
    assert caught.value.findings[0].message.endswith(".")


def test_that_progress_grows_and_stopping_hands_over_what_is_done() -> None:
    seen: list[Comparison] = []
    before = threading.active_count()
    with pytest.raises(ComparisonStopped) as caught:
        compare(A, B, Settings(runs=3_000), seen.append, lambda: len(seen) >= 2)
    assert threading.active_count() == before
    assert caught.value.comparison is not None
    runs = caught.value.comparison.runs
    assert 64 <= runs < 3_000
    assert bits(compare(A, B, Settings(runs=32)).b) == bits(seen[0].b)[:3]


def test_that_bands_are_those_of_the_paired_differences(found: Comparison) -> None:
    values = found.b.by_period(entries("sql"), "month") - found.a.by_period(entries("sql"), "month")
    bands = found.bands(entries("sql"), "month")
    assert bands.mean == pytest.approx(values.mean(axis=0))
    assert bands.p10 == pytest.approx(np.quantile(values, 0.1, axis=0))
    assert len(bands.starts) == values.shape[1]


def test_that_the_summary_is_plain_data(found: Comparison) -> None:
    plain = json.loads(json.dumps(comparison_summary(found), allow_nan=False))
    assert (plain["runs"], plain["days"], plain["start"]) == (160, 200, "2027-01-01")
    sql = plain["stages"]["sql"]["entries"]
    assert sql["difference"]["mean"] == pytest.approx(sql["b"]["mean"] - sql["a"]["mean"])
    assert sql["more"] == found.difference(entries("sql")).more
    assert plain["revenue"]["difference"]["p10"] == found.difference(revenue()).total.p10
    assert plain["only_in_a"] == plain["only_in_b"] == []
    assert sql["visible_from"] == found.visible_from(entries("sql")).isoformat()  # type: ignore[union-attr]


def test_that_stages_of_one_design_are_named() -> None:
    more = act_on_8().stages[-1].replaced(id="lost-early")
    b = act_on_8().replaced(stages=(*act_on_8().stages, more))
    plain = comparison_summary(compare(act_on_8(), b, Settings(runs=2, days=10)))
    assert (plain["only_in_a"], plain["only_in_b"]) == ([], ["lost-early"])
    assert "lost-early" not in plain["stages"]


def test_that_the_summary_tells_waits_and_broken_promises() -> None:
    time = {"kind": "exponential", "mean_days": 3.0, "observations": 40}
    stage = {"id": "a", "capacity": {"leads_per_day": 4.0}, "sla": {"days": 2.0}}
    more = {"leads_a_day": {"a": 4.0}}
    a = funnel([stage, "won"], [("a", "won", 0.5, time)], **more)
    stage = stage | {"capacity": {"leads_per_day": 6.0}}
    b = funnel([stage, "won"], [("a", "won", 0.5, time)], **more)
    found = compare(a, b, Settings(runs=64, days=60))
    plain = json.loads(json.dumps(comparison_summary(found), allow_nan=False))
    waits = plain["queues"]["a"]["mean_wait"]
    assert waits["difference"]["mean"] < 0 < waits["b"]["mean"] < waits["a"]["mean"]
    assert plain["queues"]["a"]["queue_end"]["less"] > 0.9
    shares = plain["sla"]["a"]["breach_share"]
    assert 0 <= shares["b"]["mean"] < shares["a"]["mean"] <= 1
    assert plain["sla"]["a"]["breaches"]["difference"]["mean"] < 0
    # Only what both promise can be compared.
    unpromised = funnel([{"id": "a"}, "won"], [("a", "won", 0.5, time)], **more)
    alone = comparison_summary(compare(a, unpromised, Settings(runs=2, days=9)))
    assert alone["sla"] == {}
    assert alone["queues"]["a"]["queue_end"]["b"]["mean"] == 0.0
