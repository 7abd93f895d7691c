"""The editor of times: two quantiles or mean and spread, a picture, kinds that keep the half."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.inspector.time_kinds import of_kind
from funnelcraft.designer.inspector.time_plot import heights, nice_step
from funnelcraft.designer.inspector.velocity import VelocityEditor
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    TriangularTime,
    UnknownTime,
)
from funnelcraft.simulation.quantiles import quantile
from tests.designer.inspector.helpers import Heard, show, type_into

USUAL = LogNormalTime(mean_days=3.0, cv=0.8, observations=732)


class Editor(VelocityEditor):
    """Shows what it committed, as a form does."""

    def __init__(self, qtbot: QtBot, time: TimeDistribution | None, none_text: str = "") -> None:
        super().__init__("How long it takes", none_text)
        self.heard = Heard(self.committed)
        self.committed.connect(self._on_committed)
        show(qtbot, self)
        self.show_time(time)

    def _on_committed(self, time: TimeDistribution | None, _stay: int) -> None:
        self.show_time(time)


def choose(editor: Editor, kind: str | None) -> None:
    """Choose a kind as with the keys."""
    place = next(at for at, (one, _text) in enumerate(editor.kind._options) if one == kind)
    editor.kind.editor.activated.emit(place)


def test_that_half_and_nine_in_ten_make_the_time(qtbot: QtBot) -> None:
    editor = Editor(qtbot, USUAL)
    type_into(editor.fields["half"], "2")
    type_into(editor.fields["most"], "10")
    made = editor.heard.last
    assert isinstance(made, LogNormalTime)
    assert quantile(made, 0.5) == pytest.approx(2.0, rel=1e-6)
    assert quantile(made, 0.9) == pytest.approx(10.0, rel=1e-6)
    assert made.observations is None  # they were of the other distribution
    assert editor.sentence.text() == "Half within 2 days, nine in ten within 10 days."
    assert editor.fields["mean_days"].text == "4.401"


def test_that_two_numbers_out_of_reach_are_said_and_can_be_typed_one_after_the_other(
    qtbot: QtBot,
) -> None:
    editor = Editor(qtbot, USUAL)
    half, most = editor.fields["half"], editor.fields["most"]
    type_into(half, "10")
    assert editor.heard.all == []
    assert "longer than half" in half.problem.text()
    type_into(most, "30")  # now both can be
    assert quantile(editor.heard.last, 0.5) == pytest.approx(10.0, rel=1e-6)
    assert quantile(editor.heard.last, 0.9) == pytest.approx(30.0, rel=1e-6)
    assert half.text == "10"
    assert not half.problem.isVisible()
    type_into(most, "4000")
    assert "at most 157 days" in most.problem.text()


@pytest.mark.parametrize("kind", ["fixed", "exponential", "gamma", "weibull", "triangular"])
def test_that_another_kind_keeps_the_half(qtbot: QtBot, kind: str) -> None:
    editor = Editor(qtbot, USUAL)
    choose(editor, kind)
    assert editor.heard.last.kind == kind
    assert quantile(editor.heard.last, 0.5) == pytest.approx(quantile(USUAL, 0.5), rel=1e-6)
    if kind in ("gamma", "weibull"):
        assert quantile(editor.heard.last, 0.9) == pytest.approx(quantile(USUAL, 0.9), rel=1e-6)


def test_that_a_kind_can_be_made_of_nothing_of_one_value_and_of_measured_times() -> None:
    assert quantile(of_kind("lognormal", None), 0.5) == pytest.approx(7.0)
    assert of_kind("fixed", UnknownTime(kind="later")) == FixedTime(mean_days=7.0)
    assert of_kind("lognormal", FixedTime(mean_days=4.0)).model_dump()["cv"] == 0.8
    measured = EmpiricalTime(days=(1.0, 2.0, 3.0, 4.0, 20.0))
    assert quantile(of_kind("gamma", measured), 0.5) == pytest.approx(3.0, rel=1e-6)


def test_that_three_days_that_do_not_rise_are_refused(qtbot: QtBot) -> None:
    editor = Editor(qtbot, TriangularTime(low_days=1.0, mode_days=3.0, high_days=9.0))
    type_into(editor.fields["low_days"], "5")
    assert editor.heard.all == []
    assert "must rise" in editor.fields["low_days"].problem.text()
    type_into(editor.fields["low_days"], "2")
    assert editor.heard.last == TriangularTime(low_days=2.0, mode_days=3.0, high_days=9.0)


def test_that_only_the_figures_of_the_kind_are_shown(qtbot: QtBot) -> None:
    editor = Editor(qtbot, ExponentialTime(mean_days=10.0))
    assert [key for key, field in editor.fields.items() if field.isVisible()] == [
        "half",
        "mean_days",
    ]
    type_into(editor.fields["half"], "10")
    assert editor.heard.last.mean_days == pytest.approx(14.427, abs=1e-3)


def test_that_measured_times_are_drawn_with_how_many_they_are(qtbot: QtBot) -> None:
    editor = Editor(qtbot, EmpiricalTime(days=(1.0, 2.0, 9.0), observations=3))
    assert not any(field.isVisible() for field in editor.fields.values())
    assert "As measured on 3 leads" in editor.sentence.text()
    assert editor.plot.isVisible()
    assert editor.plot.marks == ((2.0, "half"), (9.0, "9 in 10"))


def test_that_no_time_of_its_own_can_be_chosen_where_it_is_offered(qtbot: QtBot) -> None:
    editor = Editor(qtbot, GammaTime(mean_days=3.0, cv=0.5), "As all leads")
    choose(editor, None)
    assert editor.heard.all == [None]
    assert not editor.plot.isVisible()
    assert not any(field.isVisible() for field in editor.fields.values())


def test_that_the_sentence_and_picture_follow_while_a_figure_is_typed(qtbot: QtBot) -> None:
    editor = Editor(qtbot, USUAL)
    editor.fields["half"].focus()
    QTest.keyClicks(editor.fields["half"].editor, "1")
    assert editor.sentence.text().startswith("Half within 1 day,")
    assert editor.plot.marks[0][0] == pytest.approx(1.0, rel=1e-6)
    assert editor.heard.all == []


@pytest.mark.parametrize(
    "time",
    [
        USUAL,
        FixedTime(mean_days=4.0),
        FixedTime(mean_days=0.0),
        GammaTime(mean_days=2.0, cv=9.0),
        EmpiricalTime(days=(0.0, 0.0)),
        EmpiricalTime(days=(1e-6, 5e4), weights=(1.0, 3.0)),
        TriangularTime(low_days=2.0, mode_days=2.0, high_days=2.0),
        LogNormalTime(mean_days=1e-5, cv=0.5),
        ExponentialTime(mean_days=36500.0),
    ],
)
def test_that_every_time_can_be_drawn(qtbot: QtBot, time: TimeDistribution) -> None:
    editor = Editor(qtbot, time)
    assert not editor.plot.grab().isNull()


def test_that_an_axis_has_round_steps_and_a_curve_its_top() -> None:
    steps = [nice_step(10.0), nice_step(0.35), nice_step(97.0)]
    assert steps == pytest.approx([2.0, 0.1, 20.0])
    curve = heights(USUAL, 12.0)
    assert max(curve) == 1.0
    assert min(curve) >= 0.0
