"""Stamps: what many cards share, painted once for each zoom and then copied.

A rounded rectangle with soft edges takes ten times as long as the copy of its picture.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

LARGEST = 1_000_000  # pixels of a stamp: what is larger is painted, and there is little of it
MOST = 8_000_000  # pixels of all stamps, of four bytes each

_stamps: OrderedDict[tuple[Hashable, float, float], QImage] = OrderedDict()


def stamp(
    painter: QPainter, look: Hashable, room: QRectF, draw: Callable[[QPainter], None]
) -> None:
    """Paint on a screen what `draw` paints within a room, which a look decides altogether.

    The room is in the painter's units. The copy lies on whole pixels.
    """
    across, device = painter.worldTransform(), painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    zoom = across.m11()
    size = QSizeF(room.width(), room.height()) * (zoom * ratio)
    if across.isRotating() or size.width() * size.height() > LARGEST:
        draw(painter)
        return
    picture = _picture((look, zoom, ratio), room, size, draw)
    at = across.map(room.topLeft())
    painter.setWorldTransform(QTransform())
    whole = QPointF(round(at.x() * ratio) / ratio, round(at.y() * ratio) / ratio)
    painter.drawImage(whole, picture)
    painter.setWorldTransform(across)


def _picture(
    key: tuple[Hashable, float, float],
    room: QRectF,
    size: QSizeF,
    draw: Callable[[QPainter], None],
) -> QImage:
    """Return the picture of a look, made where there is none; those not used lately go."""
    found = _stamps.get(key)
    if found is not None:
        _stamps.move_to_end(key)
        return found
    _look, zoom, ratio = key
    pixels = QImage.Format.Format_ARGB32_Premultiplied
    made = QImage(int(size.width()) + 2, int(size.height()) + 2, pixels)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(zoom, zoom)
        painter.translate(-room.topLeft())
        draw(painter)
    _stamps[key] = made
    while sum(one.width() * one.height() for one in _stamps.values()) > MOST:
        _stamps.popitem(last=False)
    return made
