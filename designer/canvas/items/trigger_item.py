"""A trigger on the canvas: a line as wide as its flow, with an arrow head and a label."""

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from funnelcraft.designer.canvas.ink import (
    arrow_head,
    clear,
    mixed,
    rect,
    shortened,
    smooth,
    trigger_colour,
)
from funnelcraft.designer.canvas.items.item import (
    LINES,
    CanvasItem,
    is_far,
    is_middle,
    is_speck,
    is_tiny,
)
from funnelcraft.designer.canvas.items.marks import BADGE_HEIGHT, Badge, badge_width, paint_badge
from funnelcraft.designer.canvas.items.specks import Specks
from funnelcraft.designer.canvas.lettering import GAP, LARGE_RATE, LARGER_RATE, font, metrics, width
from funnelcraft.designer.canvas.plan import Line
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.theme import level_colour
from funnelcraft.designer.look.tokens import Palette

THINNEST, WIDEST = 1.5, 9.0
HIT_WIDTH = 16.0
_MARGIN = 48.0  # heads, halos, and what is larger than life from afar
_AIR = 6.0  # between a rate and its badge where they are larger than life


@dataclass(frozen=True)
class Look:
    """What a trigger's line looks like besides its way: kind, where it leads and comes from."""

    kind: str
    target_kind: str
    origin_lane: tuple[str, bool]


def line_width(moves: float | None, most: float) -> float:
    """Return the width of a line by its moves, on a square-root scale up to the busiest line."""
    if not moves or most <= 0:
        return THINNEST
    return THINNEST + (WIDEST - THINNEST) * sqrt(min(moves / most, 1.0))


