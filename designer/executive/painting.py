"""Pages painted: the shapes of a page in the colours of the theme, as large as there is room."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPolygonF,
    QTextLayout,
    QTextOption,
)

from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.io.deck.layout import HEIGHT, WIDTH, page_shapes
from funnelcraft.io.deck.page import Page
from funnelcraft.io.deck.shapes import Block, Box, Ink, Line, Polygon, Shape, Words
from funnelcraft.io.deck.writing import held

LEAST = 0.55  # of the size wanted; beyond that a text loses its end
LINE = 1.2  # a line's height in sizes of its type
STEP = 0.94


def paint_page(
    painter: QPainter, room: QRectF, page: Page, number: int, of: int, palette: Palette
) -> None:
    """Paint a page into a rectangle, as large as its proportions allow."""
    scale = min(room.width() / WIDTH, room.height() / HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(room.center())
    painter.scale(scale, scale)
    painter.translate(-WIDTH / 2, -HEIGHT / 2)
    for shape in page_shapes(page, number, of):
        _paint(painter, shape, palette)
    painter.restore()


def _paint(painter: QPainter, shape: Shape, palette: Palette) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match shape:
        case Block():
            painter.setBrush(colour(shape.fill, palette))
            painter.drawRoundedRect(_rect(shape.box), shape.corner, shape.corner)
        case Polygon():
            painter.setBrush(colour(shape.fill, palette))
            painter.drawPolygon(_points(shape.points))
        case Line():
            pen = QPen(colour(shape.stroke, palette), shape.width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPolyline(_points(shape.points))
        case Words():
            _write(painter, shape, palette)


def colour(ink: Ink, palette: Palette) -> QColor:
    """Return the colour of an ink in a palette."""
    found = QColor(getattr(palette, ink.colour))
    found.setAlphaF(ink.strength)
    return found


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)


def _points(points: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


_SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "centre": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


def _write(painter: QPainter, words: Words, palette: Palette) -> None:
    """Write a text in its box: smaller where it has no room, and cut where even that is too much.

    Glyphs are laid out in the units of the page, so that a text breaks alike at every size.
    """
    box = words.box
    if box.width <= 0 or box.height <= 0 or not words.text:
        return
    lines, size = laid_out(words)
    height = LINE * size
    free = box.height - height * len(lines)
    top = box.top + {"top": 0.0, "middle": free / 2, "bottom": free}[words.height]
    painter.setPen(colour(words.ink, palette))
    painter.setFont(type_of(size, words.bold))
    flags = _SIDES[words.side] | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    for at, line in enumerate(lines):
        painter.drawText(QRectF(box.left, top + at * height, box.width, height), int(flags), line)


@lru_cache(maxsize=256)
def type_of(size: float, bold: bool) -> QFont:
    """Return a typeface of a size in units of the page, its letters never fitted to pixels."""
    found = font(bold=bold)
    found.setPointSizeF(size)
    found.setPixelSize(max(round(size), 1))
    found.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return found


@lru_cache(maxsize=512)
def laid_out(words: Words) -> tuple[tuple[str, ...], float]:
    """Return the lines of a text and the size they have, in units of the page."""
    size, text = words.size, held(words.text)
    least = max(size * LEAST, 9.0)
    while True:
        letters = type_of(size, words.bold)
        lines = _broken(text, letters, words.box.width)
        most = max(int(words.box.height / (LINE * size) + 0.05), 1)
        if len(lines) <= most or size <= least:
            break
        size = max(size * STEP, least)
    if len(lines) > most:
        metrics = QFontMetricsF(letters)
        last = text[sum(len(line) for line in lines[: most - 1]) :].strip()
        cut = metrics.elidedText(last, Qt.TextElideMode.ElideRight, words.box.width)
        lines = [*lines[: most - 1], cut]
    return tuple(line.strip() for line in lines), size


def _broken(text: str, letters: QFont, width: float) -> list[str]:
    layout = QTextLayout(text, letters)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        found.append(_utf16(text, start, line.textLength()))
    layout.endLayout()
    return found or [""]


def _utf16(text: str, start: int, length: int) -> str:
    """Return a part of a text that Qt counts in units of UTF-16."""
    coded = text.encode("utf-16-le")
    return coded[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")
