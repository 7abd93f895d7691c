"""One forecast: an export takes the window's runs, waits for them, or makes the very same."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.cli import main
from funnelcraft.designer.exporting import simulating, work
from funnelcraft.designer.exporting.dialog import ExportDialog
from funnelcraft.designer.exporting.formats import all_formats
from funnelcraft.designer.exporting.wish import Wish
from funnelcraft.designer.forecast.events import Options
from funnelcraft.designer.forecaster import engine_settings
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import add_scenario
from funnelcraft.io.deck.rendering import rendered
from funnelcraft.io.exports import Made, found
from funnelcraft.io.imports.children import environment
from funnelcraft.io.project_file import save
from funnelcraft.io.templates import template
from funnelcraft.simulation.engine import simulate
from tests.designer.windows import PATIENCE, Windows, answers

FEW = Options(runs=48, days=90, seed=7)
DAY = date(2027, 1, 4)


def never(*_what: object) -> None:
    """Stand in for what must not be done."""
    raise AssertionError("it was simulated again")


def opened(window: MainWindow, name: str) -> ExportDialog:
    window.actions_by_name["export"].trigger()
    dialog = window.exports.dialog
    assert dialog is not None
    dialog.formats.choose(name)
    return dialog


def finish(dialog: ExportDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog.preview.is_there, timeout=PATIENCE)


def forecasting(windows: Windows, document: Funnel | str, asked: Options = FEW) -> MainWindow:
    """Show a window that has forecast a document so."""
    window = windows.open(document)
    window.live.set_options(asked)
    window.forecasts.begin()
    windows.wait_for_forecast(window)
    return window


def made(wish: Wish) -> Made:
    return work.make(wish, lambda _progress: None, lambda: False)


def wish(document: Funnel, name: str, asked: Options = FEW) -> Wish:
    return Wish(document, found(all_formats(), name), "plan.funnel", DAY, asked=asked)


def test_that_the_windows_runs_are_taken_and_said(
    windows: Windows, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulating, "_simulated", never)
    window = forecasting(windows, "blank")
    dialog = opened(window, "deck-pdf")
    assert dialog.wish().runs is window.live.runs
    said = dialog.forecast_line.text()
    assert "48 runs of 90 days, seed 7" in said
    assert "those of the forecast tab" in said
    finish(dialog, qtbot)
    assert dialog.preview.file.pages.pages == 7
    dialog.formats.choose("mermaid")
    assert not dialog.forecast_line.isVisible()
    dialog.reject()


def test_that_an_export_waits_for_the_forecast_under_way(
    windows: Windows, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulating, "_simulated", never)
    window = windows.open("blank")
    window.live.set_options(FEW)
    window.forecasts.begin()
    dialog = opened(window, "deck-pdf")
    assert window.live.is_busy
    assert "still simulating" in dialog.forecast_line.text()
    finish(dialog, qtbot)
    assert "those of the forecast tab" in dialog.forecast_line.text()
    assert dialog.wish().runs is window.live.runs
    dialog.reject()


def test_that_to_save_waits_too_and_can_be_cancelled(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = windows.open("blank")
    window.live.set_options(replace(FEW, runs=100_000))
    window.forecasts.begin()
    dialog = opened(window, "deck-pptx")
    answers(window).save_path = tmp_path / "plan.pptx"
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert window.live.is_busy
    qtbot.waitUntil(lambda: dialog.progress.maximum() == 100_000, timeout=PATIENCE)
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert "nothing was saved" in dialog.notice.text()
    assert not (tmp_path / "plan.pptx").exists()
    dialog.reject()
    window.live.cancel()


def test_that_a_forecast_that_is_stopped_is_said_to_be_made_for_the_export(
    windows: Windows, qtbot: QtBot
) -> None:
    window = windows.open("blank")
    window.live.set_options(replace(FEW, runs=100_000))
    window.forecasts.begin()
    dialog = opened(window, "deck-pdf")
    qtbot.waitUntil(lambda: window.live.latest.refined is not None, timeout=PATIENCE)
    with qtbot.waitSignal(window.live.stopped, timeout=PATIENCE):
        window.live.cancel()
    assert "simulated for this export" in dialog.forecast_line.text()
    dialog.reject()


def test_that_a_forecast_is_made_once_where_the_window_has_none(
    windows: Windows, qtbot: QtBot
) -> None:
    window = windows.open("blank")
    window.live.set_options(FEW)
    dialog = opened(window, "deck-pdf")
    assert "simulated for this export" in dialog.forecast_line.text()
    finish(dialog, qtbot)
    runs = dialog.wish().kept.runs_of(window.document.funnel, FEW)
    assert runs is not None
    assert runs.settings == engine_settings(FEW)
    dialog.formats.choose("deck-pptx")
    finish(dialog, qtbot)
    assert dialog.wish().kept.runs_of(window.document.funnel, FEW) is runs
    dialog.reject()


def test_that_what_cannot_be_forecast_is_said_and_nothing_made(
    windows: Windows, qtbot: QtBot
) -> None:
    document = template("blank")
    trigger = document.triggers[0].replaced(to_stage="nowhere")
    broken = document.replaced(triggers=(trigger, *document.triggers[1:]))
    window = windows.open(broken, forecasts=True)
    dialog = opened(window, "deck-pdf")
    assert "the findings say what is missing" in dialog.forecast_line.text()
    with qtbot.waitSignal(dialog.jobs.failed, timeout=PATIENCE):
        pass
    assert dialog.notice.text().startswith("Executive deck (PDF): ")
    assert "There is no preview." in dialog.preview.file.word.text()
    assert not dialog.progress.isVisible()
    dialog.reject()


def test_that_no_other_format_waits_for_the_forecast(windows: Windows, qtbot: QtBot) -> None:
    window = windows.open("blank")
    window.live.set_options(replace(FEW, runs=100_000))
    window.forecasts.begin()
    dialog = opened(window, "mermaid")
    finish(dialog, qtbot)
    assert window.live.is_busy
    qtbot.waitUntil(lambda: window.live.latest.refined is not None, timeout=PATIENCE)
    assert not dialog.progress.isVisible()
    dialog.reject()
    window.live.cancel()


# As the command line is told what `FEW` says.
ASKED = ("--runs", "48", "--days", "90", "--seed", "7", "--date", DAY.isoformat())


@pytest.mark.parametrize("name", ["deck-pdf", "deck-pptx"])
def test_that_the_same_file_and_seed_give_the_same_bits_whichever_way(
    name: str, tmp_path: Path
) -> None:
    document = template("sales-funnel")
    simulated = made(wish(document, name))
    runs = simulate(document, engine_settings(FEW))
    assert made(replace(wish(document, name), runs=runs)) == simulated
    save(tmp_path / "plan.funnel", document)
    out = tmp_path / "out"
    command = ["export", str(tmp_path / "plan.funnel"), "--format", name, "--out", str(out)]
    assert main([*command, *ASKED]) == 0
    assert out.read_bytes() == simulated


def test_that_the_decks_of_a_hand_over_are_those_exported_alone() -> None:
    base, name = add_scenario(template("blank"), "More")
    document = base.replaced(title="As a scenario has it")
    asked = replace(wish(document, "hand-over"), base=base, scenario=name)
    whole = made(asked)
    assert isinstance(whole, dict)
    for kind, ending in (("deck-pdf", ".pdf"), ("deck-pptx", ".pptx")):
        alone = made(replace(asked, kind=found(all_formats(), kind)))
        assert whole[f"executives/As a scenario has it{ending}"] == alone
    assert "executives/" in whole["README.md"].decode()


def test_that_a_hand_over_is_that_of_the_command_line(tmp_path: Path) -> None:
    document = template("blank")
    save(tmp_path / "plan.funnel", document)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "funnelcraft", "export", str(tmp_path / "plan.funnel")]
    command += ["--format", "hand-over", "--forecast", "--out", str(out), *ASKED]
    # A process of its own: what is painted beside other windows has the fonts they loaded.
    subprocess.run(command, check=True, env=environment(tmp_path))
    files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    whole = made(wish(document, "hand-over"))
    assert isinstance(whole, dict)
    assert set(whole) == set(files)
    assert [name for name, data in whole.items() if files[name].read_bytes() != data] == []


def test_that_a_hand_over_without_a_forecast_names_what_is_left_out() -> None:
    document = template("blank")
    trigger = document.triggers[0].replaced(to_stage="nowhere")
    whole = made(wish(document.replaced(triggers=(trigger, *document.triggers[1:])), "hand-over"))
    assert isinstance(whole, dict)
    assert not any(name.startswith("executives/") for name in whole)
    assert "Executive deck" in whole["README.md"].decode().split("Left out")[1]


def test_that_the_executive_view_and_the_deck_show_the_same(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = forecasting(windows, "sales-funnel")
    window.document.open(window.document.base, tmp_path / "plan.funnel", None)
    windows.wait_for_forecast(window)
    view = window.executive.open()
    qtbot.waitUntil(lambda: window.executive.is_complete, timeout=PATIENCE)
    shown = view.deck
    assert shown is not None
    dialog = opened(window, "deck-pdf")
    assert dialog.wish().runs is window.live.runs
    answers(window).save_path = tmp_path / "deck.pdf"
    with qtbot.waitSignal(dialog.finished, timeout=PATIENCE):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert (tmp_path / "deck.pdf").read_bytes() == rendered(shown, "deck-pdf")
