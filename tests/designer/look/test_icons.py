"""Icons are pictures: sharp on every screen, in the colours of the theme, safe to be collected."""

import gc
import subprocess
import sys

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.look.icons import NAMES, SCALES, SIDES, Icons
from funnelcraft.designer.look.tokens import DARK, LIGHT


def darkest(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> QColor:
    """Return the colour that covers most of where anything is drawn at all."""
    image = icon.pixmap(QSize(24, 24), 1.0, mode).toImage()
    dots = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
    return max(dots, key=lambda colour: colour.alpha())


def test_that_every_icon_is_drawn_in_the_colours_of_the_theme(qapp: QApplication) -> None:
    icons = Icons()
    for name in NAMES:
        for palette in (LIGHT, DARK):
            icon = icons.icon(name, palette)
            assert darkest(icon).rgb() == QColor(palette.ink).rgb()
            assert darkest(icon, QIcon.Mode.Disabled).rgb() == QColor(palette.muted).rgb()


def test_that_an_icon_has_a_picture_for_every_screen(qapp: QApplication) -> None:
    icon = Icons().icon("undo", LIGHT)
    for side in SIDES:
        for scale in SCALES:
            picture = icon.pixmap(QSize(side, side), float(scale))
            assert picture.width() == side * scale


def test_that_icons_hold_nothing_of_pythons_that_could_be_destroyed_twice(
    qapp: QApplication,
) -> None:
    icons = Icons()
    kept = {name: icons.icon(name, LIGHT) for name in NAMES}
    del icons
    gc.collect()
    assert not any(icon.isNull() for icon in kept.values())


def test_that_qtawesome_is_not_imported_for_its_font() -> None:
    """It was imported a part at a time, and two windows met in half of it."""
    code = (
        "import sys\nfrom funnelcraft.designer.app import application\n"
        "from funnelcraft.designer.look.icons import Icons\n"
        "from funnelcraft.designer.look.tokens import LIGHT\n"
        "app = application([])\nassert not Icons().icon('undo', LIGHT).isNull()\n"
        "print(sorted(name for name in sys.modules if name.startswith(('qtawesome', 'qtpy'))))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "[]"
