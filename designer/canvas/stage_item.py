"""A stage on the canvas: its card, or the diamond of a gate."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from funnelcraft.designer.canvas.figures import StageFigures
from funnelcraft.designer.canvas.ink import clear, mixed, stage_colour
from funnelcraft.designer.canvas.items import (
    MIDDLE,
    STAGES,
    CanvasItem,
    is_far,
    is_middle,
    is_speck,
    is_tiny,
    zoom_of,
)
from funnelcraft.designer.canvas.lettering import elided, font, metrics, width, wrapped
from funnelcraft.designer.canvas.marks import (
    BADGE_HEIGHT,
    Badge,
    badge_width,
    paint_badge,
    paint_clock,
    paint_outcome,
)
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.canvas.specks import Specks
from funnelcraft.designer.canvas.stage_signs import (
    ROUND,
    Signatory,
    agreement_width,
    outline,
    paint_agreement,
    paint_heat,
    paint_load,
    paint_strip,
)
from funnelcraft.designer.canvas.stamps import stamp
from funnelcraft.designer.document import Item
from funnelcraft.designer.theme import level_colour
from funnelcraft.designer.tokens import CORNER, Palette, heat_colour
from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH
from funnelcraft.funnel.model import ENDS
from funnelcraft.funnel.text import _, count

EDGE = 5.0  # the coloured edge at the left
INSET = 15.0
HANDLE = 5.5  # radius
_FAR_BADGE = 1.7  # how many times as large as life a badge is from afar
_MARGIN = 22.0  # handles, badge and shadow reach beyond the card

_CARD = QRectF(0, 0, STAGE_WIDTH, STAGE_HEIGHT)
_BOUNDS = _CARD.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
_SPECK_EDGE = QRectF(0, 0, STAGE_WIDTH * 0.3, STAGE_HEIGHT)
_SPECK_REST = _CARD.adjusted(_SPECK_EDGE.width(), 0, 0, 0)
_DIAMOND = QPolygonF(
    [
        QPointF(STAGE_WIDTH / 2, 0),
        QPointF(STAGE_WIDTH, STAGE_HEIGHT / 2),
        QPointF(STAGE_WIDTH / 2, STAGE_HEIGHT),
        QPointF(0, STAGE_HEIGHT / 2),
    ]
)
HANDLES = (
    QPointF(STAGE_WIDTH, STAGE_HEIGHT / 2),
    QPointF(STAGE_WIDTH / 2, STAGE_HEIGHT),
    QPointF(0, STAGE_HEIGHT / 2),
    QPointF(STAGE_WIDTH / 2, 0),
)


@dataclass(frozen=True)
class Face:
    """What a stage's card says."""

    term: str
    short: str
    kind: str
    owner_line: str
    promise: str
    lane: tuple[str, bool]
    capacity: str = ""
    signatories: tuple[Signatory, ...] = ()


