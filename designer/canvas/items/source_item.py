"""A source on the canvas: a pill with its name and volume, and a thin arrow into its stage."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from funnelcraft.designer.canvas.ink import arrow_head, mixed, rect, shortened, smooth
from funnelcraft.designer.canvas.items.item import PILLS, CanvasItem, is_far, is_middle, is_speck
from funnelcraft.designer.canvas.items.specks import Specks
from funnelcraft.designer.canvas.items.type_sizes import IN_PILLS, Name, Step
from funnelcraft.designer.canvas.lettering import elided, font, metrics
from funnelcraft.designer.canvas.pills import Pill
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import Palette

_INSET = 14.0


class SourceItem(CanvasItem):
    """The pill of a source, drawn in scene coordinates."""

    def __init__(self, palette: Palette, source_id: str, pill: Pill, name: str, much: str) -> None:
        super().__init__(palette, Item("source", source_id))
        self.pill, self.name, self.much = pill, name, much
        self.size = IN_PILLS[0]
        self.lie_at(PILLS)
        self._measure()

    @property
    def far_name(self) -> Name:
        """The name and its room from afar."""
        return Name(self.name, "", self.pill.box.width - _INSET)

    def _measure(self) -> None:
        self._path = smooth(self.pill.points)
        bounds = rect(self.pill.box).united(self._path.boundingRect())
        self.occupy(bounds.adjusted(-8, -8, 8, 8))

    def show_pill(self, pill: Pill, name: str, much: str) -> None:
        """Show another place or other words; what stays the same is not painted again."""
        if pill != self.pill:
            self.pill = pill
            self._measure()
            self.update()
        if (name, much) != (self.name, self.much):
            self.name, self.much = name, much
            self.update()

    def show_size(self, size: Step) -> None:
        """Show the name from afar in another size, which all sources share."""
        if size != self.size:
            self.size = size
            self.update()

    def follow(self, pill: Pill) -> None:
        """Show another place while a stage is dragged."""
        self.show_pill(pill, self.name, self.much)

    def shape(self) -> QPainterPath:
        """Return what the mouse hits: the pill, and a band along its arrow."""
        stroker = QPainterPathStroker()
        stroker.setWidth(10.0)
        shape = stroker.createStroke(self._path)
        shape.setFillRule(Qt.FillRule.WindingFill)
        shape.addRect(rect(self.pill.box))
        return shape

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the arrow and the pill."""
        if is_speck(painter):
            self.paint_speck(painter)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette
        ink = (
            QColor(palette.accent)
            if self.is_selected
            else mixed(palette.muted, palette.ground, 0.7)
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.strokePath(smooth(shortened(self.pill.points, 7.0)), QPen(ink, 1.4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(arrow_head(self.pill.points, 8.0, 4.0))
        box = rect(self.pill.box)
        outline = palette.accent if self.is_selected else palette.line
        painter.setPen(QPen(QColor(outline), 2.0 if self.is_selected else 1.0))
        if self.is_hovered and not self.is_selected:
            painter.setPen(QPen(mixed(palette.muted, palette.line, 0.5), 1.2))
        painter.setBrush(QColor(palette.panel))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        self._paint_words(painter, box)

    def add_speck(self, specks: Specks, at: QPointF) -> None:
        """Add the pill alone."""
        colour = mixed(self.palette.muted, self.palette.ground, 0.5)
        specks.card(
            rect(self.pill.box), QColor(self.palette.accent) if self.is_selected else colour
        )

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        room = box.width() - 2 * _INSET
        if is_far(painter):
            size = self.size.pixels
            painter.setFont(font(size, 600))
            painter.setPen(QColor(self.palette.ink))
            name = elided(self.name, self.far_name.room, size, 600)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), name)
            return
        size = 14 if is_middle(painter) else 11
        for text, y, weight, colour in (
            (self.name, 4.0 if size == 11 else 1.0, 600, self.palette.ink),
            (self.much, 18.0 if size == 11 else 17.0, 400, self.palette.muted),
        ):
            painter.setFont(font(size, weight))
            painter.setPen(QColor(colour))
            top = box.top() + y + metrics(size, weight).ascent()
            painter.drawText(QPointF(box.left() + _INSET, top), elided(text, room, size, weight))
