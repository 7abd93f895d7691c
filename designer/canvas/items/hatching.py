"""Segments told apart by colour and by pattern: a strip of shares, and the swatch of a legend."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QTransform

from funnelcraft.designer.look.tokens import Palette, segment_colours

_TILE = 6  # canvas units a pattern repeats after
_FINE = 4  # pixels a unit in the pattern's picture: sharp on any screen
_OFF = 0.22  # strength of the segments that are not looked at

# A pattern's strokes in its tile, as (x1, y1, x2, y2); none is solid. Diagonals run on beyond the
# tile, so that they meet at its corners.
_STROKES: tuple[tuple[tuple[float, float, float, float], ...], ...] = (
    (),
    ((-1, 7, 7, -1), (-4, 4, 4, -4), (2, 10, 10, 2)),
    ((0, 1.5, 6, 1.5), (0, 4.5, 6, 4.5)),
    ((-1, -1, 7, 7), (-4, 2, 4, 10), (2, -4, 10, 4)),
    ((1.5, 0, 1.5, 6), (4.5, 0, 4.5, 6)),
    ((-1, 7, 7, -1), (-1, -1, 7, 7)),
)
PATTERNS = len(_STROKES)


def segment_brush(palette: Palette, place: int) -> QBrush:
    """Return how the segment at a place is filled; no two of the first thirty are alike."""
    colours = segment_colours(palette)
    colour = colours[place % len(colours)]
    # Other patterns with the next round of colours, or the seventh would look like the first.
    pattern = (place + place // len(colours)) % PATTERNS
    brush = QBrush(_tile(colour, palette.panel, pattern))
    brush.setTransform(QTransform.fromScale(1 / _FINE, 1 / _FINE))
    return brush


@lru_cache(maxsize=256)
def _tile(colour: str, ground: str, pattern: int) -> QImage:
    """Return the picture that a pattern repeats."""
    side = _TILE * _FINE
    made = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(QColor(colour))
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_FINE, _FINE)
        painter.setPen(QPen(QColor(ground), 1.3))
        for x1, y1, x2, y2 in _STROKES[pattern]:
            painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
    return made


def paint_shares(
    painter: QPainter,
    palette: Palette,
    shares: Sequence[float],
    box: QRectF,
    chosen: int | None = None,
) -> None:
    """Paint the shares of the segments side by side into a box; all but the chosen one fade."""
    painter.setPen(Qt.PenStyle.NoPen)
    before = painter.opacity()
    left = box.left()
    for place, share in enumerate(shares):
        part = QRectF(left, box.top(), box.width() * share, box.height())
        left = part.right()
        painter.setOpacity(before if chosen in (None, place) else before * _OFF)
        painter.fillRect(part, segment_brush(palette, place))
        if place > 0 and share > 0:  # a seam, so that like colours do not run together
            painter.setOpacity(before)
            painter.fillRect(
                QRectF(part.left() - 0.5, box.top(), 1.0, box.height()), QColor(palette.panel)
            )
    painter.setOpacity(before)
