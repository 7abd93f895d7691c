"""A page to look at: whole or as wide as there is room, scrolled and turned by keys and wheel."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollArea, QWidget

Zoom = Literal["page", "width"]
_SMOOTH = Qt.TransformationMode.SmoothTransformation
NOTCH = 120  # what a wheel says of one step


class PageArea(QScrollArea):
    """Shows one page. `turned(by)` by keys or at the end of the wheel's way, `resized()`."""

    turned = Signal(int)
    jumped = Signal(bool)  # to the last page, else to the first
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pages")
        self.sheet = _Sheet()
        self.setWidget(self.sheet)
        self.setWidgetResizable(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(200, 160)
        self._zoom: Zoom = "page"
        self._shape = (1.0, 1.0)
        self._pushed = 0

    def show_shape(self, width: float, height: float, zoom: Zoom) -> None:
        """Make room for a page of these proportions."""
        self._shape, self._zoom = (max(width, 0.1), max(height, 0.1)), zoom
        self._fit()

    def show_image(self, image: QImage) -> None:
        """Show the page itself."""
        self.sheet.show_image(image)

    def wanted_width(self) -> int:
        """Return how many pixels of the screen the page is wide."""
        return round(self.sheet.width() * self.devicePixelRatioF())

    def to_top(self, at_end: bool = False) -> None:
        """Scroll to the top of the page, or to its end."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum() if at_end else bar.minimum())

    def _fit(self) -> None:
        across, down = self._shape
        room = self.maximumViewportSize() - QSize(2, 2)
        if self._zoom == "width":
            bar = self.verticalScrollBar().sizeHint().width()
            wide = max(room.width() - bar, 1)
            self.sheet.resize(wide, max(round(wide * down / across), 1))
        else:
            scale = min(room.width() / across, room.height() / down)
            self.sheet.resize(max(round(across * scale), 1), max(round(down * scale), 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page into the new room."""
        super().resizeEvent(event)
        self._fit()
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the page, or scroll it."""
        keys = Qt.Key
        match event.key():
            case keys.Key_PageDown:
                self.turned.emit(1)
            case keys.Key_PageUp:
                self.turned.emit(-1)
            case keys.Key_Home:
                self.jumped.emit(False)
            case keys.Key_End:
                self.jumped.emit(True)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, and turn where the page ends: by a whole step more, so that no page is missed."""
        bar, by = self.verticalScrollBar(), event.angleDelta().y()
        at_end = bar.value() <= bar.minimum() if by > 0 else bar.value() >= bar.maximum()
        if not by or not at_end:
            self._pushed = 0
            super().wheelEvent(event)
            return
        event.accept()
        self._pushed = by if self._pushed * by < 0 else self._pushed + by
        if abs(self._pushed) >= NOTCH:
            self._pushed = 0
            self.turned.emit(-1 if by > 0 else 1)


class _Sheet(QWidget):
    """The paper: an image as large as the widget, with an edge."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._shown = QImage()  # as large as it is painted

    def show_image(self, image: QImage) -> None:
        """Show an image."""
        self._image, self._shown = image, QImage()
        self.update()

    @property
    def image(self) -> QImage:
        """What is shown."""
        return self._image

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the image, smoothly made as large as the sheet."""
        with QPainter(self) as painter:
            room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            if not self._image.isNull():
                painter.drawImage(QRectF(self.rect()), self._as_large())
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
            painter.drawRect(room)

    def _as_large(self) -> QImage:
        """Return the image in the pixels it takes: a painter that makes it smaller drops some."""
        size = self.size() * self.devicePixelRatioF()
        if self._shown.size() != size:
            ratio, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, _SMOOTH
            is_drawn_so = abs(self._image.width() - size.width()) <= 1
            self._shown = self._image if is_drawn_so else self._image.scaled(size, ratio, smooth)
        return self._shown
