"""A comparison line by line, its means before any run, and its bands over time."""

import numpy as np
import pytest

from funnelcraft.funnel.edits import change_stage, change_trigger
from funnelcraft.funnel.mapping import Mapping, mapping_by_id
from funnelcraft.funnel.model import Capacity, Conversion, Sla
from funnelcraft.simulation.comparison import Comparison, compare
from funnelcraft.simulation.comparison.lines import compared_lines, only_in
from funnelcraft.simulation.comparison.means import expected_total
from funnelcraft.simulation.comparison.overtime import over_time
from funnelcraft.simulation.engine import Settings
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import Figure, balance, entries, revenue, wins
from tests.funnel.builders import funnel, stage

A = change_stage(funnel(), "b", sla=Sla(days=2.0, clock="first_touch"))
B = change_trigger(A, "b-won", conversion=Conversion(rate=0.35))
SLOW = change_stage(A, "b", capacity=Capacity(leads_per_day=2.0))
FAST = change_stage(A, "b", capacity=Capacity(leads_per_day=6.0))


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(A, B, Settings(runs=320, days=180))


@pytest.fixture(scope="module")
def queued() -> Comparison:
    return compare(SLOW, FAST, Settings(runs=96, days=120))


def test_that_deals_and_revenue_come_before_the_stages(found: Comparison) -> None:
    lines = compared_lines(found, A, B, has_revenue=True)
    assert [line.name for line in lines] == [
        "Deals won",
        "Revenue",
        *("A", "B", "WON", "LOST"),
        "B: SLA broken",
    ]
    assert [line.unit for line in lines][:3] == ["leads", "money", "leads"]
    without = compared_lines(found, A, B, has_revenue=False)
    assert "Revenue" not in [line.name for line in without]


def test_that_more_deals_are_better_and_of_stages_on_the_way_neither(found: Comparison) -> None:
    lines = {line.name: line for line in compared_lines(found, A, B, has_revenue=True)}
    deals = lines["Deals won"].better
    assert deals is not None
    assert deals.share == lines["Deals won"].difference.more > 0.9
    assert lines["A"].better is None
    assert lines["LOST"].better is None
    assert lines["WON"].since == lines["Deals won"].since


def test_that_shorter_waits_are_better(queued: Comparison) -> None:
    lines = {line.name: line for line in compared_lines(queued, SLOW, FAST, has_revenue=True)}
    for name in ("B: days waited", "B: queue at the end", "B: SLA broken"):
        line = lines[name]
        assert line.better is not None
        assert line.better.share == line.difference.less == 1.0
        assert line.stage == "b"


def test_that_stages_without_a_counterpart_are_named() -> None:
    other = funnel(stages=(*funnel().stages, stage("pilot")))
    mapping = mapping_by_id(A, other)
    assert only_in(A, mapping.to_b) == ()
    assert only_in(other, mapping.to_a) == ("PILOT",)


@pytest.mark.parametrize("figure", [wins(), revenue(), entries("b"), balance("b")])
def test_that_means_agree_with_the_runs(found: Comparison, figure: Figure) -> None:
    more = expected_total(expect(B, 180), B, figure) - expected_total(expect(A, 180), A, figure)
    total = found.difference(figure).total
    assert abs(more - total.mean) < 4 * total.mcse + 1e-9


def test_that_the_mean_of_stages_that_became_one_is_added_up() -> None:
    means = expect(A, 90)
    both = expected_total(means, A, entries("b"), ("a", "b"))
    assert both == pytest.approx(
        expected_total(means, A, entries("a")) + expected_total(means, A, entries("b"))
    )


def test_that_bands_over_time_are_those_of_the_designs_and_of_the_difference(
    found: Comparison,
) -> None:
    shown = over_time(found, wins(), "month", cumulative=True)
    for mine, theirs in (
        (shown.a, found.a.bands(wins(), "month", cumulative=True)),
        (shown.b, found.b.bands(wins(), "month", cumulative=True)),
        (shown.difference, found.bands(wins(), "month", cumulative=True)),
    ):
        assert mine.starts == theirs.starts
        np.testing.assert_allclose(mine.p10, theirs.p10)
        np.testing.assert_allclose(mine.mean, theirs.mean)


def test_that_a_stage_without_a_counterpart_has_no_bands() -> None:
    played = compare(A, B, Settings(runs=32, days=30), mapping=Mapping((("a", "a"),)))
    with pytest.raises(KeyError):
        over_time(played, entries("b"), "week")
