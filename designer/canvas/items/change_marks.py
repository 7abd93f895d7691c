"""Marks on the drawing of a scenario: what it changes, adds, and takes away from the design.

A ring and a sign stand around what is changed (a triangle) or new (a plus); what is taken away is
drawn pale and dashed where it was, with a minus.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from funnelcraft.designer.canvas.ink import arrow_head, mixed, rect, shortened, smooth
from funnelcraft.designer.canvas.items.item import (
    LINES,
    TOP,
    CanvasItem,
    is_far,
    is_middle,
    is_speck,
    is_tiny,
)
from funnelcraft.designer.canvas.lettering import (
    LARGE_RATE,
    LARGER_RATE,
    elided,
    font,
    metrics,
    width,
)
from funnelcraft.designer.canvas.plan import Line, Plan, plan
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.canvas.words import plain
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import CORNER, Palette
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import source_name, stage_name
from funnelcraft.funnel.scenarios import Kind

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.scene import CanvasScene

AIR = {"stage": 5.0, "trigger": 4.0, "source": 4.0}  # between a part and its ring
SIGN = 8.0  # radius
_GHOSTS = LINES - 0.5  # above the lanes, below everything that is there
_REACH = 4.0 * SIGN  # how far signs stand out, larger than life from afar


def box_of(drawing: Plan, item: Item) -> Box | None:
    """Return where the ring of a part goes: around its card, its label or its pill."""
    if item.kind == "stage":
        return drawing.boxes.get(item.id)
    if item.kind == "trigger":
        line = drawing.lines.get(item.id)
        return line.label.box if line is not None else None
    pill = drawing.pills.get(item.id)
    return pill.box if pill is not None else None


def paint_sign(
    painter: QPainter, kind: Kind, ground: QColor, ink: QColor, at: QPointF, radius: float = SIGN
) -> None:
    """Paint a plus, a minus or a triangle in a disc."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawEllipse(at, radius, radius)
    arm = radius * 0.5
    pen = QPen(ink, radius * 0.24)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind == "changed":
        low = at.y() + arm * 0.75
        corners = [(at.x(), at.y() - arm), (at.x() + arm, low), (at.x() - arm, low)]
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        return
    painter.drawLine(at - QPointF(arm, 0.0), at + QPointF(arm, 0.0))
    if kind == "added":
        painter.drawLine(at - QPointF(0.0, arm), at + QPointF(0.0, arm))


def _sign_size(painter: QPainter) -> float:
    return SIGN * (1.9 if is_far(painter) else 1.4 if is_middle(painter) else 1.0)


class MarkItem(CanvasItem):
    """The ring around one part, and its sign."""

    def __init__(self, palette: Palette, item: Item, kind: Kind) -> None:
        super().__init__(palette)
        self.of = item
        self.kind = kind
        self._ring = QRectF()
        self._label: Line | None = None  # whose text is larger than life from afar
        self._is_led = True  # the sign stands before a label; else after it, for a badge is there
        self.lie_at(TOP - 1.0)

    def follow(self, drawing: Plan, badge: Box | None) -> None:
        """Lie where the part lies now, off its badge; what stays the same is not painted again."""
        box = box_of(drawing, self.of)
        self.setVisible(box is not None)
        if box is None:
            return
        ring = rect(box.grown(AIR[self.of.kind]))
        label = drawing.lines.get(self.of.id) if self.of.kind == "trigger" else None
        is_led = badge is None or badge.left > box.left
        if (ring, label, is_led) != (self._ring, self._label, self._is_led):
            self._ring, self._label, self._is_led = ring, label, is_led
            self.occupy(ring.adjusted(-_REACH, -_REACH, _REACH, _REACH))
            self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the ring, and the sign where it can be made out."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(self.palette.accent)
        pen = QPen(accent, 2.0)
        pen.setCosmetic(is_far(painter))
        if self.kind == "changed":
            pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring, size = self._ring_at(painter), _sign_size(painter)
        corner = {"source": ring.height() / 2, "trigger": 6.0}.get(self.of.kind, CORNER + 3.0)
        is_bare = self.of.kind == "trigger" and is_tiny(painter)  # no figure is painted either
        if not is_bare:
            painter.drawRoundedRect(ring, corner, corner)
        if is_speck(painter):
            return
        at = ring.topLeft() + (QPointF(corner, 0.0) if self.of.kind == "source" else _IN)
        if is_bare:
            at = ring.center()
        elif self.of.kind == "trigger":  # beside the ring, for the figures are all that is in it
            x = ring.left() - size + 3.0 if self._is_led else ring.right() + size - 3.0
            at = QPointF(x, ring.center().y())
        paint_sign(painter, self.kind, accent, QColor(self.palette.on_accent), at, size)

    def _ring_at(self, painter: QPainter) -> QRectF:
        """Return the ring; around the rate alone where that is painted larger than life."""
        if self._label is None or not (is_far(painter) or is_middle(painter)):
            return self._ring
        large = LARGER_RATE if is_far(painter) else LARGE_RATE
        label = self._label.label
        wide, high = width(self._label.words.rate, large, 600), metrics(large, 600).capHeight()
        share = {"left": 0.0, "right": 1.0}.get(label.align, 0.5)
        left = label.box.left + (label.box.width - wide) * share
        room = QRectF(left, label.box.centre[1] - high / 2, wide, high)
        return room.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)


