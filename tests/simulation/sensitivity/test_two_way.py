"""Two figures changed together: against single outcomes and closed forms."""

import pytest

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.templates import template
from funnelcraft.simulation.forecast import revenue, wins
from funnelcraft.simulation.sensitivity import (
    Parameter,
    Stopped,
    even_steps,
    gains,
    outcome,
    parameters,
    two_way,
    worths,
)
from funnelcraft.simulation.sensitivity.two_way import contour, place_of
from tests.simulation.sensitivity.test_sensitivity import DAYS, of_kind, simple


def two(base: Funnel) -> tuple[Parameter, Parameter]:
    found = parameters(base)
    return of_kind(found, "rate"), of_kind(found, "volume")


def test_that_every_cell_is_the_outcome_of_both_changes() -> None:
    base = template("lead-to-revenue")
    found = parameters(base)
    rate = next(one for one in found if one.kind == "rate")
    time = next(one for one in found if one.kind == "time")
    grid = two_way(base, 120, wins(), rate, time, (0.1, 0.2), (3.0, 9.0, 20.0))
    assert grid.base == outcome(base, 120, wins())
    for row, days in enumerate(grid.ys):
        for column, share in enumerate(grid.xs):
            alone = time.at(rate.at(base, share), days)
            assert grid.values[row][column] == outcome(alone, 120, wins())


def test_that_a_rate_and_a_volume_multiply() -> None:
    base = simple()
    rate, volume = two(base)
    grid = two_way(base, DAYS, revenue(), rate, volume)
    for y, row in zip(grid.ys, grid.values, strict=True):
        for x, value in zip(grid.xs, row, strict=True):
            share = x * y / (rate.value * volume.value)
            assert value == pytest.approx(grid.base * share, rel=1e-9)


def test_that_steps_go_evenly_from_bound_to_bound_and_refuse_what_is_no_range() -> None:
    rate, volume = two(simple())
    assert even_steps(rate, count=3) == pytest.approx((rate.low, 0.5, rate.high))
    assert even_steps(rate, 0.0, 1.0, 2) == (0.0, 1.0)
    for one, low, high, count in (
        (rate, 0.5, 0.5, 3),
        (rate, 0.5, 1.2, 3),
        (rate, -0.1, 0.5, 3),
        (volume, 0.0, 10.0, 3),
        (volume, 1.0, float("inf"), 3),
        (volume, 1.0, 2.0, 1),
    ):
        with pytest.raises(ValueError, match=r"value|rate|range|figures"):
            even_steps(one, low, high, count)


def test_that_one_figure_twice_is_refused() -> None:
    rate, _volume = two(simple())
    with pytest.raises(ValueError, match=r"value|rate|range|figures"):
        two_way(simple(), DAYS, wins(), rate, rate)


def test_that_it_tells_how_far_it_is_and_stops_when_asked() -> None:
    rate, volume = two(simple())
    told: list[tuple[int, int]] = []

    def on_progress(done: int, wanted: int) -> None:
        told.append((done, wanted))

    with pytest.raises(Stopped):
        two_way(simple(), DAYS, wins(), rate, volume, (), (), on_progress, lambda: len(told) == 4)
    assert told == [(1, 50), (2, 50), (3, 50), (4, 50)]


def test_that_the_contour_lies_where_a_plane_takes_the_level() -> None:
    plane = [[2.0 * x + 3.0 * y for x in range(5)] for y in range(4)]
    pieces = contour(plane, 7.5)
    assert pieces
    for piece in pieces:
        for x, y in piece:
            assert 2.0 * x + 3.0 * y == pytest.approx(7.5)
    ends = [(round(x, 9), round(y, 9)) for piece in pieces for x, y in piece]
    lonely = [point for point in ends if ends.count(point) == 1]
    assert len(lonely) == 2, "one unbroken line"
    assert contour(plane, -1.0) == contour(plane, 100.0) == ()


def test_that_a_saddle_has_two_pieces() -> None:
    assert len(contour([[1.0, 0.0], [0.0, 1.0]], 0.5)) == 2


def test_that_a_value_has_its_place_between_steps() -> None:
    assert place_of((1.0, 2.0, 4.0), 3.0) == 1.5
    assert place_of((1.0, 2.0, 4.0), 1.0) == 0.0
    assert place_of((1.0, 2.0, 4.0), 4.0) == 2.0
    assert place_of((1.0, 2.0, 4.0), 4.1) is None


def test_that_gains_hold_what_worths_say_and_what_a_lead_brings() -> None:
    base = simple()
    found = {one.kind: one for one in gains(base, DAYS, (wins(), revenue()))}
    (worth,) = worths(base, DAYS, wins())
    assert found["rate"].values[0] == worth.a_point
    assert found["rate"].values[1] == pytest.approx(found["rate"].values[0] * 1_000.0)
    volume = of_kind(parameters(base), "volume")
    before = outcome(base, DAYS, wins())
    # Proportional: a lead a month more brings that share of all deals.
    assert found["volume"].values[0] == pytest.approx(before / volume.value)
    assert "time" not in found, "a time of a day cannot be a day less"
