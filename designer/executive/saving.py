"""A deck written to a file while the view lives on: another process renders, a thread waits."""

import queue
import threading
import traceback
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from funnelcraft.designer.crash import log
from funnelcraft.funnel.text import _
from funnelcraft.io.deck.page import Deck
from funnelcraft.io.deck.rendering import DeckFormat, rendered_in_child
from funnelcraft.io.files import write_bytes
from funnelcraft.io.imports.progress import Stopped
from funnelcraft.io.problems import FileProblem

_LOOK = 30  # milliseconds between looks at the thread


class DeckSaving(QObject):
    """Writes one deck. `ended(sentence)`: what went wrong, or empty when the file is there.

    A cancelled deck ends without a signal, and leaves no file.
    """

    ended = Signal(str)

    def __init__(self, deck: Deck, kind: DeckFormat, path: Path) -> None:
        super().__init__()
        self._outcome: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._unwanted = threading.Event()
        work = _Work(deck, kind, path, self._outcome, self._unwanted)
        self._thread = threading.Thread(target=work, name="deck", daemon=True)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        self._timer.start()

    def cancel(self) -> None:
        """Stop, and wait until the other process has ended: within a moment."""
        self._unwanted.set()
        self._timer.stop()
        if self._thread.ident is not None:
            self._thread.join()

    def _look(self) -> None:
        try:
            outcome = self._outcome.get_nowait()
        except queue.Empty:
            return
        self._timer.stop()
        self._thread.join()
        if outcome is not None:
            self.ended.emit(outcome)


class _Work:
    """What the thread does; it refers to nothing of Qt's."""

    def __init__(
        self,
        deck: Deck,
        kind: DeckFormat,
        path: Path,
        outcome: "queue.SimpleQueue[str | None]",
        unwanted: threading.Event,
    ) -> None:
        self._deck, self._kind, self._path = deck, kind, path
        self._outcome, self._unwanted = outcome, unwanted

    def __call__(self) -> None:
        try:
            data = rendered_in_child(self._deck, self._kind, self._path, self._unwanted.is_set)
            write_bytes(self._path, data)
        except Stopped:
            self._outcome.put(None)
        except FileProblem as problem:
            self._outcome.put(str(problem))
        except Exception:  # whatever it is, the window must say so
            log().error("The deck failed.\n%s", traceback.format_exc())
            self._outcome.put(_("The file could not be made. The log file has the details."))
        else:
            self._outcome.put("")
