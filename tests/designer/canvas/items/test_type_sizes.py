"""All names of a kind, and all rates, have one size of type at a zoom."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QBuffer, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.canvas.figures import CanvasFigures, StageFigures
from funnelcraft.designer.canvas.ink import rect
from funnelcraft.designer.canvas.items.type_sizes import (
    ALONE,
    BESIDE_FIGURES,
    IN_PILLS,
    NEARLY_ALL,
    Name,
    Steps,
    common_size,
    lettered,
)
from funnelcraft.designer.canvas.lettering import LARGER_RATE, SPARE, fits, width, wrapped
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.canvas.words import plain
from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import source_name, stage_name
from tests.designer.canvas.helpers import TEMPLATES, Bench, template

Benches = Callable[[Funnel | str], Bench]
ZOOMS = (0.25, 0.4, 0.6, 1.0)
ROOM = 146.0


def figures(funnel: Funnel) -> CanvasFigures:
    """Return a volume for every stage."""
    return CanvasFigures({stage.id: StageFigures(12_345.0, 67.0) for stage in funnel.stages})


def painted(scene: CanvasScene, zoom: float) -> dict[str, set[float]]:
    """Return the sizes of type in which every text is painted at a zoom, in canvas units."""
    area = rect(scene.plan.extent)
    buffer, target = QBuffer(), QRectF(0, 0, area.width() * zoom, area.height() * zoom)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setViewBox(target)
    with QPainter(generator) as painter:
        scene.render(painter, target, area)
    found: dict[str, set[float]] = {}
    for text in ElementTree.fromstring(buffer.data().data()).iter(
        "{http://www.w3.org/2000/svg}text"
    ):
        found.setdefault("".join(text.itertext()).strip(), set()).add(
            float(text.attrib["font-size"])
        )
    return found


def sizes_of(painted: dict[str, set[float]], texts: set[str]) -> set[float]:
    """Return all sizes of those of some texts that are painted."""
    return {size for text, sizes in painted.items() if text in texts for size in sizes}


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_that_all_names_and_all_rates_have_one_size_at_a_zoom(
    bench: Benches, name: str, zoom: float
) -> None:
    funnel = template(name)
    scene = bench(funnel).view.canvas
    scene.show_figures(figures(funnel))
    texts = painted(scene, zoom)
    cards = [stage for stage in funnel.stages if stage.kind != "gate"]
    terms = {plain(stage_name(stage)) for stage in cards}
    terms |= {plain(stage.abbreviation) for stage in cards if stage.abbreviation}
    assert len(sizes_of(texts, terms)) == 1
    assert len(sizes_of(texts, {plain(source_name(source)) for source in funnel.sources})) <= 1
    assert len(sizes_of(texts, {line.words.rate for line in scene.plan.lines.values()})) <= 1


def test_that_a_text_fits_exactly_where_nothing_of_it_is_broken_off(qapp: QApplication) -> None:
    texts = (
        "MQL",
        "Opportunity",
        "Closed Won",
        "Marketing Qualified Lead",
        "Won by us all and you",
    )
    for text in texts:
        for pixels in range(12, 40, 2):
            for lines in (1, 2, 3):
                shown = wrapped(text, ROOM, lines, pixels, 600)
                is_whole = not any(line.endswith("…") for line in shown)
                assert fits(text, ROOM, lines, pixels, 600) == is_whole


def test_that_the_common_size_is_the_largest_that_all_of_a_few_names_fit_in(
    qapp: QApplication,
) -> None:
    names = [Name(text, "", ROOM) for text in ("Lead", "Known", "Responded")]
    step = common_size(names, BESIDE_FIGURES)
    larger = BESIDE_FIGURES[: BESIDE_FIGURES.index(step)]
    assert all(lettered(name, step) == (name.text,) for name in names)
    assert all(not fits("Responded", ROOM, one.lines, one.pixels, 600) for one in larger)


def test_that_one_long_name_among_many_is_broken_off_rather_than_all_made_smaller(
    qapp: QApplication,
) -> None:
    long = Name("Opportunityverification", "", ROOM)
    few = [Name("Lead", "", ROOM)] * (NEARLY_ALL - 2)
    many = [*few, few[0]]
    assert common_size([*many, long], BESIDE_FIGURES) == BESIDE_FIGURES[0]
    assert lettered(long, BESIDE_FIGURES[0])[0].endswith("…")
    assert common_size([*few, long], BESIDE_FIGURES) == BESIDE_FIGURES[-1]


@pytest.mark.parametrize("steps", [ALONE, BESIDE_FIGURES, IN_PILLS])
def test_that_no_letter_typed_makes_the_names_larger(qapp: QApplication, steps: Steps) -> None:
    typed = "Opportunity verification"
    others = [Name("Lead", "", ROOM), Name("Won", "", ROOM)]
    sizes = [
        common_size([*others, Name(typed[:end], "", ROOM)], steps).pixels
        for end in range(1, len(typed) + 1)
        if " " not in typed[:end]
    ]
    assert sizes == sorted(sizes, reverse=True)


def test_that_several_words_take_their_abbreviation_and_one_word_only_at_need(
    qapp: QApplication,
) -> None:
    step = BESIDE_FIGURES[0]
    several, single = (
        Name("Marketing Qualified Lead", "MQL", ROOM),
        Name("Opportunity", "Opp", ROOM),
    )
    assert common_size([several], BESIDE_FIGURES) == step
    assert lettered(several, step) == ("MQL",)
    assert common_size([single], BESIDE_FIGURES).pixels < step.pixels
    assert lettered(single, common_size([single], BESIDE_FIGURES)) == ("Opportunity",)
    assert lettered(single, BESIDE_FIGURES[0]) == ("Opp",)


def test_that_cards_follow_a_name_that_needs_a_smaller_size_and_stay_in_a_drag(
    bench: Benches,
) -> None:
    b = bench("blank.funnel")
    first = b.document.funnel.stages[0]
    b.document.apply(lambda funnel: change_stage(funnel, first.id, term="Opportunities"), "Rename")
    stages = b.view.canvas.stages
    sizes = {stage.sizes for stage in stages.values()}
    assert [one.beside_figure.pixels for one in sizes] == [BESIDE_FIGURES[-1].pixels]
    b.document.apply(lambda funnel: change_stage(funnel, first.id, term="Lead"), "Rename")
    sizes = {stage.sizes for stage in stages.values()}
    assert [one.beside_figure.pixels for one in sizes] == [BESIDE_FIGURES[0].pixels]
    item = stages[first.id]
    b.hand.press(item.x() + 80, item.y() + 50)
    b.hand.move(item.x() + 100, item.y() + 90)
    assert {stage.sizes for stage in stages.values()} == sizes
    b.hand.release(item.x() + 100, item.y() + 90)


@pytest.mark.parametrize("name", TEMPLATES)
def test_that_every_label_has_room_for_its_rate_from_afar(bench: Benches, name: str) -> None:
    for line in bench(name).view.canvas.plan.lines.values():
        assert width(line.words.rate, LARGER_RATE, 600) <= line.label.box.width + SPARE
