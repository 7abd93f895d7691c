"""Garbage collection in the GUI's thread only.

Python collects in whatever thread happens to allocate. A collection in the forecast's thread could
destroy a QObject there, which Qt forbids; one inside a call of Qt's can block on the lock that the
call holds; and one amid an import has been seen to hold the window up for half a second.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LARGE = 30_000  # objects that are new after a document was opened


def spare(objects: int) -> None:
    """Leave many objects that were just made out of collections; they must be in no cycles.

    They end with the last reference to them, as always.
    """
    if objects > LARGE:
        gc.freeze()


class GuiCollector(QObject):
    """Collects from a timer while it lives; gives collection back to Python in the end."""

    def __init__(self) -> None:
        super().__init__()
        self._threshold = gc.get_threshold()
        self._holds_large = False
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def settle(self) -> None:
        """Leave a large document that was just opened alone, until another one is.

        To look through a thousand stages takes a twentieth of a second and more: the window would
        stand still, again and again, for objects that live as long as the document does. What the
        one before left behind is collected now, where the window works anyway.
        """
        if self._holds_large:
            gc.unfreeze()
            gc.collect()
        self._holds_large = gc.get_count()[0] > LARGE
        if self._holds_large:
            gc.freeze()

    def close(self) -> None:
        """Let Python collect again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        young, middle, old = gc.get_count()
        if old > self._threshold[2]:
            gc.collect(2)
        elif middle > self._threshold[1]:
            gc.collect(1)
        elif young > self._threshold[0]:
            gc.collect(0)
