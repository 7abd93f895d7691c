"""A page on the screen, and the dots that say which of them it is."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from funnelcraft.designer.executive.painting import paint_page
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.text import _
from funnelcraft.io.deck.page import Page

BACK = 0.3  # of the width: a click left of it goes back


class PageView(QWidget):
    """Shows a page as large as it can. `stepped(by)` when it is clicked."""

    stepped = Signal(int)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._colours = palette
        self._page: Page | None = None
        self._number, self._of = 1, 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._page

    def show_page(self, page: Page, number: int, of: int) -> None:
        """Show a page, and tell it to who can't see it."""
        self._page, self._number, self._of = page, number, of
        self.setAccessibleName(
            _("Page {page} of {pages}: {title}").format(page=number, pages=of, title=page.title)
        )
        self.setAccessibleDescription(" ".join((*page.notes, page.source)))
        self.update()

    def set_colours(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._colours = palette
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._colours.panel))
            if self._page is not None:
                room = QRectF(self.rect())
                paint_page(painter, room, self._page, self._number, self._of, self._colours)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go on, or back at the left."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus()
            self.stepped.emit(-1 if event.position().x() < self.width() * BACK else 1)
        elif event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.RightButton):
            self.stepped.emit(-1)


class Dots(QWidget):
    """A dot a page, that of the page shown wide. `chosen(page)`, from 0 on, when one is clicked."""

    chosen = Signal(int)
    SIZE, APART = 10.0, 22.0

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._colours = palette
        self._at, self._of = 0, 0
        self._scale = 1.0
        self._preliminary: tuple[int, ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_place(self, at: int, of: int, preliminary: tuple[int, ...]) -> None:
        """Say which page is shown, and which are not complete yet: those are rings."""
        self._at, self._of, self._preliminary = at, of, preliminary
        self.setToolTip(_("Page {page} of {pages}").format(page=at + 1, pages=of))
        self.updateGeometry()
        self.update()

    def set_colours(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._colours = palette
        self.update()

    def set_scale(self, scale: float) -> None:
        """Be so many times as large."""
        self._scale = scale
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room of all dots."""
        apart = self.APART * self._scale
        return QSize(round(apart * (self._of + 1)), round(apart + 6))

    def minimumSizeHint(self) -> QSize:
        """Return the room of all dots."""
        return self.sizeHint()

    def _middle(self, at: int) -> QPointF:
        return QPointF(self.APART * self._scale * (at + 1), self.height() / 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dots."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for at in range(self._of):
                self._dot(painter, at)

    def _dot(self, painter: QPainter, at: int) -> None:
        shown = at == self._at
        size = self.SIZE * self._scale
        half_width, half = size * (0.85 if shown else 0.4), size * 0.4
        middle = self._middle(at)
        ink = QColor(self._colours.accent if shown else self._colours.muted)
        painter.setPen(ink)
        waits = at in self._preliminary
        painter.setBrush(Qt.BrushStyle.NoBrush if waits else ink)
        box = QRectF(middle.x() - half_width, middle.y() - half, 2 * half_width, 2 * half)
        painter.drawRoundedRect(box, half, half)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the page of the dot that is nearest."""
        if event.button() == Qt.MouseButton.LeftButton and self._of:
            at = round(event.position().x() / (self.APART * self._scale)) - 1
            self.chosen.emit(min(max(at, 0), self._of - 1))
