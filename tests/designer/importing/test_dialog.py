"""The import wizard in the window, on real exports: what is shown, corrected, measured, kept."""

import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from funnelcraft.designer.frame.start_page import StartPage
from funnelcraft.funnel.measured import EVERY_SEGMENT
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.imports.mapping import Form, Kind, Role
from funnelcraft.io.templates import template
from tests.designer.importing.exports import (
    STAGES,
    Wizard,
    date_columns,
    events,
    two_tables,
    workbook,
)
from tests.designer.inspector.helpers import click, drag
from tests.designer.windows import Windows, answers


@pytest.fixture
def wizard(windows: Windows, qtbot: QtBot) -> Wizard:
    """A window on the lead-to-revenue funnel, with nothing imported yet."""
    return Wizard(qtbot, windows.open("lead-to-revenue"))


def rate_between(funnel: Funnel, origin: str, target: str) -> float | None:
    terms = {stage.id: stage.abbreviation or stage.term for stage in funnel.stages}
    for trigger in funnel.triggers:
        ends = terms[trigger.from_stage], terms[trigger.to_stage]
        if ends == (origin, target) and trigger.conversion is not None:
            return trigger.conversion.rate
    return None


def test_that_an_event_log_is_measured_into_the_open_funnel_in_one_step(
    wizard: Wizard, tmp_path: Path
) -> None:
    window = wizard.window
    before = window.document.funnel
    dialog = wizard.look_at(events(tmp_path / "events.csv"))
    shown = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
    assert shown == {window, dialog}
    assert dialog.judged is not None
    assert dialog.judged.aim == "into"
    assert dialog.page.files.form.editor.currentText().startswith("Event log")
    assert [one.name for one in dialog.judged.board.unplaced] == []
    wizard.read()
    assert window.document.funnel == before
    click(dialog.summary.apply)
    assert window.imports.dialog is None
    assert window.document.undo_stack.count() == 1
    after = window.document.funnel
    rate = rate_between(after, "MQL", "SAL")
    assert rate is not None
    assert rate == pytest.approx(0.65, abs=0.1)
    assert after.baseline is not None
    assert after.baseline.files[0].name == "events.csv"
    assert len(after.baseline.files[0].sha256) == 64
    window.document.undo_stack.undo()
    assert window.document.funnel == before


def test_that_the_funnel_is_drawn_as_it_is_in_a_new_document(
    wizard: Wizard, tmp_path: Path
) -> None:
    window = wizard.window
    dialog = wizard.look_at(*two_tables(tmp_path))
    assert dialog.judged is not None
    assert dialog.judged.aim == "as-is"
    assert [file.form for file in dialog.judged.proposal.mapping.files] == [Form.LEADS, Form.DEALS]
    wizard.read()
    click(dialog.summary.apply)
    funnel = window.document.funnel
    assert [stage.kind for stage in funnel.stages] == ["open", "won"]
    assert funnel.baseline is not None
    assert funnel.baseline.deals_with_value == funnel.baseline.deals > 0
    assert window.document.path is None
    assert not window.document.is_saved
    answers(window).about_unsaved = "discard"


def test_that_a_crash_after_drawing_loses_nothing(
    wizard: Wizard, windows: Windows, tmp_path: Path
) -> None:
    dialog = wizard.look_at(*two_tables(tmp_path))
    wizard.read()
    click(dialog.summary.apply)
    drawn = wizard.window.document.funnel
    wizard.window.files._journal.close()  # as the end of the process does
    (found,) = windows.open().files.recovered()
    assert found.funnel == drawn
    answers(wizard.window).about_unsaved = "discard"


