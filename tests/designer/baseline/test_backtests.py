"""Backtests from the baseline tab: from the history at hand, or the export chosen again."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.baseline import backtesting
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_stage
from funnelcraft.io import project_file
from tests.designer.importing.exports import PATIENCE, Wizard, events
from tests.designer.inspector.helpers import LEFT, click
from tests.designer.windows import Windows, answers


@pytest.fixture(autouse=True)
def few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each forecast as often as it takes to have quantiles, not to know them well."""
    monkeypatch.setattr(backtesting, "RUNS", 50)


@pytest.fixture
def measured(windows: Windows, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window whose funnel was measured from an export."""
    window = windows.open("lead-to-revenue")
    wizard = Wizard(qtbot, window)
    dialog = wizard.look_at(events(tmp_path / "events.csv", leads=900))
    wizard.read()
    click(dialog.summary.apply)
    return window


def won(window: MainWindow) -> str:
    return next(stage.id for stage in window.document.funnel.stages if stage.kind == "won")


def wait(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.backtests.jobs.is_busy, timeout=PATIENCE)


def test_that_a_backtest_is_run_and_kept_as_one_step(measured: MainWindow, qtbot: QtBot) -> None:
    steps = measured.document.undo_stack.count()
    assert measured.backtests.has_history
    measured.baselines.backtest_wanted.emit(won(measured), 28)
    assert measured.status.task.isVisible()
    wait(qtbot, measured)
    baseline = measured.document.funnel.baseline
    assert baseline is not None
    (test,) = baseline.backtests
    assert (test.target, test.days) == (won(measured), 28)
    assert 3 <= len(test.cuts) <= 10
    assert all(cut.p2_5 <= cut.p50 <= cut.p97_5 for cut in test.cuts)
    assert measured.document.undo_stack.count() == steps + 1
    assert not measured.status.task.isVisible()
    assert "80" in measured.status.note.text()
    measured.document.undo_stack.undo()
    assert measured.document.funnel.baseline is not None
    assert measured.document.funnel.baseline.backtests == ()


def test_that_a_backtest_is_stopped_and_the_document_stays(
    measured: MainWindow, qtbot: QtBot
) -> None:
    before = measured.document.funnel
    measured.backtests.run(won(measured), 28)
    QTest.mouseClick(measured.status.task_cancel, LEFT)
    assert not measured.backtests.jobs.is_busy
    assert "stopped" in measured.status.note.text()
    qtbot.wait(1)
    assert measured.document.funnel == before


def test_that_too_short_a_log_is_said_in_a_sentence(measured: MainWindow, qtbot: QtBot) -> None:
    measured.backtests.run(won(measured), 300)
    wait(qtbot, measured)
    assert "too short" in measured.messages.text.text()
    measured.backtests.run("nowhere", 28)
    assert "nowhere" in measured.messages.text.text()


def test_that_the_export_is_asked_for_again_and_checked(
    measured: MainWindow, windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    saved = tmp_path / "measured.funnel"
    project_file.save(saved, measured.document.funnel)
    window = windows.open("blank")
    assert window.files.open_path(saved)
    assert not window.backtests.has_history
    answers(window).exports = (events(tmp_path / "other.csv", leads=901),)
    window.backtests.run(won(window), 28)
    wait(qtbot, window)
    assert answers(window).asked == ["again: events.csv", "exports"]
    assert "not the export" in window.messages.text.text()
    answers(window).exports = (tmp_path / "events.csv",)
    window.backtests.run(won(window), 28)
    wait(qtbot, window)
    assert window.document.funnel.baseline is not None
    assert len(window.document.funnel.baseline.backtests) == 1
    assert window.backtests.has_history
    answers(window).about_unsaved = "discard"


def test_that_the_history_survives_edits_and_goes_with_its_document(measured: MainWindow) -> None:
    first = measured.document.funnel.stages[0].id
    measured.document.apply(lambda funnel: change_stage(funnel, first, term="Visitor"), "Rename")
    assert measured.backtests.has_history
    answers(measured).about_unsaved = "discard"
    measured.files.new_from("blank")
    assert not measured.backtests.has_history
    measured.backtests.run("anything", 28)  # nothing was measured here: nothing to test
    assert not measured.backtests.jobs.is_busy
