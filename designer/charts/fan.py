"""The fan of a forecast: median, 80% and 95% of the runs over time, and the exact mean."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from funnelcraft.designer.charts.axes import bottom_dates, columns_of, period_name, places_of
from funnelcraft.designer.charts.drawing import LINE, left_axis, nice_ticks, nothing_to_show
from funnelcraft.designer.charts.legend import Key
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.funnel.text import _
from funnelcraft.simulation.forecast import Bands

HEADING = 28.0
OUTER, INNER = 0.16, 0.30  # how strongly the 95% and the 80% are tinted
FEW = 31  # periods that are marked each
STALE = 0.35  # how strongly old figures are drawn


@dataclass(frozen=True, eq=False)
class Fan:
    """What a fan shows: bands, how they were asked for, and how figures are written.

    `exact` holds the mean of each period without luck, where it is known; `approximate` says that
    queues make it an approximation.
    """

    title: str
    bands: Bands
    period: str
    cumulative: bool
    is_level: bool
    write: Callable[[float], str]
    note: str = ""
    exact: Sequence[float] | None = None
    approximate: bool = False


def places(fan: Fan) -> tuple[list[float], slice]:
    """Return where on the axis a fan's periods stand (days from the start), and which are shown."""
    at_end = fan.cumulative or fan.is_level
    return places_of(fan.bands.starts, fan.bands.ends, fan.period, at_end=at_end)


