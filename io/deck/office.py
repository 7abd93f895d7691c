"""Lengths and colours as python-pptx wants them."""

from typing import Any

from funnelcraft.io.deck.colours import on_paper
from funnelcraft.io.deck.shapes import Box, Ink

EMU = 9525  # of a unit: a slide is 13⅓ by 7½ inches
POINTS = 0.75  # of a unit


def length(units: float) -> Any:
    """Return a length of so many units of a page."""
    from pptx.util import Emu

    return Emu(round(units * EMU))


def lengths(box: Box) -> tuple[Any, Any, Any, Any]:
    """Return where a box begins, and its width and height."""
    width, height = max(box.width, 0.0), max(box.height, 0.0)
    return length(box.left), length(box.top), length(width), length(height)


def rgb(ink: Ink) -> Any:
    """Return the colour an ink has on white paper."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(on_paper(ink)[1:].upper())
