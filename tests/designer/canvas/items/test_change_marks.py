"""Marks of a scenario on the canvas: rings, signs, ghosts, and what is said of them."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.canvas.lettering import font
from funnelcraft.designer.canvas.tips import tip
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import DARK, LIGHT
from funnelcraft.funnel import edits
from funnelcraft.funnel.model import Capacity, Conversion, Funnel
from funnelcraft.funnel.scenarios import account_of, add_scenario
from funnelcraft.io.templates import template
from tests.designer.canvas.helpers import Bench

BOOKED = "mql-sal"


def bold(funnel: Funnel) -> Funnel:
    """Change a stage and a trigger, add a stage with a way to it, take a stage and a source."""
    funnel = edits.change_stage(funnel, "mql", capacity=Capacity(leads_per_day=60.0))
    funnel = edits.change_trigger(funnel, BOOKED, conversion=Conversion(rate=0.7))
    funnel = edits.remove(funnel, stages=["nurture"], sources=[funnel.sources[-1].id])
    funnel, demo = edits.add_stage(funnel, "Demo", (900.0, 600.0))
    return edits.add_trigger(funnel, "sal", demo, name="Demo asked for")[0]


@pytest.fixture
def bench(qapp: QApplication) -> Bench:
    """A canvas that shows a scenario with all kinds of changes."""
    base = template("lead-to-revenue")
    base, scenario = add_scenario(base, "Bold", like=bold(base))
    made = Bench(base)
    made.document.show_scenario(scenario)
    made.view.show_changes(account_of(base, scenario))
    return made


def test_that_what_is_changed_or_new_has_a_ring_around_it(bench: Bench) -> None:
    marks = bench.view.canvas.changes.marks
    demo = next(one.id for one in bench.funnel.stages if one.term == "Demo")
    asked = next(one.id for one in bench.funnel.triggers if one.name == "Demo asked for")
    assert {item: mark.kind for item, mark in marks.items()} == {
        Item("stage", "mql"): "changed",
        Item("trigger", BOOKED): "changed",
        Item("stage", demo): "added",
        Item("trigger", asked): "added",
    }
    for item, mark in marks.items():
        frame = bench.view.frame_of(item)
        assert frame is not None
        assert mark.isVisible()
        assert mark.sceneBoundingRect().contains(frame)


def test_that_what_is_taken_away_stands_pale_where_it_was(bench: Bench) -> None:
    base = bench.document.base
    ghosts = bench.view.canvas.changes.ghosts
    gone = {Item("stage", "nurture"), Item("source", base.sources[-1].id)}
    tied = {
        Item("trigger", one.id)
        for one in base.triggers
        if "nurture" in (one.from_stage, one.to_stage)
    }
    assert set(ghosts) == gone | tied
    nurture = next(one for one in base.stages if one.id == "nurture")
    room = ghosts[Item("stage", "nurture")].sceneBoundingRect()
    assert room.contains(QPointF(*nurture.position))


def test_that_only_the_names_of_what_is_taken_away_are_struck_out(bench: Bench) -> None:
    bench.view.grab()
    assert not any(font(size, 600).strikeOut() for size in (13, 15, 18))


def test_that_marks_follow_what_is_dragged(bench: Bench) -> None:
    mark = bench.view.canvas.changes.marks[Item("stage", "mql")]
    x, y = bench.centre("mql")
    before = mark.sceneBoundingRect().center()
    bench.hand.press(x, y)
    bench.hand.move(x + 40, y + 80)
    bench.hand.move(x + 80, y + 160)
    assert mark.sceneBoundingRect().center() == before + QPointF(80, 160)
    bench.hand.release(x + 80, y + 160)
    assert mark.sceneBoundingRect().center() == before + QPointF(80, 160)


def test_that_marks_go_with_the_scenario(bench: Bench) -> None:
    bench.document.show_scenario("")
    bench.view.show_changes(None)
    changes = bench.view.canvas.changes
    assert (changes.marks, changes.ghosts) == ({}, {})


def test_that_a_mark_is_said_not_only_seen(bench: Bench) -> None:
    bench.document.select([Item("trigger", BOOKED)])
    said = "Changed in this scenario: Meeting booked: conversion 62% → 70%."
    assert said in bench.view.accessibleDescription()
    assert said in tip(bench.funnel, Item("trigger", BOOKED), None, said)
    demo = next(one.id for one in bench.funnel.stages if one.term == "Demo")
    bench.document.select([Item("stage", demo)])
    assert "New in this scenario." in bench.view.accessibleDescription()
    bench.document.select([Item("stage", "sal")])
    assert "this scenario" not in bench.view.accessibleDescription()


def accented(bench: Bench, area: QRectF) -> int:
    """Count the pixels in the accent's colour that an area of the canvas is painted with."""
    image = QImage(bench.view.viewport().size(), QImage.Format.Format_RGB32)
    bench.view.viewport().render(image)
    box = bench.view.mapFromScene(area).boundingRect()
    accent = QColor(bench.view.canvas.colours.accent).rgb()
    return sum(
        image.pixel(x, y) == accent
        for x in range(max(box.left(), 0), min(box.right(), image.width()))
        for y in range(max(box.top(), 0), min(box.bottom(), image.height()))
    )


@pytest.mark.parametrize("zoom_steps", [0, 3, 6, 10])
def test_that_marks_are_seen_at_any_zoom_in_light_and_dark(bench: Bench, zoom_steps: int) -> None:
    for _step in range(zoom_steps):
        bench.view.zoom_out()
    for palette in (LIGHT, DARK):
        bench.view.set_colours(palette)
        mark = bench.view.canvas.changes.marks[Item("stage", "mql")]
        bench.look_at(*bench.centre("mql"))
        assert accented(bench, mark.sceneBoundingRect()) > 20
    bench.view.show_changes(None)
    bench.look_at(*bench.centre("mql"))
    assert accented(bench, mark.sceneBoundingRect()) == 0


def test_that_an_edit_of_a_drawing_without_a_scenario_makes_no_marks(qapp: QApplication) -> None:
    bench = Bench(template("lead-to-revenue"))
    bench.document.apply(lambda f: edits.change_stage(f, "mql", term="Hand-raiser"), "Rename")
    assert bench.view.canvas.changes.marks == {}
