"""What sources cost and bring: closed forms, sums, and intervals that hold the posterior."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import source_returns, source_returns_of
from funnelcraft.simulation.plan import plan
from funnelcraft.simulation.winning import chance_to_win, chances_to_win
from tests.simulation.reference import act_on_8, funnel


def priced(model: Funnel, *costs: float | None) -> Funnel:
    pairs = zip(model.sources, costs, strict=True)
    return model.replaced(
        sources=tuple(source.replaced(cost_per_lead=cost) for source, cost in pairs)
    )


def two_steps(**more: Any) -> Funnel:
    """Return Known → Met (20 %) → Won (50 %), with leads into both stages."""
    soon = {"kind": "fixed", "mean_days": 2.0}
    return funnel(
        ["known", "met", "won"],
        [("known", "met", 0.2, soon), ("met", "won", 0.5, soon)],
        leads_a_day={"known": 10.0, "met": 1.0},
        **more,
    )


def test_that_a_deal_costs_its_leads_and_returns_its_value() -> None:
    value = {"kind": "fixed", "mean": 1000.0}
    model = priced(two_steps(deal_value=value), 5.0, 100.0)
    known, met = source_returns(plan(model, 100), model).sources
    assert known.chance.mean == pytest.approx(0.1)
    assert met.chance.mean == pytest.approx(0.5)
    assert known.cost_per_deal is not None
    assert known.cost_per_deal.mean == pytest.approx(50.0)
    assert known.back is not None
    assert known.back.mean == pytest.approx(20.0)
    assert met.spent == pytest.approx(100 * met.leads)
    # No counts are behind the rates: they are taken as exact.
    assert known.chance.p10 == known.chance.p90 == pytest.approx(0.1)


def test_that_without_a_cost_or_a_value_nothing_is_made_up() -> None:
    model = priced(two_steps(), None, 0.0)
    known, met = source_returns(plan(model, 100), model).sources
    assert (known.spent, known.cost_per_deal, known.back) == (None, None, None)
    assert met.spent == 0
    assert met.cost_per_deal is not None
    assert met.cost_per_deal.mean == 0
    assert met.back is None


def test_that_a_source_nothing_is_won_from_costs_without_end() -> None:
    soon = {"kind": "fixed", "mean_days": 2.0}
    model = funnel(["known", "lost"], [("known", "lost", 1.0, soon)], leads_a_day={"known": 1.0})
    (row,) = source_returns(plan(priced(model, 1.0), 30), priced(model, 1.0)).sources
    assert row.chance.mean == 0
    assert row.cost_per_deal is not None
    assert math.isinf(row.cost_per_deal.mean)


def test_that_the_sources_add_up_to_all_wins_of_new_leads() -> None:
    model = act_on_8()
    exact = expect(model, 365)
    won = exact.entries[exact.stage_ids.index("won")].sum()
    found = source_returns(plan(model, 365), model)
    assert found.exact
    assert sum(row.deals or 0.0 for row in found.sources) == pytest.approx(won, rel=1e-9)


def test_that_the_interval_is_that_of_the_counted_rate() -> None:
    """One counted step, 30 of 300: its posterior is Beta(30.5, 270.5)."""
    model = funnel(
        ["known", "won"],
        [("known", "won", 0.1, {"kind": "fixed", "mean_days": 2.0})],
        leads_a_day={"known": 1.0},
    )
    counted = model.triggers[0].conversion
    assert counted is not None
    model = model.replaced(
        triggers=(model.triggers[0].replaced(conversion=counted.replaced(entered=300, moved=30)),)
    )
    (row,) = source_returns(plan(model, 30), model).sources
    low, high = stats.beta.ppf([0.1, 0.9], 30.5, 270.5)
    # 1,000 draws know a tail quantile to about 4 % of the spread.
    near = 4 * 0.06 * (high - low)
    assert row.chance.p10 == pytest.approx(low, abs=near)
    assert row.chance.p90 == pytest.approx(high, abs=near)
    (sure,) = source_returns(plan(model, 30), model, ignorance=False).sources
    assert sure.chance.p10 == sure.chance.p90


def test_that_who_waits_too_long_is_won_less_often() -> None:
    """Every second lead finds no slot in time, and half of progress is lost each day waited."""
    soon = {"kind": "fixed", "mean_days": 2.0}
    capacity = {"leads_per_day": 5.0, "calendar": "every_day"}
    held = {"id": "known", "capacity": capacity, "wait_half_life_days": 1.0}
    model = funnel([held, "won"], [("known", "won", 0.5, soon)], leads_a_day={"known": 10.0})
    runs = simulate(model, Settings(runs=64, days=100))
    found = source_returns_of(runs, model)
    assert not found.exact
    assert found.sources[0].deals is None, "waits change over the horizon"
    assert 0 < found.sources[0].chance.mean < 0.25


def test_that_drawn_rates_win_as_the_same_rates_in_the_document() -> None:
    made = plan(act_on_8(), 365)
    own = np.array([[way.rate for way in made.channel_way]] * 2)
    assert chances_to_win(made, own) == pytest.approx(np.tile(chance_to_win(made), (2, 1)))
    own[1] *= 0.0
    assert chances_to_win(made, own)[1][~made.node_won].max() == 0.0
