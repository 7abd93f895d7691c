"""The legend in a corner of the canvas: the scale of the heat, and the segments to choose from."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QIcon,
    QLinearGradient,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from funnelcraft.designer.canvas.ink import mixed
from funnelcraft.designer.canvas.items.hatching import segment_brush
from funnelcraft.designer.canvas.items.heat import HOTTEST, leads_at
from funnelcraft.designer.canvas.words import plain
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import SMALL, STEP, Palette, heat_colour
from funnelcraft.designer.widgets.roomy import RoomyToolButton
from funnelcraft.funnel.model import Segment
from funnelcraft.funnel.text import _, count

_SWATCH = QSize(26, 12)
_WIDEST = 168  # pixels of a segment's name
_SCALE = QSize(176, 34)
_BAR = 10.0
_SIDES = ((False, False), (False, True), (True, True), (True, False))  # (right, top)


class HeatScale(QWidget):
    """A bar from no leads to as many as the fullest stage holds, with figures below it."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._colours = palette
        self._most = 0.0
        self.setFixedSize(_SCALE)

    def show_most(self, most: float, palette: Palette) -> None:
        """Show the scale up to so many leads."""
        if (most, palette) != (self._most, self._colours):
            self._most, self._colours = most, palette
            words = _("Heat: from no leads to {n} in one stage now.")
            self.setAccessibleName(words.format(n=count(leads_at(1.0, most))))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar: below its middle stands a quarter, as the scale is one of square roots."""
        palette, measures = self._colours, QFontMetricsF(font(SMALL))
        bar = QRectF(0.5, 2.5, self.width() - 1.0, _BAR)
        with QPainter(self) as painter:
            colours = QLinearGradient(bar.topLeft(), bar.topRight())
            for at in (0.0, 0.5, 1.0):
                tint = mixed(heat_colour(palette), palette.panel, HOTTEST * at)
                colours.setColorAt(at, tint)
            painter.setPen(QPen(QColor(palette.muted), 1.0))
            painter.setBrush(colours)
            painter.drawRect(bar)
            painter.setFont(font(SMALL))
            base = bar.bottom() + 4.0 + measures.ascent()
            for at in (0.0, 0.5, 1.0):
                text = count(leads_at(at, self._most)) if at else count(0)
                wide = measures.horizontalAdvance(text)
                painter.drawText(
                    QRectF(bar.left() + (bar.width() - wide) * at, base - 12, wide + 2, 16), text
                )


class Legend(QFrame):
    """Says what the heat and the segments' patterns mean. `segment_chosen(id | None)` by a click.

    It lies in a corner of a viewport, the lower left one unless that would hide more of the
    drawing, and hides where there is nothing to explain.
    """

    segment_chosen = Signal(object)

    def __init__(self, viewport: QWidget, palette: Palette) -> None:
        super().__init__(viewport)
        self._colours = palette
        self._segments: tuple[Segment, ...] = ()
        self._chosen: str | None = None
        self._tells_apart = True
        self._shows_heat = False
        self._most = 0.0
        self._corner = QPoint()
        self._side = _SIDES[0]
        self._buttons: dict[str, RoomyToolButton] = {}
        self.setProperty("role", "card")
        self.setAccessibleName(_("Legend"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._heat_title = _small(_("Leads open at the end"))
        self._scale = HeatScale(palette)
        self._segment_title = _small(_("Segments"))
        self._note = _small("")
        self._note.setWordWrap(True)
        self._note.setMaximumWidth(_SCALE.width())
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP + 2, STEP, STEP + 2, STEP)
        column.setSpacing(3)
        self._column = column
        for part in (self._heat_title, self._scale, self._segment_title, self._note):
            column.addWidget(part)
        self.hide()

    def set_colours(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._colours = palette
        self._refresh()

    def show_heat(self, shown: bool, most: float) -> None:
        """Explain the heat, up to so many leads; or no longer."""
        if (shown, most) != (self._shows_heat, self._most):
            self._shows_heat, self._most = shown, most
            self._refresh()

    def show_segments(
        self, segments: tuple[Segment, ...], chosen: str | None, tells_apart: bool
    ) -> None:
        """Explain the segments; say where there are no figures of the chosen one."""
        if segments != self._segments:
            self._segments = segments
            self._fill()
        self._chosen, self._tells_apart = chosen, tells_apart
        self._refresh()

    def _fill(self) -> None:
        for button in self._buttons.values():
            self._column.removeWidget(button)
            button.deleteLater()
        self._buttons = {one.id: self._button(one) for one in self._segments}
        for place, button in enumerate(self._buttons.values()):
            self._column.insertWidget(3 + place, button)

    def _button(self, segment: Segment) -> RoomyToolButton:
        made = RoomyToolButton()
        name = plain(segment.name) or segment.id
        shown = QFontMetricsF(font(SMALL)).elidedText(name, Qt.TextElideMode.ElideRight, _WIDEST)
        made.setText(shown.replace("&", "&&"))
        made.setProperty("role", "legend")
        made.setCheckable(True)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setIconSize(_SWATCH)
        made.setAccessibleName(_("Show only {segment}").format(segment=name))
        made.setToolTip(_("Click shows this segment alone, and again all of them."))
        made.clicked.connect(self._chooser(segment.id))
        return made

    def _chooser(self, segment: str) -> Callable[[bool], None]:
        def choose(checked: bool) -> None:
            self.segment_chosen.emit(segment if checked else None)

        return choose

    def _refresh(self) -> None:
        has_segments = len(self._segments) > 1
        for part in (self._heat_title, self._scale):
            part.setVisible(self._shows_heat)
        self._scale.show_most(self._most, self._colours)
        self._segment_title.setVisible(has_segments)
        for place, (segment_id, button) in enumerate(self._buttons.items()):
            button.setVisible(has_segments)
            button.setChecked(segment_id == self._chosen)
            button.setIcon(_swatch(self._colours, place, self.devicePixelRatioF()))
        self._note.setVisible(not self._tells_apart)
        self._note.setText(_("There are no figures of this segment yet."))
        self.setVisible(self._shows_heat or has_segments)
        self.adjustSize()
        self.place()

    def avoid(self, drawn: Iterable[QRect]) -> None:
        """Lie in the corner where the least of what is drawn would be hidden."""
        parts = tuple(drawn)

        def hidden(side: tuple[bool, bool]) -> int:
            own = QRect(self._corner_at(*side), self.size())
            return sum(_area(own.intersected(part)) for part in parts)

        self._side = min(_SIDES, key=hidden)
        self.place()

    def place(self) -> None:
        """Lie in its corner."""
        self._corner = self._corner_at(*self._side)
        self.move(self._corner)

    def _corner_at(self, right: bool, top: bool) -> QPoint:
        viewport = self.parentWidget()
        room = viewport.size() - self.size() if viewport is not None else QSize()
        away = 2 * STEP
        return QPoint(room.width() - away if right else away, away if top else room.height() - away)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Go back to the corner: the viewport scrolls its children along."""
        super().moveEvent(event)
        if self.pos() != self._corner:
            self.move(self._corner)


def _area(rect: QRect) -> int:
    return rect.width() * rect.height() if rect.isValid() else 0


def _small(text: str) -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", "small")
    return made


def _swatch(palette: Palette, place: int, ratio: float) -> QIcon:
    """Return the pattern of a segment as an icon."""
    made = QPixmap(_SWATCH * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.fillRect(
            QRectF(0, 0, _SWATCH.width(), _SWATCH.height()), segment_brush(palette, place)
        )
    return QIcon(made)
