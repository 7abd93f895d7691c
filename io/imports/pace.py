"""Progress and stopping while files are read."""

import time
from collections.abc import Sequence
from pathlib import Path

from funnelcraft.io.imports.opening import size
from funnelcraft.io.imports.progress import OnProgress, Progress, ShouldStop, Stopped

SECONDS = 0.1  # between two looks at whether to go on


class Pace:
    """Counts the bytes that were read, tells of them ten times a second, and stops when asked."""

    def __init__(
        self,
        paths: Sequence[Path],
        what: str,
        on_progress: OnProgress | None,
        should_stop: ShouldStop | None,
        times: int = 1,
    ) -> None:
        self.what = what
        self.rows = 0
        self._total = times * sum(size(path) for path in paths)
        self._done = 0
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._next = 0.0

    def tick(self, read: int) -> None:
        """Take note of so many more bytes. Raises Stopped."""
        self._done += read
        now = time.monotonic()
        if now >= self._next:
            self._next = now + SECONDS
            self.tell()

    def tell(self) -> None:
        """Tell how far it is. Raises Stopped."""
        if self._should_stop is not None and self._should_stop():
            raise Stopped
        if self._on_progress is not None:
            self._on_progress(Progress(self._done, self._total, self.rows, self.what))
