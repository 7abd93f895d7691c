"""A whole window for a test: real parts, with answers in place of dialogs."""

import gc
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from funnelcraft.designer.collector import GuiCollector
from funnelcraft.designer.dialogs import Changed, Dialogs, Unsaved
from funnelcraft.designer.look.theme import Choice, Theme
from funnelcraft.designer.settings import Settings
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.templates import template

PATIENCE = 60_000  # a cold compiler cache takes a good part of them


@dataclass
class Answers(Dialogs):
    """Answers what the window would ask, and remembers what was asked."""

    # No parent: nothing is shown.
    open_path: Path | None = None
    compare_path: Path | None = None
    save_path: Path | None = None
    about_unsaved: Unsaved = "cancel"
    about_changed: Changed = "cancel"
    views_locked: bool = False
    overwrites_repaired: bool = False
    role: tuple[str, str] | None = None
    scenario: str | None = None
    exports: tuple[Path, ...] = ()
    export_in: Path | None = None
    export_folder_made: Path | None = None
    leads: Path | None = None
    leaves_import: bool = True
    chooses_again: bool = True
    asked: list[str] = field(default_factory=list)

    def path_to_open(self, folder: Path) -> Path | None:
        self.asked.append("open")
        return self.open_path

    def path_to_compare(self, folder: Path) -> Path | None:
        self.asked.append("compare")
        return self.compare_path

    def exports_to_open(self, folder: Path) -> tuple[Path, ...]:
        self.asked.append("exports")
        return self.exports

    def leads_to_open(self, folder: Path) -> Path | None:
        self.asked.append("leads")
        return self.leads

    def export_folder(self, folder: Path) -> Path | None:
        self.asked.append("export folder")
        return self.export_in

    def choose_export_again(self, files: str) -> bool:
        self.asked.append(f"again: {files}")
        return self.chooses_again

    def leave_import(self) -> bool:
        self.asked.append("leave import")
        return self.leaves_import

    def path_to_save(self, title: str, suggested: Path, kinds: str) -> Path | None:
        self.asked.append("save")
        return self.save_path

    def folder_to_make(self, title: str, folder: Path, name: str) -> Path | None:
        self.asked.append("folder to make")
        return self.export_folder_made

    def unsaved(self, title: str) -> Unsaved:
        self.asked.append("unsaved")
        return self.about_unsaved

    def changed_on_disk(self, name: str) -> Changed:
        self.asked.append("changed")
        return self.about_changed

    def view_locked(self, name: str, holder: str) -> bool:
        self.asked.append(f"locked: {holder}")
        return self.views_locked

    def overwrite_repaired(self, name: str) -> bool:
        self.asked.append("repaired")
        return self.overwrites_repaired

    def new_role(self) -> tuple[str, str] | None:
        self.asked.append("role")
        return self.role

    def scenario_name(self, title: str, suggested: str, taken: Collection[str]) -> str | None:
        self.asked.append(f"{title}: {suggested}")
        return self.scenario

    def tell(self, title: str, text: str) -> None:
        self.asked.append(f"{title}\n{text}")


class Windows:
    """Makes windows on one settings folder and puts them away again."""

    def __init__(self, app: QApplication, qtbot: QtBot, folder: Path) -> None:
        self._app = app
        self._qtbot = qtbot
        self.folder = folder
        self._made: list[MainWindow] = []
        self._style = app.styleSheet()

    def open(
        self,
        funnel: Funnel | str = "blank",
        *,
        theme: Choice = "light",
        forecasts: bool = False,
        size: tuple[int, int] = (1400, 900),
    ) -> MainWindow:
        """Show a window on a funnel, or on the template of a name."""
        window = MainWindow(Settings(self.folder), Theme(self._app, theme))
        window.resize(*size)
        window.fill(template(funnel) if isinstance(funnel, str) else funnel, Answers())
        self._made.append(window)
        with self._qtbot.waitExposed(window):
            window.show()
        with self._qtbot.waitActive(window):
            window.activateWindow()
        if forecasts:
            window.forecasts.begin()
            self.wait_for_forecast(window)
        return window

    def keep(self, window: MainWindow) -> MainWindow:
        """Take a window that was made otherwise, to put it away as well."""
        self._made.append(window)
        return window

    def wait_for_forecast(self, window: MainWindow) -> None:
        """Let the window work until its forecast is complete."""
        self._qtbot.waitUntil(lambda: window.forecasts.is_settled, timeout=PATIENCE)

    def close(self) -> None:
        """Destroy all windows."""
        for window in self._made:
            window.shut()
            window.hide()
            window.deleteLater()
        self._made.clear()
        self._app.setStyleSheet(self._style)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()


def answers(window: MainWindow) -> Answers:
    """Return what answers a test window's questions."""
    assert isinstance(window.dialogs, Answers)
    return window.dialogs


@pytest.fixture
def windows(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Windows]:
    collector = GuiCollector()
    gc.freeze()  # what is there already need not be looked through after the test
    made = Windows(qapp, qtbot, tmp_path / "settings")
    yield made
    made.close()
    # Here, where Qt does nothing else: a collection amid one of Qt's own calls can block on the
    # very lock that call holds.
    gc.collect()
    collector.close()
