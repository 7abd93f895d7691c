"""The import in the window: opens the wizard, and takes over what it found in one step."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize

from funnelcraft.designer.importing.jobs import Jobs
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.importing.dialog import ImportDialog
    from funnelcraft.designer.importing.work import Outcome
    from funnelcraft.designer.window import MainWindow
    from funnelcraft.funnel.model import Funnel

MARGIN = 20  # of the window that stays visible around the wizard, in pixels
LARGEST = QSize(1480, 960)
EXAMPLE = "examples/lead-process-export.csv"

# What a dropped file is, its name says; what it holds, the wizard finds.
EXPORTS = (
    *(".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls"),
    *(".parquet", ".pq", ".xes", ".gz"),
)


def are_exports(paths: Sequence[Path]) -> bool:
    """Say whether dropped files are exports to import, and not a document to open."""
    if len(paths) != 1:
        return bool(paths)
    return paths[0].suffix.casefold() in EXPORTS or paths[0].is_dir()


class ImportDesk(QObject):
    """Keeps the wizard of a window, and what it needs while it is shut."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.jobs = Jobs(self)
        self.dialog: ImportDialog | None = None

    def open(self, paths: Sequence[Path] = ()) -> "ImportDialog":
        """Show the wizard, on files where some are given."""
        from funnelcraft.designer.importing.dialog import ImportDialog

        if self.dialog is None:
            window = self._window
            self.dialog = ImportDialog(
                window.theme.palette,
                window.dialogs,
                self.jobs,
                window.settings.folder,
                self._target(),
                example_export(),
                window,
            )
            self.dialog.resize(_fitting(window.size()))
            self.dialog.taken.connect(self._on_taken)
            self.dialog.finished.connect(self._on_closed)
            window.theme.changed.connect(self.dialog.set_colours)
            self.dialog.open()
            self.dialog.activateWindow()  # it is opened by a drop from another window, too
        if paths:
            self.dialog.open_paths(paths)
        return self.dialog

    def open_example(self) -> None:
        """Show the wizard on the export that comes with the program."""
        found = example_export()
        self.open((found,) if found is not None else ())

    def close(self) -> None:
        """End what goes on: the window closes."""
        if self.dialog is not None:
            self.dialog.done(0)
        self.jobs.close()

    def _target(self) -> "Funnel | None":
        """Return the funnel that can be measured into: never a scenario, which is not there yet."""
        window = self._window
        if window.is_at_start or window.document.is_view_only:
            return None
        return window.document.base

    def _on_closed(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _on_taken(self, outcome: "Outcome") -> None:
        """Take the figures over: into the document in one step, or as a new one."""
        window = self._window
        name = outcome.wish.paths[0].name
        if outcome.wish.target is None:
            label = _("Draw the funnel of {file}").format(file=name)
            if not window.files.begin(outcome.measured.funnel, label):
                return
        else:
            window.document.apply_to_base(
                lambda _before: outcome.measured.funnel,
                _("Measure from {file}").format(file=name),
                show="",
            )
        window.backtests.keep(outcome)
        if self.dialog is not None:
            self.dialog.done(1)
        if outcome.wish.target is not None:
            window.show_baseline()
        window.status.say(_("The figures of {file} were taken over.").format(file=name))


def example_export() -> Path | None:
    """Return the export that comes with the program; None where it is not there as a file."""
    from funnelcraft import resources

    return resources.path(EXAMPLE)


def _fitting(room: QSize) -> QSize:
    wide = QSize(room.width() - 2 * MARGIN, room.height() - 2 * MARGIN)
    return wide.boundedTo(LARGEST)
