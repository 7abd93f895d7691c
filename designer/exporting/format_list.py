"""The list of formats: in groups, each with a sentence on what it is for."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, CORNER, SMALL, STEP, Palette
from funnelcraft.funnel.text import _
from funnelcraft.io.exports import Format

NAME = Qt.ItemDataRole.UserRole
SENTENCE = Qt.ItemDataRole.UserRole + 1
WIDTH = 336


def group_titles() -> dict[str, str]:
    """Return what the groups are called, in their order."""
    return {
        "picture": _("Pictures"),
        "diagram": _("Diagrams for other programs"),
        "specification": _("Specification"),
        "crm": _("CRM and marketing automation"),
        "kit": _("Tests, roles and launch"),
        "deck": _("For executives"),
        "all": _("All at once"),
    }


class FormatList(QListWidget):
    """Formats to choose from. `chosen(name)` by the user."""

    chosen = Signal(str)

    def __init__(self, formats: Sequence[Format], palette: Palette) -> None:
        super().__init__()
        self.setAccessibleName(_("Formats"))
        self.setFixedWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._rows = _Rows(self, palette)
        self.setItemDelegate(self._rows)
        for group, title in group_titles().items():
            members = [one for one in formats if one.group == group]
            if members:
                self._add_heading(title)
            for one in members:
                self._add(one)
        self.currentItemChanged.connect(self._on_current)

    def _add_heading(self, title: str) -> None:
        item = QListWidgetItem(title)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def _add(self, one: Format) -> None:
        item = QListWidgetItem(one.title)
        item.setData(NAME, one.name)
        item.setData(SENTENCE, one.sentence)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, one.sentence)
        self.addItem(item)

    def choose(self, name: str) -> None:
        """Choose a format by name; the first where there is none such."""
        items = [self.item(row) for row in range(self.count())]
        formats = [item for item in items if item.data(NAME)]
        found = next((item for item in formats if item.data(NAME) == name), formats[0])
        self.setCurrentItem(found)

    def set_colours(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._rows.colours = palette
        self.viewport().update()

    def _on_current(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None and item.data(NAME):
            self.chosen.emit(item.data(NAME))


class _Rows(QStyledItemDelegate):
    """Paints a heading, or a format's title above its sentence."""

    def __init__(self, parent: QWidget, palette: Palette) -> None:
        super().__init__(parent)
        self.colours = palette

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room a row takes."""
        if not index.data(NAME):
            return QSize(WIDTH - 4 * STEP, 5 * STEP)
        return QSize(WIDTH - 4 * STEP, 5 * STEP + self._text_height(str(index.data(SENTENCE))))

    def _text_height(self, sentence: str) -> int:
        room = QRect(0, 0, WIDTH - 6 * STEP, 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        return QFontMetrics(font(SMALL + 1)).boundingRect(room, flags, sentence).height()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a row."""
        title, sentence = str(index.data()), str(index.data(SENTENCE) or "")
        painter.save()
        if index.data(NAME):
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_format(painter, option.rect.adjusted(0, 1, 0, -1), is_chosen)
            self._write(painter, option.rect, title, sentence)
        else:
            painter.setFont(font(SMALL, bold=True))
            painter.setPen(QColor(self.colours.muted))
            room = option.rect.adjusted(STEP, 0, -STEP, -STEP // 2)
            painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, title)
        painter.restore()

    def _paint_format(self, painter: QPainter, card: QRect, is_chosen: bool) -> None:
        """Paint the ground of a format: the chosen one has a colour, and a bar to its left."""
        if not is_chosen:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colours.accent_soft))
        painter.drawRoundedRect(card, CORNER, CORNER)
        painter.setBrush(QColor(self.colours.accent))
        bar = QRect(card.left(), card.top() + STEP, 3, card.height() - 2 * STEP)
        painter.drawRoundedRect(bar, 1.5, 1.5)

    def _write(self, painter: QPainter, area: QRect, title: str, sentence: str) -> None:
        inner = area.adjusted(STEP + STEP // 2, STEP + 1, -STEP, -STEP - 1)
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.setFont(font(BODY, bold=True))
        painter.setPen(QColor(self.colours.ink))
        painter.drawText(inner, flags, title)
        painter.setFont(font(SMALL + 1))
        painter.setPen(QColor(self.colours.muted))
        below = inner.adjusted(0, 2 * STEP + 3, 0, STEP)
        painter.drawText(below, int(flags | Qt.TextFlag.TextWordWrap), sentence)
