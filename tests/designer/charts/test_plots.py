"""What single charts say and draw of their own."""

import pytest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.charts.histogram import Histogram
from funnelcraft.designer.charts.plot import nice_ticks
from funnelcraft.designer.tokens import LIGHT
from funnelcraft.funnel.measured import TimeBin
from tests.designer.charts.examples import columns, flow_map, whole


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
