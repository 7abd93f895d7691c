"""Write `docs/tutorial.md` with a picture of each step, from the workshop that the tests run.

From the project's root: `python -m tests.end_to_end.tutorial docs`.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from funnelcraft.io.templates import template

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow

SIZE = (1280, 800)
PATIENCE = 60.0  # seconds
PAUSE = 0.6
HEAD = """# A funnel in ten minutes

Eight stages, drawn from a blank funnel with mouse and keys. Start Funnelcraft, choose *New from a
template* and *New funnel*, and follow the pictures. Ctrl+Alt+1 and Ctrl+Alt+2 put the panels at the
sides away, as in the pictures, and bring them back. F1 lists every key and gesture; Ctrl+Z takes
back whatever went wrong, step by step.
"""
FOOT = """
What is left is the agreement: select a stage and write down its definition, owner and criteria in
the inspector. The findings at the foot of the window say what is still missing.
"""


def main(docs: Path) -> None:
    """Draw the funnel and write text and pictures into a folder."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["LC_ALL"] = "C.UTF-8"
    from funnelcraft.designer.app import application
    from funnelcraft.designer.look.theme import Theme
    from funnelcraft.designer.settings import Settings
    from funnelcraft.designer.window import MainWindow
    from tests.end_to_end.workshop import Workshop

    app = application([])
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(Settings(Path(folder)), Theme(app, "light"))
        window.resize(*SIZE)
        window.fill(template("blank"))
        window.show()
        window.activateWindow()
        app.processEvents()
        window.canvas.fit()
        window.findings.set_expanded(False)
        for panel in ("outline", "inspector"):  # as on a projector: all room for the drawing
            window.actions_by_name[panel].trigger()
        app.processEvents()
        window.forecasts.begin()
        _wait(window)
        parts = [HEAD]
        for number, step in enumerate(Workshop(window).steps(), start=1):
            step.act()
            window.canvas.fit()
            _wait(window)
            name = f"workshop-{step.name}.png"
            picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
            picture.save(str(docs / "pictures" / name), quality=0)  # packed as small as it goes
            parts.append(
                f"\n## {number}. {step.title}\n\n{_broken(step.text)}\n\n"
                f"![{step.title}](pictures/{name})\n"
            )
        (docs / "tutorial.md").write_text("".join((*parts, FOOT)), encoding="utf-8")
        window.shut()


def _wait(window: "MainWindow") -> None:
    begun = time.monotonic()
    end = begun + PATIENCE
    # An edit's forecast begins a moment after it.
    while time.monotonic() < begun + PAUSE or not window.forecasts.is_settled:
        if time.monotonic() > end:
            raise TimeoutError("the forecast took too long")
        QCoreApplication.processEvents()
        time.sleep(0.01)
    window.status.note.clear()
    QCoreApplication.processEvents()


def _broken(text: str, width: int = 98) -> str:
    """Break a text into lines as the documents have them."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
