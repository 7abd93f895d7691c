"""Lead-to-won times: the law of a lead against recursion and theory, waits against SimPy."""

from typing import Any

import numpy as np
import pytest

from funnelcraft.funnel.model import Campaign, Funnel
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import (
    lead_time_sentence,
    lead_times_of,
    summary,
    waits_of,
    win_probability,
)
from funnelcraft.simulation.lead_times import LeadTime, lead_times
from funnelcraft.simulation.plan import plan
from tests.simulation.engine.test_engine import busy
from tests.simulation.engine.test_queues import desk, fixed
from tests.simulation.reference import act_on_8, funnel
from tests.simulation.simpy_model import run
from tests.simulation.test_simpy import random_funnel

WEEK = {"kind": "exponential", "mean_days": 7.0}


def alone(model: Funnel, source_id: str) -> Funnel:
    """Return the funnel with one lead of one source, on day 0, and nobody else."""
    one = Campaign(name="one", start=model.start, days=1, leads=1.0)
    only = next(source for source in model.sources if source.id == source_id)
    volume = only.volume.replaced(leads_per_month=0.0, campaigns=(one,))
    return model.replaced(sources=(only.replaced(volume=volume),), opening=())


def overall(model: Funnel) -> LeadTime:
    found = lead_times(plan(model, 365)).overall
    assert found is not None
    return found


@pytest.mark.parametrize("model", [act_on_8(), busy()], ids=["reference", "busy"])
def test_that_the_law_is_what_the_expectation_makes_of_one_lead(model: Funnel) -> None:
    times = lead_times(plan(model, 365))
    assert times.exact
    for name, time in times.by_source.items():
        days = 1000
        expected = expect(alone(model, name), days)
        won = expected.entries[expected.stage_ids.index("won")]
        assert time.shares[:days] == pytest.approx(won, abs=1e-8)


def test_that_who_is_won_in_the_end_is_the_chance_to_win() -> None:
    model = act_on_8()
    time = overall(model)
    assert time.ever == pytest.approx(win_probability(model)["all", "known"], rel=1e-12)
    assert time.later < 1e-4 * time.ever
    assert time.won_within(5000) == pytest.approx(time.ever - time.later)


def test_that_one_exponential_stage_has_exponential_quantiles() -> None:
    time = overall(funnel(["a", "won"], [("a", "won", 0.4, WEEK)], leads_a_day={"a": 3.0}))
    assert time.ever == pytest.approx(0.4)
    assert time.mean_days == pytest.approx(7.0, rel=1e-7)
    for share in (0.1, 0.5, 0.9):
        # Read between whole days: right to a hundredth of one.
        assert time.quantile(share) == pytest.approx(-7 * np.log(1 - share), abs=0.03)
        assert time.won_within(time.quantile(share)) == pytest.approx(share * 0.4)


def test_that_a_recycled_lead_counts_from_its_first_arrival() -> None:
    # a to b or back: N rounds of 3 days, then 2 more; N geometric with success 0.25 of 0.25 + 0.5.
    model = funnel(
        ["a", "won"],
        [("a", "won", 0.25, fixed(2.0)), ("a", "a", 0.5, fixed(3.0), {"kind": "recycle"})],
        leads_a_day={"a": 1.0},
    )
    time = overall(model)
    rounds = np.arange(30)
    assert time.shares[2 + 3 * rounds] == pytest.approx(0.25 * 0.5**rounds, abs=1e-9)
    assert time.ever == pytest.approx(0.5)
    assert time.mean_days == pytest.approx(2 + 3 * 1.0)


def test_that_sources_and_segments_weigh_by_their_leads() -> None:
    volume = {"leads_per_month": 90.0}
    own = {"by_segment": {"y": {"conversion": {"rate": 0.1}, "velocity": fixed(20.0)}}}
    model = funnel(
        ["a", "won"],
        [("a", "won", 0.5, fixed(10.0), own)],
        segments=[{"id": "x", "name": "X"}, {"id": "y", "name": "Y"}],
        sources=[
            {"id": "one", "name": "1", "into": "a", "segment": "x", "volume": volume},
            {"id": "two", "name": "2", "into": "a", "segment": "y", "volume": volume},
            {
                "id": "three",
                "name": "3",
                "into": "a",
                "segment": "y",
                "volume": {"leads_per_month": 180.0},
            },
        ],
    )
    times = lead_times(plan(model, 365))
    assert times.by_source["two"].shares[20] == pytest.approx(0.1)
    assert times.by_segment["x"].ever == pytest.approx(0.5)
    assert times.overall is not None
    assert times.overall.ever == pytest.approx((0.5 + 3 * 0.1) / 4)
    assert times.overall.shares[[10, 20]] == pytest.approx([0.5 / 4, 0.3 / 4], abs=1e-8)


