"""The ground of the canvas: a quiet surface with a soft grid of dots."""

from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from funnelcraft.designer.canvas.ink import mixed
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.geometry import GRID

DOTS = 3 * GRID  # every third line of the grid
FINEST = 0.5  # below this zoom the dots would become a grey haze


def paint_ground(painter: QPainter, area: QRectF, palette: Palette, dots: bool = True) -> None:
    """Fill an area of the scene with the ground and its dots."""
    painter.fillRect(area, QColor(palette.ground))
    if not dots or painter.worldTransform().m11() < FINEST:
        return
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    ink = mixed(palette.muted, palette.ground, 0.35)
    pen = QPen(ink, max(round(ratio), 1))
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    # A dashed line a row: thousands of points would take longer than all the rest of the drawing.
    step = DOTS * painter.worldTransform().m11() / pen.widthF()
    pen.setDashPattern([1.0, step - 1.0])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(pen)
    left = floor(area.left() / DOTS) * DOTS
    for row in range(ceil(area.top() / DOTS), ceil(area.bottom() / DOTS)):
        painter.drawLine(QPointF(left, row * DOTS), QPointF(area.right(), row * DOTS))
    painter.restore()
