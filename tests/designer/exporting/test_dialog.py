"""The export dialog, driven as a user would: choose, look, save, cancel."""

import errno
import json
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.exporting import work
from funnelcraft.designer.exporting.dialog import ExportDialog
from funnelcraft.designer.exporting.format_list import NAME
from funnelcraft.designer.exporting.formats import all_formats
from funnelcraft.designer.exporting.rasters import page_sizes
from funnelcraft.designer.window import MainWindow
from funnelcraft.io.templates import template
from tests.designer.windows import PATIENCE, Windows, answers


def _opened(window: MainWindow, qtbot: QtBot, name: str) -> ExportDialog:
    window.actions_by_name["export"].trigger()
    dialog = window.exports.dialog
    assert dialog is not None
    dialog.formats.choose(name)
    qtbot.waitUntil(lambda: dialog.preview.is_there, timeout=PATIENCE)
    return dialog


def _names(dialog: ExportDialog) -> list[str]:
    items = [dialog.formats.item(row) for row in range(dialog.formats.count())]
    return [item.data(NAME) for item in items if item.data(NAME)]


def test_that_all_formats_are_offered_with_a_sentence(windows: Windows, qtbot: QtBot) -> None:
    window = windows.open("sales-funnel")
    dialog = _opened(window, qtbot, "mermaid")
    assert sorted(_names(dialog)) == sorted(one.name for one in all_formats())
    assert window.actions_by_name["export"].shortcut().toString() == "Ctrl+E"
    dialog.reject()
    assert window.exports.dialog is None


