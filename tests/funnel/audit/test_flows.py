"""Where leads end: conservation, known chains, and how sure the share won is."""

import math
import random
from statistics import stdev

import pytest

from funnelcraft.funnel.audit.flows import Z80, flows
from funnelcraft.funnel.audit.reading import Reading, reading
from funnelcraft.funnel.edits.measuring import draw_measured
from funnelcraft.funnel.model import Conversion
from funnelcraft.funnel.velocity import FixedTime
from tests.funnel.audit.readings import about, measured_stage, move, read, undrawn
from tests.funnel.measured_funnels import measured, simple


def looping(p: float, q: float, r: float) -> Reading:
    """Return a → b by p, b → won by q, b → back to a by r; 1,000 leads come to a."""
    moved_b, back = round(1000 * p), round(1000 * p * r)
    return read(
        (measured_stage("a", 1000 + back), measured_stage("b", moved_b), measured_stage("won", 0)),
        (
            move("a", "b", 1000 + back, moved_b, p),
            move("b", "won", moved_b, round(moved_b * q), q),
            move("b", "a", moved_b, back, r),
        ),
    )


@pytest.mark.parametrize("name", ["lead-to-revenue", "sales-funnel", "lead-process", "blank"])
def test_that_every_lead_is_won_or_lost_once(name: str) -> None:
    found_reading = reading(measured(name))
    assert found_reading is not None
    found = flows(found_reading)
    assert found.leads == 7998
    assert found.won_leads + found.lost == pytest.approx(found.leads, rel=1e-9)


@pytest.mark.parametrize(("p", "q", "r"), [(0.5, 0.3, 0.2), (0.9, 0.05, 0.9), (0.2, 0.5, 0.0)])
def test_that_leads_that_come_back_get_another_chance(p: float, q: float, r: float) -> None:
    found = flows(looping(p, q, r))
    assert found.share is not None
    # A geometric series of rounds: p q (1 + p r + (p r)² + …).
    assert found.share.value == pytest.approx(p * q / (1 - p * r), rel=1e-9)
    assert found.visits["a"] == pytest.approx(1000 / (1 - p * r), rel=1e-9)


def test_that_the_time_to_a_win_is_that_of_the_ways_that_lead_there() -> None:
    found = flows(looping(0.5, 0.3, 0.2))
    # Two moves of 10 days, and two more for each round before: 20 (1 + p r / (1 − p r)).
    assert found.mean_days == pytest.approx(20 + 20 * 0.1 / 0.9, rel=1e-9)


def test_that_the_bounds_of_the_share_won_are_those_of_its_parts_together() -> None:
    p, q, r, reach = 0.5, 0.3, 0.2, 0.02
    found = flows(looping(p, q, r)).share
    assert found is not None
    draw, sd = random.Random(1), reach / Z80
    wins = []
    for _one in range(20_000):
        a, b, c = (draw.gauss(one, sd) for one in (p, q, r))
        wins.append(a * b / (1 - a * c))
    # 20,000 draws tell a deviation to 0.5%; the rest is that the share is not linear in its parts.
    assert (found.high - found.low) / (2 * Z80) == pytest.approx(stdev(wins), rel=0.03)


def test_that_a_single_step_keeps_its_own_bounds() -> None:
    whole = simple()
    found_reading = reading(whole)
    assert found_reading is not None
    assert whole.baseline is not None
    assert flows(found_reading).share == whole.baseline.moves[0].conversion


def test_that_leads_of_one_stage_can_be_followed_alone() -> None:
    found = flows(looping(0.5, 0.3, 0.2), "b")
    assert found.leads == 500
    assert found.won_leads == pytest.approx(500 * 0.3 / (1 - 0.1), rel=1e-9)


def test_that_what_goes_to_a_lost_stage_is_told_from_what_goes_nowhere() -> None:
    found = flows(
        read(
            (measured_stage("a", 100), measured_stage("b", 50), measured_stage("lost", 20)),
            (move("a", "b", 100, 50, 0.5), move("b", "lost", 50, 20, 0.4)),
        )
    )
    losses = {loss.stage: loss for loss in found.losses}
    assert (losses["a"].nowhere, losses["a"].ended) == (50.0, 0.0)
    assert (losses["b"].nowhere, losses["b"].ended) == pytest.approx((30.0, 20.0))


def skipping() -> Reading:
    """1,000 leads come to a: 400 go on to b, 100 are won by a way that the funnel does not draw.

    Of b 30 % are won, and a tenth goes to a stage that the funnel does not have.
    """
    return read(
        (measured_stage("a", 1000), measured_stage("b", 400), measured_stage("won", 220)),
        (move("a", "b", 1000, 400, 0.4), move("b", "won", 400, 120, 0.3)),
        undrawn=(undrawn("a", "won", 1000, 100, 0.1), undrawn("b", "", 400, 40, 0.1)),
    )


def test_that_leads_that_move_otherwise_are_no_loss_and_are_not_counted_twice() -> None:
    found = flows(skipping())
    losses = {loss.stage: loss for loss in found.losses}
    assert found.leads == 1000
    assert (losses["a"].elsewhere, losses["a"].regained) == pytest.approx((100.0, 100.0))
    assert (losses["b"].elsewhere, losses["b"].regained) == pytest.approx((40.0, 0.0))
    assert losses["a"].nowhere == pytest.approx(500.0)
    assert set(losses) == {"a", "b"}
    assert found.won_leads == pytest.approx(120.0)
    assert found.won_leads + found.lost + found.elsewhere == pytest.approx(found.leads)
    assert found.share is not None
    assert found.share.value == pytest.approx(0.22), "the share won is that of all leads"


def test_that_a_trigger_drawn_later_takes_its_leads_along() -> None:
    before = flows(skipping())
    drawn = draw_measured(skipping().funnel, [("a", "won"), ("b", ""), ("won", "a")])
    again = reading(drawn)
    assert again is not None
    (made,) = [one for one in drawn.triggers if (one.from_stage, one.to_stage) == ("a", "won")]
    assert made.conversion == Conversion(rate=0.1, entered=1000, moved=100)
    assert made.velocity == FixedTime(mean_days=10.0)
    assert [one.trigger for one in again.moves if one.to_stage == "won"] == [made.id, "b-won"]
    found = flows(again)
    assert found.won_leads == pytest.approx(before.won_leads + before.regained)
    assert found.elsewhere == pytest.approx(40.0)
    assert found.share == before.share
    assert draw_measured(drawn, [("a", "won")]) == drawn, "what is drawn is drawn once"


def test_that_shares_beyond_the_whole_and_circles_without_an_end_stay_finite() -> None:
    found = flows(
        read(
            (measured_stage("a", 10**9), measured_stage("b", 3)),
            (
                move("a", "b", 10, 10, 1.0, conversion=about(7e300)),
                move("b", "a", 10, 10, 1.0),
                move("b", "won", 10, 10, 1.0),
            ),
        )
    )
    figures = (found.leads, found.won_leads, found.lost, *found.visits.values())
    assert all(math.isfinite(figure) for figure in figures)


def test_that_nothing_measured_is_nothing_lost() -> None:
    found = flows(read((), ()))
    assert (found.leads, found.lost, found.share) == (0.0, 0.0, None)
    assert found.biggest() is None
