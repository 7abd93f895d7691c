"""Where leads are lost: from all that came, down stage by stage, to those won."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from funnelcraft.designer.charts.drawing import hatched, nothing_to_show, text_in
from funnelcraft.designer.charts.legend import Key
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, STEP, Palette
from funnelcraft.funnel.text import _, count, rate

ROW = 26
NAMES = 0.34  # of the width at most


@dataclass(frozen=True)
class Fall:
    """A step down: a stage, its short name, those who go nowhere there, and recorded as lost.

    `elsewhere` are not lost, but move on by ways that the funnel does not draw.
    """

    name: str
    short: str
    nowhere: float
    ended: float
    elsewhere: float = 0.0

    @property
    def leads(self) -> float:
        """All that leave the funnel here."""
        return self.nowhere + self.ended + self.elsewhere


class Waterfall(Plot):
    """Shows leads that came, those lost in each stage, and those won."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("Where leads are lost"), 120)
        self._came = 0.0
        self._falls: tuple[Fall, ...] = ()
        self._won = 0.0

    def show_falls(self, came: float, falls: Sequence[Fall], won: float) -> None:
        """Show the steps from all that came to those won."""
        self._came, self._falls, self._won = came, tuple(falls), won
        self.set_height(ROW * (len(self._falls) + 2) + 26)
        self.show_again()

    @property
    def is_list(self) -> bool:
        """Whether the points lie below each other: they do."""
        return True

    def _share(self, leads: float) -> str:
        return rate(leads / self._came) if self._came > 0 else ""

    def words(self) -> tuple[str, ...]:
        """Return what each step tells."""
        if not self._came:
            return ()
        came = _("{n} leads came in").format(n=count(self._came))
        falls = (self._tell(one) for one in self._falls) if self._has_falls else ()
        if not self.shows("won"):
            return (came, *falls)
        won = _("{n} leads are won in the end ({share} of all)").format(
            n=count(self._won), share=self._share(self._won)
        )
        return (came, *falls, won)

    @property
    def _has_falls(self) -> bool:
        return any(self.shows(part) for part in ("nowhere", "ended", "elsewhere"))

    @property
    def _has_elsewhere(self) -> bool:
        return any(one.elsewhere > 0 for one in self._falls)

    def _parts(self, one: Fall) -> list[tuple[float, str, bool]]:
        """Return the parts of a step that are shown: leads, colour, whether it is hatched."""
        colours = self.colours
        parts = (
            ("elsewhere", one.elsewhere, colours.warning, False),
            ("ended", one.ended, colours.lost, False),
            ("nowhere", one.nowhere, colours.lost, True),
        )
        return [(leads, ink, hatch) for key, leads, ink, hatch in parts if self.shows(key)]

    def _left(self, one: Fall) -> float:
        """Return the leads that leave in a step, of the kinds that are shown."""
        return sum(leads for leads, _ink, _hatch in self._parts(one))

    def _tell(self, one: Fall) -> str:
        parts = []
        if self.shows("nowhere"):
            parts.append(_("{n} go nowhere").format(n=count(one.nowhere)))
        if self.shows("ended"):
            parts.append(_("{n} are recorded as lost").format(n=count(one.ended)))
        if self.shows("elsewhere") and one.elsewhere > 0:
            parts.append(
                _("{n} move on in ways the funnel does not draw").format(n=count(one.elsewhere))
            )
            text = _("{stage}: {n} leads leave ({share} of all): {parts}")
        else:
            text = _("{stage}: {n} leads are lost ({share} of all): {parts}")
        return text.format(
            stage=one.name,
            n=count(self._left(one)),
            share=self._share(self._left(one)),
            parts=", ".join(parts),
        )

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend."""
        if self._came <= 0:
            return ()
        colours = self.colours
        aside = Key("box", colours.warning, _("move on in ways not drawn"), "elsewhere")
        return (
            Key("hatch", colours.lost, _("go nowhere"), "nowhere"),
            Key("box", colours.lost, _("recorded as lost"), "ended"),
            *((aside,) if self._has_elsewhere else ()),
            Key("box", colours.won, _("won"), "won"),
        )

    def summary(self) -> str:
        """Return in text what the chart shows."""
        return "; ".join(self.words())

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        head: Row = ["stage", "lost", "go_nowhere", "recorded_as_lost", "move_on_in_ways_not_drawn"]
        falls: list[Row] = [
            [one.name, one.nowhere + one.ended, one.nowhere, one.ended, one.elsewhere]
            for one in self._falls
        ]
        won: Row = ["won", self._won, "", "", ""]
        return [head, *falls, won, ["came in", self._came, "", "", ""]]

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint a row for each step."""
        if self._came <= 0:
            return nothing_to_show(painter, box, _("No lead came in."), self.colours)
        colours = self.colours
        top = self.legend(painter, box)
        lines = self._lines()
        high = (box.height() - top) / len(lines)
        painter.setFont(font(BODY))
        metrics = painter.fontMetrics()
        longest = max(metrics.horizontalAdvance(name) for name, *_rest in lines) + 4.0
        names = min(box.width() * NAMES, longest)
        figures = [(count(leads), self._share(leads)) for *_rest, leads in lines]
        wide = max(metrics.horizontalAdvance(text) for text, _share in figures) + 2.0
        shares = metrics.horizontalAdvance("00.00%") + STEP
        left = box.left() + names + STEP
        room = max(box.right() - wide - shares - STEP - left, 20.0)
        boxes = []
        for at, (name, short, start, parts, _leads) in enumerate(lines):
            row = QRectF(box.left(), box.top() + top + at * high, box.width(), high)
            shown = name if metrics.horizontalAdvance(name) <= names else short
            text_in(painter, QRectF(row.left(), row.top(), names, high), shown, colours.ink)
            self._bar(painter, QRectF(left, row.top() + 4, room, high - 8), start, parts)
            figure, share = figures[at]
            right = Qt.AlignmentFlag.AlignRight
            place = QRectF(row.right() - shares - wide, row.top(), wide, high)
            text_in(painter, place, figure, colours.ink, right)
            place = QRectF(row.right() - shares, row.top(), shares, high)
            text_in(painter, place, share, colours.muted, right)
            boxes.append(row)
        return boxes

    def _lines(self) -> list[tuple[str, str, float, list[tuple[float, str, bool]], float]]:
        """Return for each row its names, where its bar begins, its parts, and its leads."""
        colours, there = self.colours, self._came
        came = _("Came in")
        lines = [(came, came, 0.0, [(self._came, colours.neutral, False)], self._came)]
        for one in self._falls if self._has_falls else ():
            there -= one.leads
            parts = self._parts(one)
            lines.append((one.name, one.short, max(there, 0.0), parts, self._left(one)))
        if self.shows("won"):
            won = _("Won")
            lines.append((won, won, 0.0, [(self._won, colours.won, False)], self._won))
        return lines

    def _bar(
        self, painter: QPainter, box: QRectF, start: float, parts: list[tuple[float, str, bool]]
    ) -> None:
        scale = box.width() / self._came
        x = box.left() + start * scale
        painter.setPen(QPen(QColor(self.colours.line), 1))
        middle = box.center().y()
        painter.drawLine(QLineF(box.left(), middle, x, middle))
        for leads, colour, is_hatched in parts:
            wide = min(leads * scale, box.right() - x)
            if leads <= 0:
                continue
            bar = QRectF(x, box.top(), max(wide, 1.5), box.height())
            if is_hatched:
                hatched(painter, bar, colour)
            else:
                painter.fillRect(bar, QColor(colour))
            x += wide
