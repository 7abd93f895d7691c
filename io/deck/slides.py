"""The deck as slides (PPTX): titles as titles, charts that can be edited, sentences as notes.

Fans, bars and parts are charts of their own kind, with their figures behind them; the funnel is
drawn with shapes. The same deck gives the same bytes.
"""

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from funnelcraft.funnel.language import speech
from funnelcraft.io.deck.drawing import drawn
from funnelcraft.io.deck.drawing.parts import parts_words
from funnelcraft.io.deck.layout import (
    HEIGHT,
    TITLE,
    TITLE_SIZE,
    WIDTH,
    frame_shapes,
    picture_box,
)
from funnelcraft.io.deck.native_charts import add_bars, add_fan, add_parts
from funnelcraft.io.deck.office import EMU, POINTS, length, lengths, rgb
from funnelcraft.io.deck.page import BarsPicture, Deck, FanPicture, Page, PartsPicture
from funnelcraft.io.deck.shapes import Block, Box, Ink, Line, Polygon, Shape, Words
from funnelcraft.io.deck.steady import in_memory, steady
from funnelcraft.io.deck.writing import breakable, fitted, plain

if TYPE_CHECKING:
    from pptx.slide import Slide

_PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
_TITLE_ONLY = 5  # of the layouts of python-pptx's own template


def deck_pptx(deck: Deck) -> bytes:
    """Return the deck as a presentation, a slide a page."""
    from pptx import Presentation

    shown = Presentation()
    shown.slide_width, shown.slide_height = length(WIDTH), length(HEIGHT)
    about = shown.core_properties
    made = datetime(deck.made.year, deck.made.month, deck.made.day)
    about.title, about.author, about.last_modified_by = deck.title, "Funnelcraft", "Funnelcraft"
    about.created = about.modified = made
    about.revision = 1
    about.language = _tag()
    for number, page in enumerate(deck.pages, 1):
        slide = shown.slides.add_slide(shown.slide_layouts[_TITLE_ONLY])
        _fill(slide, page, number, len(deck.pages))
    with in_memory() as file:
        shown.save(file)
        return steady(file, deck.made)


def _tag() -> str:
    """Return the language that is spoken as Office writes it."""
    return speech().texts.replace("_", "-")


def _fill(slide: "Slide", page: Page, number: int, of: int) -> None:
    for shape in frame_shapes(page, number, of):
        if isinstance(shape, Words) and shape.box == TITLE:
            _title(slide, shape)
        else:
            _add(slide, shape)
    picture, box = page.picture, picture_box(page)
    match picture:
        case None:
            pass
        case FanPicture():
            _describe(add_fan(slide, picture, box), page)
        case BarsPicture():
            _describe(add_bars(slide, picture, box), page)
        case PartsPicture():
            _describe(add_parts(slide, picture, box), page)
            for shape in parts_words(picture, box):
                _add(slide, shape)
        case _:
            for shape in drawn(picture, box):
                _add(slide, shape)
    slide.notes_slide.notes_text_frame.text = "\n".join(page.notes)


def _describe(frame: Any, page: Page) -> None:
    """Say in words what a chart shows, for who can't see it."""
    frame._element.xpath(".//p:cNvPr")[0].set("descr", f"{page.caption}. {page.title}")


def _title(slide: "Slide", words: Words) -> None:
    title = slide.shapes.title
    assert title is not None
    _place(title, words.box)
    _write(title.text_frame, words, TITLE_SIZE)


def _place(made: Any, box: Box) -> None:
    made.left, made.top, made.width, made.height = lengths(box)


def _add(slide: "Slide", shape: Shape) -> None:
    match shape:
        case Block():
            _block(slide, shape)
        case Polygon():
            _polygon(slide, shape)
        case Line():
            _line(slide, shape)
        case Words():
            made = slide.shapes.add_textbox(*lengths(shape.box))
            _write(made.text_frame, shape, shape.size)


def _block(slide: "Slide", block: Block) -> None:
    from pptx.enum.shapes import MSO_SHAPE

    kind = MSO_SHAPE.ROUNDED_RECTANGLE if block.corner else MSO_SHAPE.RECTANGLE
    made = slide.shapes.add_shape(kind, *lengths(block.box))
    least = min(block.box.width, block.box.height)
    if block.corner and least > 0:
        made.adjustments[0] = min(block.corner / least, 0.5)
    _dress(made, block.fill)


def _dress(made: Any, fill: Ink) -> None:
    made.fill.solid()
    made.fill.fore_color.rgb = rgb(fill)
    made.line.fill.background()
    style = made._element.find(f"{{{_PRESENTATION}}}style")
    if style is not None:  # the theme's shadows and bevels
        made._element.remove(style)


def _polygon(slide: "Slide", polygon: Polygon) -> None:
    first, *others = polygon.points
    builder = slide.shapes.build_freeform(first[0], first[1], scale=EMU)
    builder.add_line_segments(others, close=True)
    _dress(builder.convert_to_shape(), polygon.fill)


def _line(slide: "Slide", line: Line) -> None:
    from pptx.enum.shapes import MSO_CONNECTOR
    from pptx.util import Pt

    for (x, y), (to_x, to_y) in pairwise(line.points):
        ends = (length(at) for at in (x, y, to_x, to_y))
        made = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
        made.line.color.rgb = rgb(line.stroke)
        made.line.width = Pt(line.width * POINTS)


def _write(frame: Any, words: Words, size: float) -> None:
    """Write a text into a frame, as large as it has room by its estimated width."""
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Pt

    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = {
        "top": MSO_ANCHOR.TOP,
        "middle": MSO_ANCHOR.MIDDLE,
        "bottom": MSO_ANCHOR.BOTTOM,
    }[words.height]
    paragraph = frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = plain(breakable(words.text))
    paragraph.alignment = {
        "left": PP_ALIGN.LEFT,
        "centre": PP_ALIGN.CENTER,
        "right": PP_ALIGN.RIGHT,
    }[words.side]
    letters = run.font  # PowerPoint ignores a paragraph's own
    letters._rPr.set("lang", _tag())  # else it marks every word of another language as misspelt
    fits = fitted(words.text, words.box.width, words.box.height, size, words.bold)
    letters.size = Pt(round(fits * POINTS * 2) / 2)
    letters.bold = words.bold
    letters.color.rgb = rgb(words.ink)
