"""The lanes of the canvas: tinted bands behind the stages, each with its department's name."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from funnelcraft.designer.canvas.ink import clear, lane_colour, rect
from funnelcraft.designer.canvas.items.item import LANES, CanvasItem, is_far, is_middle, is_tiny
from funnelcraft.designer.canvas.lettering import font, metrics
from funnelcraft.designer.canvas.plan import lane_title, title_box
from funnelcraft.designer.canvas.regions import Region
from funnelcraft.designer.canvas.shapes import Box, around
from funnelcraft.designer.look.tokens import LANE_TINT, OFFERED_LANE_TINT, Palette

_CORNER = 12.0


class LanesItem(CanvasItem):
    """All the bands in one item: they share borders and change together."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self.regions: tuple[Region, ...] = ()
        self.offered: Region | None = None
        self._titles: dict[Region, tuple[Box, str]] = {}
        self.lie_at(LANES)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def show_regions(self, regions: tuple[Region, ...]) -> None:
        """Show other bands."""
        if regions != self.regions:
            self.regions = regions
            self._titles = {one: (title_box(one), lane_title(one).upper()) for one in regions}
            whole = around(one.box for one in regions)
            self.occupy(rect(whole.grown(4.0)) if whole else QRectF())
            self.update()

    def offer(self, region: Region | None) -> None:
        """Show which band would take what is dragged over it."""
        if region != self.offered:
            self.offered = region
            self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the bands and their titles."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        far, middle, tiny = is_far(painter), is_middle(painter), is_tiny(painter)
        for region in self.regions:
            if not rect(region.box).intersects(option.exposedRect):
                continue
            colour = lane_colour(self.palette, region.lane)
            is_offered = region == self.offered
            painter.setBrush(clear(colour, OFFERED_LANE_TINT if is_offered else LANE_TINT))
            border = QPen(clear(colour, 0.9 if is_offered else 0.16), 1.8 if is_offered else 1.0)
            painter.setPen(border)
            if tiny:  # nobody sees round corners so small, and there may be many
                painter.fillRect(rect(region.box), painter.brush())
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect(region.box))
            else:
                self._paint_band(painter, rect(region.box), option.exposedRect)
            size = 22 if far else 16 if middle else 11
            painter.setFont(font(size, 600, 1.0))
            painter.setPen(QColor(colour))
            title, words = self._titles[region]
            baseline = title.top + metrics(size, 600, 1.0).ascent()
            painter.drawText(QPointF(title.left, baseline), words)

    @staticmethod
    def _paint_band(painter: QPainter, band: QRectF, exposed: QRectF) -> None:
        """Paint a band: one that is much larger than what is seen of it, without its corners."""
        corners = (band.topLeft(), band.topRight(), band.bottomLeft(), band.bottomRight())
        seen = exposed.adjusted(-_CORNER, -_CORNER, _CORNER, _CORNER)
        if any(seen.contains(corner) for corner in corners):
            painter.drawRoundedRect(band, _CORNER, _CORNER)
            return
        part = band.intersected(seen)
        painter.fillRect(part, painter.brush())
        for y in (band.top(), band.bottom()):
            if part.top() <= y <= part.bottom():
                painter.drawLine(QPointF(part.left(), y), QPointF(part.right(), y))
        for x in (band.left(), band.right()):
            if part.left() <= x <= part.right():
                painter.drawLine(QPointF(x, part.top()), QPointF(x, part.bottom()))
