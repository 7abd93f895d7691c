"""Start the window: `run(argv)`.

What is imported here and above stands between the user and the window; everything heavy comes
after it shows.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.collector import GuiCollector
from funnelcraft.designer.look.theme import Theme
from funnelcraft.designer.settings import Settings, usual_folder
from funnelcraft.designer.speaking import speak_as_chosen
from funnelcraft.designer.window import MainWindow

FIRST = "lead-to-revenue"  # what a window without a file begins with

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


def application_without_screen() -> QApplication:
    """Return the one application object, made to draw without a screen where there is none yet.

    Keep it: without a reference it would be destroyed.
    """
    if QCoreApplication.instance() is None and sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return application([])


def make_window(settings: Settings, theme: Theme, file: Path | None) -> MainWindow:
    """Show a window, then fill it: with a file, the start screen, or the first template.

    A file is taken as one that is dropped: an export of a CRM is imported.
    """
    window = MainWindow(settings, theme)
    window.show()
    QCoreApplication.processEvents()
    from funnelcraft.io.templates import template

    window.fill(template(FIRST))
    if file is not None:
        from funnelcraft.designer.files.drops import open_dropped

        open_dropped(window, [file])
    elif settings.recent:
        window.show_start()
    return window


def run(argv: Sequence[str]) -> int:
    """Open the window on the file named, if any, and return when it is closed."""
    app = application(argv)
    sys.setswitchinterval(SWITCH)
    settings = Settings(usual_folder())
    speak_as_chosen(app, settings)
    theme = Theme(app, settings.theme, settings.flag("high_contrast", False))
    collector = GuiCollector()
    window = make_window(settings, theme, Path(argv[0]) if argv else None)
    collector.settle()
    window.files.opened.connect(collector.settle)
    from funnelcraft.designer.crash import CrashGuard, log_to

    guard = CrashGuard(log_to(settings.folder), window.messages.show_problem)
    window.start_work()
    try:
        return app.exec()
    finally:
        window.shut()
        guard.close()
        collector.close()
