"""What every chart can do: be told by mouse, keys and speech, hide a series, be saved."""

from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from funnelcraft.designer.charts.legend import (
    Entry,
    Key,
    Legend,
    draw_key,
    draw_legend,
    legend_places,
)
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.designer.widgets.announcing import announce
from funnelcraft.funnel.text import _, listed

Row = list[str | float]
Taken = Literal["picture", "data", "copy picture", "copy data"]


def taking_keys() -> tuple[tuple[str, Taken, str], ...]:
    """Return the keys that take something from the chart they are on, and what it is called."""
    return (
        ("P", "picture", _("Save picture (PNG, SVG) …")),
        ("D", "data", _("Save data (CSV) …")),
        ("Ctrl+C", "copy picture", _("Copy picture")),
        ("Ctrl+Shift+C", "copy data", _("Copy data")),
    )


class Plot(QWidget):
    """A chart of points.

    Signals: `pointed(text)` tells the point under the mouse or the keys, or ''; `series_changed()`
    when a series was hidden or shown; `taking_wanted(what)` when a key asks for its picture or its
    data; `menu_wanted(place)` when the context menu is asked for, at a place of the screen.

    Subclasses say what each point tells (`words`), what the whole shows (`summary`), the figures
    (`rows`), the entries of the legend (`legend_keys`), and paint into a box, returning where the
    points lie (`paint`). What an entry hides they leave out of all of these but the figures and
    the entries: `shows(series)` says whether it is there. `paint` draws the legend by `legend`.
    """

    pointed = Signal(str)
    series_changed = Signal()
    taking_wanted = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, palette: Palette, name: str, height: int = 220) -> None:
        super().__init__()
        self.colours = palette
        self._height = height
        self._at: int | None = None
        self._boxes: list[QRectF] = []
        self._hidden: frozenset[str] = frozenset()
        self._legend = Legend(self)
        self._is_on_screen = False
        self._legend.ticked.connect(self.set_shown)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.set_height(height)

    # What subclasses say

    def words(self) -> tuple[str, ...]:
        """Return what each point tells."""
        raise NotImplementedError

    def summary(self) -> str:
        """Return in text what the chart shows."""
        raise NotImplementedError

    def rows(self) -> list[Row]:
        """Return the figures as a table, headings first."""
        raise NotImplementedError

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend, also those whose series are hidden."""
        return ()

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint into a box and return where the points lie."""
        raise NotImplementedError

    # What all share

    def set_height(self, height: int) -> None:
        """Take so much room; a list takes no more, other charts as much as there is."""
        self._height = height
        policies = QSizePolicy.Policy
        self.setMinimumHeight(height)
        if self.is_list:
            self.setMaximumHeight(height)
        self.setSizePolicy(
            policies.Expanding, policies.Fixed if self.is_list else policies.MinimumExpanding
        )

    def sizeHint(self) -> QSize:
        """Return the size wanted."""
        return QSize(360, self._height)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.colours = palette
        self._place_legend()
        self.update()

    def show_again(self) -> None:
        """Show what has changed; no point is told."""
        self._at = None
        self._boxes = []
        offered = {key.series for key in self.legend_keys() if key.series}
        if offered <= self._hidden:  # those that were shown are gone
            self._hidden -= offered
        self._place_legend()
        announce(self, self.described())
        self.pointed.emit("")
        self.update()

    def described(self) -> str:
        """Return in text what the chart shows, and what of it is hidden."""
        hidden = [key.text for key in self.legend_keys() if key.series in self._hidden]
        if not hidden:
            return self.summary()
        return f"{self.summary()} {_('Hidden: {series}.').format(series=listed(hidden))}"

    # The legend

    @property
    def legend_entries(self) -> tuple[Entry, ...]:
        """The entries of the legend that show and hide their series."""
        return self._legend.entries

    def shows(self, series: str) -> bool:
        """Return whether a series is shown."""
        return series not in self._hidden

    def set_shown(self, series: str, shown: bool) -> None:
        """Show or hide a series; the last one stays, as an empty chart tells nothing."""
        offered = {key.series for key in self.legend_keys() if key.series}
        hidden = self._hidden - {series} if shown else self._hidden | {series}
        if offered <= hidden:
            self._place_legend()
            self.pointed.emit(_("One series stays shown."))
            return
        if hidden != self._hidden:
            self._hidden = hidden
            self.show_again()
            self.series_changed.emit()

    def legend(self, painter: QPainter, box: QRectF) -> float:
        """Draw the legend at the top of a box; return its height.

        On the screen what can be ticked is a widget there; a picture leaves out what is hidden.
        """
        keys = self.legend_keys()
        if not self._is_on_screen:
            shown = [key for key in keys if key.series not in self._hidden]
            return draw_legend(painter, box, shown, self.colours)
        places, height = legend_places(box.width(), keys)
        for key, place in zip(keys, places, strict=True):
            if not key.series:
                draw_key(painter, place.translated(box.topLeft()), key, self.colours)
        return height

    def _place_legend(self) -> None:
        self._legend.show_keys(self.legend_keys(), self._whole(), self.colours, self._hidden)

    def _whole(self) -> QRectF:
        """Return what the chart is painted into."""
        return QRectF(self.rect()).adjusted(5, 4, -5, -4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the legend out anew."""
        super().resizeEvent(event)
        self._place_legend()

    # Paint, mouse, keys

    @property
    def at(self) -> int | None:
        """The point that is told."""
        return self._at

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint into a box, for saving."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, box)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, the point that is told on a tinted ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._at is not None and self._at < len(self._boxes):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.colours.accent_soft))
                painter.drawRoundedRect(self._boxes[self._at], 3, 3)
            self._is_on_screen = True
            self._boxes = self.paint(painter, self._whole())
            self._is_on_screen = False
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(self.colours.accent), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def event(self, event: QEvent) -> bool:
        """Take the keys that ask for picture or data before the window's shortcuts do."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and _taken(event):
            event.accept()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, by mouse or by its key."""
        self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let arrows, Home and End go through the points, other keys take picture or data."""
        taken = _taken(event)
        if taken:
            self.taking_wanted.emit(taken)
            return
        keys, last = Qt.Key, len(self.words()) - 1
        steps = {keys.Key_Left: -1, keys.Key_Right: 1}
        if self.is_list:
            steps = {keys.Key_Up: -1, keys.Key_Down: 1}
        key = keys(event.key())
        if last < 0 or (key not in steps and key not in (keys.Key_Home, keys.Key_End)):
            super().keyPressEvent(event)
            return
        if key in (keys.Key_Home, keys.Key_End):
            self.point_at(0 if key == keys.Key_Home else last)
            return
        step = steps[key]
        before = (-1 if step > 0 else last + 1) if self._at is None else self._at
        self.point_at(min(max(before + step, 0), last))

    @property
    def is_list(self) -> bool:
        """Whether the points lie below each other."""
        return False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the point under the mouse."""
        place = event.position()
        under = [n for n, box in enumerate(self._boxes) if box.contains(place)]
        # Of boxes that lie on each other, the smallest is meant.
        self.point_at(min(under, key=self._area, default=None))

    def _area(self, at: int) -> float:
        return self._boxes[at].width() * self._boxes[at].height()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell nothing more."""
        super().leaveEvent(event)
        self.point_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus is gone."""
        super().focusOutEvent(event)
        self.point_at(None)
        self.update()

    def point_at(self, at: int | None) -> None:
        """Tell a point, or none."""
        if at == self._at:
            return
        self._at = at
        told = self.words()
        text = told[at] if at is not None and at < len(told) else ""
        announce(self, text or self.described())
        self.pointed.emit(text)
        self.update()


def _taken(event: QKeyEvent) -> Taken | None:
    """Return what a key asks to take from the chart."""
    pressed = QKeySequence(event.keyCombination())
    return next((what for keys, what, _t in taking_keys() if pressed == QKeySequence(keys)), None)
