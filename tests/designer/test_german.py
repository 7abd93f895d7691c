"""The window in German: texts, a third longer, have room; figures are read as they are written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from funnelcraft.designer.dialogs import Dialogs, NameDialog, RoleDialog
from funnelcraft.designer.document import Item
from funnelcraft.designer.forecast.events import Options
from funnelcraft.designer.frame.keyboard_sheet import KeyboardSheet, groups
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits.changes import change_stage
from funnelcraft.funnel.language import VARIABLE, let_program_speak, programs_speech
from tests.designer.room import cramped
from tests.designer.windows import PATIENCE, Windows

SMALL = (1280, 800)


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the program speak German for a test."""
    monkeypatch.setenv(VARIABLE, "")
    let_program_speak("de")
    yield
    monkeypatch.undo()
    programs_speech.cache_clear()


@pytest.fixture
def window(german: None, windows: Windows) -> MainWindow:
    return windows.open("lead-to-revenue", size=SMALL)


def laid_out() -> None:
    """Let layouts that wait for each other come to rest."""
    for _turn in range(5):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QApplication.processEvents()


def test_that_the_inspectors_forms_hold_german_texts(window: MainWindow) -> None:
    funnel = window.document.funnel
    ruled = next(one for one in funnel.triggers if one.rule is not None)
    parts = [Item("stage", one.id) for one in funnel.stages[:3]]
    parts += [Item("trigger", one.id) for one in funnel.triggers[:3]]
    parts += [Item("source", one.id) for one in funnel.sources]
    for chosen in ([], parts[:1], [Item("trigger", ruled.id)], parts[-1:], parts):
        window.document.select(chosen)
        laid_out()
        assert cramped(window.shell.right) == []


def test_that_a_figure_is_typed_as_the_window_shows_it(window: MainWindow) -> None:
    source = window.document.funnel.sources[0]
    window.document.select([Item("source", source.id)])
    field = window.inspector.source_form.leads
    assert field.text == "20.000"
    field.focus()
    QTest.keyClicks(field.editor, "25.000")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    assert window.document.funnel.sources[0].volume.leads_per_month == 25_000
    assert field.text == "25.000"


def test_that_the_names_of_fields_side_by_side_end_level(window: MainWindow) -> None:
    window.document.select([Item("stage", window.document.funnel.stages[2].id)])
    laid_out()
    fields = window.inspector.stage_form.capacity
    people, each = fields.people.editor, fields.each.editor
    assert people.mapTo(window, people.rect().topLeft()).y() == (
        each.mapTo(window, each.rect().topLeft()).y()
    )


def test_that_the_tabs_hold_german_texts(window: MainWindow, qtbot: QtBot) -> None:
    window.live.set_options(Options(runs=64, days=91))
    window.forecasts.begin()
    qtbot.waitUntil(lambda: window.forecasts.is_settled, timeout=PATIENCE)
    window.show_forecast()
    for section in ("pipeline", "waiting", "sources", "goal", "sureness"):
        window.forecasts.open_view().sections.choose(section)
        qtbot.waitUntil(lambda: window.forecasts.is_settled, timeout=PATIENCE)
        laid_out()
        assert cramped(window) == []
    for show in (window.show_comparison, window.show_baseline, window.show_specification):
        show()
        laid_out()
        assert cramped(window) == []
    view = window.specifications.open_view()
    qtbot.waitUntil(lambda: window.specifications.is_settled, timeout=PATIENCE)
    for part in ("read", "plan", "judge", "try"):
        view.show_section(part)
        laid_out()
        assert cramped(window) == []


def test_that_the_sheet_of_keys_names_no_step(window: MainWindow) -> None:
    stage = window.document.funnel.stages[0].id
    window.document.apply(lambda funnel: change_stage(funnel, stage, term="X"), "Bezeichnung")
    said = dict(line for _title, lines in groups(window.actions_by_name, ()) for line in lines)
    assert said["Ctrl+Z"] == "Rückgängig"
    assert said["Ctrl+Shift+Z"] == "Wiederherstellen"


def test_that_dialogs_hold_german_texts(window: MainWindow, tmp_path: Path) -> None:
    sheet = KeyboardSheet(window, groups(window.actions_by_name, window.canvas.keys.deeds))
    asked = Dialogs(window)
    box = asked._box("„plan.funnel“ wurde geändert.", "Speichern würde die Arbeit überschreiben.")
    button = box.addButton("Unter anderem Namen speichern …", box.ButtonRole.AcceptRole)
    box.setDefaultButton(button)
    for dialog in (sheet, RoleDialog(window), NameDialog(window, "Szenario", "A"), box):
        dialog.show()
        laid_out()
        assert cramped(dialog) == []
        dialog.close()
