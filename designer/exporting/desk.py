"""The export in the window: opens the dialog on the document as it is shown."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from funnelcraft.designer.importing.jobs import Jobs

if TYPE_CHECKING:
    from funnelcraft.designer.exporting.at_hand import ForecastAtHand
    from funnelcraft.designer.exporting.dialog import ExportDialog
    from funnelcraft.designer.exporting.wish import Wish
    from funnelcraft.designer.window import MainWindow
    from funnelcraft.io.exports import Format
    from funnelcraft.io.exports.formats import Setting

SHARE = 0.92  # of the window that the dialog takes


class ExportDesk(QObject):
    """Keeps the export dialog of a window, and the thread it works in."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.jobs = Jobs(self)
        self.dialog: ExportDialog | None = None

    def open(self) -> "ExportDialog | None":
        """Show the dialog; there is none while no document is shown."""
        from funnelcraft.designer.exporting.at_hand import ForecastAtHand
        from funnelcraft.designer.exporting.dialog import ExportDialog
        from funnelcraft.designer.exporting.remembering import Remembered

        window = self._window
        if window.is_at_start:
            return None
        if self.dialog is None:
            window.files.about_to_save.emit()  # what is still being typed belongs to it
            path = window.document.path
            at_hand = ForecastAtHand(window.live)
            self.dialog = ExportDialog(
                window.theme.palette,
                window.dialogs,
                self.jobs,
                Remembered(window.settings, path.parent if path else Path.home()),
                at_hand,
                partial(self._wish, at_hand),
                window.status.say,
                window,
            )
            at_hand.setParent(self.dialog)
            self.dialog.resize(window.size() * SHARE)
            self.dialog.finished.connect(self._on_closed)
            window.theme.changed.connect(self.dialog.set_colours)
            self.dialog.open()
        return self.dialog

    def close(self) -> None:
        """End what goes on: the window closes."""
        if self.dialog is not None:
            self.dialog.done(0)
        self.jobs.close()

    def _wish(
        self, at_hand: "ForecastAtHand", kind: "Format", options: "Mapping[str, Setting]"
    ) -> "Wish":
        from funnelcraft.designer.exporting.drawing import drawing_of
        from funnelcraft.designer.exporting.wish import Wish

        window = self._window
        path = window.document.path
        return Wish(
            window.document.funnel,
            kind,
            path.name if path else "funnel.funnel",
            date.today(),
            options,
            drawing_of(window.canvas.canvas.plan) if kind.is_drawn else None,
            at_hand.asked,
            window.document.base,
            window.document.scenario,
            runs=at_hand.runs,
            kept=at_hand.kept,
        )

    def _on_closed(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