_IN = QPointF(3.0, 3.0)  # from the ring's corner to the middle of its sign
_AROUND = 5.0  # between a large rate and its ring


class GhostItem(CanvasItem):
    """A stage, trigger or source that is taken away, where it was."""

    def __init__(self, palette: Palette, name: str, place: Box | Line, is_pill: bool) -> None:
        super().__init__(palette)
        self._name = name
        self._line = place if isinstance(place, Line) else None
        self._box = rect(place.label.box if isinstance(place, Line) else place)
        self._is_pill = is_pill
        self.lie_at(_GHOSTS)
        room = self._box
        if self._line is not None:
            room = room.united(smooth(self._line.way).boundingRect())
        self.occupy(room.adjusted(-_REACH, -_REACH, _REACH, _REACH))

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint it pale, dashed and struck out."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = mixed(self.palette.muted, self.palette.ground, 0.65)
        pen = QPen(ink, 1.4)
        pen.setCosmetic(is_far(painter))
        pen.setDashPattern([4.0, 3.0])
        if self._line is not None:
            self._paint_line(painter, self._line, ink, pen)
            return
        corner = self._box.height() / 2 if self._is_pill else CORNER
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._box, corner, corner)
        if is_speck(painter):
            return
        self._paint_name(painter)
        at = self._box.topLeft()
        if self._is_pill:  # the pills that are left may have closed ranks over its beginning
            at = self._box.topRight() - QPointF(corner, 0.0)
        self._paint_sign(painter, at)

    def _paint_line(self, painter: QPainter, line: Line, ink: QColor, pen: QPen) -> None:
        painter.strokePath(_shaft(line), pen)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(arrow_head(line.way, 8.0, 4.0))
        if not is_speck(painter):
            self._paint_sign(painter, self._box.center())

    def _paint_name(self, painter: QPainter) -> None:
        size = 18 if is_far(painter) else 15 if is_middle(painter) else 13
        struck = QFont(font(size, 600))  # the one kept is everybody's
        struck.setStrikeOut(True)
        painter.setFont(struck)
        painter.setPen(QColor(self.palette.muted))
        room = self._box.adjusted(12.0, 0.0, -12.0, 0.0)
        name = elided(self._name, room.width(), size, 600)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), name)

    def _paint_sign(self, painter: QPainter, at: QPointF) -> None:
        ground, ink = QColor(self.palette.muted), QColor(self.palette.panel)
        paint_sign(painter, "gone", ground, ink, at, _sign_size(painter))


def _shaft(line: Line) -> QPainterPath:
    return smooth(shortened(line.way, 7.0))


class ChangeMarks:
    """The marks of one scene, which follow what they stand at."""

    def __init__(self, scene: "CanvasScene") -> None:
        self._scene = scene
        self.marks: dict[Item, MarkItem] = {}
        self.ghosts: dict[Item, GhostItem] = {}
        self._gone: tuple[object, ...] = ()

    def show(self, kinds: Mapping[Item, Kind], both: Funnel | None) -> None:
        """Mark parts; `both` is the funnel with what is gone, None where nothing is."""
        kept = {
            item: mark
            for item, mark in self.marks.items()
            if kinds.get(item) == mark.kind and box_of(self._scene.plan, item) is not None
        }
        for item, mark in self.marks.items():
            if item not in kept:
                self._scene.removeItem(mark)
        self.marks = kept
        for item, kind in kinds.items():
            if item not in kept and box_of(self._scene.plan, item) is not None:
                self.marks[item] = MarkItem(self._scene.colours, item, kind)
                self._scene.addItem(self.marks[item])
        self.follow()
        gone = frozenset(item for item, kind in kinds.items() if kind == "gone")
        self._show_gone(gone, both if gone else None)

    def follow(self) -> None:
        """Stand where the parts stand now; what is drawn no longer has no mark."""
        for item, mark in self.marks.items():
            line = self._scene.triggers.get(item.id) if item.kind == "trigger" else None
            mark.follow(self._scene.plan, line.badge_box if line is not None else None)

    def set_colours(self, palette: Palette) -> None:
        """Paint in other colours."""
        for item in (*self.marks.values(), *self.ghosts.values()):
            item.set_palette(palette)

    def _show_gone(self, gone: frozenset[Item], both: Funnel | None) -> None:
        """Draw what is gone anew, where anything that decides how it looks has changed."""
        names = _names(both, gone) if both is not None else {}
        decides = (gone, names, self._scene.plan.layout if gone else None)
        if decides == self._gone:
            return
        self._gone = decides
        for ghost in self.ghosts.values():
            self._scene.removeItem(ghost)
        self.ghosts = {}
        if both is None:
            return
        drawing = plan(both, self._scene.plan)
        for item in gone:
            place = drawing.lines.get(item.id) if item.kind == "trigger" else None
            at = place or box_of(drawing, item)
            if at is not None:
                is_pill = item.kind == "source"
                ghost = GhostItem(self._scene.colours, names.get(item, ""), at, is_pill)
                self.ghosts[item] = ghost
                self._scene.addItem(ghost)


def _names(funnel: Funnel, items: frozenset[Item]) -> dict[Item, str]:
    """Return the names of the stages and sources among some parts."""
    found = {Item("stage", one.id): stage_name(one) for one in funnel.stages}
    found |= {Item("source", one.id): source_name(one) for one in funnel.sources}
    return {item: plain(name) for item, name in found.items() if item in items}
