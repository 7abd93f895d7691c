"""Routes, labels, lanes and pills: what a drawing must keep to on every template and beyond."""

from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.canvas.plan import Plan, plan, title_box
from funnelcraft.designer.canvas.regions import region_at
from funnelcraft.designer.canvas.routing.traffic import pieces
from funnelcraft.designer.canvas.routing.ways import length_of
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.funnel.edits import (
    add_source,
    add_stage,
    add_trigger,
    change_source,
    change_stage,
    change_trigger,
    give_rate,
    move_stages,
)
from funnelcraft.funnel.lanes import lane_of
from funnelcraft.funnel.layout import laid_out
from funnelcraft.funnel.model import Funnel
from tests.designer.canvas.helpers import TEMPLATES, template
from tests.funnel.random_funnels import random_funnel

pytestmark = pytest.mark.usefixtures("qapp")


def crossed(way: tuple[tuple[float, float], ...], box: Box) -> bool:
    inner = box.grown(-0.5)
    for (x1, y1), (x2, y2) in pairwise(way):
        piece = Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
        if piece.overlaps(inner):
            return True
    return False


@pytest.fixture(params=TEMPLATES)
def funnel(request: pytest.FixtureRequest) -> Funnel:
    return template(request.param)


@pytest.fixture
def drawing(funnel: Funnel) -> Plan:
    return plan(funnel)


def test_that_every_part_is_drawn(funnel: Funnel, drawing: Plan) -> None:
    assert set(drawing.boxes) == {stage.id for stage in funnel.stages}
    assert set(drawing.lines) == {trigger.id for trigger in funnel.triggers}
    assert set(drawing.pills) == {source.id for source in funnel.sources}


def test_that_lines_run_along_the_axes_from_edge_to_edge(funnel: Funnel, drawing: Plan) -> None:
    for trigger in funnel.triggers:
        way = drawing.lines[trigger.id].way
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(way))
        for end, box in (
            (way[0], drawing.boxes[trigger.from_stage]),
            (way[-1], drawing.boxes[trigger.to_stage]),
        ):
            assert box.contains(end)
            assert end[0] in (box.left, box.right) or end[1] in (box.top, box.bottom)


def test_that_a_line_has_a_length_where_stages_lie_upon_each_other(funnel: Funnel) -> None:
    """Aligned stages can be joined and in one place: an arrow head has its direction from a way."""
    places = {stage.id: stage.position for stage in funnel.stages}
    for trigger in funnel.triggers:
        piled = plan(move_stages(funnel, {trigger.to_stage: places[trigger.from_stage]}))
        assert all(len(line.way) > 1 and length_of(line.way) > 0 for line in piled.lines.values())


def test_that_no_line_crosses_a_box(drawing: Plan) -> None:
    solid = [*drawing.boxes.values(), *(pill.box for pill in drawing.pills.values())]
    for line in drawing.lines.values():
        assert not any(crossed(line.way, box) for box in solid)


def test_that_no_two_lines_run_on_each_other(drawing: Plan) -> None:
    for one, two in combinations(drawing.lines.values(), 2):
        for a in pieces(one.way):
            for b in pieces(two.way):
                if a.flat == b.flat and abs(a.at - b.at) < 8:
                    assert min(a.end, b.end) - max(a.start, b.start) <= 0


def test_that_labels_hide_nothing(drawing: Plan) -> None:
    solid = [*drawing.boxes.values(), *(pill.box for pill in drawing.pills.values())]
    solid += [title_box(region) for region in drawing.regions]
    labels = [line.label.box for line in drawing.lines.values()]
    assert not any(label.overlaps(box) for label in labels for box in solid)
    assert not any(one.overlaps(two) for one, two in combinations(labels, 2))
    for line in drawing.lines.values():
        assert not any(crossed(line.way, label) for label in labels)


def test_that_pills_hide_nothing(drawing: Plan) -> None:
    solid = [*drawing.boxes.values(), *(pill.box for pill in drawing.pills.values())]
    assert not any(one.overlaps(two) for one, two in combinations(solid, 2))


def test_that_every_stage_stands_in_its_own_lane(funnel: Funnel, drawing: Plan) -> None:
    for stage_id, box in drawing.boxes.items():
        region = region_at(drawing.regions, box.centre)
        assert region is not None
        assert region.lane == lane_of(funnel, stage_id)
    assert not any(a.box.overlaps(b.box) for a, b in combinations(drawing.regions, 2))


