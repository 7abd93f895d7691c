"""Stages in line and at equal distances."""

import pytest

from funnelcraft.funnel.edits import align_stages, distribute_stages
from funnelcraft.funnel.edits.arranging import Side
from funnelcraft.funnel.geometry import STAGE_HEIGHT
from funnelcraft.funnel.model import Funnel
from tests.funnel.builders import funnel, stage

PLACES = ((0.0, 40.0), (400.0, 0.0), (240.0, 96.0), (8.0, 500.0))


def scattered() -> Funnel:
    stages = tuple(stage(name, position=at) for name, at in zip("abcd", PLACES, strict=True))
    return funnel(stages=stages, triggers=())


@pytest.mark.parametrize(
    ("side", "xs", "ys"),
    [
        ("left", (0.0, 0.0, 0.0), (40.0, 0.0, 96.0)),
        ("centre", (200.0, 200.0, 200.0), (40.0, 0.0, 96.0)),
        ("right", (400.0, 400.0, 400.0), (40.0, 0.0, 96.0)),
        ("top", (0.0, 400.0, 240.0), (0.0, 0.0, 0.0)),
        ("middle", (0.0, 400.0, 240.0), (48.0, 48.0, 48.0)),
        ("bottom", (0.0, 400.0, 240.0), (96.0, 96.0, 96.0)),
    ],
)
def test_that_stages_are_brought_in_line(
    side: Side, xs: tuple[float, ...], ys: tuple[float, ...]
) -> None:
    after = align_stages(scattered(), ["a", "b", "c"], side)
    assert tuple(s.position for s in after.stages) == (*zip(xs, ys, strict=True), PLACES[3])


def test_that_stages_are_set_at_equal_distances() -> None:
    after = distribute_stages(scattered(), ["a", "b", "c"], "across")
    assert [s.position for s in after.stages] == [(0, 40), (400, 0), (200, 96), PLACES[3]]


def test_that_stages_on_each_other_are_spread() -> None:
    after = distribute_stages(scattered(), ["a", "b", "c"], "down")
    assert [s.position[1] for s in after.stages[:3]] == [STAGE_HEIGHT, 0.0, 2 * STAGE_HEIGHT]


def test_that_two_stages_have_nothing_between_them_to_distribute() -> None:
    assert distribute_stages(scattered(), ["a", "b"], "across") == scattered()
    assert align_stages(scattered(), [], "left") == scattered()
