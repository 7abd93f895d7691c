"""Far away: the specks of a crowd are painted together, and tell what those of each would tell."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.canvas.figures import CanvasFigures, StageFigures
from funnelcraft.designer.canvas.ink import rect
from funnelcraft.designer.canvas.items.badge_places import badge_places
from funnelcraft.designer.canvas.items.item import CROWD, SPECK
from funnelcraft.designer.canvas.play.sprites import GLOW, Sprites
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import DARK, LIGHT, heat_colour
from funnelcraft.funnel.checks import check
from funnelcraft.funnel.edits import change_stage, change_trigger
from funnelcraft.funnel.findings import Finding, Place
from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH
from funnelcraft.funnel.layout import laid_out
from funnelcraft.funnel.model import Funnel
from tests.designer.canvas.helpers import Bench, template
from tests.funnel.random_funnels import random_funnel

pytestmark = pytest.mark.usefixtures("qapp")

FAR = SPECK * 0.8
Benches = Callable[[Funnel | str], Bench]


@pytest.fixture(scope="module")
def crowd() -> Funnel:
    return laid_out(random_funnel(4, CROWD + 10, CROWD + 60))


def painted(scene: CanvasScene) -> QImage:
    area = rect(scene.plan.extent.grown(40.0))
    size = (area.size() * FAR).toSize()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(scene.colours.ground))
    with QPainter(image) as painter:
        painter.scale(FAR, FAR)
        painter.translate(-area.topLeft())
        scene.render(painter, area, area, Qt.AspectRatioMode.IgnoreAspectRatio)
    return image


def differing(one: QImage, other: QImage) -> int:
    """Return how many pixels of two pictures differ clearly."""
    assert one.size() == other.size()
    a, b = (bytes(image.constBits()) for image in (one, other))
    return sum(abs(x - y) > 40 for x, y in zip(a, b, strict=True)) // 3


def marked(funnel: Funnel) -> CanvasScene:
    """Return a scene with figures, findings, heat and a selection."""
    scene = CanvasScene(LIGHT)
    scene.show_funnel(funnel)
    stages = {s.id: StageFigures(10.0, float(n % 60), "") for n, s in enumerate(funnel.stages)}
    scene.show_figures(CanvasFigures(stages))
    scene.show_heat(True)
    scene.show_findings(
        tuple(
            Finding(code="no_owner", level="warning", message="m", place=Place("stage", s.id))
            for s in funnel.stages[::3]
        )
    )
    scene.show_selection(frozenset({Item("stage", funnel.stages[5].id)}))
    return scene


def test_that_a_crowd_looks_as_if_each_had_painted_its_own_speck(crowd: Funnel) -> None:
    scene = marked(crowd)
    alone = painted(scene)
    scene.look_from(FAR)
    assert all(one.is_summed_up != one.is_selected for one in scene.stages.values())
    together = painted(scene)
    # Where lines of two colours cross, either may lie above.
    assert differing(alone, together) < alone.width() * alone.height() / 500
    scene.look_from(1.0)
    assert not any(one.is_summed_up for one in scene.canvas_items())
    assert differing(alone, painted(scene)) == 0


def test_that_few_stages_paint_their_own_specks() -> None:
    scene = CanvasScene(LIGHT)
    scene.show_funnel(template("lead-to-revenue.funnel"))
    scene.look_from(FAR)
    assert not any(one.is_summed_up for one in scene.canvas_items())


def colour_in(bench: Bench, stage_id: str, share: float = 0.6) -> str:
    """Return the colour seen within a card, so far from its left."""
    bench.view.viewport().repaint()
    left, top, width, height = bench.view.canvas.plan.boxes[stage_id]
    at = bench.view.mapFromScene(QPointF(left + share * width, top + height / 2))
    return bench.view.viewport().grab().toImage().pixelColor(at).name()


def test_that_specks_follow_selection_heat_drag_and_palette(bench: Benches, crowd: Funnel) -> None:
    b = bench(crowd)
    stage = next(s for s in crowd.stages if s.kind == "open")
    b.view._zoom.set(FAR)
    b.view.centerOn(QPointF(*stage.position))
    QApplication.processEvents()
    plain = colour_in(b, stage.id)
    b.view.document.select([Item("stage", stage.id)])
    assert colour_in(b, stage.id) == LIGHT.accent.lower()
    b.view.document.select([])
    assert colour_in(b, stage.id) == plain
    figures = CanvasFigures({stage.id: StageFigures(9.0, 50.0, "")})
    b.view.show_figures(figures)
    b.view.show_heat(True)
    assert colour_in(b, stage.id) == heat_colour(LIGHT)
    assert colour_in(b, stage.id, 0.15) == plain  # the department's colour stays
    b.view.document.select([Item("stage", stage.id)])
    assert colour_in(b, stage.id) == LIGHT.accent.lower()
    b.view.document.select([])
    b.view.show_heat(False)
    start = b.view.canvas.plan
    x, y = stage.position
    b.view.canvas.show_drag({stage.id: (x, y - 600.0)}, start.regions)
    assert colour_in(b, stage.id) == plain
    at = b.view.mapFromScene(QPointF(x + STAGE_WIDTH * 0.6, y + STAGE_HEIGHT / 2))
    assert b.view.viewport().grab().toImage().pixelColor(at).name() != plain
    b.view.canvas.show_funnel(crowd)
    assert colour_in(b, stage.id) == plain
    b.view.set_colours(DARK)
    assert colour_in(b, stage.id) != plain


def test_that_what_is_summed_up_is_hit_by_the_mouse(bench: Benches, crowd: Funnel) -> None:
    b = bench(crowd)
    b.view._zoom.set(FAR)
    stage = crowd.stages[7]
    b.view.centerOn(QPointF(*stage.position))
    b.view.viewport().repaint()
    b.hand.click(*b.view.canvas.plan.boxes[stage.id].centre)
    assert b.view.document.selected("stage") == (stage.id,)


def test_that_copied_cards_look_as_painted_ones(bench: Benches) -> None:
    b = bench("lead-to-revenue.funnel")
    b.view.reset_zoom()
    card = b.view.canvas.stages["mql"]
    b.view.centerOn(card.sceneBoundingRect().center())
    QApplication.processEvents()
    shown = b.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    around = card.boundingRect().translated(card.pos())
    corner = b.view.mapFromScene(around.topLeft())
    copied = shown.copy(corner.x(), corner.y(), int(around.width()), int(around.height()))
    direct = QImage(copied.size(), QImage.Format.Format_RGB32)
    with QPainter(direct) as painter:
        b.view.canvas.render(painter, QRectF(direct.rect()), around)
    assert differing(copied, direct) < copied.width() * copied.height() / 500


def test_that_badges_of_triggers_keep_off_those_of_stages() -> None:
    funnel = template("lead-to-revenue.funnel")
    for stage in funnel.stages:
        if stage.kind == "open":
            funnel = change_stage(funnel, stage.id, definition="", owner=None)
    for trigger in funnel.triggers:
        funnel = change_trigger(funnel, trigger.id, conversion=None)
    scene = CanvasScene(LIGHT)
    scene.show_funnel(funnel)
    scene.show_findings(check(funnel))
    rooms = [room for one in scene.stages.values() if (room := one.badge_room) is not None]
    placed = [one.badge_box for one in scene.triggers.values() if one.badge_box is not None]
    assert len(rooms) > 4
    assert len(placed) > 8
    assert not any(room.overlaps(box) for room in rooms for box in placed)
    sizes = {next(iter(scene.plan.lines)): (30.0, 18.0)}
    assert badge_places(scene.plan, sizes).keys() == sizes.keys()


@pytest.mark.parametrize("kind", ["open", "won", "lost"])
def test_that_plays_ring_has_the_shape_of_the_card(kind: str, qapp: QApplication) -> None:
    ring = Sprites(LIGHT).glow(LIGHT.accent, kind, 0.0, 1.0, 1.0, 1.0).toImage()
    corner = ring.pixelColor(int(GLOW + STAGE_WIDTH - 4), int(GLOW + 3)).alpha()
    middle = ring.pixelColor(int(GLOW + STAGE_WIDTH), int(GLOW + STAGE_HEIGHT / 2)).alpha()
    assert middle > 150
    assert (corner > 60) == (kind == "open")
