"""The exact expectation against the reference model, closed forms and conservation."""

import time

import numpy as np
import pytest

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.expectation import Expectation, expect
from funnelcraft.simulation.forecast import win_probability
from funnelcraft.simulation.plan import MOST_DAYS
from funnelcraft.simulation.problems import CannotSimulate
from tests.simulation.reference import EXPECTED, act_on_8, funnel

EXPONENTIAL = {"kind": "exponential", "mean_days": 10.0}


def fixed(days: float) -> dict[str, object]:
    return {"kind": "fixed", "mean_days": days}


def entries(found: Expectation, stage: str) -> Floats:
    part: Floats = found.entries[found.stage_ids.index(stage)]
    return part


def balance(found: Expectation, stage: str) -> Floats:
    part: Floats = found.balance[found.stage_ids.index(stage)]
    return part


def moves(found: Expectation, trigger: str) -> Floats:
    part: Floats = found.moves[found.trigger_ids.index(trigger)]
    return part


@pytest.mark.parametrize(("stage", "leads"), EXPECTED.items())
def test_that_the_reference_model_gives_the_figures_of_the_contract(
    stage: str, leads: float
) -> None:
    assert entries(expect(act_on_8(), 365), stage).sum() == pytest.approx(leads, rel=1e-3)


def test_that_fixed_whole_days_arrive_on_exactly_those_days() -> None:
    found = expect(
        funnel(
            ["a", "b", "won"],
            [("a", "b", 0.5, fixed(3)), ("b", "won", 0.4, fixed(2))],
            sources=[campaign("a", 100)],
        ),
        10,
    )
    assert entries(found, "b") == pytest.approx([0, 0, 0, 50, 0, 0, 0, 0, 0, 0])
    assert entries(found, "won") == pytest.approx([0, 0, 0, 0, 0, 20, 0, 0, 0, 0])


def campaign(into: str, leads: float) -> dict[str, object]:
    """Return a source that brings leads on the first day only."""
    one = {"name": "once", "start": "2027-01-01", "days": 1, "leads": leads}
    volume = {"leads_per_month": 0.0, "campaigns": [one]}
    return {"id": "once", "name": "Once", "into": into, "volume": volume}


def test_that_measured_shares_come_out_as_they_went_in() -> None:
    # What a calibration measures by whole days is what a cohort of one day then does.
    days, weights = (0.0, 7.0, 30.0, 400.0), (0.4, 0.3, 0.2, 0.1)
    empirical = {"kind": "empirical", "days": days, "weights": weights}
    found = expect(
        funnel(["lead", "won"], [("lead", "won", 0.13, empirical)], sources=[campaign("lead", 1)]),
        365,
    )
    share = np.cumsum(entries(found, "won"))
    assert share[[0, 6, 7, 29, 30, 364]] == pytest.approx(
        [0.052, 0.052, 0.091, 0.091, 0.117, 0.117], abs=1e-12
    )


def test_that_stages_without_time_pass_on_the_same_day() -> None:
    # Against the order of the document, through a gate, and back by a recycling that takes no time.
    found = expect(
        funnel(
            ["won", "gate", {"id": "b", "leak_time": fixed(0)}, "a"],
            [
                ("gate", "won", 0.25, None),
                ("gate", "b", None, None),
                ("b", "gate", 0.5, fixed(0.5)),
                ("a", "gate", 1.0, fixed(0)),
            ],
            leads_a_day={"a": 8},
        ),
        300,
    )
    # Each visit to the gate is a win by ¼ and comes back by ¾ · ½: 8 / (1 − ⅜) visits a day.
    assert entries(found, "gate")[-1] == pytest.approx(12.8)
    assert entries(found, "won")[-1] == pytest.approx(3.2)
    # Half of those who go back take until tomorrow: on the first day only ¾ · ¼ come back.
    assert entries(found, "gate")[0] == pytest.approx(8 / (1 - 3 / 16))


