"""The specification to read: contents with a search at the left, the chosen part at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.specification.contents_list import ContentsList
from funnelcraft.designer.specification.part_page import PartPage
from funnelcraft.designer.specification.written import Part, Written, found_parts
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _

NARROW = 620  # pixels of width below which the contents lie above the part
BESIDE, ABOVE = 250, 180


class _Search(QLineEdit):
    """The search: Down and Enter go into the contents, Escape empties it."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class ReadingPage(QWidget):
    """Shows the specification. `chosen(Part)` when the user moved to another part.

    What `part` wants is signalled by it.
    """

    chosen = Signal(object)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._written: Written | None = None
        self._chosen = "overview"
        self.search = _Search()
        self.search.setPlaceholderText(_("Search the specification"))
        self.search.setAccessibleName(_("Search the specification"))
        self.search.setClearButtonEnabled(True)
        self.nothing = label(_("Nothing has all these words."), "muted", wrap=True)
        self.nothing.setContentsMargins(STEP, 0, STEP, 0)
        self.nothing.hide()
        self.contents = ContentsList(palette)
        self.part = PartPage()
        self._lay_out()
        self.search.textChanged.connect(self._on_typed)
        self.search.left.connect(self._on_search_left)
        self.contents.chosen.connect(self._on_chosen)
        self.part.part_wanted.connect(self.choose)

    def _lay_out(self) -> None:
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(STEP, STEP, 0, STEP)
        column.setSpacing(STEP)
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.contents, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(beside)
        self.split.addWidget(self.part)
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([BESIDE, 700])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the contents above the part where there is no room beside it."""
        super().resizeEvent(event)
        ways = Qt.Orientation
        way = ways.Horizontal if self.width() >= NARROW else ways.Vertical
        if way != self.split.orientation():
            self.split.setOrientation(way)
            first = BESIDE if way == ways.Horizontal else ABOVE
            self.split.setSizes([first, 2000])

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.contents.set_colours(palette)

    def show_written(self, written: Written) -> None:
        """Show another state of the document; the chosen part stays where it is still there."""
        self._written = written
        self._list()
        if self._part() is None:
            self._chosen = "overview"
            self.contents.choose(self._chosen)
        self._read()

    @property
    def shown(self) -> Part | None:
        """The part that is read."""
        return self._part()

    def choose(self, identity: str) -> None:
        """Show a part by its id, and say so; nothing where there is none such."""
        self._on_chosen(identity)

    def follow(self, identity: str) -> None:
        """Show a part that was chosen elsewhere, without saying so."""
        if self._written is None or identity == self._chosen:
            return
        before, self._chosen = self._chosen, identity
        if self._part() is None:
            self._chosen = before
            return
        self._reveal()
        self._read()

    def open_search(self) -> None:
        """Let the user type what to look for."""
        self.search.setFocus()
        self.search.selectAll()

    def _part(self) -> Part | None:
        parts = self._written.parts if self._written is not None else ()
        return next((part for part in parts if part.id == self._chosen), None)

    def _list(self) -> None:
        if self._written is not None:
            found = found_parts(self._written.parts, self.search.text())
            self.nothing.setVisible(not found)
            self.contents.show_parts(found, self._written, self._chosen)

    def _read(self) -> None:
        part = self._part()
        if part is not None and self._written is not None:
            self.part.show_part(part, self._written)

    def _reveal(self) -> None:
        """Have the chosen part in the list, also where the search left it out."""
        rows = (row.id for row in self.contents.part_model.rows)
        if self._chosen not in rows and self.search.text():
            self.search.clear()
        self.contents.choose(self._chosen)

    def _on_typed(self, _text: str) -> None:
        self._list()
        rows = self.contents.part_model.rows
        if self.search.text().strip() and all(row.id != self._chosen for row in rows):
            first = next((row.id for row in rows if not row.id.startswith("heading:")), None)
            if first is not None:
                self._on_chosen(first)

    def _on_search_left(self) -> None:
        self.contents.setFocus()
        self.contents.choose(self._chosen)

    def _on_chosen(self, identity: str) -> None:
        before, self._chosen = self._chosen, identity
        part = self._part()
        if part is None:
            self._chosen = before
            return
        self._reveal()
        self._read()
        self.chosen.emit(part)