def test_that_a_lead_who_comes_in_as_won_takes_no_time() -> None:
    time = overall(funnel(["a", "won"], [("a", "won", 0.5, WEEK)], leads_a_day={"won": 2.0}))
    assert (time.ever, time.shares[0], time.mean_days) == (1.0, 1.0, 0.0)


@pytest.mark.parametrize(
    "model",
    [
        funnel([], []),
        funnel(["a"], [], leads_a_day={"a": 3.0}),
        funnel(["a", "won"], [("a", "won", 0.0, WEEK)], leads_a_day={"a": 3.0}),
        funnel(["a", "won"], [("a", "won", 0.5, WEEK)]),
        funnel(["a", "won"], [("a", "won", 0.5, WEEK)], leads_a_day={"a": 0.0}),
        # Round and round for ever, and never won.
        funnel(["a", "b", "won"], [("a", "b", 1.0, WEEK), ("b", "a", 1.0, WEEK)], {"a": 3.0}),
    ],
    ids=["empty", "no end", "rate 0", "no source", "no lead", "circle"],
)
def test_that_where_nobody_is_won_nothing_is_said(model: Funnel) -> None:
    runs = simulate(model, Settings(runs=2, days=20))
    times = lead_times_of(runs)
    assert lead_time_sentence(times) == ""
    told = summary(runs)["lead_to_won"]
    assert told["overall"] is None or told["overall"]["p50_days"] is None
    for time in times.by_source.values():
        assert time.won_within(1000) == pytest.approx(time.ever)


def test_that_slow_sales_reach_beyond_the_last_day() -> None:
    slow = {"kind": "exponential", "mean_days": 4000.0}
    model = funnel(["a", "won"], [("a", "won", 1.0, slow)], leads_a_day={"a": 3.0})
    time = overall(model)
    assert time.shares.size == 4096
    assert time.later == pytest.approx(np.exp(-4096 / 4000), abs=2e-4)
    assert np.isnan(time.quantile(0.9))
    assert time.quantile(0.5) == pytest.approx(4000 * np.log(2), abs=0.1)
    said = lead_time_sentence(lead_times(plan(model, 365)))
    assert said == "Of all leads 100% are won in the end, half of those within 2,773 days."


def test_that_the_sentence_and_the_summary_say_the_same() -> None:
    runs = simulate(act_on_8(), Settings(runs=8, days=90))
    said = lead_time_sentence(lead_times_of(runs))
    assert said == (
        "Of all leads 0.53% are won in the end, half of those within 98 days, "
        "nine in ten within 162 days."
    )
    told = summary(runs)["lead_to_won"]
    assert told["exact"]
    assert round(told["overall"]["p50_days"]) == 98
    by_day = sum(told["overall"]["won_on_day"]) + told["overall"]["later_share"]
    assert by_day == pytest.approx(told["overall"]["won_share"])
    within = list(told["by_source"]["into-known"]["won_within"].values())
    assert within == sorted(within)
    assert set(told["by_segment"]) == {"all"}


def test_that_waits_are_read_from_the_counts() -> None:
    # Without luck leads flow like water: three come a day, two are served. Of the third that waits
    # longer and longer nothing is lost, and nobody waits less than who came before.
    runs = simulate(desk(3.0, 2.0), Settings(runs=2, days=90, luck=False))
    (waits,) = waits_of(runs)
    assert waits is not None
    assert waits.broken.sum() == 0
    assert waits.begun.sum() <= 1 + 1e-9
    # Who comes on day d begins after d/2 days, so waits are spread evenly over 0 … 30 days, and
    # beyond by those who came first.
    assert waits.begun[5:15].std() < 0.3 * waits.begun[5:15].mean()
    free = waits_of(simulate(desk(3.0, 1e6), Settings(runs=2, days=90)))[0]
    assert free is not None
    assert free.begun[0] == 1.0


