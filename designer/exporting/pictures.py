"""The drawing as a file: painted by the canvas itself, so that a picture equals the screen.

Texts are painted in the main thread of a process alone; the window has pictures made in another.
"""

import re

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QRectF, QSizeF
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter

from funnelcraft.designer.app import application_without_screen
from funnelcraft.designer.canvas.figures import CanvasFigures
from funnelcraft.designer.canvas.picture import Portrait
from funnelcraft.designer.charts.saving import image_bytes
from funnelcraft.designer.forecasts import canvas_figures
from funnelcraft.designer.look.tokens import DARK, FAMILIES, LIGHT
from funnelcraft.funnel.checks import review
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, marked
from funnelcraft.io.clean_text import clean
from funnelcraft.io.exports import Context
from funnelcraft.io.exports.words import document_title

SMALL = 1600  # pixels across
POINTS = 0.75  # a unit of the canvas, of which 96 make an inch, is so many points
PAGE_MARGIN = 28.0  # points: a centimetre
_PAGES = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}


def svg(funnel: Funnel, context: Context) -> bytes:
    """Return the drawing as SVG; texts stay texts, in the first of our fonts that is there."""
    from PySide6.QtSvg import QSvgGenerator

    application = application_without_screen()
    portrait, ground = _portrait(funnel, context)
    area = QRectF(0, 0, portrait.area.width(), portrait.area.height())
    buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(area.size().toSize())
    generator.setViewBox(QRect(0, 0, round(area.width()), round(area.height())))
    generator.setTitle(document_title(funnel, context))
    generator.setDescription(_("A funnel, drawn with Funnelcraft."))
    with QPainter(generator) as painter:
        painter.fillRect(area, ground)
        portrait.paint(painter, area)
    application.processEvents()
    # Qt writes control characters of texts as they are, which no reader of XML takes.
    return _with_families(clean(bytes(buffer.data().data()).decode()).encode())


def png(funnel: Funnel, context: Context) -> bytes:
    """Return the drawing as PNG, of at most 16,000 pixels a side."""
    application = application_without_screen()
    portrait, _ground = _portrait(funnel, context)
    scale = context.choice("scale")
    small = scale == "small"
    image = portrait.image(width=SMALL) if small else portrait.image(scale=float(scale))
    data = image_bytes(image)
    application.processEvents()
    return data


def pdf(funnel: Funnel, context: Context) -> bytes:
    """Return the drawing as one page of PDF, with its fonts."""
    application = application_without_screen()
    portrait, ground = _portrait(funnel, context)
    area = portrait.area
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setTitle(document_title(funnel, context))
    writer.setCreator("Funnelcraft")
    writer.setResolution(300)
    writer.setPageLayout(_layout(context.choice("page"), area))
    with QPainter(writer) as painter:
        whole = QRectF(0, 0, writer.width(), writer.height())
        scale = min(whole.width() / area.width(), whole.height() / area.height())
        size = QSizeF(area.width() * scale, area.height() * scale)
        target = QRectF(
            (whole.width() - size.width()) / 2,
            (whole.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )
        painter.fillRect(target, ground)
        portrait.paint(painter, target)
    application.processEvents()
    return bytes(buffer.data().data())


def _layout(page: str, area: QRectF) -> QPageLayout:
    """Return a page as large as the drawing, or one of a paper's size lying or standing."""
    if page not in _PAGES:
        size = QPageSize(
            QSizeF(area.width() * POINTS, area.height() * POINTS), QPageSize.Unit.Point
        )
        return QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())
    lies = area.width() > area.height()
    way = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    margins = QMarginsF(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN)
    return QPageLayout(QPageSize(_PAGES[page]), way, margins)


def _portrait(funnel: Funnel, context: Context) -> tuple[Portrait, QColor]:
    """Return what paints the drawing as the options want it, and the colour behind it."""
    palette = DARK if context.is_on("dark") else LIGHT
    figures = _figures(funnel) if context.is_on("figures") else None
    findings: tuple[Finding, ...] = review(funnel).open if context.is_on("findings") else ()
    context.step(0.3, marked("Drawing"))
    portrait = Portrait(funnel, palette, figures, findings, dots=False)
    context.step(0.6, marked("Painting"))
    return portrait, QColor(palette.ground)


def _figures(funnel: Funnel) -> CanvasFigures | None:
    """Return the exact means of a year; None where the funnel cannot be forecast yet."""
    from funnelcraft.io.exports.year import first_year
    from funnelcraft.simulation.problems import CannotSimulate

    try:
        return canvas_figures(first_year(funnel), _("a year"))
    except CannotSimulate:
        return None


def _buffer() -> QBuffer:
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    return made


def _with_families(svg_text: bytes) -> bytes:
    """Name our fonts one by one: Qt writes all it was asked for as the name of a single one."""
    ours = ", ".join(f"'{one}'" for one in FAMILIES)
    return re.sub(rb'font-family="[^"]*"', f'font-family="{ours}, sans-serif"'.encode(), svg_text)
