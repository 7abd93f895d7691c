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
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, Palette
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.lanes import NO_DEPARTMENT
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import short_stage_name, stage_name

_MARGIN = 8.0
_LEAST_ROOM = 30  # for a name, in pixels
_PIXEL_RATIO = 2.0  # sharp on any screen


def thumbnail(funnel: Funnel, size: QSize, palette: Palette, *, names: bool = False) -> QImage:
    """Return a picture that fits a size in logical pixels, twice as fine as that.

    With `names` stages have theirs where there is room, and are no larger than on the canvas.
    """
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
    if names:
        scale = min(scale, 1.0)
    painter.translate(room.center())
    painter.scale(scale, scale)
    painter.translate(-area.center())
    _paint(painter, funnel, drawing, palette, 1.0 / scale)
    if names:
        _name(painter, funnel, drawing, palette, 1.0 / scale)
    painter.end()
    return image


def _name(painter: QPainter, funnel: Funnel, drawing: Plan, palette: Palette, pixel: float) -> None:
    """Write into each stage what it is called, as long as that can be read."""
    stages = stages_by_id(funnel)
    letters = font(BODY)
    letters.setPixelSize(max(round(BODY * pixel), 1))
    painter.setFont(letters)
    painter.setPen(QColor(palette.ink))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    for stage_id, box in drawing.boxes.items():
        room = rect(box).adjusted(2 * pixel, 0, -2 * pixel, 0)
        if room.width() < _LEAST_ROOM * pixel or room.height() < BODY * pixel:
            continue
        name = stage_name(stages[stage_id])
        needed = painter.boundingRect(room, int(flags), name)
        if needed.width() > room.width() or needed.height() > room.height():
            flat = painter.fontMetrics()
            name = short_stage_name(stages[stage_id])
            name = flat.elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(flags), name)


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
