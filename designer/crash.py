"""What happens when something breaks that should not: it is logged, and the window says so."""

import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from funnelcraft.funnel.text import _

LOG_FILE = "funnelcraft.log"
LARGEST_LOG = 1_000_000


def log() -> logging.Logger:
    """Return the program's log."""
    return logging.getLogger("funnelcraft")


def log_to(folder: Path) -> Path:
    """Write the log into a folder from now on; return the file."""
    file = folder / LOG_FILE
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        file, maxBytes=LARGEST_LOG, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log().addHandler(handler)
    return file


class CrashGuard:
    """Catches what nobody caught, while it is installed."""

    def __init__(self, file: Path, tell: Callable[[str], None]) -> None:
        self._file = file
        self._tell = tell
        self._before = sys.excepthook
        self._thread_before = threading.excepthook
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error

    def close(self) -> None:
        """Leave uncaught errors to Python again."""
        sys.excepthook = self._before
        threading.excepthook = self._thread_before

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        log().error("An error nobody caught.", exc_info=(kind, error, trace))
        self._tell(
            _("Something went wrong inside the program. Your work is kept. Details: {file}").format(
                file=self._file
            )
        )

    def _on_thread_error(self, what: threading.ExceptHookArgs) -> None:
        # Another thread must not touch the window: the log has it.
        if what.exc_value is not None:
            log().error(
                "An error nobody caught in a thread.",
                exc_info=(what.exc_type, what.exc_value, what.exc_traceback),
            )
