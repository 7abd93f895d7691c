"""Documents that show the drawing: the canvas paints it, `io` writes the document around it."""

from dataclasses import replace

from funnelcraft.designer.exporting.pictures import svg
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports import Context
from funnelcraft.io.exports.spec.html import spec_html
from funnelcraft.io.exports.spec.pdf import spec_pdf


def specification_pdf(funnel: Funnel, context: Context) -> bytes:
    """Return the stage specification as PDF."""
    return spec_pdf(funnel, context, _drawing(funnel, context))


def specification_html(funnel: Funnel, context: Context) -> bytes:
    """Return the stage specification as one HTML file."""
    return spec_html(funnel, context, _drawing(funnel, context))


def _drawing(funnel: Funnel, context: Context) -> bytes:
    """Return the drawing as SVG with the volumes of a year; nothing of a funnel without stages."""
    if not funnel.stages:
        return b""
    return svg(
        funnel, replace(context, options={"figures": True}, on_step=lambda _share, _what: None)
    )