class FanChart(Plot):
    """Shows a fan; every period that is shown is a point."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("Forecast over time"), 250)
        self._fan: Fan | None = None
        self._x: list[float] = []
        self._shown = slice(0, 0)
        self._is_stale = False
        self._is_ahead = False

    @property
    def shows_mean(self) -> bool:
        """Whether a mean is shown that no run has refined yet."""
        return self._is_ahead

    @property
    def fan(self) -> Fan | None:
        """What is shown."""
        return self._fan

    def show_fan(self, fan: Fan) -> None:
        """Show other bands; a period that is told is told on, where it is the same one."""
        before, at = self._fan, self.at
        self._fan, self._is_stale, self._is_ahead = fan, False, False
        self._x, self._shown = places(fan)
        self.show_again()
        if at is not None and before is not None and before.bands.starts == fan.bands.starts:
            self.point_at(at)

    def show_mean(self, fan: Fan) -> None:
        """Show the mean of a fan at once, before any run is done.

        Bands that are shown stay below it, dimmed, where they are of the same figure; else the mean
        stands alone: it is all that `fan` has.
        """
        before = self._fan
        if before is not None and _is_alike(before, fan) and not self._is_alone:
            fan = replace(before, exact=fan.exact, approximate=fan.approximate)
        self.show_fan(fan)
        self._is_stale = self._is_ahead = True

    @property
    def _is_alone(self) -> bool:
        """Whether there are no bands: they have no width where there are no runs."""
        return self._fan is not None and self._fan.bands.p10 is self._fan.bands.p90

    def set_stale(self, stale: bool) -> None:
        """Dim what is shown while newer figures are on their way."""
        if stale != self._is_stale:
            self._is_stale = stale
            self.update()

    # What it says

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend."""
        if self._fan is None:
            return ()
        accent = self.colours.accent
        mean = _("approximate mean") if self._fan.approximate else _("exact mean")
        if self._is_alone:
            return (Key("dash", self.colours.warning, mean),)
        keys = [
            Key("line", accent, _("median"), "p50"),
            Key("strong band", accent, _("80% of the runs"), "inner"),
            Key("band", accent, _("95% of the runs"), "outer"),
        ]
        if self._fan.exact is not None:
            keys.append(Key("dash", self.colours.warning, mean, "exact"))
        return tuple(keys)

    def words(self) -> tuple[str, ...]:
        """Return what each shown period tells."""
        return tuple(self.describe(at) for at in range(len(self._x)))

    def describe(self, at: int) -> str:
        """Say what the runs forecast for a shown period."""
        fan = self._fan
        if fan is None:
            return ""
        place = range(len(fan.bands.starts))[self._shown][at]
        bands, write = fan.bands, fan.write
        if fan.cumulative or fan.is_level:
            when = period_name(bands.ends[place], bands.ends[place], "day")
        else:
            when = period_name(bands.starts[place], bands.ends[place], fan.period)
        spans = [
            f"{level}: {write(low[place])}–{write(high[place])}"
            for series, level, low, high in (
                ("inner", "80%", bands.p10, bands.p90),
                ("outer", "95%", bands.p2_5, bands.p97_5),
            )
            if self.shows(series)
        ]
        if self._is_alone and fan.exact is not None:
            return _("{when}: {mean} in the mean").format(when=when, mean=write(fan.exact[place]))
        told = [", ".join(spans)] if spans else []
        if self.shows("p50"):
            median = write(bands.p50[place])
            told = [f"{median} ({told[0]})" if told else median]
        if fan.exact is not None and self.shows("exact"):
            told.append(_("mean {figure}").format(figure=write(fan.exact[place])))
        return f"{when}: {', '.join(told)}"

    def summary(self) -> str:
        """Return in text what the chart shows: its title, the first and the last period."""
        if self._fan is None or not self._x:
            return _("The runs are not there yet.")
        ends = dict.fromkeys((0, len(self._x) - 1))
        return "; ".join((self._fan.title, *(self.describe(at) for at in ends)))

    def rows(self) -> list[Row]:
        """Return what is shown as a table, all periods, partial ones too."""
        if self._fan is None:
            return []
        bands, exact = self._fan.bands, self._fan.exact
        names = ["mean", "p2_5", "p10", "p50", "p90", "p97_5"]
        columns = [getattr(bands, name).tolist() for name in names]
        if exact is not None:
            names, columns = [*names, "exact_mean"], [*columns, list(exact)]
        head: Row = ["first_day", "last_day", *names]
        spans = zip(bands.starts, bands.ends, *columns, strict=True)
        return [head, *([s.isoformat(), e.isoformat(), *figures] for s, e, *figures in spans)]

    # Painting

    def draw_titled(self, painter: QPainter, box: QRectF) -> None:
        """Paint title, note and chart into a box, for saving."""
        if self._fan is None:
            return
        painter.setPen(QColor(self.colours.ink))
        painter.setFont(font(bold=True))
        heading = QRectF(box.left() + STEP, box.top(), box.width() - 2 * STEP, HEADING)
        painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter, self._fan.title)
        painter.setPen(QColor(self.colours.muted))
        painter.setFont(font())
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(heading, right, self._fan.note)
        self.draw(painter, box.adjusted(0, HEADING, 0, 0))

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint axes, bands and lines."""
        fan = self._fan
        if fan is None or not self._x:
            return nothing_to_show(painter, box, self.summary(), self.colours)
        top = self.legend(painter, box)
        frame = box.adjusted(0, top, 0, -LINE - 4)
        ticks = nice_ticks(self._highest(fan), max(int(frame.height() // 44), 2))
        area = left_axis(painter, frame, ticks, fan.write, self.colours)
        x = bottom_dates(painter, area, fan.bands.starts[0], fan.bands.ends[-1], self.colours)
        xs = [x(day) for day in self._x]
        painter.setOpacity(STALE if self._is_stale else 1.0)
        self._draw_bands(painter, fan, xs, _Scale(area, ticks[-1]))
        painter.setOpacity(1.0)
        return columns_of(xs, area)

    def _highest(self, fan: Fan) -> float:
        bands = fan.bands
        shown = [
            values[self._shown]
            for series, values in (
                ("outer", bands.p97_5),
                ("inner", bands.p90),
                ("p50", bands.p50),
                ("exact", fan.exact),
            )
            if values is not None and self.shows(series)
        ]
        return max((float(max(values)) for values in shown if len(values)), default=0.0)

    def _draw_bands(
        self, painter: QPainter, fan: Fan, xs: Sequence[float], scale: "_Scale"
    ) -> None:
        bands, accent = fan.bands, QColor(self.colours.accent)
        if self._is_alone:
            self._draw_mean(painter, fan, xs, scale)
            return
        for series, low, high, strength in (
            ("outer", bands.p2_5, bands.p97_5, OUTER),
            ("inner", bands.p10, bands.p90, INNER),
        ):
            if self.shows(series):
                lower = scale.places(xs, low[self._shown].tolist())
                upper = scale.places(xs, high[self._shown].tolist())
                tint = QColor(accent)
                tint.setAlphaF(strength)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tint)
                painter.drawPolygon(QPolygonF([*lower, *reversed(upper)]))
        if self.shows("p50"):
            line = scale.places(xs, bands.p50[self._shown].tolist())
            _draw_line(painter, line, QPen(accent, 2.2), dotted=len(line) <= FEW)
        if fan.exact is not None and self.shows("exact"):
            self._draw_mean(painter, fan, xs, scale)

    def _draw_mean(self, painter: QPainter, fan: Fan, xs: Sequence[float], scale: "_Scale") -> None:
        if fan.exact is not None:
            # It is of the newest edit, also where the bands are not.
            painter.setOpacity(1.0)
            pen = QPen(QColor(self.colours.warning), 1.8, Qt.PenStyle.DashLine)
            _draw_line(painter, scale.places(xs, list(fan.exact)[self._shown]), pen)


def _is_alike(one: Fan, other: Fan) -> bool:
    """Say whether two fans are of the same figure over the same periods."""
    return one.title == other.title and one.bands.starts == other.bands.starts


@dataclass(frozen=True)
class _Scale:
    """Where figures stand in an area whose upper edge is `top`."""

    area: QRectF
    top: float

    def places(self, xs: Sequence[float], values: Sequence[float]) -> list[QPointF]:
        """Return the points of figures at these x."""
        bottom, scale = self.area.bottom(), self.area.height() / (self.top or 1.0)
        return [QPointF(x, bottom - scale * value) for x, value in zip(xs, values, strict=True)]


def _draw_line(painter: QPainter, line: list[QPointF], pen: QPen, *, dotted: bool = False) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF(line))
    if dotted:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pen.color())
        for point in line:
            painter.drawEllipse(point, 3.0, 3.0)