def test_that_nobody_who_never_begins_is_won() -> None:
    times = lead_times_of(simulate(desk(5.0, 0.0), Settings(runs=4, days=60)))
    assert not times.exact
    assert times.overall is not None
    assert times.overall.ever == 0


def test_that_who_leaves_a_queue_by_a_broken_promise_may_be_won_elsewhere() -> None:
    # Nobody ever begins at a: after 2.5 days all go to b, and half of those are won a week later.
    stages = [{"id": "a", "capacity": {"leads_per_day": 0.0}, "sla": {"days": 2.5}}, "b", "won"]
    late = {"kind": "sla_breach", "id": "late"}
    model = funnel(
        stages,
        [("a", "b", None, None, late), ("b", "won", 0.5, fixed(7.0))],
        leads_a_day={"a": 20.0},
    )
    time = lead_times_of(simulate(model, Settings(runs=64, days=90))).overall
    assert time is not None
    assert time.ever == pytest.approx(0.5, abs=0.01)
    assert time.mean_days == pytest.approx(9.5, abs=0.05)


def witnessed(model: Funnel, until: int, runs: int) -> tuple[np.ndarray[Any, Any], float]:
    """Return the lead-to-won times of single leads in continuous time, and the share won.

    Of leads that came until this day; they are followed for as long again, 100 days at least.
    """
    took: list[float] = []
    leads = 0
    for seed in range(runs):
        tally = run(model, until + max(until, 100), seed)
        took += [lasted for came, lasted in tally.won if came < until]
        leads += sum(came < until for came in tally.arrived)
    return np.array(took), len(took) / leads


def test_that_single_leads_take_as_long_in_continuous_time() -> None:
    model = funnel(
        ["a", "b", "won"],
        [
            ("a", "b", 0.7, {"kind": "lognormal", "mean_days": 6.0, "cv": 1.2}),
            ("b", "won", 0.4, {"kind": "gamma", "mean_days": 9.0, "cv": 0.6}),
            ("b", "a", 0.3, WEEK, {"kind": "recycle"}),
        ],
        leads_a_day={"a": 12.0},
    )
    took, share = witnessed(model, 120, 4)
    time = overall(model)
    assert took.mean() == pytest.approx(time.mean_days, abs=4 * took.std() / np.sqrt(took.size))
    assert share == pytest.approx(time.ever, abs=4 * np.sqrt(share * (1 - share) / (12 * 480)))
    for level in (0.1, 0.5, 0.9):
        # A share of the winners has a binomial error.
        reached = np.mean(took <= time.quantile(level))
        assert reached == pytest.approx(level, abs=4 * np.sqrt(level * (1 - level) / took.size))


@pytest.mark.parametrize("seed", [2, 5, 8])
def test_that_waits_lengthen_the_way_as_in_continuous_time(seed: int) -> None:
    # Queues that come and go, promises that take leads away, recycling. What is approximate: waits
    # of one stage are taken to know nothing of those of another. Error stated: 5 % of the mean and
    # the median beyond chance.
    model = random_funnel(seed)
    times = lead_times_of(simulate(model, Settings(runs=128, days=250)))
    took, share = witnessed(model, 250, 5)
    assert not times.exact
    assert times.overall is not None
    chance = 4 * took.std() / np.sqrt(took.size)
    mean, median = times.overall.mean_days, times.overall.quantile(0.5)
    assert took.mean() == pytest.approx(mean, abs=chance + 0.05 * mean)
    assert np.median(took) == pytest.approx(median, abs=1.25 * chance + 0.05 * median)
    error = np.sqrt(share * (1 - share) / (5 * 250 * 4))
    assert share == pytest.approx(times.overall.ever, abs=4 * error + 0.05 * share)


@pytest.mark.parametrize("seed", [4, 10])
def test_that_waits_in_a_queue_that_only_grows_are_about_right(seed: int) -> None:
    # Who comes late then waits longer than anybody is seen to wait within the horizon: the law is
    # that of leads who come in its first two thirds, with an error of 15 % of the mean.
    model = random_funnel(seed)
    times = lead_times_of(simulate(model, Settings(runs=128, days=250)))
    took, _share = witnessed(model, 170, 3)
    assert times.overall is not None
    mean = times.overall.mean_days
    assert took.mean() == pytest.approx(mean, abs=4 * took.std() / np.sqrt(took.size) + 0.15 * mean)
