"""A folder to look at: its files with their sizes, and what the chosen one holds."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from funnelcraft.designer.exporting.file_viewer import FileViewer
from funnelcraft.designer.exporting.looks import FolderLook, look_at_file
from funnelcraft.designer.importing.jobs import Jobs
from funnelcraft.designer.tokens import STEP
from funnelcraft.funnel.text import _, ngettext, number

PATH = Qt.ItemDataRole.UserRole
WIDTH = 250
FIRST = "README.md"


class FolderViewer(QWidget):
    """Shows the files of a folder, the one that explains it first."""

    def __init__(self) -> None:
        super().__init__()
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(_("Files"))
        self.tree.setHeaderLabels([_("File"), _("Size")])
        self.tree.setFixedWidth(WIDTH)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.file = FileViewer()
        self.jobs = Jobs(self)
        self._files: Mapping[str, bytes] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        row.addWidget(self.tree)
        row.addWidget(self.file, 1)
        self.tree.currentItemChanged.connect(self._on_current)
        self.jobs.finished.connect(self.file.show_look)
        self.jobs.failed.connect(self.file.say)

    def show_folder(self, look: FolderLook) -> None:
        """Show a folder."""
        self.tree.blockSignals(True)
        self.tree.clear()
        self._files = look.files
        folders: dict[str, QTreeWidgetItem] = {}
        for name in sorted(look.files, key=_order):
            self._add(name, folders)
        self.tree.expandAll()
        self.tree.blockSignals(False)
        first = FIRST if FIRST in look.files else min(look.files, key=_order, default="")
        self.choose(first)

    def choose(self, path: str) -> None:
        """Look at a file."""
        for item in self.tree.findItems(
            "*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive
        ):
            if item.data(0, PATH) == path:
                self.tree.setCurrentItem(item)
                return

    def shut(self) -> None:
        """End the threads."""
        self.jobs.close()
        self.file.shut()

    def _add(self, path: str, folders: dict[str, QTreeWidgetItem]) -> None:
        parent, _slash, name = path.rpartition("/")
        item = QTreeWidgetItem([name, _size(len(self._files[path]))])
        item.setData(0, PATH, path)
        item.setToolTip(0, path)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._place(parent, item, folders)

    def _place(
        self, folder: str, item: QTreeWidgetItem, folders: dict[str, QTreeWidgetItem]
    ) -> None:
        """Put an item below its folder, which is made where it is the first there."""
        if not folder:
            self.tree.addTopLevelItem(item)
            return
        if folder not in folders:
            above, _slash, name = folder.rpartition("/")
            folders[folder] = QTreeWidgetItem([name])
            self._place(above, folders[folder], folders)
        folders[folder].addChild(item)

    def _on_current(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        path = item.data(0, PATH) if item is not None else None
        if path:
            self.file.say(_("Making the preview …"))
            self.jobs.start(partial(look_at_file, dict(self._files), str(path)))


def _order(path: str) -> tuple[bool, bool, str]:
    """Return what files are sorted by: the README, the files beside it, then folders by name."""
    return path != FIRST, "/" in path, path.casefold()


def _size(count: int) -> str:
    """Return a size in the units people know."""
    if count < 1000:
        return ngettext("{n} byte", "{n} bytes", count).format(n=count)
    if count < 1_000_000:
        return _("{n} kB").format(n=number(count / 1000))
    return _("{n} MB").format(n=number(count / 1_000_000, 1))
