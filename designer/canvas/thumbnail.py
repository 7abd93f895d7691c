"""A small picture of a funnel for a card: boxes and straight lines, readable at a glance."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from funnelcraft.designer.canvas.ink import (
    lane_colour,
    mixed,
    rect,
    smooth,
    stage_colour,
    trigger_colour,
)
from funnelcraft.designer.canvas.plan import Plan, drawn_triggers, plan
from funnelcraft.designer.tokens import Palette
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.lanes import NO_DEPARTMENT
from funnelcraft.funnel.model import Funnel

_MARGIN = 8.0
_PIXEL_RATIO = 2.0  # sharp on any screen


def thumbnail(funnel: Funnel, size: QSize, palette: Palette) -> QImage:
    """Return a picture that fits a size in logical pixels, twice as fine as that."""
    image = QImage(size * _PIXEL_RATIO, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(_PIXEL_RATIO)
    image.fill(QColor(palette.ground))
    drawing = plan(funnel)
    area = rect(drawing.extent)
    if area.isEmpty():
        return image
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    room = QRectF(0, 0, size.width(), size.height()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    scale = min(room.width() / area.width(), room.height() / area.height())
    painter.translate(room.center())
    painter.scale(scale, scale)
    painter.translate(-area.center())
    _paint(painter, funnel, drawing, palette, 1.0 / scale)
    painter.end()
    return image


def _paint(
    painter: QPainter, funnel: Funnel, drawing: Plan, palette: Palette, pixel: float
) -> None:
    for region in drawing.regions:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(lane_colour(palette, region.lane), palette.ground, 0.08))
        painter.drawRoundedRect(rect(region.box), 3 * pixel, 3 * pixel)
    stages = stages_by_id(funnel)
    for trigger_id, trigger in drawn_triggers(funnel, drawing).items():
        target = stages.get(trigger.to_stage)
        lane = drawing.lanes.get(trigger.from_stage, (NO_DEPARTMENT, False))
        colour = trigger_colour(palette, trigger.kind, target.kind if target else "", lane)
        pen = QPen(mixed(colour, palette.ground, 0.75), 1.1 * pixel)
        if trigger.kind == "recycle":
            pen.setDashPattern([3.0, 2.0])
        painter.strokePath(smooth(drawing.lines[trigger_id].way), pen)
    for stage_id, box in drawing.boxes.items():
        stage = stages[stage_id]
        colour = stage_colour(palette, stage.kind, drawing.lanes[stage_id])
        painter.setPen(QPen(QColor(colour), 1.0 * pixel))
        painter.setBrush(mixed(colour, palette.panel, 0.16))
        if stage.kind == "gate":
            x, y = box.centre
            corners = ((x, box.top), (box.right, y), (x, box.bottom), (box.left, y))
            painter.drawPolygon([QPointF(*corner) for corner in corners])
        else:
            painter.drawRoundedRect(rect(box), 2 * pixel, 2 * pixel)
