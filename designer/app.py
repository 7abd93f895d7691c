"""Start the window: `run(argv)`.

What is imported here and above stands between the user and the window; everything heavy comes
after it shows.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.settings import Settings, usual_folder
from funnelcraft.designer.theme import Theme
from funnelcraft.designer.window import MainWindow, first_funnel

# Python hands the interpreter from thread to thread so often, in seconds: the window must not wait
# for a thread that imports.
SWITCH = 0.001


def application(argv: Sequence[str]) -> QApplication:
    """Return the one application object."""
    QCoreApplication.setApplicationName("funnelcraft")
    QCoreApplication.setOrganizationName("")
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    made = QApplication([sys.argv[0], *argv])
    made.setApplicationDisplayName("")
    made.setDesktopFileName("funnelcraft")
    return made


def make_window(settings: Settings, theme: Theme, file: Path | None) -> MainWindow:
    """Make the window: on a file, on the start screen, or on the first template."""
    window = MainWindow(first_funnel(), settings, theme)
    if file is not None:
        window.files.open_path(file)
    elif settings.recent:
        window.show_start()
    return window


def run(argv: Sequence[str]) -> int:
    """Open the window on the file named, if any, and return when it is closed."""
    from funnelcraft.designer.collector import GuiCollector
    from funnelcraft.designer.crash import CrashGuard, log_to

    app = application(argv)
    sys.setswitchinterval(SWITCH)
    settings = Settings(usual_folder())
    theme = Theme(app, settings.theme)
    collector = GuiCollector()
    window = make_window(settings, theme, Path(argv[0]) if argv else None)
    guard = CrashGuard(log_to(settings.folder), window.messages.show_problem)
    window.show()
    window.start_work()
    try:
        return app.exec()
    finally:
        window.forecasts.close()
        guard.close()
        collector.close()
