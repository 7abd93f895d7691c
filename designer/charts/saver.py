"""Ask where a chart goes and save it there."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QGuiApplication, QPainter

from funnelcraft.designer.charts.saving import (
    Draw,
    picture_to_copy,
    save_picture,
    save_table,
    table_to_copy,
)
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.funnel.text import _
from funnelcraft.io.problems import FileProblem

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow

AskPath = Callable[[str, str, str], Path | None]


class Saver:
    """Asks where to save and saves; what goes wrong is told in one sentence."""

    def __init__(
        self,
        ask_path: AskPath,
        told: Callable[[str], None],
        failed: Callable[[str], None],
        ground: Callable[[], str],
    ) -> None:
        self._ask_path = ask_path
        self._told = told
        self._failed = failed
        self._ground = ground

    def picture(self, name: str, draw: Draw, size: QSize, title: str) -> None:
        """Save a picture where the user says."""
        kinds = _("Picture (*.png);;Scalable picture (*.svg)")
        path = self._ask_path(_("Save picture"), f"{name}.png", kinds)
        if path is not None:
            self._try(
                path,
                lambda: save_picture(path, padded(draw, STEP * 2), size, self._ground(), title),
            )

    def table(self, name: str, rows: list[list[str | float]]) -> None:
        """Save figures where the user says."""
        path = self._ask_path(_("Save data"), f"{name}.csv", _("Table (*.csv)"))
        if path is not None:
            self._try(path, lambda: save_table(path, rows))

    def copy_picture(self, draw: Draw, size: QSize, title: str) -> None:
        """Put a picture on the clipboard."""
        drawing = padded(draw, STEP * 2)
        held = picture_to_copy(drawing, size, self._ground(), title)
        QGuiApplication.clipboard().setMimeData(held)
        self._told(_("Copied the picture."))

    def copy_table(self, rows: list[list[str | float]]) -> None:
        """Put figures on the clipboard."""
        QGuiApplication.clipboard().setMimeData(table_to_copy(rows))
        self._told(_("Copied the data."))

    def _try(self, path: Path, save: Callable[[], None]) -> None:
        try:
            save()
        except FileProblem as problem:
            self._failed(str(problem))
        else:
            self._told(_("Saved {file}.").format(file=path.name))


def padded(draw: Draw, by: float) -> Draw:
    """Return a drawing with a margin around it."""

    def drawing(painter: QPainter, box: QRectF) -> None:
        draw(painter, box.adjusted(by, by, -by, -by))

    return drawing


def saver_of(window: "MainWindow") -> Saver:
    """Return what saves the charts of a window: beside its document, named after it."""

    def ask_path(title: str, name: str, kinds: str) -> Path | None:
        document = window.document
        folder = document.path.parent if document.path else Path.home()
        stem = document.path.stem if document.path else "funnel"
        return window.dialogs.path_to_save(title, folder / f"{stem}-{name}", kinds)

    def ground() -> str:
        return window.theme.palette.panel

    return Saver(ask_path, window.status.say, window.messages.show_problem, ground)
