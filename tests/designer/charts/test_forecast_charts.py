"""What is particular to the charts of the forecast's sections."""

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from funnelcraft.designer.charts.closing import ClosingChart, bins_of
from funnelcraft.designer.look.tokens import LIGHT
from funnelcraft.simulation.lead_times import LeadTime
from tests.designer.charts import examples


def kept(qtbot: QtBot, chart: QWidget) -> None:
    qtbot.addWidget(chart)


def test_that_winners_are_gathered_into_round_days_and_all_counted() -> None:
    shares = np.zeros(1000)
    shares[:400] = 0.001
    found = bins_of(LeadTime(shares, 0.4))
    assert {one.to_day - one.from_day for one in found} == {10}
    assert found[-1].to_day >= 394
    assert sum(one.share for one in found) == pytest.approx(1.0, abs=0.01)
    assert bins_of(LeadTime(np.zeros(5), 0.0)) == ()


def test_that_half_and_nine_in_ten_are_marked(qtbot: QtBot) -> None:
    chart = examples.closing(LIGHT)
    kept(qtbot, chart)
    texts = [key.text for key in chart.legend_keys()]
    assert texts[0] == "share of winners by 1 day"
    assert texts[1].startswith("half within ")
    assert texts[2].startswith("nine in ten within ")
    assert "100% by then" in chart.words()[-1]


def test_that_nobody_won_is_said(qtbot: QtBot) -> None:
    chart = ClosingChart(LIGHT)
    kept(qtbot, chart)
    chart.show_time(LeadTime(np.zeros(5), 0.0))
    assert chart.summary() == "No lead is won."


def test_that_a_part_tells_its_share_its_error_and_what_it_means(qtbot: QtBot) -> None:
    chart = examples.parts(LIGHT)
    kept(qtbot, chart)
    assert chart.words()[0] == "Luck: 50% of the variance (± 1%). Why."


def test_that_use_tells_who_came_for_the_slots(qtbot: QtBot) -> None:
    chart = examples.use(LIGHT)
    kept(qtbot, chart)
    assert chart.words()[2] == "Mar 2026: 100% used, 30 leads came for 21 slots"


def test_that_a_bar_tells_which_share_goes_on_to_the_next(qtbot: QtBot) -> None:
    chart = examples.bars(LIGHT)
    kept(qtbot, chart)
    assert chart.words()[0].endswith("8% of the visits go on to B")
    assert chart.words()[1] == "B: 400 leads enter"
    assert [row[2] for row in chart.rows()[1:]] == [0.08, "", ""]
