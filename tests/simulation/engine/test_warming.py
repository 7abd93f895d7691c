"""The engine is compiled in a process of its own, which ends when nobody waits for it."""

import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from funnelcraft.simulation.engine.warming import Warming, complete_mark

SOON = 3.0  # seconds, on a busy machine


@pytest.fixture
def cold_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    from funnelcraft.simulation.engine import compiling

    compiling.cache_folder.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    compiling.cache_folder.cache_clear()


def test_that_closing_ends_the_compilation_at_once(cold_cache: Path) -> None:
    warming = Warming()
    warming.start()
    deadline = time.monotonic() + 10 * SOON
    while not multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert multiprocessing.active_children()
    began = time.monotonic()
    warming.close()
    assert time.monotonic() - began < SOON
    assert warming.wait(0.0)
    assert not multiprocessing.active_children()
    assert not complete_mark().exists()


def test_that_what_never_began_can_be_closed() -> None:
    Warming().close()


def test_that_waiting_tells_once_and_ends_where_nobody_waits(cold_cache: Path) -> None:
    warming = Warming()
    warming.start()
    told, looks = [], iter(range(3))
    try:
        assert not warming.wait_while(lambda: next(looks) < 2, lambda: told.append("waiting"))
        assert told == ["waiting"]
    finally:
        warming.close()
    assert warming.wait_while(lambda: False, lambda: told.append("again"))
    assert told == ["waiting"]
