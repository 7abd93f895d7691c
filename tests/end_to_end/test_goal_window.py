"""A goal by mouse and keys: typed, sought, answered, made a scenario of, taken back."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.inspector.fields import Field
from funnelcraft.designer.levers.goal_section import GoalSection
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.goals.asking import LeverChoice
from tests.designer.levers.opening import open_section
from tests.designer.windows import Windows, answers, windows
from tests.simulation.goals.test_seeking import simple, staffed

__all__ = ["windows"]

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE = 60_000


def opened(windows: Windows, funnel: Funnel) -> tuple[MainWindow, GoalSection]:
    window, made = open_section(windows, funnel, "goal")
    assert isinstance(made, GoalSection)
    return window, made


def write(field: Field, text: str) -> None:
    field.focus()
    QTest.keyClicks(field.editor, text)
    QTest.keyClick(field.editor, Qt.Key.Key_Tab)


def in_days(funnel: Funnel, days: int) -> str:
    return (date.fromisoformat(funnel.start) + timedelta(days=days - 1)).isoformat()


def sought(made: GoalSection, qtbot: QtBot) -> None:
    QTest.mouseClick(made.start, LEFT)
    assert made.running.isVisible()
    qtbot.waitUntil(lambda: made.is_settled, timeout=PATIENCE)


def test_that_a_goal_is_typed_answered_made_a_scenario_and_taken_back(
    windows: Windows, qtbot: QtBot
) -> None:
    window, made = opened(windows, simple())
    assert made.start.isEnabled(), "an amount is suggested"
    write(made.form.amount, "200")
    write(made.form.until, in_days(simple(), 60))
    write(made.form.sure, "90")
    write(made.form.runs, "800")
    sought(made, qtbot)
    said = made.said.text()
    assert said.startswith("For at least 200 deals by ")
    assert "with 90% confidence" in said
    assert made.chart.words()
    assert made.table.rowCount() >= 5

    answers(window).scenario = "More leads"
    design = window.document.base
    QTest.keyClick(made.scenario, Qt.Key.Key_Space)
    assert answers(window).asked[-1].startswith("New scenario: Leads a month: ")
    document = window.document
    assert [one.name for one in document.base.scenarios] == ["More leads"]
    assert document.scenario
    (after,), (before,) = document.funnel.sources, design.sources
    assert made.found is not None
    needed = made.found.answer.point.value
    assert after.volume.leads_per_month >= needed > before.volume.leads_per_month
    assert document.base.sources == design.sources
    qtbot.waitUntil(lambda: made.stale.isVisible(), timeout=PATIENCE)
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert document.base == design
    QTest.mouseClick(made.show_place, LEFT)
    assert document.selected("source") == ("into-lead",)


def test_that_people_keep_a_promise(windows: Windows, qtbot: QtBot) -> None:
    _window, made = opened(windows, staffed())
    made.form.about.buttons[1].click()
    asked = made.form.asked
    assert asked is not None
    assert asked.lever == LeverChoice("people", "lead")
    write(made.form.each, "4")
    write(made.form.until, in_days(staffed(), 40))
    write(made.form.runs, "400")
    sought(made, qtbot)
    assert "95% of Lead within SLA until" in made.said.text()
    assert "Lead: people: 3 people, as today, is what it takes" in made.said.text()
    assert made.chart.points[0].value >= 1


def test_that_a_search_is_cancelled_at_once(windows: Windows, qtbot: QtBot) -> None:
    _window, made = opened(windows, simple())
    write(made.form.runs, "20000")
    QTest.mouseClick(made.start, LEFT)
    qtbot.waitUntil(lambda: made.running.bar.value() > 0, timeout=PATIENCE)
    QTest.keyClick(made.running.cancel, Qt.Key.Key_Space)
    assert made.is_settled
    assert made.problem.text() == "Stopped."
    assert made.start.isEnabled()
    assert made.answer.isHidden()


def test_that_what_is_missing_is_said_and_what_cannot_be_read_starts_nothing(
    windows: Windows, qtbot: QtBot
) -> None:
    window, made = opened(windows, simple())
    made.form.about.buttons[1].click()
    assert made.missing.title.text() == "No stage has an SLA yet"
    assert not made.start.isEnabled()
    made.form.about.buttons[0].click()
    write(made.form.sure, "120")
    QTest.mouseClick(made.start, LEFT)
    assert made.is_settled
    assert made.problem.text() == "A share lies between 0% and 100%. Type 35 for 35%."
    write(made.form.sure, "80")
    write(made.form.until, "1999-01-01")
    assert made.start.toolTip().startswith("The day must lie within ")
    window.document.apply(lambda funnel: funnel.replaced(sources=()), "No sources")
    qtbot.waitUntil(lambda: "Nobody comes" in made.missing.title.text(), timeout=PATIENCE)
    assert made.asking.isHidden()
