"""How surely an answer is known: its interval holds what other seeds find."""

import math
from dataclasses import replace

import pytest

from funnelcraft.simulation.forecast import wins
from funnelcraft.simulation.goals import Answer, Point, lever, people, seek, total_goal
from funnelcraft.simulation.goals.sureness import falls_back, share_interval, value_interval
from tests.simulation.goals.test_seeking import DAYS, SETTINGS, simple, staffed

GOAL = total_goal(wins(), 150, 0.8)


def point(value: float, share: float, runs: int = 400) -> Point:
    return Point(value, share, math.sqrt(share * (1 - share) / runs), runs)


def test_that_the_interval_of_the_value_is_as_wide_as_answers_of_other_seeds_differ() -> None:
    moved = lever(simple(), "volume", "into-lead")
    asked = replace(SETTINGS, runs=1_000, days=DAYS)
    found = [seek(simple(), moved, GOAL, replace(asked, seed=seed)) for seed in range(8)]
    best = seek(simple(), moved, GOAL, replace(SETTINGS, seed=99)).point.value
    holds = 0
    for one in found:
        ends = value_interval(one, moved)
        assert ends is not None
        low, high = ends
        assert low < one.point.value < high
        # The answer itself stands off the confidence by up to half an error.
        holds += low * 0.998 <= best <= high * 1.002
    # Eight trials of 95% (and the best is unsure itself): fewer than 5 in one of 10,000.
    assert holds >= 5


def test_that_whole_people_have_no_interval() -> None:
    moved = people(staffed(), "lead", 4.0)
    nothing = Answer("found", point(3, 0.9), (point(3, 0.9),), ())
    assert value_interval(nothing, moved) is None
    volume = lever(simple(), "volume", "into-lead")
    assert value_interval(replace(nothing, state="met"), volume) is None
    assert value_interval(nothing, volume) is None, "one point has no slope"


def test_that_a_share_has_the_interval_of_wilson() -> None:
    # Of 10 runs 8: Wilson's own formula by hand.
    low, high = share_interval(Point(1.0, 0.8, 0.1, 10))
    assert (low, high) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert share_interval(Point(1.0, 0.0, 0.1, 10))[0] == 0.0


def test_that_a_lever_that_helps_less_from_somewhere_on_is_told() -> None:
    rising = (point(1, 0.1), point(2, 0.5), point(3, 0.49), point(4, 0.9))
    assert falls_back(rising) is None
    fall = falls_back((*rising, point(5, 0.6)))
    assert fall is not None
    assert (fall[0].value, fall[1].value) == (4, 5)
    assert falls_back(()) is None
