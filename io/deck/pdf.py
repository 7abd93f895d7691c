"""The deck as PDF: its shapes handed to typst as data, charts as vectors.

Texts of the document reach the typst program as JSON and never as code.
"""

import json
from typing import Any

from funnelcraft.funnel.language import speech
from funnelcraft.io.deck.colours import PAPER
from funnelcraft.io.deck.layout import HEIGHT, WIDTH, page_shapes
from funnelcraft.io.deck.page import Deck
from funnelcraft.io.deck.shapes import Block, Box, Ink, Line, Polygon, Shape, Words
from funnelcraft.io.deck.writing import breakable, fitted
from funnelcraft.io.exports.typesetting import laid_out

_PROGRAM = "documents/deck.typ"


def deck_pdf(deck: Deck) -> bytes:
    """Return the deck as PDF, a page each. The same deck gives the same bytes on one machine."""
    made = deck.made
    data = {
        "title": deck.title,
        "language": speech().texts.partition("_")[0],
        "made": [made.year, made.month, made.day],
        "width": WIDTH,
        "height": HEIGHT,
        "pages": [
            [_plain(shape) for shape in page_shapes(page, number, len(deck.pages))]
            for number, page in enumerate(deck.pages, 1)
        ],
    }
    return laid_out(_PROGRAM, {"deck": json.dumps(data)}, made)


def _plain(shape: Shape) -> dict[str, Any]:
    match shape:
        case Block():
            return {
                "kind": "block",
                "box": _box(shape.box),
                "fill": _ink(shape.fill),
                "corner": shape.corner,
            }
        case Polygon():
            return {"kind": "polygon", "points": shape.points, "fill": _ink(shape.fill)}
        case Line():
            return {
                "kind": "line",
                "points": shape.points,
                "stroke": _ink(shape.stroke),
                "width": shape.width,
            }
        case Words():
            return {
                "kind": "words",
                "text": breakable(shape.text),
                "box": _box(shape.box),
                # Typst makes smaller what has too many lines, but not a word that is too long.
                "size": fitted(shape.text, shape.box.width, 1e9, shape.size, shape.bold),
                "ink": _ink(shape.ink),
                "bold": shape.bold,
                "side": shape.side,
                "height": shape.height,
            }


def _box(box: Box) -> list[float]:
    return [box.left, box.top, max(box.width, 0.0), max(box.height, 0.0)]


def _ink(ink: Ink) -> list[str | float]:
    return [PAPER[ink.colour], ink.strength]