def test_that_balance_is_what_came_minus_what_went() -> None:
    found = expect(act_on_8(), 200)
    plain = act_on_8()
    for stage in found.stage_ids:
        into = entries(found, stage)
        by_trigger = sum(
            (moves(found, t.id) for t in plain.triggers if t.from_stage == stage), np.zeros(200)
        )
        left = np.cumsum(into - by_trigger) - balance(found, stage)
        # What is missing leaked: never negative, never shrinking.
        assert np.diff(left, prepend=0).min() > -1e-9


def test_that_a_steady_state_obeys_littles_law() -> None:
    found = expect(
        funnel(
            [{"id": "a", "leak_time": fixed(30)}, "won"],
            [("a", "won", 0.25, EXPONENTIAL)],
            leads_a_day={"a": 40},
        ),
        400,
    )
    # Mean stay: a quarter 10 days, the others 30.
    assert balance(found, "a")[-1] == pytest.approx(40 * (0.25 * 10 + 0.75 * 30), rel=1e-9)


def test_that_segments_have_rates_and_times_of_their_own_and_can_be_changed() -> None:
    found = expect(
        funnel(
            ["a", "b", "won"],
            [
                ("a", "b", 0.5, fixed(1), {"by_segment": {"fair": {"conversion": {"rate": 0.9}}}}),
                ("b", "a", 0.5, fixed(1), {"to_segment": "fair"}),
                ("b", "won", 0.1, fixed(1), {"by_segment": {"fair": {"velocity": fixed(4)}}}),
            ],
            segments=[{"id": "web", "name": "Web"}, {"id": "fair", "name": "Fair"}],
            sources=[campaign("a", 1000) | {"segment": "web"}],
        ),
        7,
    )
    # web: 500 in b on day 1, 50 won on day 2, 250 back in a as "fair" on day 2; 225 of them in b
    # on day 3, 22.5 of them won four days later, beyond the horizon; half of them back on day 4.
    assert entries(found, "b") == pytest.approx([0, 500, 0, 225, 0, 101.25, 0])
    assert entries(found, "a") == pytest.approx([1000, 0, 250, 0, 112.5, 0, 50.625])
    assert entries(found, "won") == pytest.approx([0, 0, 50, 0, 0, 0, 0])
    of = found.segments
    assert of.ids == ("web", "fair")
    assert of.entries[0] == pytest.approx([1000, 500, 50])
    assert of.entries[1] == pytest.approx([413.125, 326.25, 0])
    assert of.entries.sum(axis=0) == pytest.approx(found.entries.sum(axis=1))
    assert of.balance.sum(axis=0) == pytest.approx(found.balance[:, -1])
    assert of.moves.sum(axis=0) == pytest.approx(found.moves.sum(axis=1))
    assert of.moves[0] == pytest.approx([500, 250, 50])


def test_that_revenue_is_wins_times_the_mean_deal() -> None:
    found = expect(act_on_8(deal_value={"mean": 18000.0, "cv": 1.1}), 365)
    assert found.revenue == pytest.approx(18000 * entries(found, "won"))
    assert expect(act_on_8(), 30).revenue.sum() == 0


def test_that_the_opening_pipeline_goes_on_from_its_ages() -> None:
    found = expect(
        funnel(
            [{"id": "a", "leak_time": fixed(10)}, "won"],
            [
                (
                    "a",
                    "won",
                    0.5,
                    {"kind": "triangular", "low_days": 0.0, "mode_days": 0.0, "high_days": 4.0},
                )
            ],
            opening=[{"stage": "a", "ages_days": [2.0, 2.0, 6.0, 50.0]}],
        ),
        9,
    )
    # A triangle from 0 falling to 4: P(D > 2) = ¼. So of two leads aged 2 days ½·¼ / (½·¼ + ½)
    # = 1/5 each are won, ¾ of them on the first day; the others leak 8 days on.
    assert entries(found, "won")[:2] == pytest.approx([0.4 * 0.75 + 0.5, 0.4 * 0.25])
    # Aged 6 days: leaks on day 4. Aged 50 days: older than any visit, so it leaves at once.
    assert balance(found, "a") == pytest.approx([2.7, 2.6, 2.6, 2.6, 1.6, 1.6, 1.6, 1.6, 0])


