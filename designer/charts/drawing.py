"""What the charts drawn by hand draw with: round ticks, axes, samples, strokes, texts that fit."""

import math
from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import SMALL, STEP, Palette
from funnelcraft.funnel.text import _

LINE = 16.0  # a line of small text
Sample = Literal["line", "dots", "band", "strong band", "box", "hatch", "ring", "disc", "dash"]
STRENGTH = {"band": 0.26, "strong band": 0.5}  # of the tints of samples


def nice_ticks(top: float, room: int) -> tuple[float, ...]:
    """Return round values from 0 to the first at or above `top`, at most about `room` of them."""
    if top <= 0 or room < 1:
        return (0.0, 1.0)
    rough = top / room
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * n for n in (1, 2, 5, 10) if unit * n >= rough * (1 - 1e-9))
    return tuple(step * n for n in range(math.ceil(top / step - 1e-9) + 1))


def ticks_around_zero(low: float, high: float, room: int) -> tuple[float, ...]:
    """Return round values that span `low` to `high` and hold zero, at most about `room` of them."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high <= low:
        return (0.0, 1.0)
    step = nice_ticks(high - low, max(room, 1))[1]
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(step * at for at in range(first, last + 1))


def text_in(
    painter: QPainter,
    box: QRectF,
    text: str,
    colour: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write a text into a box on one line; where it does not fit, its middle gives way."""
    if box.width() < 4:
        return
    painter.setPen(QColor(colour))
    # A pixel more: letters may take a part of one more than the whole pixels they are measured in.
    room = math.ceil(box.width()) + 1
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room)
    flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(box, int(flags), shown)


def left_axis(
    painter: QPainter,
    frame: QRectF,
    ticks: Sequence[float],
    write: Callable[[float], str],
    colours: Palette,
) -> QRectF:
    """Draw a left axis with lines across; return what is left of the frame for the chart."""
    painter.setFont(font(SMALL))
    metrics = painter.fontMetrics()
    texts = [write(tick) for tick in ticks]
    wide = max(metrics.horizontalAdvance(text) for text in texts) + STEP + 4.0
    area = frame.adjusted(wide, 7, -2, 0)
    top = ticks[-1] or 1.0
    for tick, text in zip(ticks, texts, strict=True):
        y = area.bottom() - area.height() * tick / top
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QLineF(area.left(), y, area.right(), y))
        place = QRectF(frame.left(), y - LINE / 2, wide - STEP, LINE)
        text_in(painter, place, text, colours.muted, Qt.AlignmentFlag.AlignRight)
    return area


def bottom_labels(
    painter: QPainter, area: QRectF, labels: Sequence[tuple[float, str]], colours: Palette
) -> None:
    """Write labels below the chart, each at its x; what would overlap is left out."""
    painter.setFont(font(SMALL))
    metrics = painter.fontMetrics()
    end = -math.inf
    for x, text in labels:
        wide = metrics.horizontalAdvance(text) + 2.0
        left = min(max(x - wide / 2, area.left() - wide / 2), area.right() - wide + 4)
        if left < end:
            continue
        place = QRectF(left, area.bottom() + 3, wide, LINE)
        text_in(painter, place, text, colours.muted, Qt.AlignmentFlag.AlignHCenter)
        end = left + wide + STEP


def draw_sample(painter: QPainter, box: QRectF, sample: Sample, colour: str) -> None:
    """Draw what stands for an entry of a legend."""
    painter.save()
    ink = QColor(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = box.center()
    across = QLineF(box.left(), middle.y(), box.right(), middle.y())
    if sample in ("line", "dots", "dash"):
        style = {"line": Qt.PenStyle.SolidLine, "dots": Qt.PenStyle.DotLine}
        painter.setPen(QPen(ink, 2, style.get(sample, Qt.PenStyle.DashLine)))
        painter.drawLine(across)
    elif sample in ("ring", "disc"):
        painter.setPen(QPen(ink, 2))
        painter.setBrush(ink if sample == "disc" else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, 4, 4)
    elif sample == "hatch":
        hatched(painter, box, colour)
    else:
        ink.setAlphaF(STRENGTH.get(sample, 1.0))
        painter.setBrush(ink)
        painter.drawRoundedRect(box, 2, 2)
    painter.restore()


def hatched(painter: QPainter, box: QRectF, colour: str) -> None:
    """Fill a box with strokes in a colour, and frame it: differs from a filled one by shape."""
    painter.save()
    ink = QColor(colour)
    tint = QColor(ink)
    tint.setAlphaF(0.15)
    painter.fillRect(box, tint)
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(ink, 1))
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += 5
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


def nothing_to_show(painter: QPainter, box: QRectF, text: str, colours: Palette) -> list[QRectF]:
    """Say in the middle of an empty chart why it is empty."""
    painter.setFont(font())
    painter.setPen(QColor(colours.muted))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(box.adjusted(STEP, 0, -STEP, 0), int(flags), text or _("Nothing to show."))
    return []
