"""Exported pictures: they equal the canvas, and name nothing remote."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from funnelcraft.designer.canvas.picture import Portrait
from funnelcraft.designer.exporting.formats import all_formats
from funnelcraft.designer.look.tokens import DARK, LIGHT
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports import Context, chosen_options, found, made
from funnelcraft.io.templates import template

SVG = "{http://www.w3.org/2000/svg}"


def _exported(funnel: Funnel, name: str, **options: str) -> bytes:
    kind = found(all_formats(), name)
    context = Context("plan.funnel", date(2027, 1, 1), options=chosen_options(kind, options))
    data = made(funnel, kind, context)
    assert isinstance(data, bytes)
    return data


@pytest.mark.parametrize("dark", [False, True])
def test_that_the_png_is_the_canvas_without_its_dots(qtbot: QtBot, dark: bool) -> None:
    funnel = template("lead-process")
    data = _exported(funnel, "png", scale="1", figures="no", dark="yes" if dark else "no")
    palette = DARK if dark else LIGHT
    drawn = QImage.fromData(data).convertToFormat(QImage.Format.Format_RGB32)
    screen = Portrait(funnel, palette, dots=False).image().convertToFormat(drawn.format())
    assert drawn == screen
    assert drawn.pixelColor(2, 2) == QColor(palette.ground)


def test_that_the_svg_keeps_its_texts_and_names_nothing_remote(qtbot: QtBot) -> None:
    funnel = template("lead-to-revenue").replaced(title='<script>alert(1)</script> & "x"')
    root = ElementTree.fromstring(_exported(funnel, "svg"))
    texts = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert "Anonymous" in texts
    assert not list(root.iter(f"{SVG}script"))
    assert not list(root.iter(f"{SVG}image"))
    links = [value for tag in root.iter() for key, value in tag.items() if key.endswith("href")]
    assert all(link.startswith("#") for link in links)
    assert "alert(1)" in (root.findtext(f"{SVG}title") or "")


@pytest.mark.parametrize("page", ["drawing", "a4", "letter"])
def test_that_the_pdf_is_one_page_of_the_size_asked_for(qtbot: QtBot, page: str) -> None:
    data = _exported(template("sales-funnel"), "pdf", page=page)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert len(boxes) == 1
    size = tuple(round(float(side)) for side in boxes[0])
    if page == "drawing":
        area = Portrait(template("sales-funnel"), LIGHT).area
        assert size == pytest.approx((area.width() * 0.75, area.height() * 0.75), abs=2)
    else:
        assert size == {"a4": (842, 595), "letter": (792, 612)}[page]


def test_that_a_funnel_which_cannot_be_forecast_is_drawn_without_figures(qtbot: QtBot) -> None:
    funnel = template("blank")
    broken = funnel.replaced(sources=(), stages=funnel.stages[:1], triggers=())
    assert _exported(broken, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["svg", "png"])
def test_that_one_funnel_is_always_the_same_picture(qtbot: QtBot, name: str) -> None:
    funnel = template("sales-funnel", date(2027, 1, 1))
    assert _exported(funnel, name) == _exported(funnel, name)


def test_that_an_empty_funnel_is_drawn(qtbot: QtBot) -> None:
    empty = Funnel(start="2027-01-01")
    for name in ("svg", "png", "pdf"):
        assert _exported(empty, name)
