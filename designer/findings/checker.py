"""The checks of the open document, made when the window is idle.

A small design is checked at once. A large one takes longer than a frame: it is checked in a thread,
which sees the value alone, and the answer is fetched from a timer.
"""

from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, QTimer, Signal

from funnelcraft.designer.document import Document
from funnelcraft.funnel.checks import Review, review
from funnelcraft.funnel.model import Funnel

AT_ONCE = 150  # stages and triggers that are checked within a few milliseconds
POLL = 15  # milliseconds between two looks at the thread


class Checker(QObject):
    """Keeps the review of a document fresh: `reviewed(funnel, review)` after edits."""

    reviewed = Signal(object, object)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._thread: ThreadPoolExecutor | None = None
        self._work: tuple[Funnel, Future[Review]] | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._begin)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self._fetch)
        document.changed.connect(self._on_changed)

    def check_now(self) -> None:
        """Check the document, at once if it is small."""
        self._idle.stop()
        self._begin()

    def close(self) -> None:
        """End the thread. Nothing is signalled any more."""
        self._idle.stop()
        self._poll.stop()
        self._work = None
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)
            self._thread = None

    def _on_changed(self, _before: Funnel, _after: Funnel) -> None:
        self._idle.start()

    def _begin(self) -> None:
        if self._work is not None:
            return  # when it is done, it sees that the document has changed since
        funnel = self._document.funnel
        if len(funnel.stages) + len(funnel.triggers) <= AT_ONCE:
            self.reviewed.emit(funnel, review(funnel))
            return
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "checks")
        self._work = funnel, self._thread.submit(review, funnel)
        self._poll.start()

    def _fetch(self) -> None:
        if self._work is None or not self._work[1].done():
            return
        funnel, answer = self._work
        self._work = None
        self._poll.stop()
        if funnel is self._document.funnel:
            self.reviewed.emit(funnel, answer.result())
        else:
            self._begin()
