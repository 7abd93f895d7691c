"""Where the parts of a page stand: the same on a screen, on paper and on a slide."""

from funnelcraft.funnel.text import _
from funnelcraft.io.deck.drawing import drawn
from funnelcraft.io.deck.page import Page, Support
from funnelcraft.io.deck.shapes import Block, Box, Ink, Shape, Words
from funnelcraft.io.deck.writing import fitted, height_of

WIDTH, HEIGHT = 1280.0, 720.0
MARGIN = 64.0
KICKER = Box(MARGIN, 44, 900, 26)
TITLE = Box(MARGIN, 80, WIDTH - 2 * MARGIN, 108)
BODY = Box(MARGIN, 206, WIDTH - 2 * MARGIN, 434)
FOOT = Box(MARGIN, 664, WIDTH - 2 * MARGIN - 80, 30)
NUMBER = Box(WIDTH - MARGIN - 70, 664, 70, 30)
ASIDE = 316.0  # the width of the supporting figures beside a picture or a text
GAP = 36.0
CAPTION = 30.0
LEAD = 76.0  # the height of a text above a picture

KICKER_SIZE, TITLE_SIZE, TEXT_SIZE, CAPTION_SIZE, FOOT_SIZE = 17.0, 37.0, 25.0, 15.0, 13.0
VALUE_SIZE, LABEL_SIZE, NOTE_SIZE = 32.0, 16.0, 15.0


def main_box(page: Page) -> Box:
    """Return the room of the picture or the text."""
    aside = ASIDE + GAP if page.supports else 0.0
    return Box(BODY.left, BODY.top, BODY.width - aside, BODY.height)


def picture_box(page: Page) -> Box:
    """Return the room of the picture, below its caption and a text that comes before it."""
    above = (CAPTION if page.caption else 0.0) + (LEAD if page.text else 0.0)
    return main_box(page).inside(0, above, 0, 0)


def support_boxes(count: int) -> tuple[Box, ...]:
    """Return the cards of so many supporting figures, below each other."""
    if count == 0:
        return ()
    between = 14.0
    height = min((BODY.height - between * (count - 1)) / count, 128.0)
    left = BODY.right - ASIDE
    return tuple(
        Box(left, BODY.top + at * (height + between), ASIDE, height) for at in range(count)
    )


def frame_shapes(page: Page, number: int, of: int) -> tuple[Shape, ...]:
    """Return all of a page but its picture."""
    return (
        Block(Box(MARGIN, 32, 44, 4), Ink("accent"), corner=2),
        Words(page.kicker, KICKER, KICKER_SIZE, Ink("accent"), bold=True, height="middle"),
        Words(page.title, TITLE, TITLE_SIZE, bold=True),
        *_main_words(page),
        *(
            shape
            for support, box in zip(page.supports, support_boxes(len(page.supports)), strict=True)
            for shape in _card(support, box)
        ),
        Words(page.source, FOOT, FOOT_SIZE, Ink("muted"), height="middle"),
        Words(
            _("{page} / {pages}").format(page=number, pages=of),
            NUMBER,
            FOOT_SIZE,
            Ink("muted"),
            side="right",
            height="middle",
        ),
    )


def page_shapes(page: Page, number: int, of: int) -> tuple[Shape, ...]:
    """Return everything a page is painted with."""
    picture = () if page.picture is None else drawn(page.picture, picture_box(page))
    return (*frame_shapes(page, number, of), *picture)


def _main_words(page: Page) -> tuple[Shape, ...]:
    room = main_box(page)
    if page.picture is None:
        return tuple(_paragraphs(page.text, room))
    found: list[Shape] = []
    if page.text:
        found += _paragraphs(page.text, Box(room.left, room.top, room.width, LEAD - 14))
        room = room.inside(0, LEAD, 0, 0)
    if page.caption:
        box = Box(room.left, room.top, room.width, CAPTION - 6)
        found.append(Words(page.caption, box, CAPTION_SIZE, Ink("muted")))
    return tuple(found)


def _paragraphs(texts: tuple[str, ...], room: Box) -> list[Shape]:
    """Set paragraphs below each other, each with a bar at its side."""
    if not texts:
        return []
    gap, width = 22.0, room.width - 22
    heights = [height_of(text, width, TEXT_SIZE) + 12 for text in texts]
    free = room.height - gap * (len(texts) - 1)
    squeeze = min(free / sum(heights), 1.0)
    heights = [height * squeeze for height in heights]
    found: list[Shape] = []
    top = room.top
    for text, height in zip(texts, heights, strict=True):
        found.append(Block(Box(room.left, top, 4, height), Ink("accent", 0.35), corner=2))
        words = Box(room.left + 22, top, width, height)
        found.append(Words(text, words, TEXT_SIZE, height="middle"))
        top += height + gap
    return found


def _card(support: Support, box: Box) -> tuple[Shape, ...]:
    inner = box.inside(20, 10, 16, 10)
    label = inner.height * 0.24
    note = inner.height * 0.26 if support.note else 0.0
    value = Box(inner.left, inner.top + label, inner.width, inner.height - label - note)
    # On one line, in smaller letters where it is long.
    size = fitted(support.value, value.width, 1.25 * VALUE_SIZE, VALUE_SIZE, bold=True)
    below = Box(inner.left, inner.bottom - note, inner.width, note)
    found: list[Shape] = [
        Block(box, Ink("ground"), corner=12),
        Block(Box(box.left, box.top + 14, 4, box.height - 28), Ink("accent"), corner=2),
        Words(
            support.label,
            Box(inner.left, inner.top, inner.width, label),
            LABEL_SIZE,
            Ink("muted"),
            height="middle",
        ),
        Words(support.value, value, size, bold=True, height="middle"),
    ]
    if support.note:
        found.append(Words(support.note, below, NOTE_SIZE, Ink("muted"), height="middle"))
    return tuple(found)
