"""Leaflets: short documents of sections, as PDF or Markdown."""

from funnelcraft.io.exports.leaflet.leaflet import (
    Bullets,
    Facts,
    Leaflet,
    Paragraph,
    Part,
    Section,
    Steps,
    Table,
)
from funnelcraft.io.exports.leaflet.markdown import leaflet_markdown
from funnelcraft.io.exports.leaflet.pdf import Paper, leaflets_pdf

__all__ = [
    "Bullets",
    "Facts",
    "Leaflet",
    "Paper",
    "Paragraph",
    "Part",
    "Section",
    "Steps",
    "Table",
    "leaflet_markdown",
    "leaflets_pdf",
]