class StageItem(CanvasItem):
    """The card of a stage. Its position is the card's top left corner."""

    def __init__(self, palette: Palette, stage_id: str, face: Face, box: Box) -> None:
        super().__init__(palette, Item("stage", stage_id))
        self.face = face
        self.figures = StageFigures()
        self.badge: Badge | None = None
        self.dimmed = False
        self.heat: float | None = None  # of leads here, 0-1; None where heat is not shown
        self.chosen: int | None = None  # the segment that is looked at, by its place
        self.is_target = False
        self.is_renamed = False
        self.lie_at(STAGES)
        self.occupy(_BOUNDS)
        self.setPos(box.left, box.top)

    def stand_at(self, box: Box) -> None:
        """Stand elsewhere."""
        if (box.left, box.top) != (self.x(), self.y()):
            self.setPos(box.left, box.top)

    def show_face(self, face: Face) -> None:
        """Show other words; what stays the same is not painted again."""
        if face != self.face:
            self.face = face
            self.update()

    def show_figures(
        self,
        figures: StageFigures,
        dimmed: bool,
        heat: float | None = None,
        chosen: int | None = None,
    ) -> None:
        """Show other figures; with them the stage's heat, and the segment that is looked at."""
        shown = (figures, dimmed, heat, chosen)
        if shown != (self.figures, self.dimmed, self.heat, self.chosen):
            self.figures, self.dimmed, self.heat, self.chosen = shown
            self.update()

    def show_badge(self, badge: Badge | None) -> None:
        """Show how many findings the stage has."""
        if badge != self.badge:
            self.badge = badge
            self.update()

    def show_target(self, is_target: bool) -> None:
        """Show that a trigger would lead here if it were dropped."""
        if is_target != self.is_target:
            self.is_target = is_target
            self.update()

    def show_renamed(self, is_renamed: bool) -> None:
        """Leave the term out while a field for it lies over the card."""
        self.is_renamed = is_renamed
        self.update()

    @property
    def colour(self) -> str:
        """The colour of the stage's outcome or lane."""
        return stage_colour(self.palette, self.face.kind, self.face.lane)

    @property
    def quiet(self) -> str:
        """The colour of what is said in a low voice; on a heated card that could not be read."""
        return self.palette.muted if self.heat is None else self.palette.ink

    @property
    def is_end(self) -> bool:
        """Whether leads end here: then the card has a shape of its own."""
        return self.face.kind in ENDS

    @property
    def offers_handles(self) -> bool:
        """Whether triggers can leave the stage, so that handles show on its edges."""
        return not self.is_end

    def shape(self) -> QPainterPath:
        """Return what the mouse hits."""
        path = QPainterPath()
        path.addRect(_CARD)
        return path

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the card."""
        if is_speck(painter):
            self.paint_speck(painter)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.face.kind == "gate":
            self._paint_gate(painter)
        else:
            self._paint_card(painter, stamped=widget is not None)
        if self.badge is not None:
            self._paint_badge(painter, self.badge, stamped=widget is not None)
        if (self.is_hovered or self.is_selected) and self.offers_handles:
            self._paint_handles(painter)

    def _paint_badge(self, painter: QPainter, badge: Badge, stamped: bool) -> None:
        """Paint the badge; on a screen, what badges of one level and number share is copied."""
        large = _FAR_BADGE if is_far(painter) else 1.3 if is_middle(painter) else 1.0
        right, y = self._badge_end(large)
        if not stamped:
            paint_badge(painter, self.palette, badge, right, y, large)
            return
        wide, high = badge_width(badge) * large + 4.0, BADGE_HEIGHT * large + 4.0
        room = QRectF(right + 2.0 - wide, y - high / 2, wide, high)
        look = ("badge", self.palette, badge, large)
        stamp(painter, look, room, lambda on: paint_badge(on, self.palette, badge, right, y, large))

    def _badge_end(self, large: float) -> tuple[float, float]:
        """Return the middle of the badge's right end."""
        if self.face.kind == "gate":  # upon its edge: its corner is far from the diamond
            return STAGE_WIDTH * 0.75 + 18.0 * large, STAGE_HEIGHT * 0.16
        return STAGE_WIDTH + 8.0 - (ROUND if self.is_end else 0.0), 0.0

    @property
    def badge_room(self) -> Box | None:
        """The room of the badge in the scene at any zoom; None where there is no badge."""
        if self.badge is None:
            return None
        right, y = self._badge_end(_FAR_BADGE)
        wide, high = badge_width(self.badge) * _FAR_BADGE, BADGE_HEIGHT * _FAR_BADGE
        return Box(self.x() + right - wide, self.y() + y - high / 2, wide, high)

    def _outline(self) -> QPen:
        if self.is_selected or self.is_target:
            return QPen(QColor(self.palette.accent), 2.4 if self.is_target else 2.0)
        if self.is_hovered:
            return QPen(mixed(self.palette.muted, self.palette.line, 0.5), 1.2)
        return QPen(QColor(self.palette.line), 1.0)

    def add_speck(self, specks: Specks, at: QPointF) -> None:
        """Add the shape in its colour or heat, and a dot where there are findings."""
        palette = self.palette
        colour = mixed(self.colour, palette.panel, 0.45)
        is_marked = self.is_selected or self.is_target
        if is_marked:
            colour = QColor(palette.accent)
        if self.face.kind == "gate":
            specks.diamond(_DIAMOND.translated(at), colour)
        elif self.heat is None or is_marked:
            specks.card(_CARD.translated(at), colour)
        else:  # the lane's colour remains at the left, as on the card
            hot = mixed(heat_colour(palette), palette.panel, 0.12 + 0.88 * self.heat)
            specks.card(_SPECK_EDGE.translated(at), colour)
            specks.card(_SPECK_REST.translated(at), hot)
        if self.badge is not None:
            corner = QPointF(STAGE_WIDTH * (0.75 if self.face.kind == "gate" else 1.0), 0.0)
            specks.dot(at + corner, level_colour(palette, self.badge.level))

    def _paint_shadow(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        strength = 0.16 if self.palette.dark else 0.035
        layers = ((2.5, 3.0), (1.2, 2.0), (0.0, 1.0))
        for grown, drop in layers[:: 2 if zoom_of(painter) < MIDDLE else 1]:
            painter.setBrush(clear("#000000", strength))
            self._draw_card(painter, grown, drop)

    def _draw_card(self, painter: QPainter, grown: float = 0.0, drop: float = 0.0) -> None:
        """Draw the card's outline; most cards are rectangles, which are quicker than paths."""
        if self.is_end:
            painter.translate(0, drop)
            painter.drawPath(outline(self.face.kind, grown))
            painter.translate(0, -drop)
            return
        card = _CARD.adjusted(-grown, -grown, grown, grown).translated(0, drop)
        painter.drawRoundedRect(card, CORNER + grown, CORNER + grown)

    def _paint_card(self, painter: QPainter, stamped: bool) -> None:
        """Paint the card; on a screen, what cards of one look share is copied."""
        paint = self._stamp if stamped else _at_once
        if self.heat is None:
            paint(painter, self._paint_whole)
        else:
            paint(painter, self._paint_ground)
            paint_heat(painter, self.palette, self.heat)
            paint(painter, self._paint_rim)
        if not is_tiny(painter):
            right = STAGE_WIDTH - (ROUND if self.is_end else 12.0)
            paint_strip(painter, self.palette, right, self.figures, self.chosen)
        if is_far(painter):
            self._paint_far_words(painter)
        elif is_middle(painter):
            self._paint_main_words(painter)
        else:
            self._paint_words(painter)

    def _stamp(self, painter: QPainter, part: Callable[[QPainter], None]) -> None:
        """Copy a part of the card that is alike on all cards of one look."""
        states = (self.is_target, self.is_selected, self.is_hovered)
        look = (part.__name__, self.palette, self.face.kind, self.colour, states)
        stamp(painter, look, _BOUNDS, part)

    def _paint_whole(self, painter: QPainter) -> None:
        """Paint the card without words."""
        self._paint_ground(painter)
        self._paint_rim(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        """Paint the empty card and its shadow."""
        self._paint_shadow(painter)
        painter.setBrush(QColor(self.palette.accent_soft if self.is_target else self.palette.panel))
        painter.setPen(Qt.PenStyle.NoPen)
        self._draw_card(painter)

    def _paint_rim(self, painter: QPainter) -> None:
        """Paint the coloured edge and the outline."""
        painter.fillPath(_edge_path(), QColor(self.colour))
        painter.setPen(self._outline())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._draw_card(painter)

    def _paint_main_words(self, painter: QPainter) -> None:
        """Paint the term and the volume, larger than life."""
        is_end = self.is_end
        room = STAGE_WIDTH - INSET - 8.0
        lines = wrapped(self.face.term, room - (30.0 if is_end else 0.0), 2, 18, 600)
        if any(line.endswith("…") for line in lines) and self.face.short:
            lines = (elided(self.face.short, room, 18, 600),)
        if not self.is_renamed:
            for place, line in enumerate(lines):
                _text(painter, self.palette.ink, line, INSET, 7.0 + 21.0 * place, 18, 600)
        if is_end:
            self._paint_end(painter)
        with _faint(painter, self.dimmed):
            shown, balance = self._main_figure, self.figures.balance
            _text(painter, self.quiet, shown, INSET, STAGE_HEIGHT - 38.0, 19, 600)
            if balance is None or self.heat is not None or self.face.kind != "open":
                return
            words = _("{leads} open").format(leads=count(balance))
            x = STAGE_WIDTH - 12.0 - width(words, 14)
            if INSET + width(shown, 19, 600) + 8.0 <= x:
                _text(painter, self.quiet, words, x, STAGE_HEIGHT - 33.5, 14)

    @property
    def _main_figure(self) -> str:
        """The one figure that has room from afar: the volume; with heat, who is here."""
        shown = self.figures.volume
        if self.heat is not None:
            shown = self.figures.balance
            return "" if shown is None else _("{leads} open").format(leads=count(shown))
        return "" if shown is None else count(shown)

    def _paint_words(self, painter: QPainter) -> None:
        is_end = self.is_end
        room = STAGE_WIDTH - 2 * INSET + 5.0 - (30.0 if is_end else 0.0)
        y = 11.0
        for line in wrapped(self.face.term, room, 2, 13, 600):
            if not self.is_renamed:
                _text(painter, self.palette.ink, line, INSET, y, 13, 600)
            y += 16.0
        if is_end:
            self._paint_end(painter)
        if not self.is_renamed:
            self._paint_owner(painter, y + 1.0)
        self._paint_load(painter)
        self._paint_figures(painter)

    def _paint_load(self, painter: QPainter) -> None:
        """Paint what can be done here a day, and at the right who has agreed to the stage."""
        top, right = STAGE_HEIGHT - 44.0, STAGE_WIDTH - 12.0 - (12.0 if self.is_end else 0.0)
        paint_agreement(painter, self.palette, self.face.signatories, right, top)
        if self.face.capacity:
            room = right - agreement_width(self.face.signatories) - 6.0
            with _faint(painter, self.dimmed):
                loud = self.palette.warning if self.heat is None else self.palette.ink
                colours = (self.quiet, loud)
                paint_load(painter, colours, self.face.capacity, self.figures, INSET, top, room)

    def _paint_owner(self, painter: QPainter, y: float) -> None:
        """Paint who owns the stage, and at the right what they promise."""
        right = STAGE_WIDTH - 12.0
        promise = self.face.promise
        room = right - INSET
        if promise:
            x = right - width(promise, 11)
            _text(painter, self.quiet, promise, x, y, 11)
            middle = y + metrics(11).ascent() - metrics(11).capHeight() / 2
            paint_clock(painter, self.quiet, x - 8.5, middle)
            room = x - 18.0 - INSET
        _text(painter, self.quiet, elided(self.face.owner_line, room, 11), INSET, y, 11)

    def _paint_figures(self, painter: QPainter) -> None:
        shown = self.figures
        if shown.volume is None and shown.balance is None:
            return
        with _faint(painter, self.dimmed):
            self._paint_counts(painter)

    def _paint_counts(self, painter: QPainter) -> None:
        shown = self.figures
        y, right = STAGE_HEIGHT - 26.0, STAGE_WIDTH - 12.0 - (ROUND / 2 if self.is_end else 0.0)
        balance = (
            "" if shown.balance is None else _("{leads} open").format(leads=count(shown.balance))
        )
        volume = "" if shown.volume is None else count(shown.volume)
        has_balance = balance and self.face.kind == "open"
        taken = width(balance, 11, 600) + 7.0 if has_balance else 0.0
        _text(painter, self.palette.ink, volume, INSET, y, 13, 600)
        beside = INSET + width(volume, 13, 600) + 4.0
        if volume and beside + width(shown.period, 11) <= right - taken:
            _text(painter, self.quiet, shown.period, beside, y + 1.5, 11)
        if has_balance and beside + width(balance, 11, 600) <= right:
            colour, weight = (self.palette.ink, 600) if self.heat is not None else (self.quiet, 400)
            x = right - width(balance, 11, weight)
            _text(painter, colour, balance, x, y + 1.5, 11, weight)

    def _paint_far_words(self, painter: QPainter) -> None:
        """Paint the term and the main figure so large that a room can read them at 40 %."""
        figure = self._main_figure
        room = STAGE_WIDTH - 2 * 11.0 - (ROUND / 2 if self.is_end else 0.0)
        if not figure or is_tiny(painter):
            self._paint_far_term(painter, room, 3, 25)
            return
        lines, size = self._far_term(room)
        high = metrics(size, 600).lineSpacing()
        top = (STAGE_HEIGHT - high * len(lines) - metrics(23, 600).lineSpacing()) / 2
        if not self.is_renamed:
            for place, line in enumerate(lines):
                _text(painter, self.palette.ink, line, INSET, top + place * high, size, 600)
        with _faint(painter, self.dimmed):
            below = top + high * len(lines)
            figure = elided(figure, room, 23, 600)
            _text(painter, self.quiet, figure, INSET, below, 23, 600)
        if self.is_end:
            self._paint_end(painter)

    def _far_term(self, room: float) -> tuple[tuple[str, ...], int]:
        """Return the term in the largest type that it fits in, or its abbreviation."""
        for size, most in ((28, 1), (24, 1), (22, 2), (20, 2)):
            lines = wrapped(self.face.term, room, most, size, 600)
            if not any(line.endswith("…") for line in lines):
                return lines, size
            if self.face.short and size == 24 and " " in self.face.term:
                return wrapped(self.face.short, room, 1, 30, 600), 30
        return lines, size

    def _paint_end(self, painter: QPainter) -> None:
        """Paint the sign of the outcome where the card's cut corner leaves it room."""
        y = STAGE_HEIGHT / 2 if is_far(painter) else 27.0
        paint_outcome(painter, self.palette, self.face.kind, STAGE_WIDTH - 27.0, y)

    def _paint_far_term(self, painter: QPainter, room: float, most: int, size: int) -> None:
        """Paint the term alone and large; the abbreviation where the term does not fit."""
        if self.is_renamed:
            return
        lines = wrapped(self.face.term, room, most, size, 600)
        if any(line.endswith("…") for line in lines) and self.face.short:
            size += 6
            lines = wrapped(self.face.short, room, 2, size, 600)
        height = metrics(size, 600).lineSpacing()
        top = (STAGE_HEIGHT - height * len(lines)) / 2
        painter.setFont(font(size, 600))
        painter.setPen(QColor(self.palette.ink))
        for place, line in enumerate(lines):
            box = QRectF(EDGE, top + place * height, STAGE_WIDTH - EDGE, height)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), line)

    def _paint_gate(self, painter: QPainter) -> None:
        middle_x, middle_y = STAGE_WIDTH / 2, STAGE_HEIGHT / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(clear("#000000", 0.3 if self.palette.dark else 0.06))
        painter.drawPolygon(_DIAMOND.translated(0, 2.0))
        pen = self._outline()
        if not (self.is_selected or self.is_target):
            pen = QPen(QColor(self.colour), 1.8)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(QColor(self.palette.accent_soft if self.is_target else self.palette.panel))
        painter.drawPolygon(_DIAMOND)
        if is_far(painter):
            self._paint_far_term(painter, STAGE_WIDTH * 0.66, 2, 20)
            return
        if self.is_renamed:
            return
        size, quiet = (16, 15) if is_middle(painter) else (12, 11)
        lines = wrapped(self.face.term, STAGE_WIDTH * 0.58, 2, size, 600)
        high = size + 4.0
        top = middle_y - high / 2 * len(lines) - (5.0 if self.figures.volume is not None else 0.0)
        for place, line in enumerate(lines):
            x = middle_x - width(line, size, 600) / 2
            _text(painter, self.palette.ink, line, x, top + high * place, size, 600)
        if self.figures.volume is not None:
            volume = count(self.figures.volume)
            x = middle_x - width(volume, quiet) / 2
            with _faint(painter, self.dimmed):
                _text(painter, self.palette.muted, volume, x, top + high * len(lines), quiet)

    def _paint_handles(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self.palette.accent), 1.6))
        painter.setBrush(QColor(self.palette.panel))
        for centre in HANDLES:
            painter.drawEllipse(centre, HANDLE, HANDLE)


