"""Icons of the toolbar and menus, from the Material Design set that qtawesome brings.

Imported after the window shows: reading an icon font takes longer than the window itself.
"""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtGui import QAction, QIcon

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


class Icons:
    """One icon font, loaded once."""

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
        colours = {"color": palette.ink, "color_disabled": palette.muted}
        made: QIcon = self._font.icon(f"mdi6.{NAMES[name]}", **colours)
        return made

    def dress(self, actions: Mapping[str, QAction], palette: Palette) -> None:
        """Give every action that has an icon its icon."""
        for name, action in actions.items():
            if name in NAMES:
                action.setIcon(self.icon(name, palette))
