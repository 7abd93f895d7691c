"""Charts drawn by hand: told by mouse, keys and speech, drawn in any palette and size."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.charts.columns import Column, Columns
from funnelcraft.designer.charts.curves import Curve
from funnelcraft.designer.charts.cuts import Cuts
from funnelcraft.designer.charts.flow_map import FlowMap, Node, Stream
from funnelcraft.designer.charts.histogram import Histogram
from funnelcraft.designer.charts.plot import Plot, nice_ticks
from funnelcraft.designer.charts.waterfall import Fall, Waterfall
from funnelcraft.designer.tokens import DARK, LIGHT, LIGHT_CONTRAST, Palette
from funnelcraft.funnel.measured import TimeBin
from funnelcraft.funnel.model import Funnel
from tests.funnel.measured_funnels import measured

LONG = "A stage whose name is far longer than any chart is wide " * 3


def columns(palette: Palette = LIGHT) -> Columns:
    chart = Columns(palette)
    chart.show_columns(
        [Column("Jan", "2018", "Jan 2018", 10, True), Column("Feb", "", "Feb 2018", 40)], LONG
    )
    return chart


def waterfall(palette: Palette = LIGHT) -> Waterfall:
    chart = Waterfall(palette)
    chart.show_falls(100.0, [Fall(LONG, "L", 60.0, 10.0), Fall("B", "B", 0.0, 20.0)], 10.0)
    return chart


def whole() -> Funnel:
    return measured("sales-funnel")


def curve(palette: Palette = LIGHT) -> Curve:
    chart, known = Curve(palette), whole().baseline
    assert known is not None
    chart.show_move(known.moves[0])
    return chart


def histogram(palette: Palette = LIGHT) -> Histogram:
    chart, known = Histogram(palette), whole().baseline
    assert known is not None
    chart.show_move(known.moves[0])
    return chart


def cuts(palette: Palette = LIGHT) -> Cuts:
    chart, known = Cuts(palette), whole().baseline
    assert known is not None
    chart.show_test(known.backtests[0])
    return chart


def flow_map(palette: Palette = LIGHT) -> FlowMap:
    chart = FlowMap(palette)
    nodes = [
        Node("a", LONG, "A", "open", palette.marketing, 100, 5),
        Node("b", "B", "B", "gate", palette.sales, 50, 5),
        Node("c", "C", "C", "won", palette.won, 20, 0),
        Node("d", "D", "D", "lost", palette.lost, 20, 0),
    ]
    streams = [
        Stream("a", "b", 50, 0.5, "step"),
        Stream("a", "c", 5, 0.05, "skip"),
        Stream("b", "a", 9, 0.18, "back"),
        Stream("b", "b", 3, 0.06, "back"),
        Stream("b", "d", 20, 0.4, "lost"),
        Stream("b", "gone", 20, 0.4, "step"),
        Stream("b", "c", 0, 0.0, "step"),
    ]
    chart.show_flows(nodes, streams)
    return chart


ALL = (columns, waterfall, curve, histogram, cuts, flow_map)
EMPTY = (Columns, Waterfall, Curve, Histogram, Cuts, FlowMap)


def drawn(chart: Plot, size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        chart.draw(painter, QRectF(0, 0, size.width(), size.height()))
    return image


def shades(image: QImage) -> int:
    step = range(0, image.width(), 2)
    rows = range(0, image.height(), 2)
    return len({image.pixelColor(x, y).name() for x in step for y in rows})


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
@pytest.mark.parametrize("palette", [LIGHT, DARK, LIGHT_CONTRAST], ids=["light", "dark", "high"])
def test_that_every_chart_is_drawn_in_every_palette_and_size(
    qtbot: QtBot, make: Callable[..., Plot], palette: Palette
) -> None:
    chart = make(palette)
    qtbot.addWidget(chart)
    for size in (QSize(900, 400), QSize(300, 200), QSize(40, 30)):
        image = drawn(chart, size)
        if size.width() > 40:
            assert shades(image) > 4


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_that_keys_go_through_the_points_and_tell_them(
    qtbot: QtBot, make: Callable[..., Plot]
) -> None:
    chart = make()
    qtbot.addWidget(chart)
    with qtbot.waitExposed(chart):
        chart.show()
    told: list[str] = []
    chart.pointed.connect(told.append)
    ahead = Qt.Key.Key_Down if chart.is_list else Qt.Key.Key_Right
    back = Qt.Key.Key_Up if chart.is_list else Qt.Key.Key_Left
    words = chart.words()
    QTest.keyClick(chart, ahead)
    QTest.keyClick(chart, ahead)
    QTest.keyClick(chart, back)
    QTest.keyClick(chart, Qt.Key.Key_End)
    QTest.keyClick(chart, ahead)  # there is nothing beyond the last
    assert told == [words[0], words[1], words[0], words[-1]]
    assert chart.accessibleDescription() == words[-1]


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_that_the_mouse_tells_each_point_and_leaving_tells_none(
    qtbot: QtBot, make: Callable[..., Plot]
) -> None:
    chart = make()
    qtbot.addWidget(chart)
    chart.resize(600, chart.minimumHeight())
    with qtbot.waitExposed(chart):
        chart.show()
    told: list[str] = []
    chart.pointed.connect(told.append)
    for y in range(4, chart.height(), 6):
        for x in range(4, chart.width(), 6):
            QTest.mouseMove(chart, QPoint(x, y))
    assert set(chart.words()) <= set(told) | {""}
    chart.point_at(0)
    chart.point_at(None)
    assert told[-1] == ""
    assert chart.accessibleDescription() == chart.summary()


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_that_figures_are_a_table_with_a_heading(qtbot: QtBot, make: Callable[..., Plot]) -> None:
    chart = make()
    qtbot.addWidget(chart)
    rows = chart.rows()
    assert all(isinstance(cell, str) for cell in rows[0])
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) > 2
    assert chart.summary()


@pytest.mark.parametrize("make", EMPTY, ids=lambda make: make.__name__)
def test_that_an_empty_chart_says_so_and_tells_nothing(
    qtbot: QtBot, make: Callable[..., Plot]
) -> None:
    chart = make(LIGHT)
    qtbot.addWidget(chart)
    assert chart.words() == ()
    assert shades(drawn(chart, QSize(300, 200))) > 1
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.at is None


@pytest.mark.parametrize(
    ("top", "room", "ticks"),
    [
        (10, 4, (0, 5, 10)),
        (8000, 4, (0, 2000, 4000, 6000, 8000)),
        (0.067, 4, (0, 0.02, 0.04, 0.06, 0.08)),
        (0, 4, (0, 1)),
        (1, 1, (0, 1)),
    ],
)
def test_that_axes_have_round_figures(top: float, room: int, ticks: tuple[float, ...]) -> None:
    assert nice_ticks(top, room) == pytest.approx(ticks)


def test_that_partial_months_are_told_and_kept_apart_in_the_table(qtbot: QtBot) -> None:
    chart = columns()
    qtbot.addWidget(chart)
    assert "not wholly in the window" in chart.words()[0]
    assert [row[2] for row in chart.rows()[1:]] == ["no", "yes"]


def test_that_uneven_bins_are_drawn_by_their_area(qtbot: QtBot) -> None:
    known = whole().baseline
    assert known is not None
    chart = Histogram(LIGHT)
    qtbot.addWidget(chart)
    bins = (
        TimeBin(from_days=0.0, to_days=1.0, moves=10),
        TimeBin(from_days=1.0, to_days=11.0, moves=10),
    )
    chart.show_move(known.moves[0].replaced(times=bins))
    assert not chart.is_even
    assert [chart._tall(one) for one in bins] == [10.0, 1.0]
    assert chart.words()[1] == "1 to 11 days: 10 moves"


def test_that_the_map_tells_steps_skips_returns_and_loops(qtbot: QtBot) -> None:
    chart = flow_map()
    qtbot.addWidget(chart)
    flows = chart.words()[4:]
    kinds = [text.split(", ")[1].split(":")[0] for text in flows]
    # What leads to a stage that is gone, and what nobody took, is not drawn.
    assert kinds == ["step", "skip", "return", "loop", "lost"]
