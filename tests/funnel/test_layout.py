"""Auto-layout: what every laid-out funnel keeps to."""

from itertools import combinations, pairwise
from json import loads
from statistics import mean

import pytest

from funnelcraft.funnel.edits import add_stage, add_trigger, move_stages
from funnelcraft.funnel.geometry import GRID, STAGE_HEIGHT, STAGE_WIDTH
from funnelcraft.funnel.graph import main_path, stages_by_id
from funnelcraft.funnel.lanes import lane_of, lanes_of
from funnelcraft.funnel.layout import crossings, laid_out, lines_of_business
from funnelcraft.funnel.model import Funnel, Position
from funnelcraft.resources import names, read_text
from tests.funnel.random_funnels import random_funnel


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


def crossings_of(funnel: Funnel) -> int:
    """Return how often the straight lines of triggers cross."""
    places = {stage.id: stage.position for stage in funnel.stages}
    ends = {(t.from_stage, t.to_stage) for t in funnel.triggers if t.from_stage != t.to_stage}
    return crossings((places[a], places[b]) for a, b in ends)


def in_the_documents_order(funnel: Funnel) -> Funnel:
    """Stack the stages of each column of a lane as the document lists them."""
    lanes = lanes_of(funnel)
    columns: dict[object, list[str]] = {}
    for stage in funnel.stages:
        columns.setdefault((lanes[stage.id], stage.position[0]), []).append(stage.id)
    places = {stage.id: stage.position for stage in funnel.stages}
    stacked: dict[str, Position] = {}
    for ids in columns.values():
        free = sorted(places[one] for one in ids)
        stacked |= dict(zip(ids, free, strict=True))
    return move_stages(funnel, stacked)


def test_that_lines_cross_less_than_in_the_order_of_the_document() -> None:
    drawn = [laid_out(random_funnel(seed, 22, 40)) for seed in range(30)]
    tidy = mean(crossings_of(funnel) for funnel in drawn)
    assert tidy <= mean(crossings_of(in_the_documents_order(funnel)) for funnel in drawn)


def test_that_lines_of_business_are_laid_out_one_below_the_other() -> None:
    funnel = laid_out(random_funnel(7, 96, 130))
    lines = [line for line in lines_of_business(funnel) if len(line) > 20]
    assert len(lines) == 4
    heights = {stage.id: stage.position[1] for stage in funnel.stages}
    reaches = sorted((min(heights[i] for i in ids), max(heights[i] for i in ids)) for ids in lines)
    assert all(low > bottom for (_top, bottom), (low, _end) in pairwise(reaches))


def test_that_a_small_edit_moves_little() -> None:
    funnel = laid_out(random_funnel(7, 96, 130))
    origin = funnel.stages[5].id
    grown, added = add_stage(funnel, "Added", (0.0, 0.0), owner="service")
    grown, _id = add_trigger(grown, origin, added)
    before = {stage.id: stage.position for stage in funnel.stages}
    after = laid_out(grown)
    columns = [one.position[0] != before[one.id][0] for one in after.stages if one.id != added]
    assert sum(columns) <= 3


def test_that_a_thousand_stages_are_laid_out_apart() -> None:
    funnel = laid_out(random_funnel(7, 1000, 1500))
    assert len({stage.position for stage in funnel.stages}) == 1000
