"""Files dropped on the window or named at its start: documents are opened, exports imported."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow


def open_dropped(window: "MainWindow", paths: Sequence[Path]) -> None:
    """Import exports; open the first of other files. `paths` holds one at least."""
    from funnelcraft.designer.importing.desk import are_exports

    if are_exports(paths):
        window.imports.open(paths)
    else:
        window.files.open_path(paths[0])
