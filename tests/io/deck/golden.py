"""Golden files: the deck of every template, and of a measured funnel, slide by slide and on paper.

    python -m tests.io.deck.golden

writes them anew; then look at what changed. Slides stand as their shapes with place and text, their
charts with what they show and what the workbook behind them holds, and their notes.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from pptx import Presentation

from funnelcraft.io.deck.page import Deck
from funnelcraft.io.deck.rendering import rendered
from funnelcraft.io.imports.streams import BytesIO
from funnelcraft.io.templates import template, template_names
from tests.funnel.measured_funnels import measured
from tests.io.deck.decks import deck
from tests.io.paper import no_fonts_of_this_machine, paper

FOLDER = Path(__file__).with_name("golden")
TODAY = date(2026, 12, 1)
EMU_A_POINT = 12_700
SLIDES, PAPER = ".pptx.txt", ".pdf.txt"


def decks() -> dict[str, Deck]:
    """Return the decks by the names of their golden files."""
    found = {name: deck(template(name, TODAY)) for name in template_names()}
    return found | {"measured": deck(measured(template("lead-to-revenue", TODAY)))}


def slides(of: Deck) -> str:
    """Return everything the slides of a deck say."""
    shown = Presentation(BytesIO(rendered(of, "deck-pptx")))
    lines: list[str] = []
    for number, slide in enumerate(shown.slides, 1):
        lines.append(f"== slide {number} of {len(shown.slides)}")
        for shape in slide.shapes:
            lines += _shape(shape)
        lines.append(f"notes: {_one_line(slide.notes_slide.notes_text_frame.text)}")
    return "\n".join(lines) + "\n"


def pages(of: Deck) -> str:
    """Return everything the pages of a deck say, in the fonts that typst brings along."""
    with no_fonts_of_this_machine():
        return paper(rendered(of, "deck-pdf"))


def _shape(shape: Any) -> Iterator[str]:
    sides = (shape.left, shape.top, shape.width, shape.height)
    left, top, width, height = (round(side / EMU_A_POINT) for side in sides)
    place = f"{left} {top} {width}x{height}"
    if shape.has_chart:
        yield f"{place} chart: {shape._element.xpath('.//p:cNvPr')[0].get('descr')}"
        yield from _chart(shape.chart)
    elif shape.has_text_frame and shape.text_frame.text:
        yield f"{place} {_one_line(shape.text_frame.text)}"
    else:
        yield f"{place} {shape.shape_type}"


def _chart(chart: Any) -> Iterator[str]:
    for plot in chart.plots:
        yield f"  {type(plot).__name__}: {' | '.join(_one_line(one) for one in plot.categories)}"
        for series in plot.series:
            yield f"  {series.name}: {_figures(series.values)}"
    book = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    for row in book.active.iter_rows(values_only=True):
        yield f"  workbook: {' | '.join(_cell(one) for one in row)}"


def _figures(values: Any) -> str:
    return " | ".join(_cell(value) for value in values)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, int | float) else _one_line(value)


def _one_line(text: Any) -> str:
    return str(text).replace("\N{WORD JOINER}", "").replace("\n", " / ").replace("\x0b", " / ")


def main() -> None:
    """Write them."""
    found = {
        f"{name}{ending}": told(made)
        for name, made in decks().items()
        for ending, told in ((SLIDES, slides), (PAPER, pages))
    }
    for old in FOLDER.iterdir():
        old.unlink()
    for name, text in found.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
