"""Menus that are filled whenever they open: recent files, and the segments of the document."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.language import catalogues, language_name
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow


class FilledMenu(QObject):
    """Fills a menu of a window whenever it opens; what derives from it says with what."""

    def __init__(self, menu: QMenu, window: "MainWindow") -> None:
        super().__init__(window)
        self._menu = menu
        self._window = window
        menu.aboutToShow.connect(self._on_menu)

    def _on_menu(self) -> None:
        self._menu.clear()
        self._fill()

    def _fill(self) -> None:
        raise NotImplementedError


class RecentMenu(FilledMenu):
    """Offers the files opened lately."""

    def _fill(self) -> None:
        for path in self._window.settings.recent:
            action = QAction(path.name.replace("&", "&&"), self._menu)
            action.setToolTip(plain_tip(str(path)))
            action.setData(str(path))
            action.triggered.connect(self._on_chosen)
            self._menu.addAction(action)
        if self._menu.isEmpty():
            self._menu.addAction(_("No recent files")).setEnabled(False)

    def _on_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._window.files.open_path(Path(str(action.data())))


class LanguageMenu(FilledMenu):
    """Offers the languages the program has texts in, for its next start."""

    def _fill(self) -> None:
        group = QActionGroup(self._menu)
        spoken = ("en", *catalogues())
        for tag, name in (
            ("", _("As the system has it")),
            *((t, language_name(t)) for t in spoken),
        ):
            action = self._menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(tag == self._window.settings.language)
            action.setData(tag)
            group.addAction(action)
        group.triggered.connect(self._on_chosen)

    def _on_chosen(self, action: QAction) -> None:
        self._window.settings.language = str(action.data())
        self._window.status.say(_("The next window that is started speaks the language chosen."))


class SegmentsMenu(FilledMenu):
    """Offers the segments, of which the canvas shows one or all together."""

    def _fill(self) -> None:
        segments = self._window.document.funnel.segments
        if len(segments) < 2:
            self._menu.addAction(_("No segments to tell apart")).setEnabled(False)
            return
        choices = QActionGroup(self._menu)
        shown = self._window.canvas.canvas.segment
        for segment_id, name in ((None, _("All together")), *((s.id, s.name) for s in segments)):
            action = QAction(" ".join(name.split()).replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setChecked(segment_id == shown)
            action.triggered.connect(partial(self._show, segment_id))
            choices.addAction(action)
            self._menu.addAction(action)

    def _show(self, segment: str | None, _checked: bool = False) -> None:
        self._window.show_canvas()
        self._window.canvas.show_segment(segment)
