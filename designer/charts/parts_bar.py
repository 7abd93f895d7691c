"""One bar divided into parts that make up a whole, such as what a range comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from funnelcraft.designer.charts.drawing import Sample, hatched, nothing_to_show, text_in
from funnelcraft.designer.charts.legend import Key
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import SMALL, Palette
from funnelcraft.funnel.text import _, percent

HEIGHT = 34.0


@dataclass(frozen=True)
class Part:
    """A part of the whole: its name, what is meant by it, its share and that share's error."""

    name: str
    meaning: str
    share: float
    error: float


class PartsBar(Plot):
    """Shows parts side by side: told apart by pattern and shade, not by colour alone."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("What the range comes from"), height=70)
        self.parts: tuple[Part, ...] = ()
        self.nothing = _("Nothing is uncertain.")

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show these parts; their shares sum to 1."""
        self.parts = tuple(parts)
        self.show_again()

    def words(self) -> tuple[str, ...]:
        """Return what each part tells."""
        text = _("{name}: {share} of the variance (± {error}). {meaning}")
        return tuple(
            text.format(
                name=part.name,
                share=percent(part.share),
                error=_error(part.error),
                meaning=part.meaning,
            )
            for part in self.parts
        )

    def summary(self) -> str:
        """Return in text what the chart shows."""
        return " ".join(self.words()) or self.nothing

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        table: list[Row] = [["part", "share_of_variance", "standard_error"]]
        return table + [[part.name, part.share, part.error] for part in self.parts]

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend: each part with its share."""
        if not any(part.share > 0 for part in self.parts):
            return ()
        samples: tuple[Sample, ...] = ("box", "hatch", "band")
        return tuple(
            Key(samples[at % 3], self.colours.accent, f"{part.name} {percent(part.share)}")
            for at, part in enumerate(self.parts)
        )

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint the bar below its legend."""
        if not any(part.share > 0 for part in self.parts):
            return nothing_to_show(painter, box, self.nothing, self.colours)
        top = self.legend(painter, box)
        left, boxes = box.left(), []
        for at, part in enumerate(self.parts):
            place = QRectF(left, box.top() + top + 4, box.width() * part.share, HEIGHT)
            self._draw(painter, place.adjusted(0.5, 0, -0.5, 0), at, part)
            boxes.append(place)
            left = place.right()
        return boxes

    def _draw(self, painter: QPainter, place: QRectF, at: int, part: Part) -> None:
        if place.width() <= 0:
            return
        ink = QColor(self.colours.accent)
        if at % 3 == 1:
            hatched(painter, place, self.colours.accent)
        else:
            ink.setAlphaF(1.0 if at % 3 == 0 else 0.3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawRoundedRect(place, 3, 3)
        painter.setFont(font(SMALL))
        if at % 3 != 1 and place.width() > painter.fontMetrics().horizontalAdvance("100%") + 8:
            text = self.colours.panel if at % 3 == 0 else self.colours.ink
            centre = Qt.AlignmentFlag.AlignHCenter
            text_in(painter, place, percent(part.share), text, centre)


def _error(error: float) -> str:
    return "?" if error != error else percent(error)
