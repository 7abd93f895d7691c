"""Decks as files: opened again by other tools, steady, and whatever a name says is only text."""

import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from funnelcraft.funnel.language import documents_speech, speaking
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import add_scenario
from funnelcraft.io.deck import native_charts
from funnelcraft.io.deck.layout import frame_shapes
from funnelcraft.io.deck.page import Deck, Support
from funnelcraft.io.deck.rendering import RENDERERS, rendered, rendered_in_child
from funnelcraft.io.deck.shapes import Words
from funnelcraft.io.deck.writing import BOLDER, height_of
from funnelcraft.io.imports.progress import Stopped
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.templates import template
from tests.funnel.builders import funnel as small
from tests.funnel.builders import source, stage
from tests.funnel.measured_funnels import measured
from tests.io.deck.decks import deck, texts
from tests.io.deck.test_pages import chain, with_rate

HOSTILE = (
    '#read("/etc/passwd")',
    "#panic() $x$ *b* _i_ `c` @ref <tag> \\ // /* #",
    "<script>alert(1)</script> & <img src='file:///etc/passwd'>",
    "zero\x00width\x07controls",
    "\u202eevil\u202c reversed",
    "مرحلة التأهيل 🙂👩‍👩‍👧 ליד",
    "W" * 10_000,
    "",
)


@pytest.fixture(scope="module")
def usual() -> Deck:
    base = template("lead-to-revenue")
    both, _id = add_scenario(base, "Higher threshold", base.replaced(deal_value=base.deal_value))
    return deck(both)


def slides(data: bytes, folder: Path) -> Any:
    path = folder / "deck.pptx"
    path.write_bytes(data)
    return Presentation(str(path))


def nasty(name: str) -> Funnel:
    """Return a funnel in which everything a user can name has this name."""
    base = small(
        title=name,
        notes=name,
        decision=name,
        stages=(
            stage("a", term=name, abbreviation=name),
            stage("b", term=name),
            stage("won", "won", term=name),
            stage("lost", "lost", term=name),
        ),
        triggers=tuple(one.replaced(name=name) for one in small().triggers),
        sources=(source("a", name=name),),
    )
    return add_scenario(base, name, with_rate(base, "b-won", 0.35))[0]


def test_that_slides_have_a_title_a_chart_and_notes_each(usual: Deck, tmp_path: Path) -> None:
    shown = slides(rendered(usual, "deck-pptx"), tmp_path)
    assert len(shown.slides) == len(usual.pages)
    for slide, one in zip(shown.slides, usual.pages, strict=True):
        assert slide.shapes.title.text_frame.text.replace("\N{WORD JOINER}", "") == one.title
        assert slide.notes_slide.notes_text_frame.text == "\n".join(one.notes)
    kinds = [
        [shape.chart.chart_type for shape in slide.shapes if shape.has_chart]
        for slide in shown.slides
    ]
    described = [
        shape._element.xpath(".//p:cNvPr")[0].get("descr")
        for slide in shown.slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    assert described[0] == f"{usual.pages[3].caption}. {usual.pages[3].title}"
    assert kinds[3] == [XL_CHART_TYPE.AREA_STACKED]
    assert kinds[4] == [XL_CHART_TYPE.BAR_STACKED_100]
    assert kinds[5] == [XL_CHART_TYPE.BAR_STACKED]
    assert kinds[6] == [XL_CHART_TYPE.BAR_CLUSTERED]


def test_that_the_fan_of_a_slide_holds_the_quantiles_of_the_page(
    usual: Deck, tmp_path: Path
) -> None:
    shown = slides(rendered(usual, "deck-pptx"), tmp_path)
    chart = next(shape.chart for shape in shown.slides[3].shapes if shape.has_chart)
    fan: Any = usual.pages[3].picture
    layers = [tuple(series.values) for plot in chart.plots for series in plot.series]
    assert len(layers) == 5
    stacked = [sum(values[-1] for values in layers[: at + 1]) for at in range(4)]
    wanted = [fan.p2_5[-1], fan.p10[-1], fan.p90[-1], fan.p97_5[-1]]
    assert stacked == pytest.approx(wanted)
    assert layers[4][-1] == pytest.approx(fan.p50[-1])


def test_that_measured_bars_have_their_bounds_and_what_was_published(tmp_path: Path) -> None:
    made = deck(measured("lead-to-revenue"))
    shown = slides(rendered(made, "deck-pptx"), tmp_path)
    chart = next(shape.chart for shape in shown.slides[1].shapes if shape.has_chart)
    picture: Any = made.pages[1].picture
    ours, published = (tuple(series.values) for series in chart.plots[0].series)
    assert ours == pytest.approx(tuple(one.end for one in picture.bars[::-1]))
    assert published == pytest.approx(tuple(one.mark for one in picture.bars[::-1]))
    assert b"errBars" in chart.part.blob


@pytest.mark.parametrize("kind", RENDERERS)
def test_that_the_same_deck_gives_the_same_bytes_later(usual: Deck, kind: Any) -> None:
    first = rendered(usual, kind)
    # Office files and PDFs state moments to the second, some to two.
    end = time.monotonic() + 2.1
    while time.monotonic() < end:
        second = rendered(usual, kind)
    assert first == second


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name[:12]))
def test_that_names_are_text_in_every_format(name: str, tmp_path: Path) -> None:
    made = deck(nasty(name), runs=20)
    assert rendered(made, "deck-pdf").startswith(b"%PDF-")
    shown = slides(rendered(made, "deck-pptx"), tmp_path)
    assert len(shown.slides) == 7
    said = "\n".join(texts(made))
    assert "root:" not in said
    assert not {"\x00", "\x07", "\u202e"} & set(said)
    assert max(map(len, texts(made))) < 1_000