class TriggerItem(CanvasItem):
    """The line of a trigger, drawn in scene coordinates."""

    def __init__(self, palette: Palette, trigger_id: str, line: Line, look: Look) -> None:
        super().__init__(palette, Item("trigger", trigger_id))
        self.line = line
        self.look = look
        self.width = 2.0
        self.badge: Badge | None = None
        self.badge_box: Box | None = None
        self.dimmed = False
        self.lie_at(LINES)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._measure()

    def show_line(self, line: Line, look: Look) -> None:
        """Show another way, label or look; what stays the same is not painted again."""
        if line is not self.line and line != self.line:
            self.line = line
            self._measure()
            self.update()
        if look != self.look:
            self.look = look
            self.update()

    def follow(self, line: Line) -> None:
        """Show another way while a stage is dragged; the badge stays beside the label."""
        if line is self.line:
            return
        if self.badge_box is not None:
            before, after = self.line.label.box, line.label.box
            self.badge_box = self.badge_box.shifted(
                after.left - before.left, after.top - before.top
            )
        self.show_line(line, self.look)

    def _measure(self) -> None:
        """Work out what depends on the way: path, bounds, and later what the mouse hits."""
        line = self.line
        self._path, self._shape, self._short = QPainterPath(), QPainterPath(), QPainterPath()
        self._cut = -1.0
        self._rooms: tuple[QRectF, ...] = ()
        xs, ys = zip(*line.way, strict=True)
        boxes = (line.label.box,) if self.badge_box is None else (line.label.box, self.badge_box)
        left, top = min(*xs, *(b[0] for b in boxes)), min(*ys, *(b[1] for b in boxes))
        right = max(*xs, *(b[0] + b[2] for b in boxes))
        bottom = max(*ys, *(b[1] + b[3] for b in boxes))
        room = QRectF(left, top, right - left, bottom - top)
        self.occupy(room.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))

    def show_width(self, wide: float, dimmed: bool) -> None:
        """Show another flow. The bounds leave room for the widest line."""
        if (wide, dimmed) != (self.width, self.dimmed):
            self.width, self.dimmed = wide, dimmed
            self.update()

    def show_badge(self, badge: Badge | None, place: Box | None) -> None:
        """Show how many findings the trigger has, in a box beside its label."""
        if (badge, place) != (self.badge, self.badge_box):
            self.badge, self.badge_box = badge, place
            self._measure()
            self.update()

    @property
    def colour(self) -> str:
        """The colour of the line, apart from selection."""
        look = self.look
        return trigger_colour(self.palette, look.kind, look.target_kind, look.origin_lane)

    def shape(self) -> QPainterPath:
        """Return what the mouse hits: a broad band along the line, and the label."""
        if self._shape.isEmpty():
            stroker = QPainterPathStroker()
            stroker.setWidth(HIT_WIDTH)
            self._shape = stroker.createStroke(self._whole())
            self._shape.setFillRule(Qt.FillRule.WindingFill)
            self._shape.addRect(rect(self.line.label.box))
        return self._shape

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the line, its head, and its label where it can be read."""
        if not self._is_in(option.exposedRect):
            return
        if is_speck(painter):
            self.paint_speck(painter)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_selected or self.is_hovered:
            strength = 0.22 if self.is_selected else 0.12
            halo = QPen(clear(self.palette.accent, strength), self.width + 9.0)
            halo.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.strokePath(self._whole(), halo)
        self._paint_line(painter)
        if self.line.loose:
            self._paint_loose_end(painter)
        if not is_tiny(painter):
            self._paint_label(painter)

    def add_speck(self, specks: Specks, at: QPointF) -> None:
        """Add the line alone, as thin as can be, and a dot where there are findings."""
        colour = self.palette.accent if self.is_selected else self.colour
        ink = mixed(colour, self.palette.ground, 0.7)
        corners = QPolygonF([QPointF(*point) for point in self.line.way])
        specks.line(corners, ink, 2.0 if self.is_selected else 1.0)
        if self.badge is not None:
            middle = QPointF(*self.line.label.box.centre)
            specks.dot(middle, level_colour(self.palette, self.badge.level))

    def _paint_line(self, painter: QPainter) -> None:
        colour = self.palette.accent if self.is_selected else self.colour
        strength = (0.45 if self.dimmed else 1.0) * (0.85 - 0.3 * (self.width / WIDEST))
        ink = mixed(colour, self.palette.ground, 1.0 if self.is_selected else strength)
        head, half = 8.0 + self.width * 0.75, 3.6 + self.width * 0.62
        pen = QPen(ink, self.width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self.look.kind in ("recycle", "sla_breach"):
            dash = 6.0 / self.width if self.width < 4 else 2.0
            pen.setDashPattern([dash, 5.0 / self.width if self.width < 4 else 1.4])
        painter.strokePath(self._shaft(head - 1.0), pen)
        if self.line.loose == "to":
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(colour, self.palette.ground, 0.6 if self.dimmed else 0.95))
        painter.drawPolygon(arrow_head(self.line.way, head, half))

    def _is_in(self, area: QRectF) -> bool:
        """Say whether anything of the line is in an area: its bounds are often mostly empty."""
        if not self._rooms:
            boxes = [self.line.label.box, *([self.badge_box] if self.badge_box else [])]
            ways = [
                QRectF(QPointF(*start), QPointF(*end)).normalized()
                for start, end in pairwise(self.line.way)
            ]
            found = (*ways, *(rect(box) for box in boxes))
            by = (-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
            self._rooms = tuple(room.adjusted(*by) for room in found)
        return any(room.intersects(area) for room in self._rooms)

    def _whole(self) -> QPainterPath:
        """Return the path of the whole line, made when it is first needed."""
        if self._path.isEmpty():
            self._path = smooth(self.line.way)
        return self._path

    def _shaft(self, shorter: float) -> QPainterPath:
        """Return the path of the line up to its head."""
        if self._cut != shorter:
            self._cut = shorter
            self._short = smooth(shortened(self.line.way, shorter))
        return self._short

    def _paint_loose_end(self, painter: QPainter) -> None:
        """Paint a question mark where the trigger's stage is missing."""
        x, y = self.line.way[-1 if self.line.loose == "to" else 0]
        painter.setPen(QPen(QColor(self.palette.warning), 1.5))
        painter.setBrush(QColor(self.palette.panel))
        painter.drawEllipse(QPointF(x, y), 10.0, 10.0)
        painter.setFont(font(12, 700))
        box = QRectF(x - 10.0, y - 10.0, 20.0, 20.0)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "?")

    def _paint_label(self, painter: QPainter) -> None:
        label, words = self.line.label, self.line.words
        box = label.box
        large = LARGER_RATE if is_far(painter) else LARGE_RATE if is_middle(painter) else 0
        strong = self.palette.warning if words.missing else self.palette.ink
        strong = self.palette.accent if self.is_selected and not words.missing else strong
        quiet = self.palette.warning if words.missing else self.palette.muted
        rate, time = width(words.rate, 12, 600), width(words.time, 11)
        if large:
            self._paint_large(painter, strong, large)
            return
        if label.stacked:
            x = {"left": (0.0, 0.0), "right": (box.width - rate, box.width - time)}.get(
                label.align, ((box.width - rate) / 2, (box.width - time) / 2)
            )
            _line_of(painter, strong, words.rate, box.left + x[0], box.top, 12, 600)
            _line_of(painter, quiet, words.time, box.left + x[1], box.top + 15.0, 11)
        else:
            _line_of(painter, strong, words.rate, box.left, box.top, 12, 600)
            _line_of(painter, quiet, words.time, box.left + rate + GAP, box.top, 11)
        if self.badge is not None and self.badge_box is not None:
            place = self.badge_box
            paint_badge(painter, self.palette, self.badge, place.right, place.centre[1])

    def _paint_large(self, painter: QPainter, colour: str, pixels: int) -> None:
        """Paint the rate alone, larger than life, and the badge where that leaves it room."""
        label, rate = self.line.label, self.line.words.rate
        box = label.box
        wide = width(rate, pixels, 600)
        x = box.left + (box.width - wide) * {"left": 0.0, "right": 1.0}.get(label.align, 0.5)
        high = metrics(pixels, 600).capHeight()
        painter.setPen(QColor(colour))
        painter.setFont(font(pixels, 600))
        painter.drawText(QPointF(x, box.centre[1] + high / 2), rate)
        if self.badge is None or self.badge_box is None:
            return
        place, large = self.badge_box, 1.0 + (pixels - 12) / 20
        size = badge_width(self.badge) * large
        right = place.centre[0] + size / 2
        if place.left >= box.right:  # beside the label, after it
            right = max(place.left, x + wide + _AIR) + size
        elif place.right <= box.left:
            right = min(place.right, x - _AIR)
        y = place.centre[1]
        if place.bottom <= box.top:
            y = box.centre[1] - high / 2 - _AIR - BADGE_HEIGHT * large / 2
        elif place.top >= box.bottom:
            y = box.centre[1] + high / 2 + _AIR + BADGE_HEIGHT * large / 2
        paint_badge(painter, self.palette, self.badge, right, y, large)


def _line_of(
    painter: QPainter, colour: str, text: str, x: float, top: float, pixels: int, weight: int = 400
) -> None:
    """Paint a text in a line 16 units high, whatever its size, on one common baseline."""
    painter.setPen(QColor(colour))
    painter.setFont(font(pixels, weight))
    painter.drawText(QPointF(x, top + 4.0 + metrics(12, 600).capHeight()), text)
