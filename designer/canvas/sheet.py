"""The sheet: shows a document's funnel, at any zoom, on the screen and in pictures."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGraphicsView, QWidget

from funnelcraft.designer.canvas.announcing import usual_description
from funnelcraft.designer.canvas.figures import CanvasFigures
from funnelcraft.designer.canvas.ink import rect
from funnelcraft.designer.canvas.minimap import Minimap
from funnelcraft.designer.canvas.picture import Portrait
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.canvas.zoom import Zoom
from funnelcraft.designer.document import Document, Item
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.scenarios import Account, marks_of
from funnelcraft.funnel.text import _

ROUND = 6.0  # from a part to the frame around it


class CanvasSheet(QGraphicsView):
    """The drawing of a document with figures and findings. `zoom_changed(float)`, 1.0 for 100 %."""

    zoom_changed = Signal(float)

    def __init__(self, document: Document, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._palette = palette
        self._figures = CanvasFigures()
        self._findings: tuple[Finding, ...] = ()
        self._account: Account | None = None  # of the scenario that is shown
        self.canvas = CanvasScene(palette)
        self.setScene(self.canvas)
        self.minimap = Minimap(self, self.canvas)
        self._zoom = Zoom(self, self.zoom_changed.emit)
        self._shows_focus = False
        self._set_up()

    def _set_up(self) -> None:
        self.setAccessibleName(_("Canvas"))
        self.setAccessibleDescription(usual_description())
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)

    # What is shown

    def set_colours(self, palette: Palette) -> None:
        """Show everything in another palette, light or dark."""
        self._palette = palette
        self.canvas.set_colours(palette)
        self.viewport().update()

    def show_figures(self, figures: CanvasFigures) -> None:
        """Show the figures of the last forecast on stages and triggers."""
        self._figures = figures
        self.canvas.show_figures(figures)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show how many findings stages and triggers have."""
        self._findings = findings
        self.canvas.show_findings(findings)

    def show_changes(self, account: Account | None) -> None:
        """Mark what a scenario does otherwise than the design; None where none is shown."""
        self._account = account
        kinds = marks_of(account.lines) if account is not None else {}
        both = account.both() if account is not None and "gone" in kinds.values() else None
        self.canvas.changes.show({Item(*key): kind for key, kind in kinds.items()}, both)

    def picture(
        self, *, scale: float = 1.0, width: int | None = None, palette: Palette | None = None
    ) -> QImage:
        """Return the whole drawing as an image of a width in pixels, or of pixels a unit."""
        return self._portrait(palette).image(scale=scale, width=width)

    def _portrait(self, palette: Palette | None) -> Portrait:
        shown = palette or self._palette
        return Portrait(self.document.funnel, shown, self._figures, self._findings)

    def frame_of(self, item: Item) -> QRectF | None:
        """Return the frame around a card, a label or a pill, in canvas units."""
        drawing = self.canvas.plan
        if item.kind == "stage" and item.id in drawing.boxes:
            return rect(drawing.boxes[item.id].grown(ROUND))
        if item.kind == "trigger" and item.id in drawing.lines:
            return rect(drawing.lines[item.id].label.box.grown(ROUND))
        if item.kind == "source" and item.id in drawing.pills:
            return rect(drawing.pills[item.id].box.grown(ROUND))
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing, and a frame where the keyboard's focus is."""
        self.canvas.look_from(self.zoom())
        super().paintEvent(event)
        if self._shows_focus:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(self._palette.accent), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.end()

    # Zoom

    def fit(self) -> None:
        """Show the whole drawing."""
        self._zoom.fit(rect(self.canvas.plan.extent))

    def zoom_to_selection(self) -> None:
        """Show what is selected as large as it fits; everything where nothing is selected."""
        frame = QRectF()
        for item in self.document.selection:
            shown = self.canvas.item_of(item)
            frame |= shown.sceneBoundingRect() if shown is not None else QRectF()
        if frame.isNull():
            self.fit()
        else:
            self._zoom.show_area(frame)

    def zoom_in(self) -> None:
        """Show it larger."""
        self._zoom.step(1)

    def zoom_out(self) -> None:
        """Show it smaller."""
        self._zoom.step(-1)

    def reset_zoom(self) -> None:
        """Show it at 100 %."""
        self._zoom.reset()

    def zoom(self) -> float:
        """Return the zoom, 1.0 for 100 %."""
        return self._zoom.factor
