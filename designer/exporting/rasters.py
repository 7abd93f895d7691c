"""Pages and pictures as pixels, drawn in a thread from the very bytes that are saved. No Qt.

PDFium draws documents. It knows one thread at a time, so all calls take turns. While it or Pillow
works, the interpreter is free.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from funnelcraft.io.imports.streams import BytesIO

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_TURN = threading.Lock()
MOST_PIXELS = 4000  # of a side: more than any screen shows

Size = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Raster:
    """A picture: 3 bytes a pixel in the order blue, green, red, `stride` bytes a row."""

    width: int
    height: int
    stride: int
    data: bytes


def page_sizes(pdf: bytes) -> tuple[Size, ...]:
    """Return width and height of each page, in points."""
    with _opened(pdf) as document:
        return tuple(document.get_page_size(at) for at in range(len(document)))


def drawn_page(pdf: bytes, page: int, width: int) -> Raster:
    """Return a page (from 0 on), so many pixels wide where it does not get too large so."""
    with _opened(pdf) as document:
        bitmap = document[page].render(scale=_scale(document.get_page_size(page), width))
        return Raster(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def picture_size(png: bytes) -> Size:
    """Return the width and height of a picture in pixels."""
    from PIL import Image

    with Image.open(BytesIO(png)) as image:
        return (float(image.width), float(image.height))


def drawn_picture(png: bytes, width: int) -> Raster:
    """Return a picture, so many pixels wide where it does not get too large so."""
    from PIL import Image

    with Image.open(BytesIO(png)) as image:
        scale = _scale((image.width, image.height), width)
        size = max(round(image.width * scale), 1), max(round(image.height * scale), 1)
        shown = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        return Raster(*size, 3 * size[0], shown.tobytes("raw", "BGR"))


def _scale(size: Size, width: int) -> float:
    return min(max(width, 1) / size[0], MOST_PIXELS / max(size))


@contextmanager
def _opened(pdf: bytes) -> "Iterator[PdfDocument]":
    from pypdfium2 import PdfDocument

    with _TURN:
        document = PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()
