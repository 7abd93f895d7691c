"""What there is to see of a made export, worked out in a thread as plain values: no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TypeAlias

from funnelcraft.designer.exporting.rasters import (
    Raster,
    Size,
    drawn_page,
    drawn_picture,
    page_sizes,
    picture_size,
)
from funnelcraft.designer.exporting.sheets import SheetLook, sheets_of
from funnelcraft.designer.exporting.svg_picture import picture_of_svg
from funnelcraft.funnel.text import _, number
from funnelcraft.io.exports import Made
from funnelcraft.io.imports.progress import OnProgress, ShouldStop

MOST_TEXT = 60_000  # characters shown; the file holds all


@dataclass(frozen=True, eq=False)
class PagesLook:
    """A document of pages, whose widths and heights are in points; `note` says what differs."""

    pdf: bytes
    sizes: tuple[Size, ...]
    note: str = ""

    def drawn(self, page: int, width: int) -> Raster:
        """Return a page (from 0 on), so many pixels wide."""
        return drawn_page(self.pdf, page, width)


@dataclass(frozen=True, eq=False)
class PictureLook:
    """A picture as PNG, as a document of one page."""

    png: bytes
    sizes: tuple[Size, ...]
    note: str = ""

    def drawn(self, _page: int, width: int) -> Raster:
        """Return the picture, so many pixels wide."""
        return drawn_picture(self.png, width)


@dataclass(frozen=True, eq=False)
class SheetsLook:
    """A workbook."""

    sheets: tuple[SheetLook, ...]


@dataclass(frozen=True, eq=False)
class TextLook:
    """A text; empty where there is nothing to see. Sentences are broken into lines, data not."""

    text: str
    is_prose: bool = False


@dataclass(frozen=True, eq=False)
class FolderLook:
    """Files by relative path, each to be looked at by itself."""

    files: Mapping[str, bytes]


FileLook: TypeAlias = PagesLook | PictureLook | SheetsLook | TextLook
Look: TypeAlias = FileLook | FolderLook


def look_at(made: Made, note: str, should_stop: ShouldStop) -> Look:
    """Return what is seen of an export. Raises Stopped."""
    if isinstance(made, dict):
        return FolderLook(made)
    look = _look_at_bytes(made, should_stop)
    return replace(look, note=note) if isinstance(look, PagesLook) else look


def look_at_file(
    files: Mapping[str, bytes], name: str, _on_progress: OnProgress, should_stop: ShouldStop
) -> FileLook:
    """Return what is seen of a file of a folder: of slides, the pages of the PDF beside them."""
    path = PurePosixPath(name)
    pages = files.get(str(path.with_suffix(".pdf")))
    if path.suffix == ".pptx" and pages is not None:
        return PagesLook(pages, page_sizes(pages), slides_note())
    look = _look_at_bytes(files[name], should_stop)
    if isinstance(look, TextLook) and path.suffix == ".md":
        return replace(look, is_prose=True)
    return look


def slides_note() -> str:
    """Say how slides differ from the pages that are shown for them."""
    return _("The same pages as PDF: PowerPoint draws the charts itself, from the same figures.")


def _look_at_bytes(data: bytes, should_stop: ShouldStop) -> FileLook:
    """Return what is seen of a file, by what it begins with. Raises Stopped."""
    if data.startswith(b"%PDF"):
        return PagesLook(data, page_sizes(data))
    if data.startswith(b"\x89PNG"):
        return _picture(data)
    if data.startswith(b"PK"):
        return SheetsLook(sheets_of(data))
    if b"<svg " in data[:1000]:
        return _picture(picture_of_svg(data, should_stop))
    return TextLook(_readable(data))


def _picture(png: bytes) -> PictureLook:
    return PictureLook(png, (picture_size(png),))


def _readable(data: bytes) -> str:
    """Return a file as text where it is one; empty where it is not."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    if len(text) <= MOST_TEXT:
        return text
    left = number(len(text) - MOST_TEXT)
    return text[:MOST_TEXT] + "\n" + _("… and {n} characters more").format(n=left)
