"""Diagrams in the window: opened as a new document; what fails leaves the document as it was."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.window import MainWindow
from tests.designer.windows import PATIENCE, Windows, answers

TEXT = "flowchart LR\nsubgraph t [Team]\na[New lead] --> b[Customer]\nend\nc --> t\n"


@pytest.fixture
def diagram(tmp_path: Path) -> Path:
    path = tmp_path / "plan.mmd"
    path.write_text(TEXT)
    return path


def _drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_that_a_dropped_diagram_is_a_new_document(
    windows: Windows, qtbot: QtBot, diagram: Path
) -> None:
    window = windows.open()
    with qtbot.waitSignal(window.files.opened, timeout=PATIENCE):
        _drop(window, diagram)
    funnel = window.document.funnel
    assert [stage.term for stage in funnel.stages] == ["New lead", "Customer", "c"]
    assert (window.document.path, window.document.is_saved) == (None, False)
    assert "whole subgraphs are left out" in window.messages.text.text()
    assert not window.status.task.isVisible()
    answers(window).about_unsaved = "discard"


def test_that_a_diagram_is_opened_by_the_menu(
    windows: Windows, qtbot: QtBot, diagram: Path
) -> None:
    window = windows.open()
    answers(window).open_path = diagram
    with qtbot.waitSignal(window.files.opened, timeout=PATIENCE):
        window.actions_by_name["open"].trigger()
    assert len(window.document.funnel.stages) == 3
    answers(window).about_unsaved = "discard"


def test_that_a_broken_diagram_leaves_the_document(
    windows: Windows, qtbot: QtBot, diagram: Path
) -> None:
    window = windows.open()
    before = window.document.funnel
    diagram.write_text("flowchart LR\na -->\n")
    with qtbot.waitSignal(window.diagrams.jobs.failed, timeout=PATIENCE):
        window.files.open_path(diagram)
    assert window.document.funnel == before
    assert "plan.mmd: line 2: the arrow leads nowhere." in window.messages.text.text()


def test_that_reading_a_diagram_is_stopped(windows: Windows, qtbot: QtBot, diagram: Path) -> None:
    window = windows.open()
    before = window.document.funnel
    window.files.open_path(diagram)
    QTest.mouseClick(window.status.task_cancel, Qt.MouseButton.LeftButton)
    assert not window.diagrams.jobs.is_busy
    assert window.document.funnel == before
    assert not window.status.task.isVisible()
