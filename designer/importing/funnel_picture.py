"""A funnel in small with the names of its stages, as large as there is room."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from funnelcraft.designer.canvas.thumbnail import thumbnail
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, ngettext, number

LEAST = QSize(240, 120)


class FunnelPicture(QWidget):
    """Draws a funnel; drawn anew only where the funnel, the size or the colours differ."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._colours = palette
        self._funnel: Funnel | None = None
        self._image: QImage | None = None
        self.setMinimumSize(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("The funnel with the measured figures"))

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        self._image = None
        self.update()

    def show_funnel(self, funnel: Funnel) -> None:
        """Draw a funnel."""
        self._funnel = funnel
        self._image = None
        stages = ngettext("{n} stage", "{n} stages", len(funnel.stages))
        triggers = ngettext("{n} trigger", "{n} triggers", len(funnel.triggers))
        self.setAccessibleDescription(
            f"{stages.format(n=number(len(funnel.stages)))}, "
            f"{triggers.format(n=number(len(funnel.triggers)))}"
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        with QPainter(self) as painter:
            if self._funnel is None:
                painter.fillRect(self.rect(), QColor(self._colours.ground))
                return
            if self._image is None or self._image.deviceIndependentSize() != self.size():
                self._image = thumbnail(self._funnel, self.size(), self._colours, names=True)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), self._image)
