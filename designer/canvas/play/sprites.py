"""Dots and signs painted once and then stamped: a frame has hundreds of them."""

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QTransform

from funnelcraft.designer.canvas.ink import clear
from funnelcraft.designer.canvas.items.marks import paint_level
from funnelcraft.designer.canvas.items.stage_signs import outline
from funnelcraft.designer.canvas.lettering import font, width
from funnelcraft.designer.look.tokens import Palette

MOST = 600  # sprites kept; of a new size or colour all are made anew
SIGN_HEIGHT = 20.0
GLOW = 5.0
_INSET, _MARK = 8.0, 12.0
_RING = 1.3  # around a dot, so that it keeps apart from the line it lies on


class Sprites:
    """Makes and keeps small pictures in a palette."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self._kept: dict[tuple[object, ...], QPixmap] = {}

    def dot(self, colour: str, radius: float, strength: float, ratio: float) -> QPixmap:
        """Return a dot of a radius in pixels, for a screen of so many pixels a point."""
        key = ("dot", colour, round(radius, 1), strength, ratio)
        return self._kept.get(key) or self._keep(
            key, self._painted_dot(colour, radius, strength, ratio)
        )

    def _painted_dot(self, colour: str, radius: float, strength: float, ratio: float) -> QPixmap:
        side = 2 * (radius + _RING + 1.0)
        made = _blank(side, side, ratio)
        with QPainter(made) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            middle = QPointF(side / 2, side / 2)
            for ink, size in ((self.palette.panel, radius + _RING), (colour, radius)):
                painter.setBrush(clear(ink, strength))
                painter.drawEllipse(middle, size, size)
        return made

    def sign(self, text: str, colour: str, size: float, ratio: float, marked: bool) -> QPixmap:
        """Return a sign `size` times as large as life; `marked` puts a warning's triangle first."""
        key = ("sign", text, colour, round(size, 2), ratio, marked)
        return self._kept.get(key) or self._keep(
            key, self._painted_sign(text, colour, size, ratio, marked)
        )

    def _painted_sign(
        self, text: str, colour: str, size: float, ratio: float, marked: bool
    ) -> QPixmap:
        """Write on a copy of an empty sign: figures change all the time, and most are as wide."""
        before = _MARK if marked else 0.0
        wide = math.ceil(width(text, 12, 600) + 2 * _INSET + before)
        key = ("empty", wide, colour, round(size, 2), ratio, marked)
        empty = self._kept.get(key) or self._keep(
            key, self._painted_empty(wide, colour, size, ratio, marked)
        )
        made = empty.copy()
        with QPainter(made) as painter:
            painter.scale(size, size)
            painter.setFont(font(12, 600))
            painter.setPen(QColor(self.palette.ink))
            box = QRectF(1.0 + before, 1.0, wide - before, SIGN_HEIGHT)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
        return made

    def _painted_empty(
        self, wide: int, colour: str, size: float, ratio: float, marked: bool
    ) -> QPixmap:
        box = QRectF(1.0, 1.0, wide, SIGN_HEIGHT)
        made = _blank((wide + 2.0) * size, (SIGN_HEIGHT + 2.0) * size, ratio)
        with QPainter(made) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(size, size)
            painter.setPen(QPen(QColor(colour), 1.4))
            painter.setBrush(QColor(self.palette.panel))
            painter.drawRoundedRect(box, SIGN_HEIGHT / 2, SIGN_HEIGHT / 2)
            if marked:
                paint_level(painter, colour, "warning", box.left() + 11.0, box.center().y())
        return made

    def tint(
        self, colour: str, size: QSizeF, corner: float, strength: float, ratio: float
    ) -> QPixmap:
        """Return a card's tint; the size is that of the card in points of the screen."""
        key = ("tint", colour, size.toTuple(), strength, ratio)
        return self._kept.get(key) or self._keep(
            key, self._painted_tint(colour, size, corner, strength, ratio)
        )

    def _painted_tint(
        self, colour: str, size: QSizeF, corner: float, strength: float, ratio: float
    ) -> QPixmap:
        made = _blank(size.width(), size.height(), ratio)
        with QPainter(made) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(clear(colour, strength))
            painter.drawRoundedRect(QRectF(QPointF(), size), corner, corner)
        return made

    def glow(
        self, colour: str, kind: str, grown: float, zoom: float, strength: float, ratio: float
    ) -> QPixmap:
        """Return a ring of light around the card of a kind of stage, so many units off its edge.

        It reaches GLOW points beyond that.
        """
        key = ("glow", colour, kind, grown, zoom, strength, ratio)
        return self._kept.get(key) or self._keep(
            key, self._painted_glow(colour, outline(kind, grown), zoom, strength, ratio)
        )

    def _painted_glow(
        self, colour: str, ring: QPainterPath, zoom: float, strength: float, ratio: float
    ) -> QPixmap:
        ring = QTransform.fromScale(zoom, zoom).map(ring)
        room = ring.boundingRect()
        made = _blank(room.width() + 2 * GLOW, room.height() + 2 * GLOW, ratio)
        with QPainter(made) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(QPointF(GLOW, GLOW) - room.topLeft())
            for wide, share in ((GLOW * 1.8, 0.25), (GLOW * 0.6, 0.9)):
                painter.setPen(QPen(clear(colour, share * strength), wide))
                painter.drawPath(ring)
        return made

    def _keep(self, key: tuple[object, ...], made: QPixmap) -> QPixmap:
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = made
        return made


def _blank(wide: float, high: float, ratio: float) -> QPixmap:
    made = QPixmap(max(int(wide * ratio + 0.999), 1), max(int(high * ratio + 0.999), 1))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made
