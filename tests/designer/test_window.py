"""The window: what is selected, found, forecast and remembered."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from funnelcraft.designer.app import make_window
from funnelcraft.designer.document import Item
from funnelcraft.designer.frame.keyboard_sheet import KeyboardSheet, groups
from funnelcraft.designer.look.theme import Theme
from funnelcraft.designer.settings import Settings
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_trigger
from funnelcraft.io import project_file
from funnelcraft.io.templates import template
from tests.designer.windows import Windows, answers


def clear_rate(window: MainWindow, at: int) -> str:
    """Take a trigger's rate away, which stops the forecast; return its id."""
    trigger = window.document.funnel.triggers[at].id
    window.document.apply(lambda f: change_trigger(f, trigger, conversion=None), "Clear rate")
    return trigger


def test_that_the_outline_and_the_canvas_select_the_same(windows: Windows) -> None:
    window = windows.open("sales-funnel")
    rows = window.outline.stages.part_model.rows
    assert rows[0].name == window.document.funnel.stages[0].term
    index = window.outline.stages.part_model.index(1)
    QTest.mouseClick(
        window.outline.stages.viewport(),
        Qt.MouseButton.LeftButton,
        pos=window.outline.stages.visualRect(index).center(),
    )
    assert window.document.selected("stage") == (rows[1].id,)
    window.document.select([Item("stage", rows[2].id)])
    selected = window.outline.stages.selectionModel().selectedRows()
    assert [one.row() for one in selected] == [2]


