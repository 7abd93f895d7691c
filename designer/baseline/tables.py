"""The tables of the baseline: stages, and the triggers between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidgetItem

from funnelcraft.designer.charts.figure_table import FigureTable, side
from funnelcraft.designer.charts.plot import Row
from funnelcraft.designer.look.marks import draw_stage_mark, stage_colour
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.audit.sentences import bounds, briefly_why, why_naive_differs
from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.measured import MeasuredMove, MeasuredStage
from funnelcraft.funnel.model import ENDS
from funnelcraft.funnel.text import _, days, number, rate

ROW = 26
FEW = 12  # rows that are shown without being asked for
LEAST_NAME = 170  # pixels names have before all columns are shown
NONE = "–"


@dataclass(frozen=True)
class Head:
    """A column: its heading, what it means, and when it gives way where room is short.

    `gives_way` is 1 for the first column to be hidden, 0 for one that never is.
    """

    text: str
    tip: str = ""
    gives_way: int = 0


@dataclass(frozen=True)
class Line:
    """A row: its cells, what a screen reader and the tooltip say of it, its place, its mark."""

    cells: tuple[str, ...]
    told: str
    place: Place | None
    icon: QIcon | None = None


class MeasuredTable(FigureTable):
    """Rows of figures. `jump(Place)` on Enter or a double click, `told(text)` of the current row.

    Of many rows the first are shown until `show_all`; `shortened()` says whether some are hidden.
    """

    jump = Signal(object)
    told = Signal(str)

    def __init__(self, name: str, heads: Sequence[Head]) -> None:
        super().__init__(name, [(head.text, head.tip) for head in heads], ROW)
        self._heads = tuple(heads)
        self._lines: tuple[Line, ...] = ()
        self._all = False
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setIconSize(QSize(12, 12))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.cellDoubleClicked.connect(self._on_jump)
        self.currentCellChanged.connect(self._on_current)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All rows."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these rows."""
        self._lines = tuple(lines)
        self.blockSignals(True)
        self.setRowCount(len(self._lines))
        self.model().blockSignals(True)  # or every cell would measure all columns anew
        for row, line in enumerate(self._lines):
            for column, text in enumerate(line.cells):
                item = QTableWidgetItem(text)
                item.setTextAlignment(side(column))
                item.setToolTip(plain_tip(line.told))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, text if column else line.told)
                if column == 0 and line.icon is not None:
                    item.setIcon(line.icon)
                self.setItem(row, column, item)
        self.model().blockSignals(False)
        self.model().layoutChanged.emit()
        self.setCurrentCell(-1, -1)
        self.blockSignals(False)
        self._fit()
        self._fit_columns()

    @property
    def is_shortened(self) -> bool:
        """Whether rows are hidden."""
        return not self._all and len(self._lines) > FEW

    def show_all(self) -> None:
        """Show all rows from now on."""
        self._all = True
        self._fit()

    def _fit(self) -> None:
        shown = FEW if self.is_shortened else len(self._lines)
        for row in range(len(self._lines)):
            self.setRowHidden(row, row >= shown)
        self.setFixedHeight(ROW * shown + self.horizontalHeader().sizeHint().height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave columns out where there is no room for them."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Hide columns, one after the other, until the names have the room they need."""
        header = self.horizontalHeader()
        wide = {
            column: max(self.sizeHintForColumn(column), header.sectionSizeHint(column))
            for column in range(len(self._heads))
        }
        names = min(wide[0], LEAST_NAME)
        room = self.width() - sum(wide.values()) + wide[0]
        ranked = [(head.gives_way, at) for at, head in enumerate(self._heads) if head.gives_way]
        hidden = set()
        for _rank, column in sorted(ranked):
            if room >= names:
                break
            hidden.add(column)
            room += wide[column]
        for column in range(len(self._heads)):
            self.setColumnHidden(column, column in hidden)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Jump on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self._on_jump(self.currentRow(), 0)
        else:
            super().keyPressEvent(event)

    def _on_jump(self, row: int, _column: int) -> None:
        place = self._lines[row].place
        if place is not None:
            self.jump.emit(place)

    def _on_current(self, row: int, *_rest: int) -> None:
        self.told.emit(self._lines[row].told if 0 <= row < len(self._lines) else "")

    def rows(self) -> list[Row]:
        """Return the table as it is shown, all columns and rows."""
        table: list[Row] = [[head.text for head in self._heads]]
        return table + [list(line.cells) for line in self._lines]


def stage_heads() -> tuple[Head, ...]:
    """Return the columns of the table of stages."""
    return (
        Head(_("Stage")),
        Head(_("Volume"), _("Visits that began in the window.")),
        Head(_("Net-new"), _("Visits that are a lead's first to the stage."), 3),
        Head(_("Open now"), _("Leads that were in the stage on the last day seen.")),
        Head(_("Age"), _("How long half of the leads open there have been there, or longer."), 2),
        Head(_("Go nowhere"), _("The share of visits that leads nowhere, as long as watched."), 1),
        Head(_("SLA kept"), _("The share of visits that keep the promise, with its 80% bounds.")),
    )


def stage_lines(reading: Reading, palette: Palette) -> list[Line]:
    """Return a row for each measured stage."""
    return [_stage_line(reading, stage, palette) for stage in reading.stages]


def _stage_line(reading: Reading, stage: MeasuredStage, palette: Palette) -> Line:
    is_end = reading.kind(stage.stage) in ENDS
    promise = stage.promise
    age = NONE if stage.median_age_days is None or is_end else days(stage.median_age_days)
    cells = (
        reading.name(stage.stage),
        number(stage.volume),
        number(stage.net_new),
        NONE if is_end else number(stage.open_now),
        age,
        NONE if stage.leak is None or is_end else rate(stage.leak.value),
        NONE if promise is None else bounds(promise.kept),
    )
    known = reading.known.get(stage.stage)
    told = [f"{head.text}: {cell}" for head, cell in zip(stage_heads(), cells, strict=True)]
    if known is None:
        told.append(_("The funnel no longer has this stage."))
    if promise is not None:
        text = _("Promised within {days}: {met} met it, {missed} missed it, {waiting} still may.")
        told.append(
            text.format(
                days=days(promise.days),
                met=number(promise.met),
                missed=number(promise.missed),
                waiting=number(promise.waiting),
            )
        )
    icon = None
    if known is not None:
        icon = stage_icon(stage_colour(palette, reading.funnel, known), known.kind)
    return Line(cells, "; ".join(told), reading.place_of_stage(stage.stage), icon)


def stage_icon(colour: str, kind: str) -> QIcon:
    """Return a stage's mark as an icon, sharp at twice the size too."""
    icon = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(QSize(12, 12) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            draw_stage_mark(painter, QRectF(1, 1, 10, 10), colour, kind)
        icon.addPixmap(pixmap)
    return icon


def move_heads() -> tuple[Head, ...]:
    """Return the columns of the table of triggers."""
    return (
        Head(_("Trigger")),
        Head(_("Moved"), _("Visits that left this way so far, of those that entered."), 3),
        Head(
            _("Conversion"),
            _("The share that leaves this way in the end, with its 80% bounds."),
        ),
        Head(_("Naive"), _("Moved by entered, as if those still open never would.")),
        Head(_("They differ by"), _("Why the naive share is another one."), 1),
        Head(_("Half within"), _("Of those who leave this way, half do within so many days.")),
        Head(_("Nine in ten"), _("Of those who leave this way, nine in ten do within so many."), 2),
    )


def move_lines(reading: Reading) -> list[Line]:
    """Return a row for each measured trigger."""
    return [_move_line(reading, move) for move in reading.moves]


def _move_line(reading: Reading, move: MeasuredMove) -> Line:
    cells = (
        reading.arrow(move),
        _("{moved} of {entered}").format(moved=number(move.moved), entered=number(move.entered)),
        bounds(move.conversion),
        rate(move.naive),
        briefly_why(reading, move),
        NONE if move.median_days is None else days(move.median_days),
        NONE if move.ninth_days is None else days(move.ninth_days),
    )
    told = [f"{head.text}: {cell}" for head, cell in zip(move_heads(), cells, strict=True)]
    told.append(_("watched for {days}").format(days=days(move.end_days)))
    why = why_naive_differs(reading, move)
    text = "; ".join(told) + "." + (f" {why}" if why else "")
    return Line(cells, text, reading.place_of_move(move))
