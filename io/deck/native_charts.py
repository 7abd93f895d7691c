"""Charts of a slide that a presenter can edit: fan, bars and parts as PowerPoint knows them."""

import re
from typing import TYPE_CHECKING, Any

from funnelcraft.funnel.text import _, short_month
from funnelcraft.io.deck.drawing.bars import axis_ticks
from funnelcraft.io.deck.drawing.parts import STRENGTHS, bar_box
from funnelcraft.io.deck.office import lengths, rgb
from funnelcraft.io.deck.page import Bar, BarsPicture, FanPicture, PartsPicture
from funnelcraft.io.deck.shapes import Box, Ink

if TYPE_CHECKING:
    from pptx.slide import Slide

TYPE = 12  # points
_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def add_fan(slide: "Slide", fan: FanPicture, box: Box) -> Any:
    """Add a fan: areas stacked from quantile to quantile, and the median as a line over them.

    Return its frame, as the others do.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data = CategoryChartData(number_format=_format(fan.currency or "count", _largest(fan)))
    data.categories = [short_month(day) for day in fan.ends]
    if not fan.has_bands:
        data.add_series(_("Mean"), fan.mean)
        frame = _frame(slide, XL_CHART_TYPE.LINE, box, data)
        _draw_line(frame.chart.plots[0].series[0])
        _axes(frame.chart, fan.currency or "count", _largest(fan))
        return frame
    layers = (
        (_("up to 2.5%"), fan.p2_5, tuple(0.0 for _day in fan.ends), None),
        (_("2.5% to 10%"), fan.p10, fan.p2_5, Ink("accent", 0.16)),
        (_("10% to 90%"), fan.p90, fan.p10, Ink("accent", 0.42)),
        (_("90% to 97.5%"), fan.p97_5, fan.p90, Ink("accent", 0.16)),
    )
    for name, upper, lower, _ink in layers:
        data.add_series(name, [high - low for high, low in zip(upper, lower, strict=True)])
    data.add_series(_("Median"), fan.p50)
    frame = _frame(slide, XL_CHART_TYPE.AREA_STACKED, box, data)
    chart = frame.chart
    series = list(chart.plots[0].series)
    for one, (_name, _upper, _lower, ink) in zip(series, layers, strict=False):
        _fill(one, ink)
    _axes(chart, fan.currency or "count", _largest(fan))
    _legend(chart)
    _keep_from_legend(chart, 0)
    _as_line(chart, series[-1])
    return frame


def _largest(fan: FanPicture) -> float:
    return max((*fan.p97_5, *fan.mean), default=0.0)


def _as_line(chart: Any, series: Any) -> None:
    """Move a series of an area chart into a line chart on the same axes.

    python-pptx makes charts of one kind only; PowerPoint reads several kinds in one plot.
    """
    from pptx.oxml import parse_xml

    areas = chart.plots[0]._element
    line = parse_xml(
        f'<c:lineChart xmlns:c="{_NAMESPACE}"><c:grouping val="standard"/>'
        '<c:varyColors val="0"/></c:lineChart>'
    )
    areas.remove(series._element)
    line.append(series._element)
    line.append(parse_xml(f'<c:marker xmlns:c="{_NAMESPACE}" val="1"/>'))
    for axis in areas.findall(f"{{{_NAMESPACE}}}axId"):
        line.append(parse_xml(f'<c:axId xmlns:c="{_NAMESPACE}" val="{axis.get("val")}"/>'))
    areas.addnext(line)
    _draw_line(chart.plots[1].series[0])


def _draw_line(series: Any) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.util import Pt

    series.format.line.color.rgb = rgb(Ink("accent"))
    series.format.line.width = Pt(2.5)
    series.marker.style = XL_MARKER_STYLE.NONE
    series.smooth = False


def add_bars(slide: "Slide", picture: BarsPicture, box: Box) -> Any:
    """Add bars: from zero with their intervals, beside published figures, or spans."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    largest = max((max(abs(one.start), abs(one.end)) for one in picture.bars), default=0.0)
    data = CategoryChartData(number_format=_format(picture.unit, largest))
    bars = picture.bars[::-1]  # a bar chart begins at the bottom
    data.categories = [f"{one.name}\n{one.text}" for one in bars]
    marked = any(one.mark is not None for one in bars)
    spans = any(one.start != 0 for one in bars)
    if spans:
        data.add_series(_("up to the lower"), [one.start for one in bars])
        data.add_series(_("lower to upper"), [one.end - one.start for one in bars])
    else:
        data.add_series(_("Ours") if marked else _("More"), [one.end for one in bars])
    if marked:
        data.add_series(_("Published"), [one.mark for one in bars])
    kind = XL_CHART_TYPE.BAR_STACKED if spans else XL_CHART_TYPE.BAR_CLUSTERED
    frame = _frame(slide, kind, box, data)
    chart, plot = frame.chart, frame.chart.plots[0]
    plot.gap_width = 60
    shown = plot.series[1 if spans else 0]
    if spans:
        _fill(plot.series[0], None)
    _colour_points(shown, bars)
    if marked:
        _fill(plot.series[1], Ink("warning", 0.55))
        _legend(chart)
    if not spans:
        _whiskers(shown, bars)
    _axes(chart, picture.unit, largest)
    places = axis_ticks(picture)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = places[0], places[-1]
    chart.value_axis.major_unit = places[1] - places[0]
    return frame


