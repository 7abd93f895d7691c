"""Shooting a film: frames are painted between events, and written in a thread of its own.

Text is painted in the GUI's thread alone, since fonts are shared; a thread packs the pixels into
the file. It knows no Qt. A short queue between the two keeps memory bounded.
"""

import contextlib
import queue
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from funnelcraft.designer.canvas.play.film import Film
from funnelcraft.designer.crash import log
from funnelcraft.funnel.text import _
from funnelcraft.io.films import AddFrame, gif, pictures
from funnelcraft.io.problems import FileProblem

_AHEAD = 3  # frames painted before they are written
_LOOK = 5  # milliseconds between looks at a writer that is busy
Open = Callable[[list[bytes]], contextlib.AbstractContextManager[AddFrame]]


class Cancelled(Exception):  # noqa: N818 (nothing failed)
    """The user does not want the film any more."""


def opener(path: Path, film: Film) -> Open:
    """Return what begins to write a film: a GIF where the name says so, else a folder."""
    size, rate = film.size, film.cut.frames_a_second
    if path.suffix.casefold() == ".gif":
        return lambda samples: gif(path, size, rate, samples)
    return lambda _samples: pictures(path, size)


def write_film(path: Path, film: Film, on_frame: Callable[[int], None] | None = None) -> None:
    """Write a film at once, frame by frame. Raises FileProblem."""
    with opener(path, film)(film.samples()) as add:
        for frame in range(film.cut.frames):
            add(film.pixels(frame))
            if on_frame is not None:
                on_frame(frame + 1)


class Shooting(QObject):
    """Writes a film while the window lives on.

    Signals: `progressed(frames written)`; then one of `finished()`, `failed(sentence)` and
    `cancelled()`. What is half written is gone where it does not finish.
    """

    progressed = Signal(int)
    finished = Signal()
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, path: Path, film: Film) -> None:
        super().__init__()
        self._film = film
        self._next = 0
        self._samples: list[bytes] = []
        self._frames: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self._events: queue.SimpleQueue[int | str | None] = queue.SimpleQueue()
        self._is_cancelled = threading.Event()
        self._is_over = False
        self._path = path
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_turn)

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def cancel(self) -> None:
        """Stop soon: within the time of a frame."""
        self._is_cancelled.set()

    def wait(self) -> None:
        """Cancel, and wait until the thread has ended and tidied up."""
        self.cancel()
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()

    def _on_turn(self) -> None:
        """Do one small piece of work: paint a frame, or hear how the writing goes."""
        self._hear()
        if self._is_over:
            self._timer.stop()
        elif self._thread is None:
            self._prepare()
        elif not self._offer():
            self._timer.setInterval(_LOOK)

    def _prepare(self) -> None:
        """Paint the samples one by one, then begin to write."""
        if self._is_cancelled.is_set():
            self._is_over = True
            self.cancelled.emit()
            return
        wanted = self._film.sample_frames
        if len(self._samples) < len(wanted):
            self._samples.append(self._film.pixels(wanted[len(self._samples)]))
            return
        work = _Writing(
            opener(self._path, self._film),
            self._samples,
            self._frames,
            self._events,
            self._is_cancelled,
        )
        self._thread = threading.Thread(target=work, name="film", daemon=True)
        self._thread.start()

    def _offer(self) -> bool:
        """Paint the next frame for the writer; False where it has enough."""
        if self._frames.full() or self._next > self._film.cut.frames:
            return False
        is_last = self._next == self._film.cut.frames
        self._frames.put(None if is_last else self._film.pixels(self._next))
        self._next += 1
        self._timer.setInterval(0)
        return True

    def _hear(self) -> None:
        while not self._is_over:
            try:
                event = self._events.get_nowait()
            except queue.Empty:
                return
            if isinstance(event, int):
                self.progressed.emit(event)
                continue
            self._is_over = True
            if event is None:
                self.cancelled.emit()
            elif event:
                self.failed.emit(event)
            else:
                self.finished.emit()


class _Writing:
    """What the thread does: frames come in, numbers go out, then "" or a problem or None."""

    def __init__(
        self,
        begin: Open,
        samples: list[bytes],
        frames: "queue.Queue[bytes | None]",
        events: "queue.SimpleQueue[int | str | None]",
        is_cancelled: threading.Event,
    ) -> None:
        self._begin, self._samples = begin, samples
        self._frames, self._events = frames, events
        self._is_cancelled = is_cancelled

    def __call__(self) -> None:
        try:
            with self._begin(self._samples) as add:
                self._write(add)
        except Cancelled:
            self._events.put(None)
        except FileProblem as problem:
            self._events.put(str(problem))
        except Exception:  # whatever it is, the window must say so
            log().error("The film failed.\n%s", traceback.format_exc())
            self._events.put(_("The film could not be made. The log file has the details."))
        else:
            self._events.put("")

    def _write(self, add: AddFrame) -> None:
        written = 0
        while True:
            if self._is_cancelled.is_set():
                raise Cancelled
            try:
                frame = self._frames.get(timeout=0.05)
            except queue.Empty:
                continue
            if frame is None:
                return
            add(frame)
            written += 1
            self._events.put(written)
