"""Auto-layout: what every laid-out funnel keeps to."""

from itertools import combinations, pairwise
from json import loads

import pytest

from funnelcraft.funnel.edits import add_stage, add_trigger
from funnelcraft.funnel.geometry import GRID, STAGE_HEIGHT, STAGE_WIDTH
from funnelcraft.funnel.graph import main_path, stages_by_id
from funnelcraft.funnel.lanes import lane_of
from funnelcraft.funnel.layout import laid_out
from funnelcraft.funnel.model import Funnel
from funnelcraft.resources import names, read_text


@pytest.fixture(params=names("templates", ".funnel"))
def funnel(request: pytest.FixtureRequest) -> Funnel:
    return Funnel.model_validate(loads(read_text(f"templates/{request.param}")))


def test_that_nothing_but_positions_changes(funnel: Funnel) -> None:
    after = laid_out(funnel)
    places = {stage.id: stage.position for stage in funnel.stages}
    back = after.replaced(
        stages=tuple(stage.replaced(position=places[stage.id]) for stage in after.stages)
    )
    assert back == funnel


def test_that_laying_out_again_changes_nothing(funnel: Funnel) -> None:
    assert laid_out(laid_out(funnel)) == laid_out(funnel)


def test_that_stages_stand_apart_on_the_grid(funnel: Funnel) -> None:
    stages = laid_out(funnel).stages
    for one, two in combinations(stages, 2):
        dx = abs(one.position[0] - two.position[0])
        dy = abs(one.position[1] - two.position[1])
        assert dx >= STAGE_WIDTH + 40 or dy >= STAGE_HEIGHT + 40
    assert all(value % GRID == 0 for stage in stages for value in stage.position)


def test_that_the_main_path_reads_left_to_right(funnel: Funnel) -> None:
    after = laid_out(funnel)
    stages = stages_by_id(after)
    for a, b in pairwise(main_path(after)):
        (x1, y1), (x2, y2) = stages[a].position, stages[b].position
        assert x2 > x1 or (x2 == x1 and y2 > y1)


def test_that_lanes_do_not_interleave_and_recycling_is_below(funnel: Funnel) -> None:
    after = laid_out(funnel)
    reach: dict[tuple[str, bool], tuple[float, float]] = {}
    for stage in after.stages:
        lane, y = lane_of(after, stage.id), stage.position[1]
        low, high = reach.get(lane, (y, y))
        reach[lane] = (min(low, y), max(high, y))
    for (lane, (low, high)), (other, (top, bottom)) in combinations(reach.items(), 2):
        assert high < top or bottom < low
        if lane[1] != other[1]:
            assert (low > bottom) == lane[1]


def test_that_ends_come_last(funnel: Funnel) -> None:
    after = laid_out(funnel)
    path = [s for s in main_path(after) if stages_by_id(after)[s].kind == "open"]
    last = max(stages_by_id(after)[stage_id].position[0] for stage_id in path)
    for stage in after.stages:
        if stage.kind == "won":
            assert stage.position[0] >= last


def test_that_any_heap_of_stages_is_laid_out() -> None:
    funnel = Funnel(start="2027-01-01")
    assert laid_out(funnel) == funnel
    for number in range(30):
        funnel, _id = add_stage(funnel, f"S{number}", (0.0, 0.0))
    ids = [stage.id for stage in funnel.stages]
    for a, b in [*pairwise(ids[:12]), (ids[3], ids[14]), (ids[14], ids[3]), (ids[20], ids[20])]:
        funnel, _id = add_trigger(funnel, a, b)
    places = [stage.position for stage in laid_out(funnel).stages]
    assert len(set(places)) == 30
