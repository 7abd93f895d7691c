"""A replay as a film: its frames painted one by one, with the date and what came of it below."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from funnelcraft.designer.canvas.lettering import elided, font, metrics, width
from funnelcraft.designer.canvas.play.painting import Moment
from funnelcraft.designer.canvas.play.theatre import Theatre
from funnelcraft.designer.canvas.play.words import (
    date_line,
    day_line,
    dots_line,
    run_line,
    totals,
)
from funnelcraft.funnel.text import _

WIDTHS = (800, 1280, 1920)
RATES = (10, 20, 25)  # frames a second that a GIF can keep exactly
MOST_FRAMES = 20_000
_CAPTION = 64.0  # height at a width of _USUAL
_USUAL = 1280.0
_FLATTEST, _TALLEST = 0.35, 1.2  # height of the drawing by its width
_INSET = 20.0


@dataclass(frozen=True)
class Cut:
    """What a film shows of a replay. Days count from 0, the last one included."""

    first_day: int
    last_day: int
    days_a_second: float
    frames_a_second: int = 20
    width: int = 1280

    @property
    def frames(self) -> int:
        """How many frames there are."""
        seconds = (self.last_day - self.first_day + 1) / self.days_a_second
        return max(1, math.ceil(seconds * self.frames_a_second))

    def time(self, frame: int) -> float:
        """Return the moment a frame shows, in days from the replay's start."""
        time = self.first_day + frame * self.days_a_second / self.frames_a_second
        return min(time, self.last_day + 1 - 1e-6)


class Film:
    """Paints the frames of a cut. In the GUI's thread only: text is painted with its fonts."""

    def __init__(self, theatre: Theatre, cut: Cut, currency: str) -> None:
        self._theatre, self.cut = theatre, cut
        self._currency = currency
        area = theatre.area
        shape = min(max(area.height() / max(area.width(), 1.0), _FLATTEST), _TALLEST)
        wide = cut.width // 4 * 4  # rows of bytes without gaps
        self._scale = wide / _USUAL
        self._stage = QRectF(0, 0, wide, round(wide * shape))
        self.size = (wide, int(self._stage.height() + round(_CAPTION * self._scale)))
        self._zoom = min(wide / area.width(), self._stage.height() / area.height())
        self._corner = area.center() - self._stage.center() / self._zoom
        self._ground = self._painted_ground()

    def _painted_ground(self) -> QImage:
        ground = QImage(QSize(*self.size), QImage.Format.Format_RGB32)
        ground.fill(QColor(self._theatre.palette.panel))
        source = QRectF(self._corner, self._stage.size() / self._zoom)
        with QPainter(ground) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(self._stage)
            self._theatre.paint_ground(painter, self._stage, source)
        return ground

    def image(self, frame: int) -> QImage:
        """Return a frame."""
        moment = Moment(self.cut.time(frame), self.cut.days_a_second)
        image = self._ground.copy()
        with QPainter(image) as painter:
            painter.setClipRect(self._stage)
            painter.scale(self._zoom, self._zoom)
            painter.translate(-self._corner)
            self._theatre.paint_moment(painter, moment)
            painter.resetTransform()
            painter.setClipping(False)
            painter.translate(0.0, self._stage.bottom())
            painter.scale(self._scale, self._scale)
            self._paint_caption(painter, moment)
        return image

    def pixels(self, frame: int) -> bytes:
        """Return a frame as bytes of red, green and blue, row by row."""
        image = self.image(frame).convertToFormat(QImage.Format.Format_RGB888)
        return bytes(image.constBits())

    @property
    def sample_frames(self) -> tuple[int, ...]:
        """The frames that together hold the film's colours."""
        last = self.cut.frames - 1
        return tuple(sorted({0, last // 2, last}))

    def samples(self) -> list[bytes]:
        """Return those frames."""
        return [self.pixels(frame) for frame in self.sample_frames]

    def _paint_caption(self, painter: QPainter, moment: Moment) -> None:
        """Paint date, totals, and which run this is, in a strip _USUAL units wide."""
        palette, replay = self._theatre.palette, self._theatre.replay
        day = moment.day(replay.days)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, share in ((palette.line, 1.0), (palette.accent, moment.time / replay.days)):
            painter.setBrush(QColor(colour))
            painter.drawRect(QRectF(0, 0, _USUAL * share, 3.0))
        told = "     ".join(
            f"{name}  {figure}" for name, figure in totals(replay, day, self._currency)
        )
        sizes = dots_line(self._theatre.dot_sizes(moment.speed))
        left = [
            (date_line(replay, day), 18, 600, palette.ink),
            (day_line(replay, day), 12, 400, ""),
        ]
        right = [(told, 16, 600, palette.ink), (f"{run_line(replay)} · {sizes}", 12, 400, "")]
        for top, pair in zip((10.0, 37.0), zip(left, right, strict=True), strict=True):
            for place, (text, pixels, weight, colour) in enumerate(pair):
                room = _USUAL * 0.66
                said = elided(text, room, pixels, weight)
                x = _INSET if place == 0 else _USUAL - _INSET - width(said, pixels, weight)
                painter.setFont(font(pixels, weight))
                painter.setPen(QColor(colour or palette.muted))
                painter.drawText(QPointF(x, top + metrics(pixels, weight).ascent()), said)


def cut_problem(cut: Cut, days: int) -> str:
    """Say why a cut can't be filmed; empty where it can."""
    if not 0 <= cut.first_day <= cut.last_day < days:
        return _("The film must begin before it ends, within the days of the forecast.")
    if cut.frames > MOST_FRAMES:
        return _("The film would be too long: choose fewer days or a higher speed.")
    return ""
