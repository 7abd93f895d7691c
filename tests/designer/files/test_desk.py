"""Files in the window: what goes wrong leaves the document as it was."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from funnelcraft.designer.files.desk import JOURNALS
from funnelcraft.designer.files.locks import FileLock, lock_path
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.model import Funnel
from funnelcraft.io import project_file
from funnelcraft.io.templates import template
from tests.designer.windows import Windows, answers


def rename_first(window: MainWindow, term: str) -> None:
    first = window.document.funnel.stages[0].id
    window.document.apply(lambda funnel: change_stage(funnel, first, term=term), "Rename stage")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.funnel"
    project_file.save(path, template("sales-funnel"))
    return path


def test_that_a_broken_file_gives_one_sentence_and_leaves_the_document(
    windows: Windows, tmp_path: Path
) -> None:
    window = windows.open()
    rename_first(window, "Visitor")
    before = window.document.funnel
    broken = tmp_path / "broken.funnel"
    broken.write_text('{"format": "funnelcraft", "version": 1, ')
    assert not window.files.open_path(broken)
    assert window.document.funnel == before
    assert window.document.undo_stack.canUndo()
    assert window.messages.isVisible()
    assert "broken.funnel" in window.messages.text.text()


def test_that_a_missing_file_is_named(windows: Windows, tmp_path: Path) -> None:
    window = windows.open()
    assert not window.files.open_path(tmp_path / "nowhere.funnel")
    assert "nowhere.funnel" in window.messages.text.text()


@pytest.mark.parametrize(("answer", "closes"), [("cancel", False), ("discard", True)])
def test_that_closing_asks_where_changes_are_not_saved(
    windows: Windows, answer: str, closes: bool
) -> None:
    window = windows.open()
    rename_first(window, "Visitor")
    answers(window).about_unsaved = "discard" if answer == "discard" else "cancel"
    assert window.close() is closes
    assert answers(window).asked == ["unsaved"]
    answers(window).about_unsaved = "discard"


def test_that_closing_an_untouched_window_asks_nothing(windows: Windows) -> None:
    window = windows.open()
    assert window.close()
    assert answers(window).asked == []


def test_that_what_is_still_being_typed_is_saved(windows: Windows, file: Path) -> None:
    window = windows.open()
    window.files.open_path(file)
    title = window.inspector.document_form.title
    title.focus()
    QTest.keyClicks(title.editor, "Plan of the second quarter")  # no Enter, the focus stays
    assert window.files.save()
    assert project_file.read(file).funnel.title == "Plan of the second quarter"


def test_that_a_file_changed_underneath_is_not_overwritten_silently(
    windows: Windows, file: Path
) -> None:
    window = windows.open()
    window.files.open_path(file)
    rename_first(window, "Mine")
    theirs = template("blank")
    project_file.save(file, theirs)
    assert not window.files.save()
    assert answers(window).asked[-1] == "changed"
    assert project_file.read(file).funnel == theirs
    answers(window).about_changed = "overwrite"
    assert window.files.save()
    assert project_file.read(file).funnel.stages[0].term == "Mine"


def test_that_a_locked_file_can_only_be_viewed(windows: Windows, file: Path) -> None:
    other = FileLock(file.absolute())
    assert other.take()
    window = windows.open()
    before = window.document.funnel
    assert not window.files.open_path(file)
    assert window.document.funnel == before
    answers(window).views_locked = True
    assert window.files.open_path(file)
    shown = window.document.funnel
    rename_first(window, "Mine")
    assert window.document.funnel == shown
    assert "viewing" in window.messages.text.text()
    mine = file.with_name("mine.funnel")
    answers(window).save_path = mine
    assert window.files.save()
    assert mine.is_file()
    rename_first(window, "Mine")
    assert window.document.funnel != shown
    answers(window).about_unsaved = "discard"
    other.release()


def test_that_a_file_is_locked_while_it_is_open(windows: Windows, file: Path) -> None:
    window = windows.open()
    window.files.open_path(file)
    assert not FileLock(file.absolute()).take()
    window.files.new_from("blank")
    assert not lock_path(file).exists()


def test_that_a_crash_loses_nothing_and_saving_ends_the_journal(
    windows: Windows, file: Path, tmp_path: Path
) -> None:
    window = windows.open()
    window.files.open_path(file)
    rename_first(window, "Typed before the crash")
    crashed = window.document.funnel
    journals = windows.folder / JOURNALS
    assert len(list(journals.glob("*.jsonl"))) == 1
    window.files._journal.close()  # as the end of the process does
    other = windows.open()
    (found,) = other.files.recovered()
    assert other.files.open_recovered(found)
    assert other.document.funnel == crashed
    assert other.document.path is None
    assert not other.document.is_saved
    answers(other).save_path = tmp_path / "rescued.funnel"
    assert other.files.save()
    assert other.files.recovered() == []


def test_that_edits_that_were_all_taken_back_leave_nothing_to_recover(
    windows: Windows, file: Path
) -> None:
    window = windows.open()
    window.files.open_path(file)
    rename_first(window, "Never mind")
    window.document.undo_stack.undo()
    assert window.document.is_saved
    assert list((windows.folder / JOURNALS).glob("*.jsonl")) == []
    window.document.undo_stack.redo()
    window.files._journal.close()  # as the end of the process does
    (found,) = windows.open().files.recovered()
    assert found.funnel == window.document.funnel
    assert found.path == file.absolute()


def test_that_discarding_changes_discards_their_journal(windows: Windows, file: Path) -> None:
    window = windows.open()
    window.files.open_path(file)
    rename_first(window, "Never mind")
    answers(window).about_unsaved = "discard"
    assert window.close()
    assert not list((windows.folder / JOURNALS).glob("*.jsonl"))


def test_that_a_repaired_file_is_not_saved_over_unasked(windows: Windows, tmp_path: Path) -> None:
    doubled = template("blank")
    odd: Funnel = doubled.replaced(stages=(*doubled.stages, doubled.stages[0]))
    path = tmp_path / "odd.funnel"
    path.write_bytes(project_file.dump(odd))
    original = path.read_bytes()
    window = windows.open()
    assert window.files.open_path(path)
    assert window.messages.isVisible()
    assert not window.files.save()
    assert path.read_bytes() == original
    answers(window).overwrites_repaired = True
    assert window.files.save()
    assert path.read_bytes() != original


def test_that_recent_files_are_remembered_and_lost_ones_left_out(
    windows: Windows, file: Path
) -> None:
    window = windows.open()
    window.files.open_path(file)
    assert list(window.settings.recent) == [file]
    window.files.new_from("blank")
    file.unlink()
    assert not window.settings.recent
