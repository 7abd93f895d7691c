"""Take the pictures of `docs/importing-window.md`, of the example export.

From the project's root: `python -m tests.end_to_end.importing docs`.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from funnelcraft.io.templates import template

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SIZE = (1280, 800)
PATIENCE = 120.0  # seconds


def main(docs: Path) -> None:
    """Import the example export and write a picture of each page into a folder."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["LC_ALL"] = "C.UTF-8"
    from funnelcraft.designer.app import application
    from funnelcraft.designer.importing.desk import example_export
    from funnelcraft.designer.look.theme import Theme
    from funnelcraft.designer.settings import Settings
    from funnelcraft.designer.window import MainWindow

    app = application([])
    export = example_export()
    assert export is not None
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(Settings(Path(folder)), Theme(app, "light"))
        window.resize(*SIZE)
        window.fill(template("lead-process"))
        window.show()
        dialog = window.imports.open((export,))
        _wait(lambda: dialog.judged is not None and not window.imports.jobs.is_busy)
        _take(dialog, docs / "pictures" / "import.png")
        dialog.measure()
        _wait(lambda: dialog.outcome is not None)
        _take(dialog, docs / "pictures" / "import-summary.png")
        window.shut()


def _wait(is_done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_done():
        if time.monotonic() > end:
            raise TimeoutError("the import took too long")
        QCoreApplication.processEvents()
        time.sleep(0.01)


def _take(widget: "QWidget", path: Path) -> None:
    for _turn in range(5):  # layouts, styles and paintings that are due
        QCoreApplication.processEvents()
    focused = widget.focusWidget()
    if focused is not None:
        focused.clearFocus()
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    picture.save(str(path), quality=0)  # packed as small as it goes


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
