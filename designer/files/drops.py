"""Files that are dropped on the window: documents and diagrams are opened, exports imported."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow


def dropped_files(data: QMimeData) -> tuple[Path, ...]:
    """Return the files that are dropped; none where one of them is a network address."""
    urls = data.urls()
    if any(not url.isLocalFile() or url.host() for url in urls):
        return ()
    return tuple(Path(url.toLocalFile()) for url in urls)


def open_dropped(window: "MainWindow", paths: Sequence[Path]) -> None:
    """Import exports; open the first of other files. `paths` holds one at least."""
    from funnelcraft.designer.importing.desk import are_exports

    if are_exports(paths):
        window.imports.open(paths)
    else:
        window.files.open_path(paths[0])
