"""The pages of the wizard, made when they are first needed, or a moment before."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from funnelcraft.designer.importing.drop_page import DropPage
from funnelcraft.designer.importing.files_card import FilesCard
from funnelcraft.designer.importing.import_page import ImportPage
from funnelcraft.designer.importing.progress_page import ProgressPage
from funnelcraft.designer.importing.stages_card import StagesCard
from funnelcraft.designer.importing.summary_page import SummaryPage
from funnelcraft.designer.importing.window_card import WindowCard
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.model import Funnel

P = TypeVar("P", bound=QWidget)


class Pages(QStackedWidget):
    """Holds the pages. `connect_page` and `connect_summary` are told each once, when it is made."""

    def __init__(
        self,
        palette: Palette,
        target: Funnel | None,
        has_example: bool,
        connect_page: Callable[[ImportPage], None],
        connect_summary: Callable[[SummaryPage], None],
    ) -> None:
        super().__init__()
        self._colours = palette
        self._target = target
        self._connect_page = connect_page
        self._connect_summary = connect_summary
        self.drop = self._added(DropPage(has_example))
        self.progress = self._added(ProgressPage())

    @cached_property
    def _files(self) -> FilesCard:
        return FilesCard(self._colours)

    @cached_property
    def _stages(self) -> StagesCard:
        return StagesCard(self._colours, self._target)

    @cached_property
    def _window(self) -> WindowCard:
        return WindowCard(self._colours)

    @cached_property
    def page(self) -> ImportPage:
        """The page with everything that is to be judged."""
        made = self._added(ImportPage(self._files, self._stages, self._window))
        self._connect_page(made)
        return made

    @cached_property
    def summary(self) -> SummaryPage:
        """The page that says what was found."""
        made = self._added(SummaryPage(self._colours))
        self._connect_summary(made)
        return made

    def prepare(self) -> None:
        """Make the other pages between events, while something is looked at or read anyway.

        One part at a time: a whole page would hold the window up for longer than is noticed.
        """
        for name in ("_files", "_stages", "_window", "page", "summary"):
            if name not in self.__dict__:
                getattr(self, name)
                QTimer.singleShot(0, self, self.prepare)
                return

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        for name in ("page", "summary"):
            if name in self.__dict__:  # asking for it would make it
                self.__dict__[name].set_colours(palette)

    def _added(self, page: P) -> P:
        for button in page.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter belongs to the field it is pressed in
        self.addWidget(page)
        return page
