"""The contents at the left of the specification: headings, and the parts below them."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import SMALL, STEP, Palette
from funnelcraft.designer.specification.written import Part, PartKind, Written
from funnelcraft.designer.widgets.part_list import PartDelegate, PartModel, Row
from funnelcraft.funnel.text import _, number

AnyIndex = QModelIndex | QPersistentModelIndex
_HEADING = "heading:"


def headings() -> dict[PartKind, str]:
    """Return what stands above each kind of parts; kinds without a heading are left out."""
    return {"stage": _("Stages"), "trigger": _("Triggers"), "role": _("Who does what")}


class _Model(PartModel):
    """Rows that cannot be renamed; headings cannot be chosen."""

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return what can be done with a row."""
        flag = Qt.ItemFlag
        if self.rows[index.row()].id.startswith(_HEADING):
            return flag.NoItemFlags
        return flag.ItemIsEnabled | flag.ItemIsSelectable


class _Delegate(PartDelegate):
    """Paints headings small, and parts as the outline does."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the size wanted: any width will do."""
        return QSize(60, super().sizeHint(option, index).height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a row."""
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        if not row.id.startswith(_HEADING):
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setFont(font(SMALL, bold=True))
        painter.setPen(QColor(self.colours.muted))
        room = QRectF(option.rect).adjusted(STEP * 2, 0, -STEP * 2, -STEP // 2)
        sides = Qt.AlignmentFlag.AlignBottom
        painter.drawText(room, sides | Qt.AlignmentFlag.AlignLeft, row.name)
        painter.drawText(room, sides | Qt.AlignmentFlag.AlignRight, row.figure)
        painter.restore()


class ContentsList(QListView):
    """The parts to choose from. `chosen(id)` when the user moved to another."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.part_model = _Model()
        self.delegate = _Delegate(palette)
        self.setModel(self.part_model)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(_("Contents of the specification"))
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.doubleClicked.connect(self._on_double_click)
        self._quiet = False

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.delegate.colours = palette
        self.viewport().update()

    def show_parts(self, parts: Sequence[Part], written: Written, chosen: str) -> None:
        """List these parts, with one of them chosen where it is among them."""
        self._quiet = True
        try:
            self.part_model.show_rows(rows_of(parts, written))
            self._choose(chosen)
        finally:
            self._quiet = False

    def choose(self, identity: str) -> None:
        """Choose a part without saying so."""
        self._quiet = True
        try:
            self._choose(identity)
        finally:
            self._quiet = False

    def _choose(self, identity: str) -> None:
        for at, row in enumerate(self.part_model.rows):
            if row.id == identity:
                self.setCurrentIndex(self.part_model.index(at))
                return
        self.selectionModel().clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the part on Enter."""
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.opened.emit(self.part_model.rows[row].id)
        else:
            super().keyPressEvent(event)

    def _on_double_click(self, index: QModelIndex) -> None:
        self.opened.emit(self.part_model.rows[index.row()].id)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self.chosen.emit(self.part_model.rows[index.row()].id)


def rows_of(parts: Sequence[Part], written: Written) -> list[Row]:
    """Return a row for each part, and one for each heading."""
    titles = headings()
    counts = {kind: sum(part.kind == kind for part in parts) for kind in titles}
    rows: list[Row] = []
    last: PartKind | None = None
    for part in parts:
        if part.kind != last and part.kind in titles:
            count = number(counts[part.kind])
            rows.append(Row(_HEADING + part.kind, titles[part.kind], count))
        last = part.kind
        identity = part.id.partition(":")[2] if part.kind == "stage" else ""
        colour, mark = written.colours.get(identity, ""), written.marks.get(identity, "")
        rows.append(Row(part.id, part.name, part.note, colour, mark))
    return rows
