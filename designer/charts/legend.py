"""The legend of a chart: what each mark means, and which series are shown.

In a picture it is painted. On the screen an entry that can hide its series is a box to tick, so
that mouse, keys and screen readers find there what they know.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from funnelcraft.designer.charts.drawing import LINE, Sample, draw_sample, text_in
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import SMALL, STEP, Palette
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.text import _

SAMPLE, GAP = 14.0, 5.0  # how wide a sample is, and how far its text stands off
PADDING = 3.0  # of an entry's ground around it


@dataclass(frozen=True)
class Key:
    """An entry of a legend: how it is drawn, in which colour, and what it means.

    `series` names what the entry can hide; '' where it only explains.
    """

    sample: Sample
    colour: str
    text: str
    series: str = ""


def legend_places(width: float, keys: Sequence[Key]) -> tuple[list[QRectF], float]:
    """Return where each entry stands from (0, 0), in as many lines as it takes, and the height."""
    metrics = QFontMetricsF(font(SMALL))
    x, y = 0.0, 0.0
    places = []
    for key in keys:
        wide = SAMPLE + GAP + metrics.horizontalAdvance(key.text) + 2
        if x and x + wide > width:
            x, y = 0.0, y + LINE
        places.append(QRectF(x, y, min(wide, max(width - x, 0.0)), LINE))
        x += wide + STEP * 1.5
    return places, y + LINE + 2 if keys else 0.0


def draw_legend(painter: QPainter, box: QRectF, keys: Sequence[Key], colours: Palette) -> float:
    """Draw a legend at the top of a box, in as many lines as it takes; return their height."""
    places, height = legend_places(box.width(), keys)
    for key, place in zip(keys, places, strict=True):
        draw_key(painter, place.translated(box.topLeft()), key, colours)
    return height


def draw_key(
    painter: QPainter, place: QRectF, key: Key, colours: Palette, *, faded: bool = False
) -> None:
    """Draw one entry of a legend."""
    painter.setFont(font(SMALL))
    sample = QRectF(place.left(), place.top() + 3, SAMPLE, LINE - 6)
    painter.setOpacity(0.35 if faded else 1.0)
    draw_sample(painter, sample, key.sample, key.colour)
    painter.setOpacity(1.0)
    text_in(painter, place.adjusted(SAMPLE + GAP, 0, 0, 0), key.text, colours.muted)


class Entry(QCheckBox):
    """An entry of a legend that shows or hides its series. `stepped(steps)` by arrow keys."""

    stepped = Signal(int)

    def __init__(self, chart: QWidget, key: Key, colours: Palette) -> None:
        super().__init__(chart)
        self.key, self.colours = key, colours
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_key(self, key: Key, colours: Palette, *, shown: bool) -> None:
        """Stand for an entry, ticked or not; that is not told as a click."""
        self.key, self.colours = key, colours
        self.setAccessibleName(key.text)
        text = _("Click to hide: {series}") if shown else _("Click to show: {series}")
        self.setToolTip(plain_tip(text.format(series=key.text)))
        self.setChecked(shown)
        self.update()

    def hitButton(self, place: QPoint) -> bool:
        """Take a click anywhere on it."""
        return self.rect().contains(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrow keys go to the neighbours."""
        keys = Qt.Key
        steps = {keys.Key_Left: -1, keys.Key_Up: -1, keys.Key_Right: 1, keys.Key_Down: 1}
        step = steps.get(keys(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint sample and text: struck through, the sample faded, while the series is hidden."""
        place = QRectF(self.rect()).adjusted(PADDING, 0, -PADDING, 0)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() or self.hasFocus():
                self._paint_ground(painter)
            draw_key(painter, place, self.key, self.colours, faded=not self.isChecked())
            if not self.isChecked():
                painter.setPen(QPen(QColor(self.colours.muted), 1.2))
                middle = place.center().y() + 0.5
                start = place.left() + SAMPLE + GAP
                painter.drawLine(QLineF(start, middle, place.right() - 2, middle))

    def _paint_ground(self, painter: QPainter) -> None:
        focus = QPen(QColor(self.colours.accent), 1.5)
        painter.setPen(focus if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colours.accent_soft))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)


class Legend(QObject):
    """The entries of a chart's legend that can be ticked. `ticked(series, shown)` when one was.

    Tab reaches one of them, the arrow keys the others, so that a chart takes two stops of Tab.
    """

    ticked = Signal(str, bool)

    def __init__(self, chart: QWidget) -> None:
        super().__init__(chart)
        self._chart = chart
        self._entries: list[Entry] = []
        self._used = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that are offered."""
        return tuple(self._entries[: self._used])

    def show_keys(
        self, keys: Sequence[Key], box: QRectF, colours: Palette, hidden: Collection[str]
    ) -> None:
        """Place the entries of a legend that begins at the top of a box."""
        places, _height = legend_places(box.width(), keys)
        offered = [(k, p) for k, p in zip(keys, places, strict=True) if k.series]
        while len(self._entries) < len(offered):
            self._entries.append(self._made(offered[len(self._entries)][0], colours))
        self._used = len(offered)
        for entry, (key, place) in zip(self._entries, offered, strict=False):
            entry.show_key(key, colours, shown=key.series not in hidden)
            wide = place.translated(box.topLeft()).adjusted(-PADDING, 0, PADDING, 0)
            entry.setGeometry(wide.toAlignedRect())
        for at, entry in enumerate(self._entries):
            entry.setVisible(at < self._used)
        self._reach(0)

    def _made(self, key: Key, colours: Palette) -> Entry:
        entry = Entry(self._chart, key, colours)
        entry.clicked.connect(self._on_clicked)
        entry.stepped.connect(self._on_stepped)
        QWidget.setTabOrder(self._entries[-1] if self._entries else self._chart, entry)
        return entry

    def _reach(self, at: int) -> None:
        """Let Tab reach one entry."""
        policies = Qt.FocusPolicy
        for place, entry in enumerate(self._entries):
            entry.setFocusPolicy(policies.StrongFocus if place == at else policies.ClickFocus)

    def _on_clicked(self, is_ticked: bool) -> None:
        entry = self.sender()
        if isinstance(entry, Entry):
            self.ticked.emit(entry.key.series, is_ticked)

    def _on_stepped(self, step: int) -> None:
        entry = self.sender()
        if isinstance(entry, Entry):
            at = min(max(self._entries.index(entry) + step, 0), self._used - 1)
            self._reach(at)
            self._entries[at].setFocus(Qt.FocusReason.TabFocusReason)
