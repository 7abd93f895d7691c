"""Processes that answer a request: whatever its size, and no longer than somebody waits."""

import time
from pathlib import Path

import pytest

from funnelcraft.io.answering import answered
from funnelcraft.io.imports.progress import Stopped


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of a module `answers` that such a process finds."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path / "answers.py"


def test_that_a_request_larger_than_a_pipe_is_answered(module: Path) -> None:
    # It looks at the request late: what does not fit into a pipe then once waited for ever.
    module.write_text("import sys, time\ntime.sleep(0.2)\ndata = sys.stdin.buffer.read()\n")
    with module.open("a") as file:
        file.write("sys.stdout.buffer.write(data[::-1])\n")
    request = bytes(range(256)) * 8192
    assert answered("answers", request, lambda: False) == request[::-1]


def test_that_a_process_that_fails_answers_nothing(module: Path) -> None:
    module.write_text("import sys\nprint('half', flush=True)\nsys.exit(3)\n")
    assert answered("answers", b"", lambda: False) == b""


def test_that_nobody_waits_for_what_is_not_wanted(module: Path) -> None:
    module.write_text("import time\ntime.sleep(600)\n")
    began = time.monotonic()
    looks = iter([False, False, True])
    with pytest.raises(Stopped):
        answered("answers", b"x" * 200_000, lambda: next(looks))
    assert time.monotonic() - began < 60
