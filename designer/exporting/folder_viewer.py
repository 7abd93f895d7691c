"""A folder to look at: its files with their sizes, and what the chosen one holds."""

from collections.abc import Collection, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from funnelcraft.designer.exporting.file_viewer import FileViewer
from funnelcraft.designer.exporting.looks import FolderLook, look_at_file
from funnelcraft.designer.importing.jobs import Jobs
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.funnel.text import _, ngettext, number

PATH = Qt.ItemDataRole.UserRole
WIDTH = 280
INDENT = 14
FIRST = "README.md"


class FolderViewer(QWidget):
    """Shows the files of a folder, the one that explains it first."""

    def __init__(self) -> None:
        super().__init__()
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(_("Files"))
        self.tree.setHeaderLabels([_("File"), _("Size")])
        self.tree.setIndentation(INDENT)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the ending stays
        self.tree.setUniformRowHeights(True)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.file = FileViewer()
        self.jobs = Jobs(self)
        self._files: Mapping[str, bytes] = {}
        self.parts = QSplitter()
        self.parts.setChildrenCollapsible(False)
        self.parts.setHandleWidth(STEP)
        self.parts.addWidget(self.tree)
        self.parts.addWidget(self.file)
        self.parts.setStretchFactor(1, 1)
        self.parts.setSizes([WIDTH, 2 * WIDTH])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.parts)
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
        folder, _slash, name = path.rpartition("/")
        item = QTreeWidgetItem([name, _size(len(self._files[path]))])
        item.setData(0, PATH, path)
        item.setToolTip(0, path)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        (self._folder(folder, folders) if folder else self.tree.invisibleRootItem()).addChild(item)

    def _folder(self, path: str, folders: dict[str, QTreeWidgetItem]) -> QTreeWidgetItem:
        """Return the row of a folder, made where there is none; one that has one alone joins it."""
        if path not in folders:
            above = _joined_above(path, self._files)
            name = path.removeprefix(f"{above}/")
            root = self._folder(above, folders) if above else self.tree.invisibleRootItem()
            folders[path] = QTreeWidgetItem([name])
            folders[path].setToolTip(0, path)
            root.addChild(folders[path])
        return folders[path]

    def _on_current(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        path = item.data(0, PATH) if item is not None else None
        if path:
            self.file.say(_("Making the preview …"))
            self.jobs.start(partial(look_at_file, dict(self._files), str(path)))


def _joined_above(path: str, files: Collection[str]) -> str:
    """Return the folder above that has a row of its own: it holds more than the one below it."""
    above = path.rpartition("/")[0]
    while above:
        below = {
            name.removeprefix(f"{above}/").partition("/")[0]
            for name in files
            if name.startswith(f"{above}/")
        }
        if len(below) > 1:
            return above
        above = above.rpartition("/")[0]
    return ""


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
