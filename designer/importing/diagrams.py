"""Diagrams in the window: read in a thread and a process of their own, opened as a new document."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from funnelcraft.designer.importing.jobs import Jobs
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow
    from funnelcraft.io.diagrams.reading import Skeleton
    from funnelcraft.io.imports.progress import OnProgress, ShouldStop


class DiagramDesk(QObject):
    """Opens one diagram at a time, shown in the status bar."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._path = Path()
        self.jobs = Jobs(self)
        self.jobs.finished.connect(self._on_finished)
        self.jobs.failed.connect(self._on_failed)
        window.status.task_cancel_wanted.connect(self.cancel)
        window.files.diagram_wanted.connect(self.open)

    def open(self, path: Path) -> None:
        """Begin to read a diagram."""
        self._path = path
        self._window.status.begin_task(_("Reading {file} …").format(file=path.name))
        self.jobs.start(partial(_read, path))

    def cancel(self) -> None:
        """Stop reading; the document stays as it is."""
        if self.jobs.is_busy:
            self.jobs.stop()
            self._window.status.end_task(_("The diagram was not opened."))

    def close(self) -> None:
        """Stop, and end the thread."""
        self.jobs.close()

    def _on_finished(self, found: "Skeleton") -> None:
        window = self._window
        window.status.end_task("")
        label = _("Begin with {file}").format(file=self._path.name)
        if not window.files.begin(found.funnel, label):
            return
        if found.notes:
            notes = " ".join(found.notes)
            window.messages.show_notice(f"{self._path.name}: {notes}")
        window.status.say(_("{file} was opened as a new document.").format(file=self._path.name))

    def _on_failed(self, sentence: str) -> None:
        self._window.status.end_task("")
        self._window.messages.show_problem(sentence)


def _read(path: Path, _on_progress: "OnProgress", should_stop: "ShouldStop") -> "Skeleton":
    from funnelcraft.io.diagrams.apart import read_diagram_apart

    return read_diagram_apart(path, should_stop)