def _colour_points(series: Any, bars: tuple[Bar, ...]) -> None:
    _fill(series, Ink("accent", 0.75))
    for at, bar in enumerate(bars):
        if bar.role != "accent":
            point = series.points[at]
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = rgb(Ink(bar.role, 0.75))


def _whiskers(series: Any, bars: tuple[Bar, ...]) -> None:
    """Add 80% intervals as error bars, which python-pptx does not know."""
    from pptx.oxml import parse_xml

    if any(one.low is None or one.high is None for one in bars):
        return

    def values(name: str, found: list[float]) -> str:
        points = "".join(
            f'<c:pt idx="{at}"><c:v>{one!r}</c:v></c:pt>' for at, one in enumerate(found)
        )
        return (
            f"<c:{name}><c:numLit><c:formatCode>General</c:formatCode>"
            f'<c:ptCount val="{len(found)}"/>{points}</c:numLit></c:{name}>'
        )

    above = [max((one.high or 0.0) - one.end, 0.0) for one in bars]
    below = [max(one.end - (one.low or 0.0), 0.0) for one in bars]
    bars_xml = parse_xml(
        f'<c:errBars xmlns:c="{_NAMESPACE}"><c:errBarType val="both"/>'
        '<c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"{values('plus', above)}{values('minus', below)}</c:errBars>"
    )
    element = series._element
    # The schema has error bars before the categories.
    element.find(f"{{{_NAMESPACE}}}cat").addprevious(bars_xml)


def add_parts(slide: "Slide", picture: PartsPicture, box: Box) -> Any:
    """Add a whole as one stacked bar; what its parts are is written below it."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data = CategoryChartData(number_format="0%")
    data.categories = [_("Variance")]
    for part in picture.parts:
        data.add_series(part.name, [part.share])
    place = bar_box(box).inside(-12, -10, -12, -10)
    frame = _frame(slide, XL_CHART_TYPE.BAR_STACKED_100, place, data)
    chart = frame.chart
    chart.plots[0].gap_width = 10
    for at, part in enumerate(picture.parts):
        _fill(chart.plots[0].series[at], Ink(part.role, STRENGTHS[min(at, len(STRENGTHS) - 1)]))
    chart.category_axis.visible = False
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    return frame


def _frame(slide: "Slide", kind: Any, box: Box, data: Any) -> Any:
    from pptx.util import Pt

    frame = slide.shapes.add_chart(kind, *lengths(box), data)
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = False
    chart.font.size = Pt(TYPE)
    chart.font.color.rgb = rgb(Ink("muted"))
    return frame


def _legend(chart: Any) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION

    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False


def _keep_from_legend(chart: Any, at: int) -> None:
    """Take a series out of the legend: what only lifts the others says nothing there."""
    from pptx.oxml import parse_xml

    entry = parse_xml(
        f'<c:legendEntry xmlns:c="{_NAMESPACE}"><c:idx val="{at}"/>'
        '<c:delete val="1"/></c:legendEntry>'
    )
    # The schema has entries behind the place.
    chart.legend._element.find(f"{{{_NAMESPACE}}}legendPos").addnext(entry)


def _axes(chart: Any, unit: str, largest: float) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION

    values = chart.value_axis
    values.tick_labels.number_format = _format(unit, largest)
    values.tick_labels.number_format_is_linked = False
    values.major_gridlines.format.line.color.rgb = rgb(Ink("line"))
    values.format.line.fill.background()
    chart.category_axis.format.line.color.rgb = rgb(Ink("muted"))
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _format(unit: str, largest: float) -> str:
    """Return how a spreadsheet writes figures of a unit: money in thousands or millions."""
    if unit == "share":
        return "0%"
    if unit == "count":
        return "#,##0" if largest >= 10 else "0.0"
    return _money_format(unit, largest)


def _money_format(currency: str, largest: float) -> str:
    """Return how amounts are written in the language spoken: `$2.4M` or `2,4 Mio. $`."""
    from babel import Locale
    from babel.numbers import get_currency_symbol

    from funnelcraft.funnel.text import locale_name

    locale = Locale.parse(locale_name())
    sign = get_currency_symbol(currency, locale_name()).replace('"', "")
    forms = locale.compact_currency_formats["short"]["other"]
    # A comma behind the figure divides by a thousand.
    for least, power, figure in (
        (1e9, "1000000000", "#,##0.0,,,"),
        (1e6, "1000000", "#,##0.0,,"),
        (1e4, "1000", "#,##0,"),
    ):
        shortens = power in forms and forms[power].pattern.strip("0¤\xa0 ")
        if largest >= least and shortens:
            return _around(figure, forms[power].pattern, sign)
    return _around("#,##0", locale.currency_formats["standard"].pattern.partition(";")[0], sign)


def _around(figure: str, pattern: str, sign: str) -> str:
    """Return a spreadsheet's format with what a pattern of a locale has around its figure."""
    before, after = re.split(r"[#0][#0,.]*", pattern, maxsplit=1)
    texts = [part.replace("'", "").replace("¤", sign) for part in (before, after)]
    start, end = (f'"{text}"' if text else "" for text in texts)
    return f"{start}{figure}{end}"


def _fill(series: Any, ink: Ink | None) -> None:
    if ink is None:
        series.format.fill.background()
    else:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(ink)
    series.format.line.fill.background()
