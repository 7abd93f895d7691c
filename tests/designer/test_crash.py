"""What nobody caught is logged and told, without a traceback in the window."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from funnelcraft.designer.crash import CrashGuard, log, log_to


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    before = list(log().handlers)
    yield log_to(tmp_path / "settings")
    for handler in [one for one in log().handlers if one not in before]:
        handler.close()
        log().removeHandler(handler)


def test_that_an_uncaught_error_is_logged_and_told_in_a_sentence(log_file: Path) -> None:
    told: list[str] = []
    before = sys.excepthook
    guard = CrashGuard(log_file, told.append)
    try:
        raise RuntimeError("broken on purpose")
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        guard.close()
    assert sys.excepthook is before
    (sentence,) = told
    assert str(log_file) in sentence
    assert "Traceback" not in sentence
    text = log_file.read_text()
    assert "broken on purpose" in text
    assert "Traceback" in text


def test_that_an_error_in_another_thread_is_logged_and_leaves_the_window_alone(
    log_file: Path,
) -> None:
    told: list[str] = []
    guard = CrashGuard(log_file, told.append)

    def fail() -> None:
        raise RuntimeError("broken elsewhere")

    try:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    finally:
        guard.close()
    assert told == []
    assert "broken elsewhere" in log_file.read_text()
