"""Garbage is collected in the GUI's thread; a large document is left alone while it is open."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from funnelcraft.designer.collector import LARGE, GuiCollector


class Part:
    """A part of a document that refers to itself: only a collection can destroy it."""

    def __init__(self) -> None:
        self.itself = self


def opened() -> list[Part]:
    """Return so many new objects that they are a large document."""
    return [Part() for _at in range(LARGE + 100)]


@pytest.fixture
def collector() -> Iterator[GuiCollector]:
    gc.collect()
    frozen = gc.get_freeze_count()
    gc.unfreeze()
    made = GuiCollector()
    yield made
    made.close()
    if frozen:
        gc.freeze()


def test_that_a_large_document_is_not_looked_through(collector: GuiCollector) -> None:
    before = gc.get_freeze_count()
    parts = opened()
    collector.settle()
    assert gc.get_freeze_count() >= before + len(parts)


def test_that_a_large_document_is_collected_when_another_is_opened(
    collector: GuiCollector,
) -> None:
    parts = opened()
    collector.settle()
    gone = weakref.ref(parts[0])
    parts.clear()
    gc.collect()
    assert gone() is not None, "it is left alone"
    collector.settle()
    assert gone() is None
    assert gc.get_freeze_count() == 0


def test_that_few_new_objects_are_collected_as_ever(collector: GuiCollector) -> None:
    gc.collect()
    collector.settle()
    assert gc.get_freeze_count() == 0
