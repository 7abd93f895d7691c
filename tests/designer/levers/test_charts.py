"""The charts of what matters and of goals: told by mouse, keys and speech; saved as figures."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.charts.plot import Plot
from funnelcraft.designer.levers.frontier_chart import FrontierChart, without_flat_ends
from funnelcraft.designer.levers.heat_map import HeatMap, ramp
from funnelcraft.designer.levers.scales import ink_on, log_ticks, luminance, ticks_within
from funnelcraft.designer.levers.tornado_chart import TornadoChart
from funnelcraft.designer.levers.work import Sought
from funnelcraft.designer.look.tokens import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Palette
from funnelcraft.io.templates import template
from funnelcraft.simulation.forecast import wins
from funnelcraft.simulation.goals import Answer, Point, all_sources
from funnelcraft.simulation.goals.asking import Asked, LeverChoice
from funnelcraft.simulation.sensitivity import TwoWay, parameters, tornado

FUNNEL = template("lead-to-revenue")
RATE, OTHER = [one for one in parameters(FUNNEL) if one.kind == "rate"][:2]
KEYS = Qt.Key


def shown(qtbot: QtBot, chart: Plot) -> None:
    qtbot.addWidget(chart)
    chart.resize(700, max(chart.minimumHeight(), 300))
    with qtbot.waitExposed(chart):
        chart.show()
    chart.grab()


def storm(qtbot: QtBot, palette: Palette = LIGHT) -> TornadoChart:
    chart = TornadoChart(palette)
    chart.show_tornado(FUNNEL, tornado(FUNNEL, 90, wins()), 5)
    shown(qtbot, chart)
    return chart


def grid(qtbot: QtBot, target: float | None = None) -> HeatMap:
    chart = HeatMap(LIGHT)
    xs, ys = (RATE.low, RATE.value, RATE.high), (OTHER.low, OTHER.high)
    found = TwoWay(wins(), 90, RATE, OTHER, xs, ys, ((1.0, 2.0, 3.0), (4.0, 5.0, 6.0)), 3.0)
    chart.show_grid(FUNNEL, found, target)
    shown(qtbot, chart)
    return chart


def answer(*pairs: tuple[float, float]) -> Sought:
    points = tuple(Point(value, share, 0.01, 400) for value, share in pairs)
    asked = Asked("total", wins(), 100.0, 0.8, 90, LeverChoice("volume", ""))
    best = min(points, key=lambda one: abs(one.share - 0.8))
    return Sought(asked, all_sources(FUNNEL), Answer("found", best, points, ((0.8, best.value),)))


def test_that_arrow_keys_go_through_the_bars_and_enter_picks_one(qtbot: QtBot) -> None:
    chart = storm(qtbot)
    told: list[str] = []
    picked: list[object] = []
    chart.pointed.connect(told.append)
    chart.picked.connect(picked.append)
    QTest.keyClick(chart, KEYS.Key_Down)
    QTest.keyClick(chart, KEYS.Key_Down)
    QTest.keyClick(chart, KEYS.Key_Return)
    assert told == list(chart.words()[:2])
    assert picked == [chart.bars[1].parameter]
    assert chart.accessibleDescription() == chart.words()[1]


def test_that_a_click_picks_the_bar_under_the_mouse(qtbot: QtBot) -> None:
    chart = storm(qtbot)
    picked: list[object] = []
    chart.picked.connect(picked.append)
    place = chart._boxes[3].center().toPoint()
    QTest.mouseMove(chart, place)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    assert picked == [chart.bars[3].parameter]
    QTest.mouseMove(chart, QPoint(place.x(), 1))
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(place.x(), 1))
    assert len(picked) == 1, "beside the bars there is nothing to pick"


def test_that_the_table_holds_all_bars_also_those_not_drawn(qtbot: QtBot) -> None:
    chart = storm(qtbot)
    assert len(chart.bars) == 5
    rows = chart.rows()
    assert len(rows) > 6
    assert len({len(row) for row in rows}) == 1
    assert chart.summary().startswith(f"“{rows[1][0]}” matters most: between ")


def test_that_arrows_go_through_the_cells_in_four_directions(qtbot: QtBot) -> None:
    chart = grid(qtbot)
    path = []
    for key in (
        KEYS.Key_Right,  # the first cell: low across, high up
        KEYS.Key_Right,
        KEYS.Key_Down,
        KEYS.Key_Left,
        KEYS.Key_Left,  # stays at the edge
        KEYS.Key_Up,
        KEYS.Key_Up,
    ):
        QTest.keyClick(chart, key)
        path.append(chart.at)
    assert path == [0, 1, 4, 3, 3, 0, 0]
    assert chart.words()[0].endswith("deals 4"), "high rows come first"
    assert chart.words()[4].endswith("deals 2")


def test_that_a_target_is_told_and_drawn(qtbot: QtBot) -> None:
    plain, marked = grid(qtbot), grid(qtbot, 3.5)
    assert "3 of 6 pairs reach 3.5." in marked.summary()
    assert plain.grab().toImage() != marked.grab().toImage()
    assert marked.rows()[1] == [OTHER.low, 1.0, 2.0, 3.0]


@pytest.mark.parametrize("palette", [LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST])
def test_that_more_is_lighter_or_darker_all_along_and_figures_can_be_read(
    palette: Palette,
) -> None:
    shades = [ramp(palette, at / 20) for at in range(21)]
    lights = [luminance(shade) for shade in shades]
    assert lights in (sorted(lights), sorted(lights, reverse=True))
    for shade, light in zip(shades, lights, strict=True):
        ink = luminance(QColor(ink_on(shade)))
        high, low = max(ink, light), min(ink, light)
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_that_the_frontier_tells_points_and_leaves_out_flat_ends(qtbot: QtBot) -> None:
    pairs = ((1e3, 0.0), (2e3, 0.0), (4e3, 0.1), (8e3, 0.8), (16e3, 1.0), (32e3, 1.0))
    chart = FrontierChart(LIGHT)
    chart.show_answer(FUNNEL, answer(*pairs))
    shown(qtbot, chart)
    assert [one.value for one in chart.points] == [2e3, 4e3, 8e3, 16e3]
    assert [row[0] for row in chart.rows()[1:]] == [value for value, _share in pairs]
    QTest.keyClick(chart, KEYS.Key_End)
    assert "16,000: met in 100% of 400 runs" in chart.accessibleDescription()
    assert chart.summary().endswith("nothing is smoothed between them.")
    falling = (*pairs[:4], (16e3, 0.5))
    chart.show_answer(FUNNEL, answer(*falling))
    assert "More is not always better here: beyond 8,000" in chart.summary()


def test_that_two_points_stay_however_flat() -> None:
    points = [Point(float(at), 1.0, 0.01, 400) for at in range(5)]
    assert len(without_flat_ends(points)) == 2


def test_that_ticks_are_round_and_within() -> None:
    assert ticks_within(107.0, 132.0, 5) == (110.0, 115.0, 120.0, 125.0, 130.0)
    assert ticks_within(3.0, 3.0, 5) == (3.0,)
    assert log_ticks(15.0, 220.0) == (20.0, 50.0, 100.0, 200.0)


@pytest.mark.parametrize("chart", [TornadoChart, HeatMap, FrontierChart])
def test_that_a_chart_without_figures_says_so(qtbot: QtBot, chart: type[Plot]) -> None:
    made = chart(DARK)  # type: ignore[call-arg]
    shown(qtbot, made)
    assert made.words() == ()
    assert made.summary() == "Nothing to show."
    assert len(made.rows()) == 1
    assert isinstance(made.grab().toImage(), QImage)
