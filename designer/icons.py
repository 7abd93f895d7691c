"""Icons of the toolbar and menus, from the Material Design set that qtawesome brings.

Imported after the window shows: reading an icon font takes longer than the window itself.
"""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap

from funnelcraft.designer.tokens import Palette

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

    Only the font is qtawesome's. Its icons are drawn by a class of Python's: when such an icon and
    what draws it are collected together, Qt may destroy one of them twice, and the program ends.
    Ours are pictures.
    """

    def __init__(self) -> None:
        import qtawesome
        from qtawesome.iconic_font import IconicFont

        folder = Path(qtawesome.__file__).parent / "fonts"
        font = next(folder.glob("materialdesignicons6-webfont-*.ttf"))
        table = next(folder.glob("materialdesignicons6-webfont-charmap-*.json"))
        # One set of the seven: loading all of them would hold the window up four times as long.
        self._font = IconicFont(("mdi6", font.name, table.name))

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
            painter.setFont(self._font.font("mdi6", GLYPH * side))
            centre = Qt.AlignmentFlag.AlignCenter
            painter.drawText(QRectF(0, 0, side, side), centre, self._font.charmap["mdi6"][glyph])
        return picture

    def dress(self, actions: Mapping[str, QAction], palette: Palette) -> None:
        """Give every action that has an icon its icon."""
        for name, action in actions.items():
            if name in NAMES:
                action.setIcon(self.icon(name, palette))
