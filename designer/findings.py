"""The findings at the bottom: what the checks say about the design, with a jump to each place."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.inspector.fields import label
from funnelcraft.designer.marks import draw_level_mark
from funnelcraft.designer.part_list import AnyIndex
from funnelcraft.designer.theme import font
from funnelcraft.designer.tokens import BODY, STEP, Palette
from funnelcraft.funnel.findings import Finding, Level
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import arrow, source_name, stage_name
from funnelcraft.funnel.text import _, ngettext, number

HEADER = 40
BADGE = 20  # and its corners half of it
ROW = 28
PLACE_WIDTH = 216
LEVELS: tuple[Level, ...] = ("error", "warning", "hint")


def place_name(funnel: Funnel, finding: Finding) -> str:
    """Name where a finding is, as short as it can be."""
    place, stages = finding.place, stages_by_id(funnel)
    if place.kind == "stage" and place.id in stages:
        return stage_name(stages[place.id])
    if place.kind == "trigger":
        return next((arrow(stages, t) for t in funnel.triggers if t.id == place.id), "")
    if place.kind == "source":
        return next((source_name(s) for s in funnel.sources if s.id == place.id), "")
    return _("Funnel")


def level_counts(level: Level, n: int) -> str:
    """Say how many findings of a level there are."""
    texts = {
        "error": ngettext("{n} error", "{n} errors", n),
        "warning": ngettext("{n} warning", "{n} warnings", n),
        "hint": ngettext("{n} hint", "{n} hints", n),
    }
    return texts[level].format(n=number(n))


class _Delegate(QStyledItemDelegate):
    """Draws a finding: mark, place, sentence."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.colours = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the size wanted."""
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint."""
        finding: Finding = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        box = QRectF(rect).adjusted(STEP, 1, -STEP, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.setBrush(QColor(self.colours.accent_soft))
            painter.drawRoundedRect(box, 6, 6)
        mark = QRectF(box.left() + STEP, box.center().y() - 7, 14, 14)
        draw_level_mark(painter, mark, self.colours, finding.level)
        painter.setPen(QColor(self.colours.ink))
        left = mark.right() + STEP + 4
        place = QRectF(left, box.top(), PLACE_WIDTH - STEP, box.height())
        message = QRectF(left + PLACE_WIDTH, box.top(), 0, box.height())
        message.setRight(box.right() - STEP)
        self._text(painter, place, index.data(Qt.ItemDataRole.DisplayRole), bold=True)
        self._text(painter, message, finding.message)
        painter.restore()

    def _text(self, painter: QPainter, box: QRectF, text: str, bold: bool = False) -> None:
        painter.setFont(font(BODY, bold))
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


class _Header(QWidget):
    """The line that is always there: counts, and a switch for the list."""

    pressed = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a press of the mouse."""
        self.pressed.emit()


class FindingsPanel(QWidget):
    """Lists the findings. `jump(finding)` when one is clicked or entered."""

    jump = Signal(object)
    expanded_changed = Signal(bool)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setProperty("role", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._findings: tuple[Finding, ...] = ()
        self._expanded = True
        self.header = _Header()
        self.header.setFixedHeight(HEADER)
        self.header.pressed.connect(self.toggle)
        row = QHBoxLayout(self.header)
        row.setContentsMargins(STEP * 2, 0, STEP, 0)
        row.setSpacing(STEP)
        row.addWidget(label(_("Findings"), "strong"))
        self.counts = {level: label("", f"count-{level}") for level in LEVELS}
        for badge in self.counts.values():
            badge.setFixedHeight(BADGE)
            row.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self.none = label(_("No findings: the design is complete and consistent."), "muted")
        row.addWidget(self.none)
        row.addStretch(1)
        self.switch = QToolButton()
        self.switch.clicked.connect(self.toggle)
        row.addWidget(self.switch)
        self.list = _List(palette)
        self.list.entered_row.connect(self._on_entered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.list, 1)
        self._show_state()

    @property
    def is_expanded(self) -> bool:
        """Whether the list is shown."""
        return self._expanded

    @property
    def wanted_height(self) -> int:
        """The height that shows at most four findings, or the header alone."""
        rows = min(4, len(self._findings)) if self._expanded else 0
        return HEADER + 1 + (rows * ROW + STEP if rows else 0)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.list.delegate.colours = palette
        self.list.viewport().update()

    def set_expanded(self, expanded: bool) -> None:
        """Show or hide the list."""
        if expanded != self._expanded:
            self._expanded = expanded
            self._show_state()
            self.expanded_changed.emit(expanded)

    def toggle(self) -> None:
        """Show the list if it is hidden, and the other way round."""
        self.set_expanded(not self._expanded)

    def show_findings(self, funnel: Funnel, findings: Sequence[Finding]) -> None:
        """Show other findings."""
        had = len(self._findings)
        self._findings = tuple(findings)
        self.list.show_rows([(place_name(funnel, one), one) for one in findings])
        numbers = Counter(finding.level for finding in findings)
        for level, badge in self.counts.items():
            badge.setText(level_counts(level, numbers[level]))
            badge.setVisible(numbers[level] > 0)
        self.none.setVisible(not findings)
        if (had == 0) != (not findings) or had != len(findings):
            self._show_state()
            self.expanded_changed.emit(self._expanded)

    def _show_state(self) -> None:
        self.list.setVisible(self._expanded and bool(self._findings))
        self.switch.setVisible(bool(self._findings))
        self.switch.setText("▾" if self._expanded else "▴")
        text = _("Hide the findings") if self._expanded else _("Show the findings")
        self.switch.setToolTip(text)
        self.switch.setAccessibleName(text)

    def _on_entered(self, finding: Finding) -> None:
        self.jump.emit(finding)


class _List(QListWidget):
    """The rows; Enter or a click jumps."""

    entered_row = Signal(object)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.delegate = _Delegate(palette)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(_("Findings"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._on_clicked)

    def show_rows(self, rows: Sequence[tuple[str, Finding]]) -> None:
        """Show these places and findings."""
        self.clear()
        for place, finding in rows:
            item = QListWidgetItem(place, self)
            item.setData(Qt.ItemDataRole.UserRole, finding)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{finding.level}: {finding.message}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._on_clicked(item)
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.entered_row.emit(item.data(Qt.ItemDataRole.UserRole))
