"""Fixtures of the designer's tests."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication

from funnelcraft.simulation.engine import warm_up
from funnelcraft.simulation.engine.warming import complete_mark
from tests.designer.windows import windows

__all__ = ["windows"]


@pytest.fixture(scope="session", autouse=True)
def machine_code() -> None:
    """Have the engine compiled before the first window.

    Else a thread that compiles outlives a window's test, and Python may collect that window's
    garbage in the thread: Qt objects destroyed there end the whole run with a crash.
    """
    warm_up()
    complete_mark().touch()


@pytest.fixture(scope="session", autouse=True)
def nothing_copied_at_the_end() -> Iterator[None]:
    """Clear the clipboard at last.

    Without a screen Qt keeps what is on it until after Python has ended; to destroy an object of
    Python's then ends a run that passed with a crash.
    """
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def collect_where_qt_does_nothing() -> Iterator[None]:
    """Collect garbage between the tests only.

    A collection inside a call of Qt's may destroy a QObject whose lock that call holds: such a
    test hung for ever.
    """
    gc.disable()
    yield
    gc.collect(0)
    gc.enable()
