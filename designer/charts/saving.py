"""Save a chart as a picture or its figures as a table."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from funnelcraft.funnel.text import _
from funnelcraft.io.clean_text import clean
from funnelcraft.io.exports.cells import safe_cell
from funnelcraft.io.files import write_bytes
from funnelcraft.io.problems import FileProblem

Draw = Callable[[QPainter, QRectF], None]
Cell = str | float | int

SCALE = 2  # pictures are made for screens and slides of twice the density


def drawn(draw: Draw, size: QSize, ground: str) -> QImage:
    """Return a chart as an image, twice as dense as on the screen."""
    image = QImage(size * SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(SCALE)
    image.fill(QColor(ground))
    with QPainter(image) as painter:
        draw(painter, QRectF(0, 0, size.width(), size.height()))
    return image


def png(draw: Draw, size: QSize, ground: str) -> bytes:
    """Return a chart as PNG, twice as dense as on the screen."""
    return image_bytes(drawn(draw, size, ground))


def image_bytes(image: QImage) -> bytes:
    """Return an image as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def svg(draw: Draw, size: QSize, ground: str, title: str) -> bytes:
    """Return a chart as SVG."""
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    with QPainter(generator) as painter:
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor(ground))
        draw(painter, QRectF(0, 0, size.width(), size.height()))
    # Qt copies control characters of names, which no reader of XML takes.
    return clean(bytes(buffer.data().data()).decode()).encode()


def table(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return rows as CSV in UTF-8; a text that a spreadsheet would run as a formula is quoted."""
    return _written(rows, ",").encode("utf-8-sig")


def picture_to_copy(draw: Draw, size: QSize, ground: str, title: str) -> QMimeData:
    """Return a chart for the clipboard: as an image, and as SVG for what takes it."""
    held = QMimeData()
    held.setImageData(drawn(draw, size, ground))
    held.setData("image/svg+xml", QByteArray(svg(draw, size, ground, title)))
    return held


def table_to_copy(rows: Sequence[Sequence[Cell]]) -> QMimeData:
    """Return rows for the clipboard: parted by tabs, as spreadsheets take them, and as CSV."""
    held = QMimeData()
    held.setText(_written(rows, "\t"))
    held.setData("text/csv", QByteArray(_written(rows, ",").encode()))
    return held


def _written(rows: Sequence[Sequence[Cell]], parted_by: str) -> str:
    out = _Collected()
    csv.writer(out, delimiter=parted_by, lineterminator="\r\n").writerows(
        [[_safe(cell) for cell in row] for row in rows]
    )
    return "".join(out.parts)


class _Collected:
    """What a CSV writer writes to."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, text: str) -> None:
        """Take a piece of text."""
        self.parts.append(text)


def _safe(cell: Cell) -> Cell:
    return safe_cell(cell) if isinstance(cell, str) else cell


def save_picture(path: Path, draw: Draw, size: QSize, ground: str, title: str) -> None:
    """Write a chart as the file's ending says: .png or .svg. Raises FileProblem."""
    ending = path.suffix.casefold()
    if ending == ".svg":
        write_bytes(path, svg(draw, size, ground, title))
    elif ending == ".png":
        write_bytes(path, png(draw, size, ground))
    else:
        raise FileProblem(path, _("a picture is saved as .png or .svg; choose one of these."))


def save_table(path: Path, rows: Sequence[Sequence[Cell]]) -> None:
    """Write rows as CSV. Raises FileProblem."""
    write_bytes(path, table(rows))
