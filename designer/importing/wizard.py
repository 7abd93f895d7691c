"""The window of the import wizard: its pages, a notice above them, keys, files dropped on it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.importing.drop_page import DropPage
from funnelcraft.designer.importing.import_page import ImportPage
from funnelcraft.designer.importing.pages import Pages
from funnelcraft.designer.importing.progress_page import ProgressPage
from funnelcraft.designer.importing.summary_page import SummaryPage
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.dropping import dropped_files
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _

LEAST = QSize(1060, 600)


class Wizard(QDialog):
    """Shows one page at a time. `dropped(paths)` when files are dropped on it.

    Subclasses connect the pages that are made later (`connect_page`, `connect_summary`).
    """

    dropped = Signal(object)

    def __init__(
        self, palette: Palette, target: Funnel | None, has_example: bool, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import a CRM export"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAcceptDrops(True)
        self.setMinimumSize(LEAST)
        self.notice = label("", "hint", wrap=True)
        self.notice.hide()
        self.pages = Pages(palette, target, has_example, self.connect_page, self.connect_summary)
        above = QVBoxLayout()
        above.setContentsMargins(STEP * 2, 0, STEP * 2, 0)
        above.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP * 2, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(above)
        column.addWidget(self.pages, 1)

    def connect_page(self, page: ImportPage) -> None:
        """Hear what the page says, which is made later."""
        raise NotImplementedError

    def connect_summary(self, summary: SummaryPage) -> None:
        """Hear what the summary says, which is made later."""
        raise NotImplementedError

    @property
    def drop(self) -> DropPage:
        """The page that asks for files."""
        return self.pages.drop

    @property
    def progress(self) -> ProgressPage:
        """The page that shows work in progress."""
        return self.pages.progress

    @property
    def page(self) -> ImportPage:
        """The page with everything that is to be judged."""
        return self.pages.page

    @property
    def summary(self) -> SummaryPage:
        """The page that says what was found."""
        return self.pages.summary

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.pages.set_colours(palette)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus, and no other from afar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what is dropped."""
        paths = dropped_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)
