"""What the program remembers between two starts: theme, window, recent files."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from funnelcraft.designer.look.theme import Choice

MOST_RECENT = 10


def usual_folder() -> Path:
    """Return the folder for settings, the log and the journals of this user."""
    location = QStandardPaths.StandardLocation.AppConfigLocation
    return Path(QStandardPaths.writableLocation(location))


class Settings:
    """Kept in one file of a folder that tests can choose."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Choice:
        """Light, dark, or as the system has it."""
        found = self._store.value("theme", "system")
        if found == "light" or found == "dark":
            return found
        return "system"

    @theme.setter
    def theme(self, choice: Choice) -> None:
        self._store.setValue("theme", choice)

    @property
    def language(self) -> str:
        """The language the window was told to speak, as a tag; empty: as the system has it."""
        return self.text("language")

    @language.setter
    def language(self, tag: str) -> None:
        self.keep_text("language", tag)

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files opened last, newest first; those that are gone are left out."""
        found = self._store.value("recent", [])
        names = found if isinstance(found, list) else [found] if found else []
        return tuple(path for path in map(Path, map(str, names)) if path.is_file())

    def add_recent(self, path: Path) -> None:
        """Take note that a file was opened or saved."""
        whole = path.absolute()
        others = [str(one) for one in self.recent if one != whole]
        self._store.setValue("recent", [str(whole), *others][:MOST_RECENT])

    def window(self, name: str) -> QByteArray | None:
        """Return a remembered geometry or state."""
        found = self._store.value(f"window/{name}")
        return found if isinstance(found, QByteArray) else None

    def keep_window(self, name: str, state: QByteArray) -> None:
        """Remember a geometry or state."""
        self._store.setValue(f"window/{name}", state)

    def flag(self, name: str, usual: bool) -> bool:
        """Return a remembered yes or no."""
        found = self._store.value(f"flags/{name}")
        return usual if found is None else str(found) == "true"

    def keep_flag(self, name: str, value: bool) -> None:
        """Remember a yes or no."""
        self._store.setValue(f"flags/{name}", "true" if value else "false")

    def text(self, name: str) -> str:
        """Return a remembered text, or an empty one."""
        return str(self._store.value(f"texts/{name}", ""))

    def keep_text(self, name: str, value: str) -> None:
        """Remember a text."""
        self._store.setValue(f"texts/{name}", value)

    def flush(self) -> None:
        """Write to the disk."""
        self._store.sync()
