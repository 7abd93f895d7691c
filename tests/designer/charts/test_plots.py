"""What single charts say and draw of their own."""

from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.charts.drawing import nice_ticks, ticks_around_zero
from funnelcraft.designer.charts.histogram import Histogram
from funnelcraft.designer.charts.layers import Layer, LayerChart, Layers
from funnelcraft.designer.look.tokens import LIGHT
from funnelcraft.funnel.measured import TimeBin
from funnelcraft.funnel.text import count
from tests.designer.charts.examples import bands, columns, fan, flow_map, layers, whole


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
    chart = columns(LIGHT)
    qtbot.addWidget(chart)
    assert "not wholly in the window" in chart.words()[0]
    assert [row[2] for row in chart.rows()[1:]] == ["no", "yes", "yes"]


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
    chart = flow_map(LIGHT)
    qtbot.addWidget(chart)
    flows = chart.words()[4:]
    kinds = [text.split(", ")[1].split(":")[0] for text in flows]
    # What leads to a stage that is gone, and what nobody took, is not drawn.
    assert kinds == ["step", "skip", "return", "loop", "lost"]


def test_that_a_hidden_series_leaves_the_scale(qtbot: QtBot) -> None:
    chart = fan(LIGHT)
    qtbot.addWidget(chart)
    assert chart.fan is not None
    highest = [chart._highest(chart.fan)]
    for series in ("outer", "exact", "inner"):
        chart.set_shown(series, False)
        highest.append(chart._highest(chart.fan))
    shown = bands()
    tops = (shown.p97_5, shown.mean * 1.4, shown.p90, shown.p50)
    assert highest == [pytest.approx(float(top.max())) for top in tops]


def test_that_a_fan_tells_only_what_is_shown(qtbot: QtBot) -> None:
    chart = fan(LIGHT)
    qtbot.addWidget(chart)
    assert chart.words()[0] == "Jan 2026: 100 (80%: 90–110, 95%: 80–120), mean 140"
    chart.set_shown("p50", False)
    chart.set_shown("outer", False)
    assert chart.words()[0] == "Jan 2026: 80%: 90–110, mean 140"


def test_that_layers_on_each_other_tell_their_sum(qtbot: QtBot) -> None:
    chart = layers(LIGHT)
    qtbot.addWidget(chart)
    first = bands()
    together = first.p50[0] + first.p90[0] + first.p10[0] / 2
    assert chart.words()[0].startswith(f"Jan 31, 2026: {together:.0f} together: Lead 100, A stage")
    chart.set_shown("b", False)
    assert chart.words()[0] == "Jan 31, 2026: 145 together: Lead 100 and Won 45"
    chart.set_shown("a", False)
    assert chart.words()[0] == "Jan 31, 2026: Won 45"


def test_that_layers_of_one_colour_are_told_apart(qtbot: QtBot) -> None:
    chart = layers(LIGHT)
    qtbot.addWidget(chart)
    assert len({key.colour for key in chart.legend_keys()}) == 3


def test_that_lines_have_their_bounds_in_words_and_data(qtbot: QtBot) -> None:
    chart, known = LayerChart(LIGHT, "Lines"), bands()
    qtbot.addWidget(chart)
    figures = (known.p50.tolist(), known.p10.tolist(), known.p90.tolist())
    one = Layer("a", "Lead", LIGHT.accent, *figures)
    made = Layers("Leads", known.starts, known.ends, "month", [one], count, False, False)
    chart.show_layers(made)
    assert chart.words()[0] == "Jan 2026: Lead 100 (80%: 90–110)"
    assert chart.rows()[0] == ["first_day", "last_day", "Lead", "Lead p10", "Lead p90"]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(-3, 31, (-20, 0, 20, 40)), (2, 9, (0, 5, 10)), (-9, -2, (-10, -5, 0)), (0, 0, (0, 1))],
)
def test_that_ticks_around_zero_span_the_figures(
    low: float, high: float, ticks: tuple[float, ...]
) -> None:
    assert ticks_around_zero(low, high, 3) == pytest.approx(ticks)


def test_that_a_period_told_by_keys_is_told_on_when_figures_are_refined(qtbot: QtBot) -> None:
    chart = fan(LIGHT)
    qtbot.addWidget(chart)
    chart.point_at(4)
    assert chart.fan is not None
    chart.show_fan(chart.fan)
    assert chart.at == 4


def test_that_a_layer_left_alone_is_shown_though_it_was_hidden(qtbot: QtBot) -> None:
    chart = LayerChart(LIGHT, "Pipeline")
    qtbot.addWidget(chart)
    starts, ends = (date(2026, 1, 1), date(2026, 2, 1)), (date(2026, 1, 31), date(2026, 2, 28))
    one = Layer("a", "Lead", LIGHT.accent, [1.0, 2.0])
    two = Layer("b", "MQL", LIGHT.won, [3.0, 4.0])
    both = Layers("Leads", starts, ends, "month", [one, two], count, True, False)
    chart.show_layers(both)
    chart.set_shown("b", False)
    chart.show_layers(replace(both, layers=[two]))
    assert not chart.grab().isNull()
    assert "MQL 3" in chart.words()[0]
    chart.show_layers(replace(both, layers=[]))
    assert not chart.grab().isNull()
