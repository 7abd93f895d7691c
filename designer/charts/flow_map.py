"""The funnel as it is: stages below each other, measured flows between them.

Steps to the next stage run straight down; skips swing out to the right, returns to the left and
dashed, a return to the same stage is a loop. Widths follow the number of moves.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from funnelcraft.designer.charts.drawing import LINE, nothing_to_show, text_in
from funnelcraft.designer.charts.legend import Key
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.marks import draw_stage_mark
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, SMALL, STEP, Palette
from funnelcraft.funnel.audit.sentences import Way
from funnelcraft.funnel.text import _, number, rate

ROW = 46
WIDEST = 12.0  # pixels of the flow with most moves
THINNEST = 1.2


@dataclass(frozen=True)
class Node:
    """A stage: its id, names, kind, colour, visits, and how many are in it now."""

    id: str
    name: str
    short: str
    kind: str
    colour: str
    visits: int
    open_now: int


@dataclass(frozen=True)
class Stream:
    """A measured flow from one stage to another: its moves, the share, and the kind of way."""

    start: str
    end: str
    moves: int
    share: float
    way: Way


@dataclass(frozen=True)
class _Placed:
    """A stream with the places of its ends among the rows."""

    stream: Stream
    first: int
    last: int

    @property
    def is_straight(self) -> bool:
        """Whether it runs straight down to the next row."""
        return self.last == self.first + 1

    @property
    def is_up(self) -> bool:
        """Whether it leads up, or back to where it starts."""
        return self.last <= self.first

    @property
    def reach(self) -> int:
        return abs(self.last - self.first)


class FlowMap(Plot):
    """Draws what really happened between the stages."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("The funnel as it is"))
        self._nodes: tuple[Node, ...] = ()
        self._placed: tuple[_Placed, ...] = ()

    def show_flows(self, nodes: Sequence[Node], streams: Sequence[Stream]) -> None:
        """Show these stages, top-down, and the flows between them."""
        self._nodes = tuple(nodes)
        rows = {node.id: at for at, node in enumerate(self._nodes)}
        self._placed = tuple(
            _Placed(one, rows[one.start], rows[one.end])
            for one in streams
            if one.moves > 0 and one.start in rows and one.end in rows
        )
        self.set_height(max(len(self._nodes), 2) * ROW + 30)
        self.show_again()

    @property
    def is_list(self) -> bool:
        """Whether the points lie below each other: they do."""
        return True

    def _name(self, stage_id: str) -> str:
        return next((node.short for node in self._nodes if node.id == stage_id), stage_id)

    def words(self) -> tuple[str, ...]:
        """Return what each stage, then what each flow tells."""
        stage = _("{stage}: {visits} visits, {open} there now")
        return (
            *(
                stage.format(
                    stage=node.name, visits=number(node.visits), open=number(node.open_now)
                )
                for node in self._nodes
            ),
            *(self._told(one) for one in self._shown),
        )

    @property
    def _shown(self) -> tuple[_Placed, ...]:
        return tuple(one for one in self._placed if self.shows(one.stream.way))

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend: of the ways that are taken."""
        colours = self.colours
        keys = (
            Key("line", colours.accent, _("step"), "step"),
            Key("line", colours.warning, _("skip"), "skip"),
            Key("dash", colours.recycle, _("return or loop"), "back"),
            Key("line", colours.lost, _("to a lost stage"), "lost"),
        )
        taken = {one.stream.way for one in self._placed}
        return tuple(key for key in keys if key.series in taken)

    def _told(self, one: _Placed) -> str:
        kinds = {
            "step": _("step"),
            "skip": _("skip"),
            "back": _("return"),
            "lost": _("lost"),
        }
        kind = kinds[one.stream.way] if one.reach else _("loop")
        return _("{start} → {end}, {kind}: {n} moves, {share} of the visits").format(
            start=self._name(one.stream.start),
            end=self._name(one.stream.end),
            kind=kind,
            n=number(one.stream.moves),
            share=rate(one.stream.share),
        )

    def summary(self) -> str:
        """Return in text what the chart shows."""
        return "; ".join(self._told(one) for one in self._shown)

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        table: list[Row] = [["from", "to", "moves", "share"]]
        for one in self._placed:
            ends = [self._name(one.stream.start), self._name(one.stream.end)]
            table.append([*ends, one.stream.moves, one.stream.share])
        return table

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint flows first, stages over them."""
        if not self._nodes:
            return nothing_to_show(painter, box, _("No stage was measured."), self.colours)
        top = self.legend(painter, box) + 4
        area = box.adjusted(0, top, 0, 0)
        high = area.height() / len(self._nodes)
        card = self._card(painter, area, high)
        shown = self._shown
        most = max((one.stream.moves for one in shown), default=1)
        boxes: dict[int, QRectF] = {}
        for at in sorted(range(len(shown)), key=lambda n: -shown[n].reach):
            boxes[at] = self._flow(painter, card, high, area, shown[at], most)
        cards = [
            self._node(painter, card.translated(0, at * high), node)
            for at, node in enumerate(self._nodes)
        ]
        ends = [boxes[at] for at in range(len(shown))]
        self._labels(painter, ends, cards)
        return [*cards, *ends]

    def _card(self, painter: QPainter, area: QRectF, high: float) -> QRectF:
        """Return the first row's card; the others lie below it."""
        painter.setFont(font(BODY))
        wide = max(painter.fontMetrics().horizontalAdvance(node.name) for node in self._nodes)
        width = min(max(wide + 110.0, 170.0), area.width() * 0.46)
        middle = area.left() + area.width() * 0.46
        return QRectF(middle - width / 2, area.top() + 3, width, min(high - 16, 30.0))

    def _node(self, painter: QPainter, card: QRectF, node: Node) -> QRectF:
        colours = self.colours
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.panel))
        painter.drawRoundedRect(card, 7, 7)
        draw_stage_mark(
            painter, QRectF(card.left() + 8, card.center().y() - 5, 10, 10), node.colour, node.kind
        )
        painter.setFont(font(BODY, bold=True))
        figure = number(node.visits)
        wide = painter.fontMetrics().horizontalAdvance(figure) + 2.0
        right = QRectF(card.right() - wide - STEP, card.top(), wide, card.height())
        text_in(painter, right, figure, colours.ink, Qt.AlignmentFlag.AlignRight)
        painter.setFont(font(BODY))
        room = QRectF(
            card.left() + 24, card.top(), right.left() - card.left() - 24 - STEP, card.height()
        )
        fits = painter.fontMetrics().horizontalAdvance(node.name) <= room.width()
        text_in(painter, room, node.name if fits else node.short, colours.ink)
        return card

    def _ink(self, one: _Placed) -> str:
        colours = self.colours
        inks = {"lost": colours.lost, "back": colours.recycle, "skip": colours.warning}
        return inks.get(one.stream.way, colours.accent)

    def _flow(
        self, painter: QPainter, card: QRectF, high: float, area: QRectF, one: _Placed, most: int
    ) -> QRectF:
        width = max(WIDEST * math.sqrt(one.stream.moves / most), THINNEST)
        ink = QColor(self._ink(one))
        ink.setAlphaF(0.75)
        pen = QPen(ink, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if one.stream.way == "back":
            pen.setDashPattern([max(6.0 / width, 1.0), max(4.0 / width, 0.7)])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        start = card.translated(0, one.first * high)
        end = card.translated(0, one.last * high)
        if one.is_straight:
            return self._step(painter, start, end, ink, width)
        return self._arc(painter, start, end, area, one, ink, width)

    def _step(
        self, painter: QPainter, start: QRectF, end: QRectF, ink: QColor, width: float
    ) -> QRectF:
        x = start.center().x()
        head = min(width * 0.5 + 4, 9.0)
        tip = QPointF(x, end.top())
        painter.drawLine(QPointF(x, start.bottom()), QPointF(x, tip.y() - head + 1))
        _arrow_head(painter, tip, QPointF(0, 1), head, ink)
        return QRectF(x - 40, start.bottom(), 80, end.top() - start.bottom())

    def _arc(
        self,
        painter: QPainter,
        start: QRectF,
        end: QRectF,
        area: QRectF,
        one: _Placed,
        ink: QColor,
        width: float,
    ) -> QRectF:
        side = -1 if one.is_up else 1
        edge = start.left() if side < 0 else start.right()
        limit = area.left() + 6 if side < 0 else area.right() - 6
        longest = max((p.reach for p in self._shown if p.is_up == one.is_up), default=1)
        share = math.sqrt(max(one.reach, 0.6) / max(longest, 1))
        room = abs(limit - edge) - 54  # what a label takes beside the widest arc
        swing = side * max(min(room, 190.0) * min(share, 1.0), 16.0)
        # Leave low and come in high, so that what leaves and what comes stay apart.
        y1 = start.center().y() + (6 if one.last >= one.first else -6) * (1 if one.reach else -1)
        y2 = end.center().y() + (-6 if one.last > one.first else 6)
        path = QPainterPath(QPointF(edge, y1))
        head = min(width * 0.5 + 4, 9.0)
        tip = QPointF(edge, y2)
        path.cubicTo(
            QPointF(edge + swing * 4 / 3, y1),
            QPointF(edge + swing * 4 / 3, y2),
            QPointF(edge + side * (head - 1), y2),
        )
        painter.drawPath(path)
        _arrow_head(painter, tip, QPointF(-side, 0), head, ink)
        apex = path.pointAtPercent(0.5)
        return QRectF(apex.x() - 14, apex.y() - 10, 28, 20)

    def _labels(self, painter: QPainter, places: list[QRectF], cards: list[QRectF]) -> None:
        """Write the shares at the flows, those with most moves first, where there is room."""
        painter.setFont(font(SMALL))
        metrics = painter.fontMetrics()
        taken = list(cards)
        ranked = sorted(
            zip(self._shown, places, strict=True), key=lambda pair: -pair[0].stream.moves
        )
        for one, place in ranked:
            text = rate(one.stream.share)
            wide = metrics.horizontalAdvance(text) + 6.0
            x = place.center().x() + 10
            if not one.is_straight:
                x = place.center().x() + (8 if not one.is_up else -8 - wide)
            box = QRectF(x, place.center().y() - LINE / 2, wide, LINE)
            if any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            ground = QColor(self.colours.panel)
            ground.setAlphaF(0.85)
            painter.fillRect(box, ground)
            text_in(painter, box.adjusted(3, 0, 0, 0), text, self.colours.ink)


def _arrow_head(painter: QPainter, tip: QPointF, way: QPointF, size: float, ink: QColor) -> None:
    across = QPointF(-way.y(), way.x())
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    back = tip - way * size
    painter.drawPolygon(QPolygonF([tip, back + across * size * 0.75, back - across * size * 0.75]))
    painter.restore()