def test_that_a_text_is_previewed_copied_and_saved(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = windows.open("sales-funnel")
    dialog = _opened(window, qtbot, "mermaid")
    assert dialog.preview.shows_text
    shown = dialog.preview.file.text.toPlainText()
    assert shown.startswith("---\ntitle:")
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == shown
    answers(window).save_path = tmp_path / "plan.mmd"
    with qtbot.waitSignal(dialog.finished, timeout=PATIENCE):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert (tmp_path / "plan.mmd").read_text("utf-8") == shown
    assert "plan.mmd" in window.status.note.text()


def test_that_options_change_the_preview_and_are_remembered(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = windows.open("sales-funnel")
    dialog = _opened(window, qtbot, "dot")
    QTest.keyClick(dialog.options.boxes["figures"], Qt.Key.Key_Space)
    assert not dialog.options.boxes["figures"].isChecked()
    qtbot.waitUntil(lambda: dialog.preview.shows_text, timeout=PATIENCE)
    assert "% ·" not in dialog.preview.file.text.toPlainText()
    answers(window).save_path = tmp_path / "plan.dot"
    with qtbot.waitSignal(dialog.finished, timeout=PATIENCE):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    again = _opened(window, qtbot, "")
    assert again.kind.name == "svg"  # the first where none is named
    again.reject()
    window.exports.open()
    dialog = window.exports.dialog  # type: ignore[assignment]
    assert dialog.kind.name == "dot"
    assert not dialog.options.boxes["figures"].isChecked()
    dialog.reject()


def test_that_a_picture_is_previewed_and_saved_as_what_was_asked_for(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = windows.open("blank")
    dialog = _opened(window, qtbot, "pdf")
    assert dialog.preview.file.shown is dialog.preview.file.pages
    assert not dialog.copy_button.isVisible()
    answers(window).save_path = tmp_path / "plan.pdf"
    with qtbot.waitSignal(dialog.finished, timeout=PATIENCE):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")


def test_that_what_cannot_be_saved_is_a_sentence_and_the_dialog_stays(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = windows.open("blank")
    dialog = _opened(window, qtbot, "graphml")
    answers(window).save_path = tmp_path / "nowhere" / "plan.graphml"
    with qtbot.waitSignal(dialog.jobs.failed, timeout=PATIENCE):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert "there is no such file or folder." in dialog.notice.text()
    assert dialog.isVisible()
    assert dialog.save.isEnabled()
    dialog.reject()


def test_that_saving_is_cancelled_and_leaves_nothing(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = windows.open("blank")
    dialog = _opened(window, qtbot, "svg")
    answers(window).save_path = tmp_path / "plan.svg"
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert not dialog.save.isEnabled()
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert "nothing was saved" in dialog.notice.text()
    assert dialog.save.isEnabled()
    assert list(tmp_path.iterdir()) == []
    dialog.reject()


def test_that_a_process_model_takes_the_places_of_the_canvas(
    windows: Windows, qtbot: QtBot
) -> None:
    window = windows.open("sales-funnel")
    dialog = _opened(window, qtbot, "bpmn")
    assert "BPMNShape" in dialog.preview.file.text.toPlainText()
    dialog.reject()


@pytest.mark.parametrize("kept", ["nonsense", '["a"]', json.dumps({"options": {"dot": [1]}})])
def test_that_settings_nobody_understands_are_passed_by(
    windows: Windows, qtbot: QtBot, kept: str
) -> None:
    window = windows.open("blank")
    window.settings.keep_text("export", kept)
    dialog = _opened(window, qtbot, "dot")
    assert dialog.options.boxes["figures"].isChecked()
    dialog.reject()


def test_that_closing_the_window_ends_the_dialog(windows: Windows, qtbot: QtBot) -> None:
    window = windows.open("blank")
    window.actions_by_name["export"].trigger()
    assert window.exports.dialog is not None
    window.close()
    assert window.exports.dialog is None


def test_that_a_preview_of_pages_is_what_is_saved(
    windows: Windows, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = windows.open("sales-funnel")
    dialog = _opened(window, qtbot, "day-in-life")
    pages = dialog.preview.file.pages
    assert pages.pages > 1
    monkeypatch.setattr(work, "make", _never)  # it is there already
    answers(window).save_path = tmp_path / "days.pdf"
    with qtbot.waitSignal(dialog.finished, timeout=PATIENCE):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert len(page_sizes((tmp_path / "days.pdf").read_bytes())) == pages.pages


def _never(*_what: object) -> None:
    raise AssertionError("it was made again")


def test_that_to_save_amid_the_preview_takes_what_is_being_made(
    windows: Windows, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = windows.open("blank")
    window.actions_by_name["export"].trigger()
    dialog = window.exports.dialog
    assert dialog is not None
    dialog.formats.choose("launch-kit")
    qtbot.waitUntil(lambda: dialog.jobs.is_busy, timeout=PATIENCE)
    monkeypatch.setattr(work, "make", _never)
    answers(window).export_folder_made = tmp_path / "kit"
    with qtbot.waitSignal(dialog.finished, timeout=PATIENCE):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert any((tmp_path / "kit").glob("*.pdf"))


def test_that_to_save_amid_the_preview_can_be_cancelled(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = windows.open("blank")
    window.actions_by_name["export"].trigger()
    dialog = window.exports.dialog
    assert dialog is not None
    dialog.formats.choose("launch-kit")
    qtbot.waitUntil(lambda: dialog.jobs.is_busy, timeout=PATIENCE)
    answers(window).export_folder_made = tmp_path / "kit"
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert "nothing was saved" in dialog.notice.text()
    assert list(tmp_path.glob("kit*")) == []
    qtbot.waitUntil(lambda: dialog.preview.is_there, timeout=PATIENCE)  # made anew
    assert dialog.isVisible()
    dialog.reject()


@pytest.mark.parametrize(
    ("name", "suffix"), [("mermaid", ".mmd"), ("spec-xlsx", ".xlsx"), ("hubspot", "")]
)
def test_that_a_full_disk_is_a_sentence_and_stays_as_it_was(
    windows: Windows,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    suffix: str,
) -> None:
    window = windows.open("blank")
    dialog = _opened(window, qtbot, name)
    place = tmp_path / "out"
    place.mkdir()
    old = place / f"plan{suffix or '-hubspot'}"
    if suffix:
        old.write_bytes(b"as it was")
    before = {path: path.read_bytes() for path in place.rglob("*")}
    monkeypatch.setattr(os, "fsync", _full)
    answers(window).save_path = answers(window).export_folder_made = old
    with qtbot.waitSignal(dialog.jobs.failed, timeout=PATIENCE):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert dialog.notice.text() == f"{old}: the disk is full; nothing was changed."
    assert {path: path.read_bytes() for path in place.rglob("*")} == before
    assert dialog.save.isEnabled()
    assert dialog.preview.is_there
    dialog.reject()


def _full(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_that_a_folder_in_use_is_a_sentence(windows: Windows, qtbot: QtBot, tmp_path: Path) -> None:
    window = windows.open("blank")
    dialog = _opened(window, qtbot, "hubspot")
    used = tmp_path / "used"
    used.mkdir()
    (used / "mine.txt").write_text("mine")
    answers(window).export_folder_made = used
    with qtbot.waitSignal(dialog.jobs.failed, timeout=PATIENCE):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert str(used) in dialog.notice.text()
    assert [path.name for path in used.iterdir()] == ["mine.txt"]
    dialog.reject()


def test_that_another_format_ends_the_preview_in_work(windows: Windows, qtbot: QtBot) -> None:
    window = windows.open("blank")
    window.actions_by_name["export"].trigger()
    dialog = window.exports.dialog
    assert dialog is not None
    dialog.formats.choose("hand-over")
    qtbot.waitUntil(lambda: dialog.jobs.is_busy, timeout=PATIENCE)
    dialog.formats.choose("mermaid")
    qtbot.waitUntil(lambda: dialog.preview.shows_text, timeout=PATIENCE)
    assert not dialog.progress.isVisible()
    dialog.reject()


def test_that_a_document_is_written_in_its_language_or_in_another_for_once(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = windows.open(template("sales-funnel").replaced(language="de-DE"))
    dialog = _opened(window, qtbot, "spec-md")
    assert dialog.language.currentText() == "As the document: Deutsch (Deutschland)"
    assert "Phasenspezifikation" in dialog.preview.file.text.toPlainText()
    dialog.language.setCurrentIndex(dialog.language.findData("en-GB"))
    qtbot.waitUntil(lambda: "specification" in said(dialog), timeout=PATIENCE)
    answers(window).save_path = tmp_path / "plan.md"
    with qtbot.waitSignal(dialog.finished, timeout=PATIENCE):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert "A lead enters when" in (tmp_path / "plan.md").read_text("utf-8")
    assert window.document.funnel.language == "de-DE"


def test_that_what_another_process_makes_is_in_the_language_chosen(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = windows.open("blank")
    dialog = _opened(window, qtbot, "spec-html")
    dialog.language.setCurrentIndex(dialog.language.findData("de-CH"))
    answers(window).save_path = tmp_path / "plan.html"
    with qtbot.waitSignal(dialog.finished, timeout=PATIENCE):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert '<html lang="de-CH">' in (tmp_path / "plan.html").read_text("utf-8")


def said(dialog: ExportDialog) -> str:
    return dialog.preview.file.text.toPlainText() if dialog.preview.shows_text else ""


@pytest.mark.parametrize("name", ["title", "notes"])
def test_that_the_dialog_opens_while_a_field_is_typed_into(
    windows: Windows, qtbot: QtBot, name: str
) -> None:
    window = windows.open("blank")
    window.actions_by_name["find_document"].trigger()
    field = getattr(window.inspector.document_form, name)
    field.focus()
    editor = field.editor
    QTest.keyClick(editor, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert window.exports.dialog is not None
    window.exports.dialog.reject()
