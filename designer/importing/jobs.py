"""The thread in which exports are looked at, read and measured, one job at a time.

A job that is asked for replaces the one in work, which then stops. The thread knows no Qt: news
comes through a queue, and a garbage collection in it could destroy a QObject, so it refers to none.
"""

import queue
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.io.imports.progress import OnProgress, Progress, ShouldStop

POLL = 30  # milliseconds between two looks at the queue while a job is in work
PATIENCE = 5.0  # seconds granted to a job that stops: it kills its process within a fraction of one

Work: TypeAlias = "Callable[[OnProgress, ShouldStop], object]"


@dataclass(frozen=True, eq=False)
class News:
    """What a job says: how far it is (`progress`), or how it ended.

    `result` where it is done, else the `problem` as a plain sentence; `details` are for the log.
    """

    number: int
    progress: "Progress | None" = None
    result: object = None
    problem: str = ""
    details: str = ""


class Worker:
    """Holds the thread, which begins with the first job and ends with `close`."""

    def __init__(self) -> None:
        self.news: queue.SimpleQueue[News] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._job: tuple[int, Work] | None = None
        self._wanted = 0  # the number of the job that is wanted; no other goes on
        self._closing = False
        self._thread: threading.Thread | None = None

    def ask(self, number: int, work: Work) -> None:
        """Do this now, and stop with anything else."""
        with self._changed:
            self._job, self._wanted = (number, work), number
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="import", daemon=True)
                self._thread.start()
            self._changed.notify()

    def stop(self) -> None:
        """Stop what is in work."""
        with self._changed:
            self._job, self._wanted = None, 0

    def close(self) -> None:
        """Stop, and wait for the thread's end."""
        with self._changed:
            self._job, self._wanted, self._closing = None, 0, True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        while True:
            with self._changed:
                while self._job is None and not self._closing:
                    self._changed.wait()
                if self._job is None:
                    return
                number, work = self._job
                self._job = None
            self._attempt(number, work)

    def _attempt(self, number: int, work: Work) -> None:
        from funnelcraft.io.imports.progress import Stopped
        from funnelcraft.io.problems import FileProblem

        def on_progress(progress: "Progress") -> None:
            self.news.put(News(number, progress=progress))

        def should_stop() -> bool:
            return self._wanted != number

        try:
            self.news.put(News(number, result=work(on_progress, should_stop)))
        except Stopped:
            pass  # nobody waits for it
        except FileProblem as problem:
            self.news.put(News(number, problem=str(problem)))
        except Exception:  # whatever it is, the wizard must say so and the thread must live on
            sentence = _("Something went wrong inside the program. The log file has the details.")
            self.news.put(News(number, problem=sentence, details=traceback.format_exc()))


class Jobs(QObject):
    """The worker's news as signals, of the job asked for last alone.

    `progressed(Progress)`, `finished(result)`, `failed(sentence)`.
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = Worker()
        self._number = 0
        self._busy = False
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self._drain)

    @property
    def is_busy(self) -> bool:
        """Whether a job is in work."""
        return self._busy

    def start(self, work: Work) -> None:
        """Begin a job in place of the one in work."""
        self._number += 1
        self._busy = True
        self._worker.ask(self._number, work)
        self._poll.start()

    def stop(self) -> None:
        """Stop the job in work; it says nothing more."""
        self._number += 1
        self._busy = False
        self._worker.stop()
        self._poll.stop()

    def close(self) -> None:
        """Stop, and end the thread."""
        self.stop()
        self._worker.close()

    def _drain(self) -> None:
        while self._busy:
            try:
                news = self._worker.news.get_nowait()
            except queue.Empty:
                return
            if news.number == self._number:
                self._tell(news)

    def _tell(self, news: News) -> None:
        if news.progress is not None:
            self.progressed.emit(news.progress)
            return
        self._busy = False
        self._poll.stop()
        if news.details:
            from funnelcraft.designer.crash import log

            log().error("An import failed.\n%s", news.details)
        if news.problem:
            self.failed.emit(news.problem)
        else:
            self.finished.emit(news.result)
