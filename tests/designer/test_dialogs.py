"""The questions of the window, answered in the real boxes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from funnelcraft.designer.dialogs import Dialogs

QUESTIONS: dict[str, Callable[[Dialogs], bool]] = {
    "Choose …": lambda dialogs: dialogs.choose_export_again("<b>deals</b>.csv"),
    "Leave": lambda dialogs: dialogs.leave_import(),
    "View only": lambda dialogs: dialogs.view_locked("<b>a</b>", "<b>somebody</b>"),
    "Save the repaired version": lambda dialogs: dialogs.overwrite_repaired("<b>a</b>"),
}


@pytest.fixture
def dialogs(qtbot: QtBot) -> Dialogs:
    parent = QWidget()
    qtbot.addWidget(parent)
    return Dialogs(parent)


def answered(ask: Callable[[], bool], answer: Callable[[QMessageBox], None]) -> bool:
    """Return what a question returns whose box is answered as soon as it is shown."""

    def when_shown() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.textFormat() == Qt.TextFormat.PlainText
        answer(box)

    QTimer.singleShot(0, when_shown)
    return ask()


@pytest.mark.parametrize("button", QUESTIONS)
def test_that_only_the_button_that_says_the_deed_agrees_to_it(
    dialogs: Dialogs, button: str
) -> None:
    def ask() -> bool:
        return QUESTIONS[button](dialogs)

    def press(box: QMessageBox) -> None:
        next(one for one in box.buttons() if one.text() == button).click()

    assert answered(ask, press)
    assert not answered(ask, lambda box: box.buttons()[-1].click())
    assert not answered(ask, QMessageBox.reject)
