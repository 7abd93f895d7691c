"""A leaflet as Markdown."""

from funnelcraft.io.exports.leaflet.leaflet import (
    Bullets,
    Facts,
    Leaflet,
    Paragraph,
    Part,
    Steps,
    Table,
)
from funnelcraft.io.exports.markdown import bullets, escaped, heading, numbered, table


def leaflet_markdown(leaflet: Leaflet) -> bytes:
    """Return a leaflet in Markdown, UTF-8."""
    lines = [heading(1, leaflet.title)]
    if leaflet.above:
        lines.append(f"*{escaped(leaflet.above)}*\n")
    for section in leaflet.sections:
        if section.title:
            lines.append(heading(2, section.title))
        lines += [_part(part) for part in section.parts]
    return "\n".join(lines).encode()


def _part(part: Part) -> str:
    match part:
        case Paragraph():
            said = "<br>\n".join(map(escaped, part.text.splitlines()))
            return (f"**{said}**" if part.strong else said) + "\n"
        case Bullets():
            return bullets(map(escaped, part.items))
        case Steps():
            return numbered(map(escaped, part.items))
        case Facts():
            return bullets(f"**{escaped(name)}**: {_cell(value)}" for name, value in part.rows)
        case Table():
            return table(part.headings, ([_cell(cell) for cell in row] for row in part.rows))


def _cell(text: str) -> str:
    return "<br>".join(map(escaped, text.splitlines()))
