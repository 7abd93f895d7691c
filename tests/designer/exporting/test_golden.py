"""Drawings of the templates stay what they are, and all pictures show the same."""

import shutil
import subprocess
from unicodedata import normalize

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from funnelcraft.designer.look.tokens import DARK, LIGHT
from funnelcraft.io.templates import template_names
from tests.designer.exporting.golden import FOLDER, Painted, exported, painted

PLAIN = 12  # of 255: what two painters make of the same colour
EDGES = 0.03  # the share of pixels that lie at an edge or in a letter


def test_that_there_is_a_golden_drawing_of_every_template() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {
        f"{one}.svg.txt" for one in template_names()
    }


@pytest.mark.parametrize("name", template_names())
def test_that_drawings_of_templates_are_as_they_were(qtbot: QtBot, name: str) -> None:
    before = (FOLDER / f"{name}.svg.txt").read_text("utf-8").splitlines()
    shapes = painted(exported("svg", name))
    for line, shape in zip(before, shapes, strict=False):
        assert shape.is_like(line), f"{shape} was {line}; see tests/designer/exporting/golden.py"
    assert len(shapes) == len(before)


def test_that_other_letters_are_no_other_drawing_but_another_shape_is() -> None:
    shape, text = (
        Painted("path", "fill #fff", box=(0, 0, 168, 104)),
        Painted("text", "#000", "Lead"),
    )
    assert shape.is_like("path fill #fff | 4 -3 160 104")
    assert not shape.is_like("path fill #eee | 0 0 168 104")
    assert not shape.is_like("path fill #fff | 20 0 168 104")
    assert text.is_like("text #000 | Lead")
    assert not text.is_like("text #000 | Lea…")
    assert Painted("text", "#000", "Lead Develop…").is_like("text #000 | Lead Development")


def _of_svg(data: bytes) -> QImage:
    renderer = QSvgRenderer(QByteArray(data))
    image = QImage(renderer.viewBox().size(), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter)
    return image


def _is_near(one: QColor, other: QColor) -> bool:
    parts = (
        (one.red(), other.red()),
        (one.green(), other.green()),
        (one.blue(), other.blue()),
    )
    return all(abs(here - there) <= PLAIN for here, there in parts)


@pytest.mark.parametrize("dark", ["no", "yes"])
@pytest.mark.parametrize("name", template_names())
def test_that_the_png_shows_what_the_svg_says(qtbot: QtBot, name: str, dark: str) -> None:
    svg = exported("svg", name, dark=dark)
    png = QImage.fromData(exported("png", name, dark=dark, scale="1"))
    drawn = _of_svg(svg)
    assert drawn.size() == png.size()
    assert png.pixelColor(2, 2) == QColor((DARK if dark == "yes" else LIGHT).ground)
    # In every shape as large as a card or a lane: near its corners, where no letters are.
    looked_at = 0
    for shape in painted(svg):
        if shape.box is None or shape.box[2] < 100 or shape.box[3] < 100:
            continue
        left, top, width, height = shape.box
        for x in (left + 12, left + width - 12):
            for y in (top + 6, top + height - 6):
                assert _is_near(png.pixelColor(x, y), drawn.pixelColor(x, y)), (shape, x, y)
                looked_at += 1
    assert looked_at >= 4 * 3
    apart = [
        (x, y)
        for x in range(0, png.width(), 3)
        for y in range(0, png.height(), 3)
        if not _is_near(png.pixelColor(x, y), drawn.pixelColor(x, y))
    ]
    assert len(apart) < EDGES * (png.width() / 3) * (png.height() / 3)


@pytest.mark.parametrize("name", template_names())
def test_that_the_pdf_says_what_the_svg_says(qtbot: QtBot, name: str) -> None:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed (poppler-utils): .ci/tools installs it")
    command = [tool, "-raw", "-", "-"]
    pdf = exported("pdf", name)
    said = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    # Some fonts write fi as one letter.
    left = normalize("NFKC", "".join(said.replace("…", "").split()))
    for shape in painted(exported("svg", name)):
        # Where there is little room, one of the two may break a text off.
        text = "".join(shape.words.removesuffix("…").split())
        assert text in left, shape
        left = left.replace(text, "", 1)
    assert len(left) < len(said) / 50
