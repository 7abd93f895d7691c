"""The stages of two files beside each other, with a line between what is the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from funnelcraft.designer.charts.drawing import text_in
from funnelcraft.designer.look.marks import draw_stage_mark, stage_colour
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, STEP, Palette
from funnelcraft.designer.widgets.pressing import Press
from funnelcraft.funnel.graph import stages_in_order
from funnelcraft.funnel.mapping import Mapping
from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _

ROW = 28
COLUMN = 0.36  # of the width, for each list


@dataclass(frozen=True)
class _End:
    """A stage on one of the two sides."""

    is_b: bool
    id: str


class MappingPicture(QWidget):
    """Shows and edits which stage of A becomes which of B.

    `chosen(stage of A, stage of B)` when the user connected two; with an empty second, none.
    `told(text)` says what the current stage of A becomes. Up and Down go through the stages of A,
    Enter or a click offers those of B, Delete takes the line away, a drag draws one.
    """

    chosen = Signal(str, str)
    told = Signal(str)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._colours = palette
        self._funnels: tuple[Funnel, Funnel] | None = None
        self._a: tuple[Stage, ...] = ()
        self._b: tuple[Stage, ...] = ()
        self._mapping = Mapping()
        self._guessed: frozenset[tuple[str, str]] = frozenset()
        self._current = 0
        self._press = Press()
        self._from: _End | None = None
        self._mouse: QPointF | None = None
        self.menu: QMenu | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Which stage of A is which of B"))

    def show_mapping(
        self,
        a: Funnel,
        b: Funnel,
        mapping: Mapping,
        guessed: Sequence[tuple[str, str]],
    ) -> None:
        """Show a mapping; `guessed` are the pairs nobody has confirmed."""
        self._funnels = (a, b)
        self._a, self._b = stages_in_order(a), stages_in_order(b)
        self._mapping, self._guessed = mapping, frozenset(guessed)
        self._current = min(self._current, max(len(self._a) - 1, 0))
        self.setFixedHeight(ROW * max(len(self._a), len(self._b), 1) + 4)
        self._tell()
        self.update()

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size wanted."""
        return QSize(420, self.height())

    def box_of(self, is_b: bool, stage_id: str) -> QRectF:
        """Return where a stage stands."""
        stages = self._b if is_b else self._a
        at = [stage.id for stage in stages].index(stage_id)
        return self._box(is_b, at)

    def _box(self, is_b: bool, at: int) -> QRectF:
        wide = self.width() * COLUMN
        left = self.width() - wide - 2 if is_b else 2.0
        return QRectF(left, 2.0 + at * ROW, wide, ROW - 4)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint both lists and the lines."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for one, other in self._mapping.pairs:
                self._line(painter, one, other)
            if self._from is not None and self._mouse is not None:
                self._thread(painter, self._from, self._mouse)
            for is_b, stages in ((False, self._a), (True, self._b)):
                for at, stage in enumerate(stages):
                    self._stage(painter, is_b, at, stage)

    def _line(self, painter: QPainter, one: str, other: str) -> None:
        known = {s.id for s in self._a}, {s.id for s in self._b}
        if one not in known[0] or other not in known[1]:
            return
        start, end = self.box_of(False, one), self.box_of(True, other)
        is_guess = (one, other) in self._guessed
        is_current = self.hasFocus() and self._a[self._current].id == one
        ink = self._colours.warning if is_guess else self._colours.accent
        style = Qt.PenStyle.DashLine if is_guess else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(ink), 3.0 if is_current else 1.8, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(
            _curve(
                QPointF(start.right(), start.center().y()), QPointF(end.left(), end.center().y())
            )
        )

    def _thread(self, painter: QPainter, end: _End, mouse: QPointF) -> None:
        box = self.box_of(end.is_b, end.id)
        start = QPointF(box.left() if end.is_b else box.right(), box.center().y())
        painter.setPen(QPen(QColor(self._colours.accent), 2, Qt.PenStyle.DotLine))
        painter.drawPath(_curve(start, mouse))

    def _stage(self, painter: QPainter, is_b: bool, at: int, stage: Stage) -> None:
        assert self._funnels is not None
        colours, box = self._colours, self._box(is_b, at)
        mapped = self._mapping.to_a if is_b else self._mapping.to_b
        is_current = not is_b and at == self._current and self.hasFocus()
        over = self._mouse is not None and box.contains(self._mouse)
        edge = colours.accent if is_current or over else colours.line
        style = Qt.PenStyle.SolidLine if stage.id in mapped else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(edge), 2 if is_current else 1, style))
        painter.setBrush(QColor(colours.panel))
        painter.drawRoundedRect(box, 6, 6)
        mark = QRectF(box.left() + STEP, box.center().y() - 4.5, 9, 9)
        draw_stage_mark(
            painter, mark, stage_colour(colours, self._funnels[is_b], stage), stage.kind
        )
        painter.setFont(font(BODY))
        place = box.adjusted(STEP * 3, 0, -STEP, 0)
        ink = colours.ink if stage.id in mapped else colours.muted
        text_in(painter, place, stage_name(stage), ink)

    # What the user does

    def _end_at(self, place: QPointF) -> _End | None:
        for is_b, stages in ((False, self._a), (True, self._b)):
            for at, stage in enumerate(stages):
                if self._box(is_b, at).contains(place):
                    return _End(is_b, stage.id)
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a line, or a click."""
        self._press.begin(event)
        self._from = self._end_at(event.position())
        if self._from is not None and not self._from.is_b:
            self._go_to([stage.id for stage in self._a].index(self._from.id))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the line on."""
        self._mouse = event.position()
        if not self._press.follow(event) and event.buttons() == Qt.MouseButton.NoButton:
            self._from = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Connect what the line joins, or offer what a stage can become."""
        was_drag, begun = self._press.end(), self._from
        self._from = None
        found = self._end_at(event.position())
        self.update()
        if begun is None or was_drag is None:
            return
        if was_drag:
            if found is not None and found.is_b != begun.is_b:
                pair = (found, begun) if begun.is_b else (begun, found)
                self.chosen.emit(pair[0].id, pair[1].id)
        elif found == begun and not begun.is_b:
            self._offer(event.globalPosition().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what the current stage can become."""
        self._offer(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Take Delete before the window's shortcut does."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        deletes = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if overrides and isinstance(event, QKeyEvent) and event.key() in deletes:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        keys = Qt.Key
        key = keys(event.key())
        steps = {keys.Key_Up: -1, keys.Key_Down: 1}
        if not self._a:
            super().keyPressEvent(event)
        elif key in steps:
            self._go_to(min(max(self._current + steps[key], 0), len(self._a) - 1))
        elif key in (keys.Key_Return, keys.Key_Enter, keys.Key_Space):
            box = self._box(False, self._current)
            self._offer(self.mapToGlobal(box.bottomLeft().toPoint()))
        elif key in (keys.Key_Delete, keys.Key_Backspace):
            self.chosen.emit(self._a[self._current].id, "")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the current stage."""
        super().focusInEvent(event)
        self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Forget the mouse."""
        self._mouse = None
        self.update()

    def _go_to(self, at: int) -> None:
        self._current = at
        self._tell()
        self.update()

    def _tell(self) -> None:
        text = self.words(self._current) if self._a else ""
        self.setAccessibleDescription(text)
        self.told.emit(text if self.hasFocus() else "")

    def words(self, at: int) -> str:
        """Say what a stage of A becomes."""
        stage = self._a[at]
        names = {one.id: stage_name(one) for one in self._b}
        target = self._mapping.to_b.get(stage.id, "")
        if target not in names:
            return _("“{a}” of A is nothing in B.").format(a=stage_name(stage))
        told = {"a": stage_name(stage), "b": names[target]}
        if (stage.id, target) in self._guessed:
            return _("“{a}” of A seems to be “{b}” of B: guessed.").format(**told)
        return _("“{a}” of A is “{b}” of B.").format(**told)

    def _offer(self, place: QPoint) -> None:
        if not self._a:
            return
        stage = self._a[self._current]
        here = self._mapping.to_b.get(stage.id, "")
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSection(_("“{a}” is in B").format(a=stage_name(stage)))
        offers = [*((one.id, stage_name(one)) for one in self._b), ("", _("Nothing"))]
        for target, name in offers:
            action = QAction(name.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(target == here)
            action.triggered.connect(partial(self._on_chosen, stage.id, target))
            menu.addAction(action)
            if target == here:
                menu.setActiveAction(action)
        self.menu = menu
        menu.destroyed.connect(self._on_menu_gone)
        menu.popup(place)

    def _on_menu_gone(self) -> None:
        self.menu = None

    def _on_chosen(self, one: str, other: str, _checked: bool = False) -> None:
        self.chosen.emit(one, other)


def _curve(start: QPointF, end: QPointF) -> QPainterPath:
    path = QPainterPath(start)
    pull = (end.x() - start.x()) * 0.5
    path.cubicTo(start + QPointF(pull, 0), end - QPointF(pull, 0), end)
    return path