def test_that_typst_code_in_a_name_is_printed_and_not_run(tmp_path: Path) -> None:
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    made = deck(nasty('#read("/etc/hostname")'), runs=20)
    path = tmp_path / "deck.pdf"
    path.write_bytes(rendered(made, "deck-pdf"))
    said = subprocess.run([pdftotext, path, "-"], check=True, capture_output=True).stdout.decode()
    assert '#read("/etc/hostname")' in said


def test_that_a_pdf_has_a_page_a_message_and_vectors_only(usual: Deck, tmp_path: Path) -> None:
    pdfinfo, pdfimages = shutil.which("pdfinfo"), shutil.which("pdfimages")
    if pdfinfo is None or pdfimages is None:
        pytest.skip("pdfinfo and pdfimages (poppler-utils) are not installed")
    path = tmp_path / "deck.pdf"
    path.write_bytes(rendered(usual, "deck-pdf"))
    told = subprocess.run([pdfinfo, path], check=True, capture_output=True).stdout.decode()
    assert "Pages:           7" in told
    assert "960 x 540 pts" in told
    assert "Title:           Lead to revenue" in told
    images = subprocess.run(
        [pdfimages, "-list", path], check=True, capture_output=True
    ).stdout.decode()
    assert len(images.splitlines()) == 2  # the heading


def test_that_libreoffice_opens_the_slides_with_a_page_each(usual: Deck, tmp_path: Path) -> None:
    office, pdfinfo = shutil.which("soffice"), shutil.which("pdfinfo")
    if office is None or pdfinfo is None:
        pytest.skip("LibreOffice or poppler-utils is not installed")
    path = tmp_path / "deck.pptx"
    path.write_bytes(rendered(usual, "deck-pptx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    told = subprocess.run(
        [pdfinfo, tmp_path / "deck.pdf"], check=True, capture_output=True
    ).stdout.decode()
    assert "Pages:           7" in told


def test_that_slides_hold_nothing_from_elsewhere(usual: Deck, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(rendered(usual, "deck-pptx"))
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in file.read(name)


def test_that_a_deck_of_two_hundred_stages_is_made(tmp_path: Path) -> None:
    made = deck(chain(200), runs=20, days=60)
    assert rendered(made, "deck-pdf").startswith(b"%PDF-")
    assert len(slides(rendered(made, "deck-pptx"), tmp_path).slides) == 7


@pytest.mark.parametrize("kind", RENDERERS)
def test_that_another_process_renders_the_same(usual: Deck, kind: Any) -> None:
    elsewhere = rendered_in_child(usual, kind, Path("deck"), lambda: False)
    assert elsewhere == rendered(usual, kind)


def test_that_a_file_nobody_wants_is_given_up_at_once(usual: Deck) -> None:
    began = time.monotonic()
    with pytest.raises(Stopped):
        rendered_in_child(usual, "deck-pdf", Path("deck.pdf"), lambda: True)
    assert time.monotonic() - began < 5


def test_that_a_process_that_breaks_is_told_in_a_sentence(usual: Deck) -> None:
    nothing: Any = None
    with pytest.raises(FileProblem, match=r"deck\.pdf: the file could not be made"):
        rendered_in_child(nothing, "deck-pdf", Path("deck.pdf"), lambda: False)


@pytest.mark.parametrize(
    ("language", "largest", "written"),
    [
        ("en-US", 3.2e6, '"$"#,##0.0,,"M"'),
        ("en-US", 4e4, '"$"#,##0,"K"'),
        ("en-US", 900.0, '"$"#,##0'),
        ("de-DE", 3.2e6, '#,##0.0,,"\xa0Mio.\xa0$"'),
        ("de-DE", 4e4, '#,##0"\xa0$"'),
        ("de-DE", 2e9, '#,##0.0,,,"\xa0Mrd.\xa0$"'),
    ],
)
def test_that_amounts_at_an_axis_are_written_as_their_language_does(
    language: str, largest: float, written: str
) -> None:
    with speaking(documents_speech(language)):
        assert native_charts._format("USD", largest) == written


def test_that_the_value_of_a_card_keeps_to_one_line(usual: Deck) -> None:
    support = Support("In acht von zehn Läufen", "2 Mio. $ bis 3,2 Mio. $", "")
    page = replace(usual.pages[4], supports=(support,) * 4)
    shown = [one for one in frame_shapes(page, 5, 7) if isinstance(one, Words)]
    values = [one for one in shown if one.text == support.value]
    assert len(values) == 4
    for one in values:
        assert height_of(one.text, one.box.width / BOLDER, one.size) == 1.25 * one.size
