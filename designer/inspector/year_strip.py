"""A year by months with campaigns as bars: drag a bar to move it, an end to stretch it.

By keys: Up and Down choose a campaign, Left and Right move it by a day (with Ctrl by a week),
with Shift they stretch it, Page Up and Page Down turn the year, Delete removes.
"""

from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from funnelcraft.designer.inspector.spans import (
    Span,
    campaign_words,
    lanes_of,
    span_of,
    span_words,
)
from funnelcraft.designer.look.tokens import SMALL
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.model import Campaign
from funnelcraft.funnel.text import locale_name, ngettext, number

HEAD = 16  # room for the names of the months
LANE = 20
MOST_LANES = 6
GRIP = 5  # pixels at each end of a bar that stretch it
LEAST_BAR = 8  # pixels: a day of a year would be less than one


class YearStrip(QWidget):
    """Draws campaigns over a year.

    `changed(index, start, days, stay)` when one was moved or stretched, `chosen(index)` when one
    was chosen, `removed(index)` when one is to go, `turned()` when another year is shown.
    """

    changed = Signal(int, str, int, int)
    chosen = Signal(int)
    removed = Signal(int)
    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._campaigns: tuple[Campaign, ...] = ()
        self._spans: list[Span | None] = []
        self._lanes: list[int] = []
        self._year = 2027
        self._current = 0
        self._drag: tuple[str, float, Span] | None = None
        self._dragged: Span | None = None
        self._stay = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def year(self) -> int:
        """The year that is shown."""
        return self._year

    @property
    def current(self) -> int:
        """Which campaign is chosen."""
        return self._current

    def sizeHint(self) -> QSize:
        """Return the size wanted."""
        lanes = min(max(self._lanes, default=0) + 1, MOST_LANES)
        return QSize(200, HEAD + lanes * LANE + 6)

    def show_campaigns(self, campaigns: tuple[Campaign, ...]) -> None:
        """Show these campaigns in the year that is shown."""
        self._campaigns = campaigns
        self._spans = [span_of(one) for one in campaigns]
        self._lanes = lanes_of(self._spans)
        self._current = min(self._current, max(len(campaigns) - 1, 0))
        self._say()
        self.updateGeometry()
        self.update()

    def show_year(self, year: int) -> None:
        """Show another year."""
        if year != self._year and 1 <= year < date.max.year - 11:
            self._year = year
            self._say()
            self.update()
            self.turned.emit()

    def choose(self, index: int) -> None:
        """Choose a campaign, and turn to its year."""
        if 0 <= index < len(self._campaigns):
            self._current = index
            span = self._spans[index]
            if span is not None and not (span.start.year <= self._year <= span.end.year):
                self.show_year(span.start.year)
            self._say()
            self.update()

    def _say(self) -> None:
        total = len(self._campaigns)
        text = ngettext("{n} campaign on a calendar", "{n} campaigns on a calendar", total)
        self.setAccessibleName(text.format(n=number(total)))
        if total:
            self.setAccessibleDescription(campaign_words(self._campaigns[self._current]))

    # Places

    def _x(self, when: date) -> float:
        first = date(self._year, 1, 1)
        days = (date(self._year + 1, 1, 1) - first).days
        return (self.width() - 2) * (when - first).days / days + 1

    def bar(self, index: int) -> QRectF | None:
        """Return where a campaign's bar is, cut to the year; None where it is not in it."""
        span = self._dragged if self._is_dragged(index) else self._spans[index]
        if span is None or self._lanes[index] >= MOST_LANES:
            return None
        left, right = self._x(span.start), self._x(span.end)
        if right <= 0 or left >= self.width():
            return None
        wide = max(right - left, LEAST_BAR)
        left = min(left, self.width() - LEAST_BAR)
        return QRectF(left, HEAD + self._lanes[index] * LANE + 3, wide, LANE - 4)

    def _is_dragged(self, index: int) -> bool:
        return self._dragged is not None and index == self._current

    def _at(self, place: QPointF) -> int | None:
        found = None
        for index in range(len(self._campaigns)):
            bar = self.bar(index)
            if bar is not None and bar.adjusted(-1, -2, 1, 2).contains(place):
                found = index
        return found

    # What the user does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move or stretch a campaign."""
        index = self._at(event.position())
        if index is None or event.button() != Qt.MouseButton.LeftButton:
            return
        span, bar = self._spans[index], self.bar(index)
        assert span is not None
        assert bar is not None
        self._current = index
        self._stay += 1
        self._drag = (self._part(bar, event.position().x()), event.position().x(), span)
        self._say()
        self.chosen.emit(index)
        self.update()

    @staticmethod
    def _part(bar: QRectF, x: float) -> str:
        if x >= bar.right() - GRIP:
            return "end"
        return "start" if x <= bar.left() + GRIP and bar.width() > 3 * GRIP else "all"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the campaign would go."""
        if self._drag is None:
            index = self._at(event.position())
            bar = None if index is None else self.bar(index)
            whole = bar is None or self._part(bar, event.position().x()) == "all"
            shape = Qt.CursorShape.OpenHandCursor if whole else Qt.CursorShape.SizeHorCursor
            self.setCursor(Qt.CursorShape.ArrowCursor if bar is None else shape)
            return
        part, began, span = self._drag
        days = round((event.position().x() - began) * 365.25 / max(self.width() - 2, 1))
        self._dragged = span.moved(days) if part == "all" else span.stretched(days, part == "start")
        QToolTip.showText(event.globalPosition().toPoint(), span_words(self._dragged), self)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the campaign where it was dragged."""
        span, self._drag, self._dragged = self._dragged, None, None
        if span is not None:
            self._put(span)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, stretch, choose and remove by keys."""
        key, held = Qt.Key(event.key()), event.modifiers()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        choice = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
        page = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(key, 0)
        if page:
            self.show_year(self._year + page)
        elif not self._campaigns:
            super().keyPressEvent(event)
        elif choice:
            self.choose(min(max(self._current + choice, 0), len(self._campaigns) - 1))
            self.chosen.emit(self._current)
        elif step and (span := self._spans[self._current]) is not None:
            days = step * (7 if held & Qt.KeyboardModifier.ControlModifier else 1)
            stretch = bool(held & Qt.KeyboardModifier.ShiftModifier)
            self._put(span.stretched(days, False) if stretch else span.moved(days))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _put(self, span: Span) -> None:
        if span != self._spans[self._current]:
            self.changed.emit(self._current, span.start.isoformat(), span.days, self._stay)
            self.choose(self._current)

    def event(self, event: QEvent) -> bool:
        """Claim the keys it takes; say what is under the mouse."""
        if event.type() == QEvent.Type.FocusIn:
            self._stay += 1
        keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in keys:
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self._at(QPointF(event.pos()))
            if index is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(
                    event.globalPos(), plain_tip(campaign_words(self._campaigns[index])), self
                )
            return True
        return super().event(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the months and the bars."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            small = QFont(self.font())
            small.setPixelSize(SMALL)
            painter.setFont(small)
            self._paint_months(painter)
            for index in range(len(self._campaigns)):
                if index != self._current:
                    self._paint_bar(painter, index)
            if self._campaigns:
                self._paint_bar(painter, self._current)

    def _paint_months(self, painter: QPainter) -> None:
        from babel.dates import format_date

        roles = QPalette.ColorRole
        ground, muted = self.palette().color(roles.AlternateBase), self.palette().color(roles.Text)
        painter.setPen(Qt.PenStyle.NoPen)
        for n in range(1, 13):
            left = self._x(date(self._year, n, 1))
            right = self._x(date(self._year + n // 12, n % 12 + 1, 1))
            box = QRectF(left, HEAD, right - left, self.height() - HEAD)
            if n % 2:
                painter.fillRect(box, ground)
            name = format_date(date(self._year, n, 1), "LLLLL", locale=locale_name())
            painter.setPen(muted)
            painter.drawText(
                QRectF(left, 0, right - left, HEAD), Qt.AlignmentFlag.AlignCenter, name
            )
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(roles.Accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            whole = QRectF(self.rect()).adjusted(1, HEAD, -1, -1)
            painter.drawRoundedRect(whole, 4, 4)

    def _paint_bar(self, painter: QPainter, index: int) -> None:
        bar = self.bar(index)
        if bar is None:
            return
        roles = QPalette.ColorRole
        accent = self.palette().color(roles.Accent)
        chosen = index == self._current
        fill = QColor(accent)
        fill.setAlphaF(1.0 if chosen else 0.35)
        painter.setPen(QPen(accent, 1))
        painter.setBrush(QBrush(fill))
        painter.drawRoundedRect(bar, 3, 3)
        name = self._campaigns[index].name
        metrics = painter.fontMetrics()
        room = bar.width() - 8
        role = roles.HighlightedText if chosen else roles.Text
        painter.setPen(self.palette().color(role))
        if room >= metrics.horizontalAdvance(name[:3] + "…"):
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(bar.adjusted(4, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, shown)
