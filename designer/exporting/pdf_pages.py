"""Pages of a PDF as pictures: drawn by PDFium from the very bytes that are saved. No Qt.

PDFium knows one thread at a time, so all calls take turns. While it draws, the interpreter is free.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_TURN = threading.Lock()
MOST_PIXELS = 4000  # of a side: more than any screen shows


@dataclass(frozen=True, eq=False)
class Raster:
    """A page of a document: 3 bytes a pixel in the order blue, green, red, `stride` bytes a row."""

    page: int
    width: int
    height: int
    stride: int
    data: bytes


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Return width and height of each page, in points."""
    with _opened(pdf) as document:
        return tuple(document.get_page_size(at) for at in range(len(document)))


def drawn_page(pdf: bytes, page: int, width: int) -> Raster:
    """Return a page (from 0 on), so many pixels wide."""
    with _opened(pdf) as document:
        across, down = document.get_page_size(page)
        scale = min(max(width, 1), MOST_PIXELS) / across
        scale = min(scale, MOST_PIXELS / down)
        bitmap = document[page].render(scale=scale)
        size = bitmap.width, bitmap.height, bitmap.stride
        return Raster(page, *size, bytes(bitmap.buffer))


@contextmanager
def _opened(pdf: bytes) -> "Iterator[PdfDocument]":
    from pypdfium2 import PdfDocument

    with _TURN:
        document = PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()
