"""An SVG as a picture to look at, drawn in a process of its own.

Its texts are painted in the main thread of a process alone, and a large one takes a while.
"""

import signal
import sys

from funnelcraft.funnel.text import _
from funnelcraft.io.answering import answered
from funnelcraft.io.imports.progress import ShouldStop
from funnelcraft.io.problems import FileProblem

MODULE = "funnelcraft.designer.exporting.svg_picture"
WIDE = 1600  # pixels
LONGEST = 8000  # pixels of a side


def picture_of_svg(svg: bytes, should_stop: ShouldStop) -> bytes:
    """Return a picture of an SVG as PNG. Raises Stopped, FileProblem."""
    png = answered(MODULE, svg, should_stop)
    if not png:
        raise FileProblem("SVG", _("the picture could not be drawn."))
    return png


def main() -> None:
    """Draw the one SVG that comes in, and write it as PNG."""
    # Ctrl+C reaches the whole group of processes; the first one decides and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from PySide6.QtCore import QByteArray, QSize, Qt
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    from funnelcraft.designer.app import application_without_screen
    from funnelcraft.designer.charts.saving import image_bytes

    application = application_without_screen()
    renderer = QSvgRenderer(QByteArray(sys.stdin.buffer.read()))
    size = renderer.defaultSize().expandedTo(QSize(1, 1))
    size = size.scaled(QSize(WIDE, LONGEST), Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(Qt.GlobalColor.white))
    with QPainter(image) as painter:
        renderer.render(painter)
    sys.stdout.buffer.write(image_bytes(image))
    sys.stdout.flush()
    application.processEvents()


if __name__ == "__main__":
    main()