def test_that_a_stage_is_renamed_in_the_outline_by_double_click(
    windows: Windows, qtbot: QtBot
) -> None:
    window = windows.open("sales-funnel")
    parts = window.outline.stages
    place = parts.visualRect(parts.part_model.index(0)).center()
    QTest.mouseClick(parts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(parts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    editor = parts.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "Visitor")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    # Qt lets the editor have its Enter before it takes the text.
    qtbot.waitUntil(lambda: window.document.funnel.stages[0].term == "Visitor")


def test_that_stages_and_sources_are_added_from_the_outline(windows: Windows) -> None:
    window = windows.open("blank")
    before = window.document.funnel
    window.outline._on_add_stage()
    window.outline._on_add_source()
    after = window.document.funnel
    assert len(after.stages) == len(before.stages) + 1
    assert len(after.sources) == len(before.sources) + 1
    assert len({stage.position for stage in after.stages}) == len(after.stages)
    assert window.document.undo_stack.count() == 2


def test_that_a_finding_is_counted_listed_and_jumped_to(windows: Windows, qtbot: QtBot) -> None:
    window = windows.open("sales-funnel")
    assert window.findings.none.isVisible()
    trigger = clear_rate(window, 0)
    qtbot.waitUntil(lambda: window.findings.list.count() == 1)
    assert window.findings.counts["error"].text() == "1 error"
    assert not window.findings.none.isVisible()
    window.findings.list.setCurrentRow(0)
    QTest.keyClick(window.findings.list, Qt.Key.Key_Return)
    assert window.document.selected("trigger") == (trigger,)
    assert window.inspector.trigger_form.rate.editor.hasFocus()


def test_that_findings_fold_away(windows: Windows, qtbot: QtBot) -> None:
    window = windows.open("sales-funnel")
    clear_rate(window, 0)
    qtbot.waitUntil(lambda: window.findings.list.count() == 1)
    tall = window.findings.height()
    QTest.mouseClick(window.findings.header, Qt.MouseButton.LeftButton)
    assert not window.findings.list.isVisible()
    qtbot.waitUntil(lambda: window.findings.height() < tall)
    assert not window.actions_by_name["findings"].isChecked()


def test_that_a_file_dropped_on_the_window_is_opened(windows: Windows, tmp_path: Path) -> None:
    file = tmp_path / "dropped.funnel"
    project_file.save(file, template("lead-process"))
    window = windows.open("blank")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    drop = QDropEvent(
        QPointF(200, 200),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    assert window.document.path == file
    data.setUrls([QUrl("https://example.com/a.funnel")])
    window.dropEvent(drop)
    assert window.document.path == file


def test_that_the_title_says_what_is_open_and_whether_it_is_saved(
    windows: Windows, tmp_path: Path
) -> None:
    window = windows.open("blank")
    assert window.status.saved.text() == "Not saved yet"
    answers(window).save_path = tmp_path / "mine.funnel"
    window.actions_by_name["save"].trigger()
    assert window.status.saved.text() == "Saved"
    assert window.shell.header.file.text() == "mine.funnel"
    clear_rate(window, 0)
    assert window.status.saved.text() == "Changed"
    assert window.isWindowModified()


def test_that_undo_and_redo_name_their_step(windows: Windows) -> None:
    window = windows.open("blank")
    clear_rate(window, 0)
    assert window.actions_by_name["undo"].text() == "Undo Clear rate"
    assert window.shell.header.buttons["undo"].isEnabled()
    assert not window.shell.header.buttons["redo"].isEnabled()


def test_that_the_window_remembers_its_place(windows: Windows) -> None:
    window = windows.open("blank", size=(900, 640))
    window.findings.set_expanded(False)
    assert window.close()
    other = MainWindow(window.settings, window.theme)
    assert (other.width(), other.height()) == (900, 640)
    other.deleteLater()


def test_that_the_start_screen_offers_files_and_templates(windows: Windows, tmp_path: Path) -> None:
    from funnelcraft.designer.frame.start_page import StartPage

    file = tmp_path / "recent.funnel"
    project_file.save(file, template("sales-funnel"))
    window = windows.open("blank")
    window.settings.add_recent(file)
    window.show_start()
    assert window.is_at_start
    page = window.findChild(StartPage)
    assert page is not None
    assert [button.text() for button in page.files] == ["recent"]
    assert len(page.cards.cards) == 4
    page.files[0].click()
    assert not window.is_at_start
    assert window.document.path == file


@pytest.mark.parametrize("kind", [QAbstractButton, QLineEdit, QComboBox])
def test_that_everything_to_press_or_fill_in_has_an_accessible_name(
    windows: Windows, kind: type[QAbstractButton | QLineEdit | QComboBox]
) -> None:
    window = windows.open("lead-to-revenue")
    for item in (
        Item("stage", "mql"),
        Item("trigger", window.document.funnel.triggers[0].id),
        Item("source", window.document.funnel.sources[0].id),
    ):
        window.document.select([item])
    unnamed = [
        one
        for one in window.findChildren(kind)
        if not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text())
        and not one.objectName().startswith("qt_")
    ]
    assert unnamed == []


def test_that_no_label_of_the_window_shows_rich_text(windows: Windows) -> None:
    window = windows.open("lead-to-revenue")
    window.document.select([Item("stage", "mql")])
    rich = [
        one.text()
        for one in window.findChildren(QLabel)
        if one.textFormat() != Qt.TextFormat.PlainText and one.text()
    ]
    assert rich == []


def test_that_making_forms_shows_no_window_of_their_own(windows: Windows) -> None:
    window = windows.open("lead-to-revenue")
    window.document.select([Item("stage", "mql")])
    window.document.select([Item("trigger", window.document.funnel.triggers[0].id)])
    window.document.select([Item("source", window.document.funnel.sources[0].id)])
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert shown == [window]


def test_that_the_sheet_of_keys_lists_what_the_actions_and_the_canvas_know(
    windows: Windows,
) -> None:
    window = windows.open("blank")
    shown = dict(groups(window.actions_by_name, window.canvas.keys.deeds))
    assert ("Ctrl+D", "Duplicate") in shown["Edit"]
    assert ("F1, ?", "Keyboard and mouse") in shown["Help"]
    keys = [keys for keys, _text in shown["On the canvas"]]
    assert {"N", "C", "S", "Tab"} <= set(keys)
    window.actions_by_name["shortcuts"].trigger()
    sheets = window.findChildren(KeyboardSheet)
    assert len(sheets) == 1
    assert sheets[0].isVisible()
    sheets[0].close()


def test_that_no_two_actions_share_a_shortcut(windows: Windows) -> None:
    window = windows.open("blank")
    keys = [k.toString() for a in window.actions_by_name.values() for k in a.shortcuts()]
    assert len(keys) == len(set(keys))


def test_that_renaming_a_row_that_is_renamed_goes_on(
    windows: Windows, qtbot: QtBot, qtlog: Any
) -> None:
    window = windows.open("blank")
    stages = window.outline.stages
    first, second = (row.id for row in stages.part_model.rows[:2])
    other = QWidget()  # a window that is not the active one moves no focus
    qtbot.addWidget(other)
    other.show()
    with qtbot.waitActive(other):
        other.activateWindow()
    stages.edit_name(first)
    QApplication.processEvents()
    stages.edit_name(first)
    assert stages.state() == stages.State.EditingState
    stages.edit_name(second)
    assert stages.currentIndex().row() == 1
    assert [one.message for one in qtlog.records if "edit" in one.message] == []


def test_that_an_export_named_at_the_start_is_imported(
    windows: Windows, qapp: QApplication, tmp_path: Path
) -> None:
    file = tmp_path / "leads.csv"
    file.write_text("lead_id,stage,entered_at\n1,MQL,2024-01-01\n1,Won,2024-02-01\n")
    window = windows.keep(make_window(Settings(windows.folder), Theme(qapp, "light"), file))
    assert window.imports.dialog is not None
    window.imports.dialog.reject()