def test_that_a_breach_of_the_stage_clock_takes_who_is_late() -> None:
    stage = {"id": "a", "leak_time": fixed(9), "sla": {"days": 2.0, "clock": "stage"}}
    breach = ("a", "lost", None, None, {"kind": "sla_breach"})
    late = {"kind": "empirical", "days": [1.0, 2.0, 3.0, 4.0]}
    found = expect(
        funnel(
            [stage, "won", "lost"],
            [("a", "won", 0.8, late), breach],
            sources=[campaign("a", 100)],
            opening=[{"stage": "a", "ages_days": [1.0, 30.0]}],
        ),
        6,
    )
    # From the cohort: 20 won on day 1, 20 on day 2, the other 60 breach on day 2. The opening lead
    # aged 1 day is won or breaches on day 1: 0.2 of 0.8; the one aged 30 days breaches at once.
    assert entries(found, "won") == pytest.approx([0, 20.25, 20, 0, 0, 0])
    assert entries(found, "lost") == pytest.approx([1, 0.75, 60, 0, 0, 0])


def test_that_the_chance_to_win_counts_every_way_there() -> None:
    # Known → Responded is left by MQL; recycling makes the chances solve a linear system.
    found = win_probability(act_on_8())
    assert found["all", "won"] == 1
    assert found["all", "lost"] == 0
    long_run = 50_000.0
    cohort = act_on_8(sources=[campaign("known", long_run)])
    won = entries(expect(cohort, 4000), "won").sum() / long_run
    assert found["all", "known"] == pytest.approx(won, rel=1e-6)


def test_that_leads_who_go_round_for_ever_never_win() -> None:
    round_trip = [("a", "b", 1.0, EXPONENTIAL), ("b", "a", 1.0, EXPONENTIAL)]
    found = win_probability(funnel(["a", "b", "won"], round_trip, leads_a_day={"a": 1}))
    assert found == {("all", "a"): 0, ("all", "b"): 0, ("all", "won"): 1}


def codes(broken: Funnel, days: int = 30) -> list[str]:
    with pytest.raises(CannotSimulate) as caught:
        expect(broken, days)
    assert str(caught.value)
    return [finding.code for finding in caught.value.findings]


def test_that_errors_of_the_funnel_refuse_the_simulation() -> None:
    too_much = funnel(["a", "won"], [("a", "won", 1.4, EXPONENTIAL)], leads_a_day={"a": 1})
    assert "rate-out-of-range" in codes(too_much)


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1, 100_000])
def test_that_a_horizon_out_of_range_is_refused(days: int) -> None:
    assert codes(act_on_8(), days) == ["horizon"]


def test_that_a_forecast_ends_before_the_calendar_does() -> None:
    assert codes(act_on_8(start="9999-11-01"), 365) == ["horizon"]


def test_that_going_round_almost_without_time_is_refused() -> None:
    tiny = {"kind": "exponential", "mean_days": 1e-9}
    endless = [("a", "b", 1.0, tiny), ("b", "a", 1.0, tiny)]
    assert codes(funnel(["a", "b"], endless, leads_a_day={"a": 1})) == ["almost-zero-time-cycle"]


def test_that_an_empty_funnel_expects_nothing() -> None:
    found = expect(funnel([], []), 10)
    assert found.entries.shape == (0, 10)
    assert found.revenue.tolist() == [0] * 10


def test_that_a_long_horizon_is_affordable() -> None:
    began = time.perf_counter()
    found = expect(act_on_8(), 3653)
    assert time.perf_counter() - began < 5
    # Steady after ten years: what comes into Known is what leaves it.
    assert entries(found, "responded")[-1] == pytest.approx(
        entries(found, "responded")[-30], rel=1e-6
    )