def test_that_an_ambiguous_order_of_dates_must_be_chosen(
    wizard: Wizard, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "ambiguous.csv"
    rows = "".join(
        f"{lead},{stage},0{lead % 9 + 1}/0{at + 1}/2024\n"
        for lead in range(60)
        for at, stage in enumerate(STAGES[: 1 + lead % 4])
    )
    path.write_text("lead,stage,date\n" + rows, encoding="utf-8")
    dialog = wizard.look_at(path)
    order = dialog.page.files.fields["date_order"]
    assert not dialog.page.read.isEnabled()
    qtbot.waitUntil(order.editor.hasFocus)
    assert order.editor.currentText() == "Choose …"
    assert "or" in order.example.text()
    assert dialog.page.said.text()
    QTest.keyClick(order.editor, Qt.Key.Key_Down)
    wizard.settle()
    assert dialog.page.read.isEnabled()
    assert order.example.text() == "02/01/2024 → Jan 2, 2024"
    wizard.read()
    assert dialog.outcome is not None
    # Read with the day first, all leads are met in January; with the month first, in nine months.
    assert [(one.first.month, one.leads) for one in dialog.outcome.counted.usual.months] == [
        (1, 60)
    ]


def test_that_date_columns_and_workbooks_are_recognised(wizard: Wizard, tmp_path: Path) -> None:
    dialog = wizard.look_at(date_columns(tmp_path / "contacts.csv"))
    assert dialog.judged is not None
    assert dialog.judged.proposal.mapping.files[0].form is Form.DATES
    assert {one.name for one in dialog.judged.board.stages} == set(STAGES)
    dialog.open_paths((workbook(tmp_path / "history.xlsx"),))
    wizard.settle()
    assert dialog.judged.proposal.mapping.files[0].kind is Kind.XLSX
    assert dialog.page.files.fields["sheet"].editor.currentText() == "History"
    wizard.read()


def test_that_a_column_is_taken_for_something_else_by_mouse(wizard: Wizard, tmp_path: Path) -> None:
    dialog = wizard.look_at(events(tmp_path / "events.csv"))
    head = dialog.page.files.preview.head
    assert dialog.judged is not None
    assert Role.SEGMENT not in dialog.judged.proposal.mapping.files[0].columns
    place = head.viewport().rect().topLeft()
    place.setX(head.sectionViewportPosition(3) + 20)
    place.setY(10)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert head.menu is not None
    segment = next(action for action in head.menu.actions() if action.text() == "Segment")
    segment.trigger()
    head.menu.close()
    assert dialog.page.files.preview.head.role_words(3) == "Segment"
    assert not dialog.page.read.isEnabled()  # another look follows first
    wizard.settle()
    assert dialog.page.window_card.segments.editor.currentText() == "Channel"
    wizard.read()
    assert dialog.outcome is not None
    assert set(dialog.outcome.counted.log.history.segments) == {"Web", "Fair"}


def test_that_a_corrected_delimiter_makes_other_columns(wizard: Wizard, tmp_path: Path) -> None:
    dialog = wizard.look_at(events(tmp_path / "events.csv", sign=";"))
    delimiter = dialog.page.files.fields["delimiter"].editor
    assert delimiter.currentText() == "Semicolon ;"
    delimiter.setFocus()
    QTest.keyClick(delimiter, Qt.Key.Key_Up)
    wizard.settle()
    assert not dialog.page.read.isEnabled()
    assert dialog.page.files.preview.rows.columnCount() == 1
    QTest.keyClick(delimiter, Qt.Key.Key_Down)
    wizard.settle()
    assert dialog.page.files.preview.rows.columnCount() == 4
    assert dialog.page.read.isEnabled()


def test_that_stages_are_dragged_left_out_and_joined(wizard: Wizard, tmp_path: Path) -> None:
    dialog = wizard.look_at(events(tmp_path / "events.csv"))
    board = dialog.page.stages.board
    chip, place = board.chips["SAL"], board.board.where["SQL"]
    zone = board.zones[place]
    dialog.page.stages.area.ensureWidgetVisible(zone)
    start = chip.rect().center()
    drag(chip, start, start, chip.mapFromGlobal(zone.mapToGlobal(zone.rect().center())))
    assert board.board.where["SAL"] == place
    board.chips["Opportunity"].setFocus()
    QTest.keyClick(board.chips["Opportunity"], Qt.Key.Key_Delete)
    wizard.read()
    assert dialog.outcome is not None
    names = set(dialog.outcome.counted.log.history.stages)
    assert names == {"Marketing Qualified Lead", "Sales Qualified Lead", "Closed Won"}
    baseline = dialog.outcome.measured.funnel.baseline
    assert baseline is not None
    moves = [one for one in baseline.moves if one.segment == EVERY_SEGMENT]
    assert moves == []  # this funnel has no way from one to another of these
    assert any("No one trigger leads" in one for one in dialog.outcome.measured.unmatched)


def test_that_a_window_is_typed_and_no_lead_in_it_is_said_in_a_sentence(
    wizard: Wizard, tmp_path: Path
) -> None:
    dialog = wizard.look_at(events(tmp_path / "events.csv"))
    card = dialog.page.window_card
    card.first.focus()
    QTest.keyClicks(card.first.editor, "2030-01-01")
    QTest.keyClick(card.first.editor, Qt.Key.Key_Return)
    assert not dialog.page.read.isEnabled() or dialog.page.said.text() == ""
    click(dialog.page.read)
    wizard.settle()
    assert dialog.pages.currentWidget() is dialog.page
    assert "events.csv" in dialog.page.said.text()
    click(card.usual)
    wizard.read()


def test_that_a_mapping_is_remembered_and_that_this_is_said(wizard: Wizard, tmp_path: Path) -> None:
    dialog = wizard.look_at(events(tmp_path / "january.csv"))
    assert not dialog.notice.isVisible()
    board = dialog.page.stages.board
    board.chips["SAL"].setFocus()
    QTest.keyClick(board.chips["SAL"], Qt.Key.Key_Delete)
    wizard.read()
    click(dialog.summary.close_button)
    assert answers(wizard.window).asked == ["leave import"]
    again = wizard.look_at(events(tmp_path / "february.csv", leads=300))
    assert again.notice.isVisible()
    assert "imported before" in again.notice.text()
    assert again.judged is not None
    assert again.judged.board.left_out == {"SAL"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty"),
        ("quote.csv", b'lead,stage,at\n1,MQL,2024-01-01\n2,"SQL,2024-01-02\n', "quote"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "workbook"),
        ("bomb.xes", b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "b">]><log>&a;</log>', "bomb"),
    ],
)
def test_that_a_broken_file_gives_one_sentence_and_leaves_the_document(
    wizard: Wizard, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    before = wizard.window.document.funnel
    (tmp_path / name).write_bytes(content)
    dialog = wizard.look_at(tmp_path / name)
    assert dialog.pages.currentWidget() is dialog.drop
    assert name in dialog.drop.problem.text()
    assert said in dialog.drop.problem.text()
    assert "\n" not in dialog.drop.problem.text()
    assert wizard.window.document.funnel == before
    dialog.open_paths((events(tmp_path / "good.csv"),))
    wizard.settle()
    assert dialog.pages.currentWidget() is dialog.page


def test_that_what_is_no_file_is_refused(wizard: Wizard, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    for path in (tmp_path / "nothing", tmp_path / "missing.csv", Path("/dev/null")):
        dialog = wizard.look_at(path)
        assert dialog.pages.currentWidget() is dialog.drop
        assert path.name in dialog.drop.problem.text()


def test_that_a_broken_file_found_while_reading_is_told_on_the_page(
    wizard: Wizard, tmp_path: Path
) -> None:
    path = events(tmp_path / "events.csv")
    dialog = wizard.look_at(path)
    path.unlink()
    dialog.page.window_card.segments.committed.emit("Channel", 1)
    wizard.settle()
    assert dialog.pages.currentWidget() is dialog.page
    assert "events.csv" in dialog.page.said.text()
    assert not dialog.page.read.isEnabled()


def slow(path: Path) -> Path:
    """Write a log that takes seconds to read."""
    return events(path, leads=150_000)


def children() -> int:
    return len(psutil.Process().children(recursive=True))


def test_that_reading_shows_progress_and_is_cancelled_within_a_second(
    wizard: Wizard, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = children()  # what was started before, to compile or by multiprocessing
    monkeypatch.setattr("funnelcraft.designer.importing.dialog.READ_AHEAD", 1_000)
    dialog = wizard.look_at(slow(tmp_path / "large.csv"))
    assert dialog.page.window_card.look.isVisible()
    judged = dialog.judged
    click(dialog.page.read)
    assert dialog.pages.currentWidget() is dialog.progress
    qtbot.waitUntil(lambda: dialog.progress.bar.value() > 0, timeout=30_000)
    assert children() > others
    began = time.monotonic()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.pages.currentWidget() is dialog.page
    assert dialog.judged == judged
    qtbot.waitUntil(lambda: children() == others, timeout=5_000)
    assert time.monotonic() - began < 1
    assert dialog.isVisible()


def test_that_closing_the_window_while_reading_ends_the_process(
    wizard: Wizard, tmp_path: Path, qtbot: QtBot
) -> None:
    others = children()
    dialog = wizard.window.imports.open((slow(tmp_path / "large.csv"),))
    qtbot.waitUntil(lambda: children() > others, timeout=10_000)
    assert dialog.isVisible()
    assert wizard.window.close()
    assert wizard.window.imports.dialog is None
    qtbot.waitUntil(lambda: children() == others, timeout=2_000)


def test_that_rows_left_out_are_saved_with_their_lines(wizard: Wizard, tmp_path: Path) -> None:
    path = events(tmp_path / "events.csv")
    path.write_text(path.read_text() + "L-1,MQL,someday,Web\n,MQL,2024-02-02,Web\n")
    dialog = wizard.look_at(path)
    wizard.read()
    assert dialog.summary.save_rows.isVisible()
    out = tmp_path / "left out.csv"
    answers(wizard.window).save_path = out
    click(dialog.summary.save_rows)
    wizard.settle()
    written = out.read_text(encoding="utf-8")
    assert "someday" in written
    assert len(written.splitlines()) == 3
    assert dialog.summary.said.text() == "The rows were saved."


def test_that_exports_are_dropped_on_the_window_and_on_the_wizard(
    wizard: Wizard, tmp_path: Path
) -> None:
    window = wizard.window
    paths = two_tables(tmp_path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drop = QDropEvent(
        QPointF(200, 200),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    wizard.settle()
    assert wizard.dialog.page.files.tabs.count() == 2
    data.setUrls([QUrl("https://example.com/leads.csv")])
    wizard.dialog.dropEvent(drop)
    assert not window.imports.jobs.is_busy
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    wizard.dialog.dropEvent(drop)
    wizard.settle()
    assert wizard.dialog.page.files.tabs.count() == 2


def test_that_the_wizard_opens_by_keys_and_asks_for_files(wizard: Wizard, tmp_path: Path) -> None:
    window = wizard.window
    answers(window).exports = (events(tmp_path / "events.csv"),)
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = wizard.dialog
    assert dialog.pages.currentWidget() is dialog.drop
    dialog.drop.choose.setFocus()
    QTest.keyClick(dialog.drop.choose, Qt.Key.Key_Return)
    wizard.settle()
    assert dialog.pages.currentWidget() is dialog.page
    assert answers(window).asked == ["exports"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.imports.dialog is None


def test_that_corrections_are_not_lost_unasked(wizard: Wizard, tmp_path: Path) -> None:
    dialog = wizard.look_at(events(tmp_path / "events.csv"))
    click(dialog.page.stages.aim.buttons[1])
    assert dialog.judged is not None
    assert dialog.judged.aim == "as-is"
    board = dialog.page.stages.board
    board.chips["MQL"].setFocus()
    QTest.keyClick(board.chips["MQL"], Qt.Key.Key_Delete)
    answers(wizard.window).leaves_import = False
    click(dialog.page.close_button)
    assert dialog.isVisible()
    answers(wizard.window).leaves_import = True
    click(dialog.page.close_button)
    assert wizard.window.imports.dialog is None


def test_that_a_view_only_document_and_the_start_screen_are_not_measured_into(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = windows.open("lead-to-revenue")
    window.document.open(template("lead-to-revenue"), None, None, view_only=True)
    wizard = Wizard(qtbot, window)
    dialog = wizard.look_at(events(tmp_path / "events.csv"))
    assert not dialog.page.stages.aim.isVisible()
    assert dialog.judged is not None
    assert dialog.judged.aim == "as-is"
    dialog.reject()
    window.show_start()
    assert wizard.look_at(tmp_path / "events.csv").judged is not None
    assert not wizard.dialog.page.stages.aim.isVisible()


def test_that_the_example_export_is_tried_from_every_place_that_offers_it(
    windows: Windows, qtbot: QtBot
) -> None:
    window = windows.open("lead-process")
    window.show_baseline()
    view = window.baselines.view
    assert view is not None
    assert view.empty is not None
    click(view.empty.example_button)
    wizard = Wizard(qtbot, window)
    wizard.settle()
    assert wizard.dialog.judged is not None
    assert wizard.dialog.judged.aim == "into"
    wizard.dialog.reject()
    click(view.empty.import_button)
    assert wizard.dialog.pages.currentWidget() is wizard.dialog.drop
    click(wizard.dialog.drop.example)
    wizard.settle()
    assert wizard.dialog.pages.currentWidget() is wizard.dialog.page
    wizard.dialog.reject()
    window.show_start()
    click(window.findChildren(StartPage)[0].import_export)
    assert wizard.dialog.isVisible()


def test_that_segments_spelt_alike_are_joined_on_demand(
    wizard: Wizard, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = "".join(
        f"{i},{stage},2024-0{at}-01,{'GTX Pro' if i % 3 else 'GTXPro'}\n"
        for i in range(9)
        for at, stage in enumerate(("Lead", "MQL"), 1)
    )
    file = tmp_path / "log.csv"
    file.write_text("lead_id,stage,entered_at,segment\n" + rows)
    dialog = wizard.look_at(file)
    alike = dialog.page.window_card.alike
    assert alike.isVisible()
    assert alike.text() == "“GTX Pro” and “GTXPro” are spelt alike: join them"
    click(alike)
    qtbot.waitUntil(lambda: not alike.isVisible())
    assert dialog.judged is not None
    assert dialog.judged.mapping.segments == {"GTXPro": "GTX Pro"}
