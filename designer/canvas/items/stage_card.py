"""The card of a stage without its words, or the diamond of a gate: ground, rim, badge, handles."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from funnelcraft.designer.canvas.ink import clear, mixed
from funnelcraft.designer.canvas.items.item import MIDDLE, is_far, is_middle, is_tiny, zoom_of
from funnelcraft.designer.canvas.items.marks import BADGE_HEIGHT, Badge, badge_width, paint_badge
from funnelcraft.designer.canvas.items.stage_signs import ROUND, outline, paint_heat, paint_strip
from funnelcraft.designer.canvas.items.stage_state import BOUNDS, CARD, StageState
from funnelcraft.designer.canvas.items.stage_words import EDGE, paint_gate_words, paint_words
from funnelcraft.designer.canvas.items.stamps import stamp
from funnelcraft.designer.look.tokens import CORNER
from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH

HANDLE = 5.5  # radius
FAR_BADGE = 1.7  # how many times as large as life a badge is from afar
DIAMOND = QPolygonF(
    [
        QPointF(STAGE_WIDTH / 2, 0),
        QPointF(STAGE_WIDTH, STAGE_HEIGHT / 2),
        QPointF(STAGE_WIDTH / 2, STAGE_HEIGHT),
        QPointF(0, STAGE_HEIGHT / 2),
    ]
)
HANDLES = (
    QPointF(STAGE_WIDTH, STAGE_HEIGHT / 2),
    QPointF(STAGE_WIDTH / 2, STAGE_HEIGHT),
    QPointF(0, STAGE_HEIGHT / 2),
    QPointF(STAGE_WIDTH / 2, 0),
)

Part = Callable[[QPainter, StageState], None]


def paint_card(painter: QPainter, stage: StageState, stamped: bool) -> None:
    """Paint a card or gate; on a screen (`stamped`), what those of one look share is copied."""
    if stage.face.kind == "gate":
        _paint_diamond(painter, stage)
        paint_gate_words(painter, stage)
    else:
        _paint_surface(painter, stage, stamped)
        paint_words(painter, stage)
    if stage.badge is not None:
        _paint_badge(painter, stage, stage.badge, stamped)
    if (stage.is_hovered or stage.is_selected) and stage.offers_handles:
        _paint_handles(painter, stage)


def _paint_surface(painter: QPainter, stage: StageState, stamped: bool) -> None:
    """Paint the card without words, with its heat and the shares of the segments."""

    def paint(part: Part) -> None:
        if not stamped:
            part(painter, stage)
            return
        states = (stage.is_target, stage.is_selected, stage.is_hovered)
        look = (part.__name__, stage.palette, stage.face.kind, stage.colour, states)
        stamp(painter, look, BOUNDS, lambda on: part(on, stage))

    if stage.heat is None:
        paint(_paint_whole)
    else:
        paint(_paint_ground)
        paint_heat(painter, stage.palette, stage.heat)
        paint(_paint_rim)
    if not is_tiny(painter):
        right = STAGE_WIDTH - (ROUND if stage.is_end else 12.0)
        paint_strip(painter, stage.palette, right, stage.figures, stage.chosen)


def _paint_whole(painter: QPainter, stage: StageState) -> None:
    """Paint the card without words."""
    _paint_ground(painter, stage)
    _paint_rim(painter, stage)


def _paint_ground(painter: QPainter, stage: StageState) -> None:
    """Paint the empty card and its shadow."""
    _paint_shadow(painter, stage)
    painter.setBrush(QColor(stage.palette.accent_soft if stage.is_target else stage.palette.panel))
    painter.setPen(Qt.PenStyle.NoPen)
    _draw_card(painter, stage)


def _paint_rim(painter: QPainter, stage: StageState) -> None:
    """Paint the coloured edge and the outline."""
    painter.fillPath(_edge_path(), QColor(stage.colour))
    painter.setPen(_outline(stage))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _draw_card(painter, stage)


def _outline(stage: StageState) -> QPen:
    if stage.is_selected or stage.is_target:
        return QPen(QColor(stage.palette.accent), 2.4 if stage.is_target else 2.0)
    if stage.is_hovered:
        return QPen(mixed(stage.palette.muted, stage.palette.line, 0.5), 1.2)
    return QPen(QColor(stage.palette.line), 1.0)


def _paint_shadow(painter: QPainter, stage: StageState) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    strength = 0.16 if stage.palette.dark else 0.035
    layers = ((2.5, 3.0), (1.2, 2.0), (0.0, 1.0))
    for grown, drop in layers[:: 2 if zoom_of(painter) < MIDDLE else 1]:
        painter.setBrush(clear("#000000", strength))
        _draw_card(painter, stage, grown, drop)


def _draw_card(painter: QPainter, stage: StageState, grown: float = 0.0, drop: float = 0.0) -> None:
    """Draw the card's outline; most cards are rectangles, which are quicker than paths."""
    if stage.is_end:
        painter.translate(0, drop)
        painter.drawPath(outline(stage.face.kind, grown))
        painter.translate(0, -drop)
        return
    card = CARD.adjusted(-grown, -grown, grown, grown).translated(0, drop)
    painter.drawRoundedRect(card, CORNER + grown, CORNER + grown)


@lru_cache(maxsize=1)
def _edge_path() -> QPainterPath:
    """Return the coloured edge: the left end of the card with its round corners."""
    card, edge = QPainterPath(), QPainterPath()
    card.addRoundedRect(CARD, CORNER, CORNER)
    edge.addRect(QRectF(0, 0, EDGE, STAGE_HEIGHT))
    return card.intersected(edge)


def _paint_diamond(painter: QPainter, stage: StageState) -> None:
    """Paint the diamond of a gate and its shadow."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(clear("#000000", 0.3 if stage.palette.dark else 0.06))
    painter.drawPolygon(DIAMOND.translated(0, 2.0))
    pen = _outline(stage)
    if not (stage.is_selected or stage.is_target):
        pen = QPen(QColor(stage.colour), 1.8)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(stage.palette.accent_soft if stage.is_target else stage.palette.panel))
    painter.drawPolygon(DIAMOND)


def _paint_badge(painter: QPainter, stage: StageState, badge: Badge, stamped: bool) -> None:
    """Paint the badge; on a screen, what badges of one level and number share is copied."""
    large = FAR_BADGE if is_far(painter) else 1.3 if is_middle(painter) else 1.0
    right, y = badge_end(stage, large)
    if not stamped:
        paint_badge(painter, stage.palette, badge, right, y, large)
        return
    wide, high = badge_width(badge) * large + 4.0, BADGE_HEIGHT * large + 4.0
    room = QRectF(right + 2.0 - wide, y - high / 2, wide, high)
    look = ("badge", stage.palette, badge, large)
    stamp(painter, look, room, lambda on: paint_badge(on, stage.palette, badge, right, y, large))


def badge_end(stage: StageState, large: float) -> tuple[float, float]:
    """Return the middle of the badge's right end."""
    if stage.face.kind == "gate":  # upon its edge: its corner is far from the diamond
        return STAGE_WIDTH * 0.75 + 18.0 * large, STAGE_HEIGHT * 0.16
    return STAGE_WIDTH + 8.0 - (ROUND if stage.is_end else 0.0), 0.0


def _paint_handles(painter: QPainter, stage: StageState) -> None:
    painter.setPen(QPen(QColor(stage.palette.accent), 1.6))
    painter.setBrush(QColor(stage.palette.panel))
    for centre in HANDLES:
        painter.drawEllipse(centre, HANDLE, HANDLE)
