"""Keys of the window are not taken by editors, which do on X11: asked without Qt in between."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from funnelcraft.designer.inspector.fields import Field
from funnelcraft.designer.inspector.writing import prose
from funnelcraft.designer.widgets.lines import Lines
from funnelcraft.designer.widgets.window_keys import left_to_the_window

CTRL = Qt.KeyboardModifier.ControlModifier


def asked(key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> QKeyEvent:
    """Return the question whether an editor takes a key, as if it had said yes."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
    event.accept()
    return event


def test_that_an_editor_of_lines_leaves_the_export_to_the_window(qtbot: QtBot) -> None:
    lines = Lines()
    qtbot.addWidget(lines)
    event = asked(Qt.Key.Key_E)
    assert lines.event(event)
    assert not event.isAccepted()


def test_that_a_field_leaves_the_export_to_the_window(qtbot: QtBot) -> None:
    field = Field("Notes", prose())
    qtbot.addWidget(field)
    event = asked(Qt.Key.Key_E)
    assert field.eventFilter(field.editor, event)
    assert not event.isAccepted()


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(Qt.Key.Key_E, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_A, CTRL), (Qt.Key.Key_V, CTRL)],
)
def test_that_other_keys_stay_the_editors(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    event = asked(key, modifiers)
    assert not left_to_the_window(event)
    assert event.isAccepted()
