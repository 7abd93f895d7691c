"""Whatever a file holds, the canvas draws what can be drawn."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from funnelcraft.designer.canvas.figures import CanvasFigures, StageFigures
from funnelcraft.designer.canvas.shapes import FARTHEST, drawable
from funnelcraft.designer.canvas.thumbnail import thumbnail
from funnelcraft.designer.canvas.tips import tip
from funnelcraft.designer.canvas.words import plain
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import DARK, LIGHT
from funnelcraft.funnel.findings import Finding, Place
from funnelcraft.funnel.model import Funnel, Role, Source, Stage, Trigger, Volume
from tests.designer.canvas.helpers import TEMPLATES, Bench, template

Make = Callable[[Funnel], Bench]

BROKEN = Funnel(
    start="2027-01-01",
    roles=(Role(id="r", name="", department="  "), Role(id="m", name="M" * 9000, department="x")),
    stages=(
        Stage(id="a", term="A" * 10_000, position=(1e300, -1e300), owner="nobody"),
        Stage(id="a", term="twice", position=(0.0, 0.0)),
        Stage(id="b", term="\u202eevil\u202c\n\t<img src='file:///x'>", kind="portal", owner="r"),
        Stage(id="c", term="", kind="gate", owner="m", position=(0.0, 0.0)),
        Stage(id="d", term="", position=(3.0, 3.0)),
        Stage(id="w", term="Won", kind="won", position=(0.1, 400.0)),
    ),
    triggers=(
        Trigger(id="t", from_stage="b", to_stage="nowhere"),
        Trigger(id="t", from_stage="b", to_stage="c"),
        Trigger(id="u", from_stage="nowhere", to_stage="b", kind="teleport"),
        Trigger(id="v", from_stage="x", to_stage="y"),
        Trigger(id="s", from_stage="c", to_stage="c"),
        Trigger(id="z", from_stage="c", to_stage="d", kind="sla_breach"),
        Trigger(id="e", from_stage="w", to_stage="a"),
    ),
    sources=(
        Source(id="q", name="", into="b", volume=Volume(leads_per_month=1e12)),
        Source(id="q", name="twice", into="c", volume=Volume(leads_per_month=0.0)),
        Source(id="p", name="lost", into="nowhere", volume=Volume(leads_per_month=1.0)),
    ),
)


def test_that_a_broken_funnel_is_drawn_as_far_as_it_can_be(bench: Make) -> None:
    b = bench(BROKEN)
    assert set(b.view.canvas.stages) == {"a", "b", "c", "d", "w"}
    assert set(b.view.canvas.triggers) == {"t", "u", "s", "z", "e"}
    assert set(b.view.canvas.sources) == {"q"}
    b.view.select_all()
    b.view.grab()
    b.view.fit()
    b.view.grab()
    assert not b.view.picture(width=400).isNull()
    for item in b.document.selection:
        assert tip(b.funnel, item)


def test_that_every_part_of_a_broken_funnel_can_be_deleted_one_by_one(bench: Make) -> None:
    b = bench(BROKEN)
    for stage_id in ("a", "b", "c", "d", "w"):
        b.document.select([Item("stage", stage_id)])
        b.view.delete_selection()
    assert b.view.canvas.stages == {}
    while b.document.undo_stack.canUndo():
        b.document.undo_stack.undo()
    assert b.funnel == BROKEN


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e308])
def test_that_no_position_leaves_the_sheet(value: float) -> None:
    assert all(abs(part) <= FARTHEST for part in drawable((value, value)))


def test_that_an_empty_funnel_is_an_empty_canvas(bench: Make) -> None:
    b = bench(Funnel(start="2027-01-01"))
    b.view.fit()
    b.view.tidy_up()
    b.view.select_all()
    b.view.delete_selection()
    assert not b.view.picture().isNull()
    b.hand.double_click(0, 0)
    assert len(b.funnel.stages) == 1


def test_that_tooltips_show_markup_as_text(qapp: object) -> None:
    shown = tip(BROKEN, Item("stage", "b"))
    assert "&lt;img" in shown
    assert "<img" not in shown
    assert "\u202e" not in shown


def test_that_names_are_one_line_of_bounded_length() -> None:
    assert plain("a\n b\t\tc ") == "a b c"
    assert len(plain("x" * 10_000)) <= 300


def test_that_a_tooltip_says_a_trigger_in_a_sentence(qapp: object) -> None:
    shown = tip(template("lead-to-revenue.funnel"), Item("trigger", "mql-sal"))
    assert shown == (
        "<p>Meeting booked moves 62% of Marketing Qualified Lead to Sales Accepted Lead, "
        "after 3 days on average.<br>"
        "Double-click changes its figures; drag an end of it to another stage.</p>"
    )


def test_that_figures_of_unknown_parts_do_no_harm_and_repaint_no_more_than_needed(
    bench: Callable[[str], Bench],
) -> None:
    b = bench("lead-to-revenue.funnel")
    items = dict(b.view.canvas.stages)
    figures = CanvasFigures(
        {"mql": StageFigures(3902.0, 61.0, "a year"), "gone": StageFigures(None, None, "")},
        {"mql-sal": 2419.0, "known-responded": 12000.0, "gone": 1.0},
        stale=True,
    )
    b.view.show_figures(figures)
    wide = b.view.canvas.triggers["known-responded"].width
    assert wide > b.view.canvas.triggers["mql-sal"].width > b.view.canvas.triggers["sal-sql"].width
    assert wide == 9
    assert b.view.canvas.stages == items  # the same items, not new ones
    b.view.grab()


def test_that_findings_are_counted_by_place(bench: Callable[[str], Bench]) -> None:
    b = bench("lead-to-revenue.funnel")
    b.view.show_findings(
        (
            Finding("x", "hint", Place("stage", "mql"), "One."),
            Finding("x", "warning", Place("stage", "mql"), "Two."),
            Finding("x", "error", Place("trigger", "mql-sal"), "Three."),
            Finding("x", "error", Place("funnel"), "Four."),
        )
    )
    badge = b.view.canvas.stages["mql"].badge
    assert badge is not None
    assert (badge.level, badge.number) == ("warning", 2)
    assert b.view.canvas.triggers["mql-sal"].badge is not None
    b.view.grab()


@pytest.mark.parametrize("name", TEMPLATES)
def test_that_thumbnails_and_pictures_show_something_in_both_palettes(
    name: str, qapp: object, bench: Make
) -> None:
    funnel = template(name)
    b = bench(funnel)
    for palette in (LIGHT, DARK):
        small = thumbnail(funnel, QSize(240, 150), palette)
        assert (small.width(), small.height()) == (480, 300)
        large = b.view.picture(width=800, palette=palette)
        assert large.width() == 800
        assert large.pixelColor(0, 0) == QColor(palette.ground)
        colours = {small.pixel(x, y) for x in range(0, 480, 4) for y in range(0, 300, 4)}
        assert len(colours) > 10


def test_that_the_palette_can_be_switched_live(bench: Callable[[str], Bench]) -> None:
    b = bench("lead-to-revenue.funnel")
    b.view.set_colours(DARK)
    image = b.view.grab().toImage()
    assert image.pixelColor(2, 2).lightness() < 60
    b.view.set_colours(LIGHT)
    assert b.view.grab().toImage().pixelColor(2, 2).lightness() > 200


@pytest.mark.parametrize("scale", [0.2, 0.5, 1.0, 2.0])
def test_that_every_level_of_detail_is_painted(scale: float, bench: Make) -> None:
    b = bench(template("lead-to-revenue.funnel"))
    figures = {"mql": StageFigures(3902.0, 61.0, "a year"), "won": StageFigures(136.0, None, "")}
    b.view.show_figures(CanvasFigures(figures, {"mql-sal": 2419.0}))
    picture = b.view.picture(scale=scale)
    rows = (picture.height() // 5, picture.height() // 4, picture.height() // 3)
    ink = {picture.pixel(x, y) for x in range(picture.width()) for y in rows}
    assert len(ink) > 10
