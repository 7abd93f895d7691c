"""What the charts drawn by hand share: axes, legends, and points told by mouse, keys and speech."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from funnelcraft.designer.theme import font
from funnelcraft.designer.tokens import SMALL, STEP, Palette
from funnelcraft.funnel.text import _

LINE = 16.0  # a line of small text
Sample = Literal["line", "dots", "band", "box", "hatch", "ring", "disc", "dash"]
Row = list[str | float]


@dataclass(frozen=True)
class Key:
    """An entry of a legend: how it is drawn, in which colour, and what it means."""

    sample: Sample
    colour: str
    text: str


def nice_ticks(top: float, room: int) -> tuple[float, ...]:
    """Return round values from 0 to the first at or above `top`, at most about `room` of them."""
    if top <= 0 or room < 1:
        return (0.0, 1.0)
    rough = top / room
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * n for n in (1, 2, 5, 10) if unit * n >= rough * (1 - 1e-9))
    return tuple(step * n for n in range(math.ceil(top / step - 1e-9) + 1))


class Plot(QWidget):
    """A chart of points. `pointed(text)` tells the one under the mouse or the keys, or ''.

    Subclasses say what each point tells (`words`), what the whole shows (`summary`), the figures
    (`rows`), and paint into a box, returning where the points lie (`paint`).
    """

    pointed = Signal(str)

    def __init__(self, palette: Palette, name: str, height: int = 220) -> None:
        super().__init__()
        self.colours = palette
        self._height = height
        self._at: int | None = None
        self._boxes: list[QRectF] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.set_height(height)

    # What subclasses say

    def words(self) -> tuple[str, ...]:
        """Return what each point tells."""
        raise NotImplementedError

    def summary(self) -> str:
        """Return in text what the chart shows."""
        raise NotImplementedError

    def rows(self) -> list[Row]:
        """Return the figures as a table, headings first."""
        raise NotImplementedError

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint into a box and return where the points lie."""
        raise NotImplementedError

    # What all share

    def set_height(self, height: int) -> None:
        """Take so much room; a list takes no more, other charts as much as there is."""
        self._height = height
        policies = QSizePolicy.Policy
        self.setMinimumHeight(height)
        if self.is_list:
            self.setMaximumHeight(height)
        self.setSizePolicy(
            policies.Expanding, policies.Fixed if self.is_list else policies.MinimumExpanding
        )

    def sizeHint(self) -> QSize:
        """Return the size wanted."""
        return QSize(360, self._height)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.colours = palette
        self.update()

    def show_again(self) -> None:
        """Show what has changed; no point is told."""
        self._at = None
        self._boxes = []
        self.setAccessibleDescription(self.summary())
        self.pointed.emit("")
        self.update()

    @property
    def at(self) -> int | None:
        """The point that is told."""
        return self._at

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint into a box, for saving."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, box)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, the point that is told on a tinted ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._at is not None and self._at < len(self._boxes):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.colours.accent_soft))
                painter.drawRoundedRect(self._boxes[self._at], 3, 3)
            whole = QRectF(self.rect()).adjusted(5, 4, -5, -4)
            self._boxes = self.paint(painter, whole)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(self.colours.accent), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let arrows, Home and End go through the points."""
        keys, last = Qt.Key, len(self.words()) - 1
        steps = {keys.Key_Left: -1, keys.Key_Right: 1}
        if self.is_list:
            steps = {keys.Key_Up: -1, keys.Key_Down: 1}
        key = keys(event.key())
        if last < 0 or (key not in steps and key not in (keys.Key_Home, keys.Key_End)):
            super().keyPressEvent(event)
            return
        if key in (keys.Key_Home, keys.Key_End):
            self.point_at(0 if key == keys.Key_Home else last)
            return
        step = steps[key]
        before = (-1 if step > 0 else last + 1) if self._at is None else self._at
        self.point_at(min(max(before + step, 0), last))

    @property
    def is_list(self) -> bool:
        """Whether the points lie below each other."""
        return False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the point under the mouse."""
        place = event.position()
        under = [n for n, box in enumerate(self._boxes) if box.contains(place)]
        # Of boxes that lie on each other, the smallest is meant.
        self.point_at(min(under, key=self._area, default=None))

    def _area(self, at: int) -> float:
        return self._boxes[at].width() * self._boxes[at].height()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell nothing more."""
        super().leaveEvent(event)
        self.point_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus is gone."""
        super().focusOutEvent(event)
        self.point_at(None)
        self.update()

    def point_at(self, at: int | None) -> None:
        """Tell a point, or none."""
        if at == self._at:
            return
        self._at = at
        told = self.words()
        text = told[at] if at is not None and at < len(told) else ""
        self.setAccessibleDescription(text or self.summary())
        self.pointed.emit(text)
        self.update()


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
    shown = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideMiddle, math.ceil(box.width())
    )
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


def legend_height(painter: QPainter, width: float, keys: Sequence[Key]) -> float:
    """Return how much room a legend takes at a width."""
    return _lay_legend(painter, QRectF(0, 0, width, 0), keys, None)


def draw_legend(painter: QPainter, box: QRectF, keys: Sequence[Key], colours: Palette) -> float:
    """Draw a legend at the top of a box, in as many lines as it takes; return their height."""
    return _lay_legend(painter, box, keys, colours)


def _lay_legend(
    painter: QPainter, box: QRectF, keys: Sequence[Key], colours: Palette | None
) -> float:
    painter.setFont(font(SMALL))
    metrics = painter.fontMetrics()
    x, y = box.left(), box.top()
    for key in keys:
        wide = metrics.horizontalAdvance(key.text) + 2.0
        if x > box.left() and x + 20 + wide > box.right():
            x, y = box.left(), y + LINE
        if colours is not None:
            draw_sample(painter, QRectF(x, y + 3, 14, LINE - 6), key.sample, key.colour)
            place = QRectF(x + 19, y, min(wide, box.right() - x - 19), LINE)
            text_in(painter, place, key.text, colours.muted)
        x += 19 + wide + STEP * 1.5
    return y - box.top() + LINE + 2 if keys else 0.0


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
        ink.setAlphaF(0.3 if sample == "band" else 1.0)
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
