"""The signs on the buttons of the play bar, painted: a font of icons may not be loaded yet."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

SIDE = 16
_RATIO = 4  # sharp on any screen


def glyph(name: str, colour: str, muted: str) -> QIcon:
    """Return the icon of a name (`NAMES`), in another colour where the button is disabled."""
    icon = QIcon()
    for ink, mode in ((colour, QIcon.Mode.Normal), (muted, QIcon.Mode.Disabled)):
        made = QPixmap(SIDE * _RATIO, SIDE * _RATIO)
        made.setDevicePixelRatio(_RATIO)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ink))
            _PAINTERS[name](painter)
        icon.addPixmap(made, mode)
    return icon


def _triangle(painter: QPainter, left: float, right: float) -> None:
    points = [QPointF(left, 3.0), QPointF(right, 8.0), QPointF(left, 13.0)]
    painter.drawPolygon(QPolygonF(points))


def _bar(painter: QPainter, left: float, wide: float) -> None:
    painter.drawRoundedRect(QRectF(left, 3.0, wide, 10.0), 0.8, 0.8)


def _play(painter: QPainter) -> None:
    _triangle(painter, 4.0, 13.5)


def _pause(painter: QPainter) -> None:
    _bar(painter, 3.8, 3.2)
    _bar(painter, 9.0, 3.2)


def _day_forth(painter: QPainter) -> None:
    _triangle(painter, 3.5, 10.0)
    _bar(painter, 10.6, 1.9)


def _day_back(painter: QPainter) -> None:
    _triangle(painter, 12.5, 6.0)
    _bar(painter, 3.5, 1.9)


def _week_forth(painter: QPainter) -> None:
    _triangle(painter, 2.0, 8.0)
    _triangle(painter, 8.0, 14.0)


def _week_back(painter: QPainter) -> None:
    _triangle(painter, 14.0, 8.0)
    _triangle(painter, 8.0, 2.0)


def _close(painter: QPainter) -> None:
    painter.setPen(QPen(painter.brush().color(), 1.6))
    painter.drawLine(QPointF(4.0, 4.0), QPointF(12.0, 12.0))
    painter.drawLine(QPointF(4.0, 12.0), QPointF(12.0, 4.0))


_PAINTERS: dict[str, Callable[[QPainter], None]] = {
    "play": _play,
    "pause": _pause,
    "day_back": _day_back,
    "day_forth": _day_forth,
    "week_back": _week_back,
    "week_forth": _week_forth,
    "close": _close,
}
NAMES = tuple(_PAINTERS)
