"""Where dots are: as many as leads moved, when they moved, and never too many at once."""

import numpy as np
import pytest

from funnelcraft.designer.canvas.play.flights import flights, joined


def test_that_every_lead_is_one_dot_on_the_day_it_moves() -> None:
    moves = np.array([[0.0, 3.0, 0.0, 2.0], [1.0, 0.0, 4.0, 0.0]])
    found = flights(moves, days_a_second=1.0)
    assert found.leads.tolist() == [1, 1]
    for route in (0, 1):
        days = np.floor(found.time[found.route == route]).astype(int)
        assert np.array_equal(np.bincount(days, minlength=4), moves[route])


def test_that_dots_stand_for_the_leads_that_move_on_each_route() -> None:
    rng = np.random.default_rng(1)
    moves = rng.poisson([[900.0], [40.0], [0.2]], (3, 200)).astype(float)
    found = flights(moves, days_a_second=7.0)
    assert found.leads.tolist() == [1000, 100, 1]
    shown = np.bincount(found.route, minlength=3)
    assert np.all(np.abs(shown - moves.sum(axis=1) / found.leads) <= 1)


@pytest.mark.parametrize("speed", [1.0, 7.0, 60.0])
def test_that_no_more_dots_move_at_once_than_the_eye_can_follow(speed: float) -> None:
    rng = np.random.default_rng(2)
    for routes in (5, 30, 300):
        moves = rng.poisson(9.0, (routes, 365)).astype(float)
        found = flights(moves, speed, most=400)
        at_once = max(found.at(day).route.size for day in np.linspace(0, 365, 800))
        assert at_once <= 400 + routes  # a dot a route may be due early
        assert at_once >= 4


def test_that_a_dot_goes_from_end_to_end_and_is_half_way_when_its_lead_moves() -> None:
    found = flights(np.array([[1.0, 0.0, 0.0]]), days_a_second=1.0)
    moment, half = float(found.time[0]), found.travel_days / 2
    assert found.at(moment).share.tolist() == [0.5]
    assert found.at(moment - 0.99 * half).share[0] == pytest.approx(0.005, abs=1e-9)
    assert found.at(moment + 0.99 * half).share[0] == pytest.approx(0.995, abs=1e-9)
    assert found.at(moment + 1.01 * half).share.size == 0


def test_that_points_lie_on_their_own_line_by_length() -> None:
    bent = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 30.0]])
    flat = np.array([[100.0, 5.0], [200.0, 5.0]])
    routes = joined([bent, flat])
    x, y = routes.at(np.array([0, 0, 0, 1, 1]), np.array([0.25, 0.5, 1.0, 0.0, 1.0]))
    assert x.tolist() == [10.0, 10.0, 10.0, 100.0, 200.0]
    assert y.tolist() == [0.0, 10.0, 30.0, 5.0, 5.0]


def test_that_nothing_moves_where_there_is_nothing() -> None:
    found = flights(np.zeros((0, 5)), days_a_second=3.0)
    assert found.at(2.0).route.size == 0
    assert flights(np.zeros((2, 5)), 3.0).at(2.0).route.size == 0