def test_that_the_same_funnel_is_drawn_the_same(funnel: Funnel, drawing: Plan) -> None:
    assert plan(funnel) == drawing
    assert plan(funnel, drawing) == drawing


def test_that_parallel_triggers_and_loops_are_told_apart() -> None:
    funnel = template("blank.funnel")
    for _ in range(3):
        funnel, _id = add_trigger(funnel, "lead", "won")
    funnel, loop = add_trigger(funnel, "lead", "lead", kind="recycle")
    drawing = plan(funnel)
    assert len({line.way for line in drawing.lines.values()}) == len(funnel.triggers)
    test_that_no_two_lines_run_on_each_other(drawing)
    way = drawing.lines[loop].way
    assert len(way) >= 4
    assert not crossed(way, drawing.boxes["lead"])


def test_that_lanes_side_by_side_are_cut_apart() -> None:
    funnel = template("blank.funnel")
    funnel = move_stages(funnel, {"won": (264.0, 0.0), "lost": (264.0, 176.0)})
    drawing = plan(funnel)
    assert {region.department for region in drawing.regions} == {"marketing", "sales"}
    test_that_every_stage_stands_in_its_own_lane(funnel, drawing)


def test_that_a_line_finds_its_way_through_a_crowd() -> None:
    funnel = template("blank.funnel").replaced(sources=(), triggers=(), stages=())
    for column in range(5):
        for row in range(5):
            where = (column * 230.0, row * 150.0 + (37.0 if column % 2 else 0.0))
            funnel, _id = add_stage(funnel, f"S{column}{row}", where)
    for target in ("s44", "s04", "s40", "s22"):
        funnel, _id = add_trigger(funnel, "s00", target)
    drawing = plan(funnel)
    for line in drawing.lines.values():
        assert not any(crossed(line.way, box) for box in drawing.boxes.values())


def test_that_many_sources_are_stacked_without_overlap(qapp: QApplication) -> None:
    funnel = template("lead-to-revenue.funnel")
    for number in range(7):
        funnel, _id = add_source(funnel, f"Source {number}", "known", 10.0)
    test_that_pills_hide_nothing(plan(funnel))


def test_that_a_large_plan_keeps_what_an_edit_does_not_touch() -> None:
    funnel = template("blank.funnel").replaced(sources=(), triggers=(), stages=())
    ids = []
    for number in range(60):
        where = (number % 10 * 264.0, number // 10 * 176.0)
        funnel, stage_id = add_stage(funnel, f"S{number}", where)
        ids.append(stage_id)
    for a, b in pairwise(ids):
        funnel, _id = add_trigger(funnel, a, b)
    before = plan(funnel)
    after = plan(move_stages(funnel, {ids[0]: (-16.0, 0.0)}), before)
    changed = [i for i, line in after.lines.items() if line != before.lines[i]]
    assert f"{ids[0]}-{ids[1]}" in changed
    assert len(changed) < 12


EDITS: dict[str, Callable[[Funnel], Funnel]] = {
    "term": lambda f: change_stage(f, f.stages[3].id, term="Quite another name"),
    "kind": lambda f: change_stage(f, f.stages[3].id, kind="gate"),
    "owner": lambda f: change_stage(f, f.stages[3].id, owner=None),
    "place": lambda f: move_stages(f, {f.stages[3].id: (37.0, 911.0)}),
    "order": lambda f: f.replaced(stages=tuple(reversed(f.stages))),
    "rate": lambda f: give_rate(f, f.triggers[5].id, 0.12345),
    "way": lambda f: change_trigger(f, f.triggers[5].id, kind="recycle"),
    "into": lambda f: change_source(f, f.sources[0].id, into=f.stages[9].id),
    "pills": lambda f: f.replaced(sources=tuple(reversed(f.sources))),
}


@pytest.mark.parametrize("name", EDITS)
def test_that_a_plan_on_a_basis_stands_where_one_from_scratch_does(name: str) -> None:
    before = laid_out(random_funnel(3, 60, 90))
    after = EDITS[name](before)
    based, scratch = plan(after, plan(before)), plan(after)
    assert list(based.boxes.items()) == list(scratch.boxes.items())
    assert dict(based.pills) == dict(scratch.pills)
    assert (based.regions, based.lanes) == (scratch.regions, scratch.lanes)
    assert based.layout == scratch.layout
    words = {one: (line.words, line.loose) for one, line in scratch.lines.items()}
    assert {one: (line.words, line.loose) for one, line in based.lines.items()} == words
