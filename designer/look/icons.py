"""Icons of the toolbar and menus, from the Material Design set that qtawesome brings.

Imported after the window shows: reading an icon font takes longer than the window itself.
"""

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

from funnelcraft.designer.look.tokens import Palette

NAMES = {
    "new": "file-plus-outline",
    "open": "folder-open-outline",
    "save": "content-save-outline",
    "undo": "undo",
    "redo": "redo",
    "tidy": "auto-fix",
    "play": "play-outline",
    "fit": "fit-to-page-outline",
    "zoom_in": "magnify-plus-outline",
    "zoom_out": "magnify-minus-outline",
    "delete": "trash-can-outline",
}


SIDES = (16, 20, 24)  # pixels of an icon, where a pixel is a point
SCALES = (1, 2, 3)
GLYPH = 0.875  # of the side: the rest is air


class Icons:
    """One icon font, loaded once.

    Only the font is qtawesome's, which is never imported: that takes a fifth of a second, and its
    icons are drawn by a class of Python's. When such an icon and what draws it are collected
    together, Qt may destroy one of them twice, and the program ends. Ours are pictures.
    """

    def __init__(self) -> None:
        folder = _package() / "fonts"
        font = next(folder.glob("materialdesignicons6-webfont-*.ttf"))
        table = next(folder.glob("materialdesignicons6-webfont-charmap-*.json"))
        number = QFontDatabase.addApplicationFontFromData(font.read_bytes())
        self._family = QFontDatabase.applicationFontFamilies(number)[0]
        codes = json.loads(table.read_text(encoding="utf-8"))
        self._glyphs = {glyph: chr(int(codes[glyph], 16)) for glyph in NAMES.values()}

    def icon(self, name: str, palette: Palette) -> QIcon:
        """Return an icon in the colours of a palette."""
        made = QIcon()
        for mode, colour in (
            (QIcon.Mode.Normal, palette.ink),
            (QIcon.Mode.Disabled, palette.muted),
        ):
            for side in SIDES:
                for scale in SCALES:
                    made.addPixmap(self._picture(NAMES[name], colour, side, scale), mode)
        return made

    def _picture(self, glyph: str, colour: str, side: int, scale: int) -> QPixmap:
        picture = QPixmap(side * scale, side * scale)
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setPen(QColor(colour))
            font = QFont(self._family)
            font.setPixelSize(round(GLYPH * side))
            painter.setFont(font)
            centre = Qt.AlignmentFlag.AlignCenter
            painter.drawText(QRectF(0, 0, side, side), centre, self._glyphs[glyph])
        return picture

    def dress(self, actions: Mapping[str, QAction], palette: Palette) -> None:
        """Give every action that has an icon its icon."""
        for name, action in actions.items():
            if name in NAMES:
                action.setIcon(self.icon(name, palette))


def _package() -> Path:
    """Return the folder of qtawesome. Raises FileNotFoundError where it is not installed."""
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("qtawesome, which brings the icons, is not installed.")
    return Path(spec.origin).parent
