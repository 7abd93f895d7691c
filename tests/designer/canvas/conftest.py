"""A canvas for a test, closed after it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from funnelcraft.funnel.model import Funnel
from tests.designer.canvas.helpers import Bench, template


@pytest.fixture
def bench(qapp: QApplication) -> Iterator[Callable[[Funnel | str], Bench]]:
    """Make a canvas for a funnel or for a template's name."""
    made: list[Bench] = []

    def make(funnel: Funnel | str) -> Bench:
        made.append(Bench(template(funnel) if isinstance(funnel, str) else funnel))
        return made[-1]

    yield make
    for one in made:
        one.view.close()
        one.view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
