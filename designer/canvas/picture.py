"""Pictures of a whole drawing, as a screenshot or a document shows it: nothing selected."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from funnelcraft.designer.canvas.figures import CanvasFigures
from funnelcraft.designer.canvas.ink import rect
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.model import Funnel

MARGIN = 24.0
LARGEST = 16_000  # pixels a side: beyond that an image takes gigabytes


class Portrait:
    """A funnel ready to be painted in a palette of one's choice."""

    def __init__(
        self,
        funnel: Funnel,
        palette: Palette,
        figures: CanvasFigures | None = None,
        findings: tuple[Finding, ...] = (),
        dots: bool = True,
    ) -> None:
        self._scene = CanvasScene(palette)
        self._scene.shows_dots = dots
        self._scene.show_funnel(funnel)
        if figures is not None:
            self._scene.show_figures(figures)
        self._scene.show_findings(findings)

    @property
    def area(self) -> QRectF:
        """The part of the canvas that holds the drawing, in canvas units."""
        return rect(self._scene.plan.extent.grown(MARGIN))

    def paint(self, painter: QPainter, target: QRectF) -> None:
        """Paint the drawing into a rectangle of the painter, as large as its proportions allow."""
        self._scene.render(painter, target, self.area)

    def image(self, *, scale: float = 1.0, width: int | None = None) -> QImage:
        """Return the drawing as an image: of a width in pixels, or of so many pixels a unit."""
        area = self.area
        factor = width / area.width() if width is not None else scale
        factor = min(factor, LARGEST / max(area.width(), area.height()))
        size = (max(round(area.width() * factor), 1), max(round(area.height() * factor), 1))
        image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(self._scene.colours.ground))
        painter = QPainter(image)
        self.paint(painter, QRectF(0, 0, *size))
        painter.end()
        return image
