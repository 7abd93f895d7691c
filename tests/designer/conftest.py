"""Fixtures of the designer's tests."""

import gc
from collections.abc import Iterator

import pytest

from tests.designer.windows import windows

__all__ = ["windows"]


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
