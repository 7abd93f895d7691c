"""What the canvas tells besides the drawing: segments, heat, agreement, what is selected."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget
from pytestqt.qtbot import QtBot

from funnelcraft.designer.canvas.figures import CanvasFigures, StageFigures
from funnelcraft.designer.canvas.items.heat import heat_of, leads_at
from funnelcraft.designer.canvas.items.stage_signs import agreement_width
from funnelcraft.designer.document import Item
from funnelcraft.funnel.model import Capacity, Funnel, Segment
from tests.designer.canvas.helpers import Bench, template

Benches = Callable[[Funnel | str], Bench]
SEGMENTS = (Segment(id="small", name="Small"), Segment(id="large", name="Large"))


def segmented() -> Funnel:
    funnel = template("lead-to-revenue.funnel")
    sources = tuple(
        source.replaced(segment="small" if place else "large")
        for place, source in enumerate(funnel.sources)
    )
    return funnel.replaced(segments=SEGMENTS, sources=sources)


def figures() -> CanvasFigures:
    def of(small: float, large: float, balance: float) -> StageFigures:
        halves = (balance / 2, balance / 2)
        return StageFigures(small + large, balance, "a year", 4.0, (small, large), halves)

    return CanvasFigures(
        {"known": of(300.0, 100.0, 64.0), "mql": of(20.0, 0.0, 16.0), "won": of(5.0, 5.0, 900.0)},
        {"known-responded": 90.0, "mql-sal": 7.0},
        segments=("small", "large"),
        trigger_segments={"known-responded": (60.0, 30.0), "mql-sal": (7.0, 0.0)},
    )


def test_that_heat_is_of_open_stages_alone_and_relative_to_the_fullest(bench: Benches) -> None:
    b = bench("lead-to-revenue.funnel")
    b.view.show_figures(figures())
    b.view.show_heat(True)
    stages = b.view.canvas.stages
    assert (stages["known"].heat, stages["mql"].heat, stages["won"].heat) == (1.0, 0.5, None)
    assert b.view.legend.isVisible()
    b.view.show_heat(False)
    assert stages["known"].heat is None
    assert not b.view.legend.isVisible()


@pytest.mark.parametrize("leads", [0.0, 1.0, 25.0, 100.0])
def test_that_the_legend_s_figures_are_those_of_the_heat(leads: float) -> None:
    assert leads_at(heat_of(leads, 100.0), 100.0) == pytest.approx(leads)


def test_that_one_segment_is_shown_alone_and_others_step_back(bench: Benches) -> None:
    b = bench(segmented())
    b.view.show_figures(figures())
    b.view.show_segment("large")
    canvas = b.view.canvas
    assert canvas.stages["known"].figures.volume == 100.0
    assert canvas.stages["known"].figures.shares == (0.75, 0.25)
    assert not canvas.stages["known"].is_faded
    assert canvas.triggers["mql-sal"].is_faded
    faded = {one for one, item in canvas.sources.items() if item.is_faded}
    assert faded == {s.id for s in b.funnel.sources if s.segment == "small"}
    b.view.show_segment(None)
    assert not any(item.is_faded for item in canvas.canvas_items())


def test_that_a_segment_without_figures_is_said_to_have_none(bench: Benches) -> None:
    b = bench(segmented())
    b.view.show_figures(CanvasFigures())
    b.view.show_segment("large")
    assert not b.view.canvas.tells_segment_apart
    assert b.view.canvas.stages["known"].figures.volume is None


def test_that_a_segment_that_is_removed_is_not_shown_alone_any_longer(bench: Benches) -> None:
    b = bench(segmented())
    b.view.show_segment("large")
    b.document.apply(lambda funnel: funnel.replaced(segments=SEGMENTS[:1]), "Remove")
    assert b.view.canvas.segment is None
    assert not b.view.legend.isVisible()


def test_that_a_card_says_who_agreed_and_what_can_be_begun(bench: Benches) -> None:
    funnel = template("lead-to-revenue.funnel")
    stages = tuple(
        stage.replaced(agreed_by=("sales",), capacity=Capacity(leads_per_day=9.0))
        if stage.id == "mql"
        else stage
        for stage in funnel.stages
    )
    face = bench(funnel.replaced(stages=stages)).view.canvas.stages["mql"].face
    assert [(s.department, s.has_agreed) for s in face.signatories] == [
        ("marketing", False),
        ("sales", True),
    ]
    assert face.capacity == "9/day"
    assert agreement_width(face.signatories) < 40


def test_that_the_selection_is_described_to_screen_readers(bench: Benches) -> None:
    b = bench("lead-to-revenue.funnel")
    b.view.show_figures(figures())
    usual = b.view.accessibleDescription()
    b.document.select([Item("stage", "mql")])
    said = b.view.accessibleDescription()
    assert said.startswith("Stage: Marketing Qualified Lead (MQL)")
    assert "20 leads come here a year." in said
    b.document.select([Item("trigger", "mql-sal")])
    assert b.view.accessibleDescription().startswith("Trigger: ")
    b.document.select([Item("stage", "mql"), Item("stage", "sal")])
    assert b.view.accessibleDescription() == "2 parts selected."
    b.document.select([])
    assert b.view.accessibleDescription() == usual


class Lively(QProxyStyle):
    """A style that animates for so long."""

    def __init__(self, milliseconds: int) -> None:
        super().__init__("Fusion")
        self.milliseconds = milliseconds

    def styleHint(  # noqa: N802 (Qt names it)
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return self.milliseconds
        return super().styleHint(hint, option, widget, returned)


def scattered(b: Bench) -> None:
    """Put a stage far from its place."""

    def away(funnel: Funnel) -> Funnel:
        stages = (funnel.stages[0].replaced(position=(2400.0, 900.0)), *funnel.stages[1:])
        return funnel.replaced(stages=stages)

    b.document.apply(away, "Move")


def test_that_tidying_up_glides_and_is_one_step(bench: Benches, qtbot: QtBot) -> None:
    b = bench("lead-to-revenue.funnel")
    style = Lively(200)
    b.view.setStyle(style)
    scattered(b)
    steps = b.steps()
    b.view.tidy_up()
    first = b.view.canvas.stages[b.funnel.stages[0].id]
    end = QPointF(*b.view.canvas.plan.boxes[b.funnel.stages[0].id][:2])
    assert b.steps() == steps + 1
    assert b.view.is_gliding
    qtbot.waitUntil(lambda: not b.view.is_gliding, timeout=5000)
    assert (first.pos(), first.scale(), first.opacity()) == (end, 1.0, 1.0)


def test_that_a_click_ends_the_gliding(bench: Benches) -> None:
    b = bench("lead-to-revenue.funnel")
    style = Lively(200)
    b.view.setStyle(style)
    scattered(b)
    b.view.tidy_up()
    b.hand.click(5000.0, 5000.0)
    assert not b.view.is_gliding
    for stage_id, item in b.view.canvas.stages.items():
        assert (item.x(), item.y()) == b.view.canvas.plan.boxes[stage_id][:2]


def test_that_nothing_glides_where_animations_are_off(bench: Benches) -> None:
    b = bench("lead-to-revenue.funnel")
    style = Lively(0)
    b.view.setStyle(style)
    scattered(b)
    b.view.tidy_up()
    assert not b.view.is_gliding
