"""Lines of large drawings: off all boxes, kept where nothing comes near, following a drag."""

import pytest

from funnelcraft.designer.canvas.drag import Drag
from funnelcraft.designer.canvas.plan import plan
from funnelcraft.designer.canvas.routing.express import express_courses, hasty_way, prepared, routed
from funnelcraft.designer.canvas.routing.lines import Course
from funnelcraft.designer.canvas.routing.raster import Raster
from funnelcraft.designer.canvas.routing.thorough import Wish
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.look.tokens import LIGHT
from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.layout import laid_out
from funnelcraft.funnel.model import Funnel
from tests.designer.canvas.test_plan import crossed
from tests.funnel.random_funnels import random_funnel

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def large() -> Funnel:
    return laid_out(random_funnel(3, 96, 140))


def test_that_no_line_of_two_hundred_random_funnels_crosses_a_box() -> None:
    for seed in range(200):
        funnel = laid_out(random_funnel(seed, 4 + seed % 13, 5 + seed * 7 % 15))
        drawing = plan(funnel)
        for line in drawing.lines.values():
            assert not any(crossed(line.way, box) for box in drawing.boxes.values()), seed


def test_that_no_line_of_a_large_funnel_crosses_a_box(large: Funnel) -> None:
    drawing = plan(large)
    assert len(drawing.lines) == len(large.triggers)
    for line in drawing.lines.values():
        assert not any(crossed(line.way, box) for box in drawing.boxes.values())


def test_that_an_edit_of_a_term_changes_no_line(large: Funnel) -> None:
    before = plan(large)
    after = plan(change_stage(large, large.stages[9].id, term="Another"), before)
    assert all(after.lines[i] is line for i, line in before.lines.items())


def test_that_a_drag_plans_only_what_moves(large: Funnel) -> None:
    start = plan(large)
    moved = large.stages[9]
    x, y = moved.position
    drag = Drag(large, start, [moved.id])
    shown = drag.plan({moved.id: (x + 40.0, y + 24.0)}, start.regions)
    changed = {i for i, line in shown.lines.items() if line is not start.lines[i]}
    tied = {t.id for t in large.triggers if moved.id in (t.from_stage, t.to_stage)}
    assert changed == tied
    assert shown.boxes[moved.id].left == x + 40.0


def test_that_a_cancelled_drag_leaves_every_line_as_it_was(large: Funnel) -> None:
    scene = CanvasScene(LIGHT)
    scene.show_funnel(large)
    before = scene.plan
    moved = large.stages[9]
    scene.show_drag({moved.id: (0.0, 0.0)}, before.regions)
    assert scene.plan.lines != before.lines
    scene.show_funnel(large)
    assert scene.plan.lines == before.lines
    assert all(scene.triggers[i].line is line for i, line in scene.plan.lines.items())


def test_that_a_raster_knows_what_is_taken() -> None:
    raster = Raster(0.0, 0.0)
    raster.take(Box(40.0, 40.0, 80.0, 40.0))
    assert not raster.is_free(Box(100.0, 60.0, 100.0, 100.0))
    assert raster.is_free(Box(120.0, 40.0, 40.0, 40.0))
    assert not raster.is_free_along(((0.0, 60.0), (200.0, 60.0)))
    assert raster.is_free_along(((0.0, 84.0), (200.0, 84.0), (200.0, 0.0)))


def test_that_a_hasty_way_has_a_length_wherever_the_boxes_lie() -> None:
    for dx in range(-200, 201, 20):
        for dy in range(-120, 121, 20):
            origin = Box(0.0, 0.0, 168.0, 96.0)
            wish = Wish("t", origin, origin.shifted(float(dx), float(dy)), "progress")
            way = hasty_way(wish)
            assert len(way) > 1
            assert way[0] != way[-1]


def test_that_lines_far_off_make_no_difference_to_new_ones(large: Funnel) -> None:
    drawing = plan(large)
    assert drawing.layout is not None
    wishes, sizes, setting = drawing.layout.wishes, drawing.layout.sizes, drawing.layout.setting
    for stage in large.stages[::12]:
        box = drawing.boxes[stage.id]
        kept = {
            wish.id: Course(drawing.lines[wish.id].way, drawing.lines[wish.id].label)
            for wish in wishes
            if box not in (wish.origin, wish.target)
        }
        among_all = routed(wishes, sizes, prepared(setting, kept.values()), kept)
        assert express_courses(wishes, sizes, setting, kept) == among_all
