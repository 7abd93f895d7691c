"""The charts of the forecast's sections: what they tell, export, and draw at any size."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.charts.bands import BandChart
from funnelcraft.designer.charts.bars import Bar, FunnelBars
from funnelcraft.designer.charts.closing import ClosingChart, bins_of
from funnelcraft.designer.charts.over_time import date_labels
from funnelcraft.designer.charts.parts_bar import Part, PartsBar
from funnelcraft.designer.charts.plot import Plot
from funnelcraft.designer.charts.spans_chart import SpanRow, SpansChart
from funnelcraft.designer.charts.stack import Layer, StackChart, tints
from funnelcraft.designer.charts.use import UseChart
from funnelcraft.designer.tokens import DARK, LIGHT, LIGHT_CONTRAST, Palette
from funnelcraft.funnel.text import count
from funnelcraft.simulation.forecast import Bands
from funnelcraft.simulation.forecast.service import Month
from funnelcraft.simulation.lead_times import LeadTime

LONG = "A stage whose name is far longer than any chart is wide " * 3
STARTS = (date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1))
ENDS = (date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31))


def bands(middle: float = 10.0) -> Bands:
    steps = (0.0, -4.0, -2.0, 0.0, 2.0, 4.0)
    return Bands(STARTS, ENDS, *(np.full(3, middle + step) for step in steps))


def stack(palette: Palette = LIGHT) -> StackChart:
    chart = StackChart(palette)
    layers = [
        Layer(LONG, "L", palette.marketing, np.array([1.0, 2.0, 3.0]), 0.5),
        Layer("B", "B", palette.marketing, np.array([9.0, 8.0, 7.0])),
    ]
    chart.show_layers(STARTS[0], ENDS, layers, count, bands())
    return chart


def queue(palette: Palette = LIGHT) -> BandChart:
    chart = BandChart(palette, "Queue")
    chart.show_bands(bands())
    return chart


def closing(palette: Palette = LIGHT) -> ClosingChart:
    chart = ClosingChart(palette)
    chart.show_time(LeadTime(np.array([0.1, 0.2, 0.1, 0.0, 0.1]), 0.5))
    return chart


def parts(palette: Palette = LIGHT) -> PartsBar:
    chart = PartsBar(palette)
    names = (("Luck", 0.5), (LONG, 0.5), ("Drift", 0.0))
    chart.show_parts([Part(name, "Why.", share, 0.01) for name, share in names])
    return chart


def spans(palette: Palette = LIGHT) -> SpansChart:
    chart = SpansChart(palette, "Cost per won deal", count)
    rows = [SpanRow(LONG, 10.0, 5.0, 20.0), SpanRow("B", None, note="no cost given")]
    chart.show_lines([*rows, SpanRow("C", float("inf"), float("inf"), float("inf"))], count)
    return chart


def use(palette: Palette = LIGHT) -> UseChart:
    chart = UseChart(palette, "Use")
    spans_of = zip(STARTS, ENDS, strict=True)
    chart.show_months([Month(s, e, 30.0, 20.0, 21.0, 10.0) for s, e in spans_of])
    return chart


def bars(palette: Palette = LIGHT) -> FunnelBars:
    chart = FunnelBars(palette)
    chart.show_bars(
        [Bar(LONG, "L", 1000.0, palette.marketing, 0.06), Bar("Won", "Won", 0.0, palette.won)]
    )
    return chart


MAKERS: list[Callable[[Palette], Plot]] = [stack, queue, closing, parts, spans, use, bars]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("palette", [LIGHT, DARK, LIGHT_CONTRAST], ids=["light", "dark", "high"])
@pytest.mark.parametrize("size", [QSize(640, 300), QSize(60, 40)], ids=["wide", "tiny"])
def test_that_a_chart_draws_in_any_palette_and_size(
    qtbot: QtBot, make: Callable[[Palette], Plot], palette: Palette, size: QSize
) -> None:
    chart = make(palette)
    qtbot.addWidget(chart)
    image = QImage(size, QImage.Format.Format_ARGB32)
    image.fill(palette.panel)
    with QPainter(image) as painter:
        chart.draw(painter, QRectF(0, 0, size.width(), size.height()))
    places = [(x, y) for x in range(0, size.width(), 3) for y in range(0, size.height(), 3)]
    assert len({image.pixel(x, y) for x, y in places}) > 1


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_that_a_chart_is_told_by_keys_and_described(
    qtbot: QtBot, make: Callable[[Palette], Plot]
) -> None:
    chart = make(LIGHT)
    qtbot.addWidget(chart)
    told: list[str] = []
    chart.pointed.connect(told.append)
    with qtbot.waitExposed(chart):
        chart.show()
    whole = chart.accessibleDescription()
    assert whole == chart.summary() != ""
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert told[-1] == chart.words()[0] == chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_Down if chart.is_list else Qt.Key.Key_Right)
    assert told[-1] == chart.words()[1]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_that_the_figures_are_a_whole_table(make: Callable[[Palette], Plot], qtbot: QtBot) -> None:
    chart = make(LIGHT)
    qtbot.addWidget(chart)
    heads, *rows = chart.rows()
    assert len(rows) == len(chart.words())
    assert {len(row) for row in rows} == {len(heads)}


def test_that_the_stack_tells_parts_sum_and_bands(qtbot: QtBot) -> None:
    chart = stack()
    qtbot.addWidget(chart)
    assert chart.words()[0] == "Jan 31, 2027: 10 in all (80%: 8–12): L 1, B 9"
    chart.show_bands(None)
    assert chart.words()[2] == "Mar 31, 2027: 10 in all: L 3, B 7"


def test_that_stages_of_a_department_have_tints_of_its_colour() -> None:
    found = tints(["#000000", "#ff0000", "#000000"], "#ffffff")
    assert found[0] == "#000000"
    assert found[1] == "#ff0000"
    assert found[2] not in ("#000000", "#ffffff")


def test_that_winners_are_gathered_into_round_days_and_all_counted() -> None:
    shares = np.zeros(1000)
    shares[:400] = 0.001
    found = bins_of(LeadTime(shares, 0.4))
    assert {one.to_day - one.from_day for one in found} == {10}
    assert found[-1].to_day >= 394
    assert sum(one.share for one in found) == pytest.approx(1.0, abs=0.01)
    assert bins_of(LeadTime(np.zeros(5), 0.0)) == ()


def test_that_dates_are_written_as_far_apart_as_there_is_room() -> None:
    assert [text for _n, text in date_labels(STARTS[0], 10, 500.0)][:2] == ["Jan 1", "Jan 2"]
    year = date_labels(STARTS[0], 365, 800.0)
    assert [text for _n, text in year][:2] == ["Jan 2027", "Feb"]
    assert len(date_labels(STARTS[0], 365, 120.0)) <= 3


def test_that_a_cost_without_end_and_one_not_given_are_said(qtbot: QtBot) -> None:
    chart = spans()
    qtbot.addWidget(chart)
    assert chart.words()[0].endswith(": 10 (80%: 5–20)")
    assert chart.words()[1] == "B: no cost given"
    assert chart.words()[2] == "C: without end"
