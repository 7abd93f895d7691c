"""What was exported last, and how: offered again the next time."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from funnelcraft.io.exports import Format
from funnelcraft.io.exports.formats import Setting

if TYPE_CHECKING:
    from funnelcraft.designer.settings import Settings

_KEY = "export"


class Remembered:
    """The last format, the options of each, and the folder where exports went."""

    def __init__(self, settings: "Settings", usual_folder: Path) -> None:
        self._settings = settings
        self._usual_folder = usual_folder
        try:
            found = json.loads(settings.text(_KEY) or "{}")
        except ValueError:
            found = {}  # settings can be edited by hand
        self._kept: dict[str, Any] = found if isinstance(found, dict) else {}

    @property
    def format(self) -> str:
        """The name of the last format; empty where there was none."""
        return str(self._kept.get("format", ""))

    @property
    def folder(self) -> Path:
        """Where the document is; for one without a file, where the last export went."""
        last = Path(str(self._kept.get("folder", "")))
        if self._usual_folder == Path.home() and last.is_absolute() and last.is_dir():
            return last
        return self._usual_folder

    def options(self, kind: Format) -> dict[str, Setting]:
        """Return what was chosen of a format, as far as it can still be chosen."""
        options = self._kept.get("options")
        chosen = options.get(kind.name) if isinstance(options, dict) else None
        if not isinstance(chosen, dict):
            return {}
        known = {option.name: option for option in kind.options}
        return {
            name: value
            for name, value in chosen.items()
            if name in known
            and (
                value in [choice for choice, _title in known[name].choices]
                if known[name].choices
                else isinstance(value, bool)
            )
        }

    def keep(self, kind: Format, options: Mapping[str, Setting], folder: Path) -> None:
        """Remember an export."""
        before = self._kept.get("options")
        others = before if isinstance(before, dict) else {}
        self._kept = {
            "format": kind.name,
            "folder": str(folder),
            "options": {**others, kind.name: dict(options)},
        }
        self._settings.keep_text(_KEY, json.dumps(self._kept))