def _at_once(painter: QPainter, part: Callable[[QPainter], None]) -> None:
    part(painter)


@lru_cache(maxsize=1)
def _edge_path() -> QPainterPath:
    """Return the coloured edge: the left end of the card with its round corners."""
    card, edge = QPainterPath(), QPainterPath()
    card.addRoundedRect(_CARD, CORNER, CORNER)
    edge.addRect(QRectF(0, 0, EDGE, STAGE_HEIGHT))
    return card.intersected(edge)


@contextmanager
def _faint(painter: QPainter, faint: bool) -> Iterator[None]:
    """Paint faintly what is of an earlier state of the funnel."""
    before = painter.opacity()
    if faint:
        painter.setOpacity(before * 0.45)
    yield
    painter.setOpacity(before)


def _text(
    painter: QPainter, colour: str, text: str, x: float, y: float, pixels: int, weight: int = 400
) -> None:
    """Paint a line of text with its top left corner at x, y."""
    painter.setPen(QColor(colour))
    painter.setFont(font(pixels, weight))
    painter.drawText(QPointF(x, y + metrics(pixels, weight).ascent()), text)


def stage_item(item: QGraphicsItem | None) -> StageItem | None:
    """Return an item of the scene if it is a stage's."""
    return item if isinstance(item, StageItem) else None
