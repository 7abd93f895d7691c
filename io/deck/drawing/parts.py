"""A whole and its parts: one bar, each part named below it beside its colour."""

from collections.abc import Iterator

from funnelcraft.io.deck.page import PartsPicture
from funnelcraft.io.deck.shapes import Block, Box, Ink, Shape, Words

THICK, ABOVE, BELOW, BETWEEN = 104.0, 12.0, 34.0, 28.0
NAME_SIZE, SHARE_SIZE, TEXT_SIZE = 22.0, 38.0, 19.0
# Told apart by how strong they are as well as by their colour.
STRENGTHS = (0.95, 0.6, 0.35, 0.2)


def parts_shapes(picture: PartsPicture, box: Box) -> tuple[Shape, ...]:
    """Return a bar of parts in a box, and below it a column for each part."""
    return (*_bar(picture, box), *parts_words(picture, box))


def bar_box(box: Box) -> Box:
    """Return where in a picture's box the bar lies."""
    return Box(box.left, box.top + ABOVE, box.width, THICK)


def _bar(picture: PartsPicture, box: Box) -> Iterator[Shape]:
    room = bar_box(box)
    left, gap = room.left, 3.0
    for at, part in enumerate(picture.parts):
        wide = room.width * part.share
        if wide > gap:
            yield Block(Box(left, room.top, wide - gap, room.height), _ink(picture, at), corner=5)
        left += wide


def _ink(picture: PartsPicture, at: int) -> Ink:
    return Ink(picture.parts[at].role, STRENGTHS[min(at, len(STRENGTHS) - 1)])


def parts_words(picture: PartsPicture, box: Box) -> tuple[Shape, ...]:
    """Return what stands below the bar: for each part its name, share and what it is."""
    found: list[Shape] = []
    count = max(len(picture.parts), 1)
    width = (box.width - BETWEEN * (count - 1)) / count
    top = bar_box(box).bottom + BELOW
    for at, part in enumerate(picture.parts):
        left = box.left + at * (width + BETWEEN)
        found.append(Block(Box(left, top + 4, 22, 22), _ink(picture, at), corner=5))
        name = Box(left + 34, top, width - 34, 30)
        found.append(Words(part.name, name, NAME_SIZE, height="middle"))
        share, _break, rest = part.text.partition("\n")
        found.append(Words(share, Box(left, top + 38, width, 52), SHARE_SIZE, bold=True))
        room = Box(left, top + 98, width, box.bottom - top - 98)
        found.append(Words(rest, room, TEXT_SIZE, Ink("muted")))
    return tuple(found)
