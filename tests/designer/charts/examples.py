"""A filled and an empty example of every chart, by its class."""

from collections.abc import Callable
from datetime import date
from functools import partial

import numpy as np

from funnelcraft.designer.charts.aging import Aging
from funnelcraft.designer.charts.bars import Bar, FunnelBars
from funnelcraft.designer.charts.bridge import Bridge, Step
from funnelcraft.designer.charts.closing import ClosingChart
from funnelcraft.designer.charts.columns import Column, Columns
from funnelcraft.designer.charts.curves import Curve
from funnelcraft.designer.charts.cuts import Cuts
from funnelcraft.designer.charts.fan import Fan, FanChart
from funnelcraft.designer.charts.fans import Fans, Mark, Series, Shown
from funnelcraft.designer.charts.flow_map import FlowMap, Node, Stream
from funnelcraft.designer.charts.histogram import Histogram
from funnelcraft.designer.charts.intervals import Interval, IntervalRows
from funnelcraft.designer.charts.layers import Layer, LayerChart, Layers
from funnelcraft.designer.charts.parts_bar import Part, PartsBar
from funnelcraft.designer.charts.plot import Plot
from funnelcraft.designer.charts.use import UseChart
from funnelcraft.designer.charts.waterfall import Fall, Waterfall
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.aging import Aged
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import count
from funnelcraft.simulation.forecast import Bands, periods
from funnelcraft.simulation.forecast.service import Month
from funnelcraft.simulation.lead_times import LeadTime
from tests.funnel.measured_funnels import measured

LONG = "A stage whose name is far longer than any chart is wide " * 3


def whole() -> Funnel:
    """Return a measured funnel."""
    return measured("sales-funnel")


def bands(days: int = 365) -> Bands:
    """Return bands by month that widen with time."""
    within = periods(date(2026, 1, 1), days, "month")
    middle = np.linspace(100.0, 150.0, len(within.starts))
    wide = np.linspace(10.0, 40.0, len(within.starts))
    spans = {"p2_5": -2.0, "p10": -1.0, "p50": 0.0, "p90": 1.0, "p97_5": 2.0}
    shapes = {name: middle + by * wide for name, by in spans.items()}
    return Bands(starts=within.starts, ends=within.ends, mean=middle, **shapes)


def fan(palette: Palette) -> FanChart:
    """Return a fan with its exact means."""
    chart, shown = FanChart(palette), bands()
    exact = (shown.mean * 1.4).tolist()
    chart.show_fan(Fan("Deals won, per month", shown, "month", False, False, count, "", exact))
    return chart


def fans(palette: Palette) -> Fans:
    """Return the fans of two designs, the second a little higher."""
    chart, lower = Fans(palette, "Both designs"), bands()
    higher = Bands(
        lower.starts,
        lower.ends,
        *(getattr(lower, name) + 20 for name in ("mean", "p2_5", "p10", "p50", "p90", "p97_5")),
    )
    series = (Series(LONG, lower, "dash", "muted"), Series("B", higher, "line", "accent"))
    mark = Mark(date(2026, 5, 1), LONG)
    chart.show_fans(Shown(series, "month", False, False, count, count, marks=(mark,)))
    return chart


def bridge(palette: Palette) -> Bridge:
    """Return a step up and a step down."""
    chart = Bridge(palette, "What each change adds")
    steps = [Step(LONG, 12.0, 10.5, 13.5, f"{LONG}: +12"), Step("B", -4.0, -4.5, -3.5, "B: −4")]
    chart.show_steps(("A", LONG), (60.0, 68.0), steps, count, count)
    return chart


def bars(palette: Palette) -> FunnelBars:
    """Return the bars of three stages."""
    chart = FunnelBars(palette)
    chart.show_bars(
        [
            Bar(LONG, "A", 5000.0, palette.marketing, 0.08),
            Bar("B", "B", 400.0, palette.sales),
            Bar("C", "C", 0.0, palette.won),
        ]
    )
    return chart


def columns(palette: Palette) -> Columns:
    """Return the counts of three months, the first of them a part."""
    chart = Columns(palette)
    chart.show_columns(
        [
            Column("Jan", "2018", "Jan 2018", 90, True),
            Column("Feb", "", "Feb 2018", 40),
            Column("Mar", "", "Mar 2018", 42),
        ],
        LONG,
    )
    return chart


def waterfall(palette: Palette) -> Waterfall:
    """Return two stages that lose leads."""
    chart = Waterfall(palette)
    chart.show_falls(100.0, [Fall(LONG, "L", 60.0, 10.0), Fall("B", "B", 0.0, 15.0, 5.0)], 10.0)
    return chart


def aging(palette: Palette) -> Aging:
    """Return the ages of leads in three stages, one of which nobody left."""
    chart = Aging(palette)
    chart.show_aged(
        [
            Aged(LONG, 90, 20.0, 3.0, 80.0, 10.0, 40.0, 25),
            Aged("B", 4, 2.0, 1.0, 4.0, 5.0, 12.0),
            Aged("C", 1, 300.0),
        ],
        str,
    )
    return chart


def curve(palette: Palette) -> Curve:
    """Return the curve of a measured move."""
    chart, known = Curve(palette), whole().baseline
    assert known is not None
    chart.show_move(known.moves[0])
    return chart


def histogram(palette: Palette) -> Histogram:
    """Return the times of a measured move."""
    chart, known = Histogram(palette), whole().baseline
    assert known is not None
    chart.show_move(known.moves[0])
    return chart


def cuts(palette: Palette) -> Cuts:
    """Return a backtest."""
    chart, known = Cuts(palette), whole().baseline
    assert known is not None
    chart.show_test(known.backtests[0])
    return chart


def flow_map(palette: Palette) -> FlowMap:
    """Return stages with all kinds of ways between them."""
    chart = FlowMap(palette)
    nodes = [
        Node("a", LONG, "A", "open", palette.marketing, 100, 5),
        Node("b", "B", "B", "gate", palette.sales, 50, 5),
        Node("c", "C", "C", "won", palette.won, 20, 0),
        Node("d", "D", "D", "lost", palette.lost, 20, 0),
    ]
    streams = [
        Stream("a", "b", 50, 0.5, "step"),
        Stream("a", "c", 5, 0.05, "skip"),
        Stream("b", "a", 9, 0.18, "back"),
        Stream("b", "b", 3, 0.06, "back"),
        Stream("b", "d", 20, 0.4, "lost"),
        Stream("b", "gone", 20, 0.4, "step"),
        Stream("b", "c", 0, 0.0, "step"),
    ]
    chart.show_flows(nodes, streams)
    return chart


def layers(palette: Palette) -> LayerChart:
    """Return three stages on each other, two of one colour."""
    chart, shown = LayerChart(palette, "Pipeline by stage"), bands()
    made = [
        Layer("a", "Lead", palette.marketing, shown.p50.tolist()),
        Layer("b", LONG, palette.sales, shown.p90.tolist()),
        Layer("c", "Won", palette.sales, (shown.p10 / 2).tolist()),
    ]
    chart.show_layers(Layers("Pipeline", shown.starts, shown.ends, "month", made, count))
    return chart


def intervals(palette: Palette) -> IntervalRows:
    """Return differences to either side of zero."""
    chart = IntervalRows(palette, "Differences")
    rows = [
        Interval(LONG, 12.0, 4.0, 20.0, -3.0, 31.0, "A"),
        Interval("Deals", -4.0, -6.0, -1.0, -9.0, 0.5, ink="lost"),
        Interval("Exactly alike", 0.0, 0.0, 0.0, 0.0, 0.0),
    ]
    chart.show_intervals(rows, count, "median difference")
    return chart


def closing(palette: Palette) -> ClosingChart:
    """Return the times of leads of which half are won within five days."""
    chart = ClosingChart(palette)
    chart.show_time(LeadTime(np.array([0.1, 0.2, 0.1, 0.0, 0.1]), 0.5))
    return chart


def parts(palette: Palette) -> PartsBar:
    """Return three parts, one of them nothing."""
    chart = PartsBar(palette)
    names = (("Luck", 0.5), (LONG, 0.3), ("Drift", 0.2))
    chart.show_parts([Part(name, "Why.", share, 0.01) for name, share in names])
    return chart


def use(palette: Palette) -> UseChart:
    """Return a stage that is full from its second month on."""
    chart, within = UseChart(palette, "Use"), periods(date(2026, 1, 1), 90, "month")
    spans = zip(within.starts, within.ends, (10.0, 20.0, 21.0), strict=True)
    chart.show_months([Month(s, e, 30.0, done, 21.0, 10.0) for s, e, done in spans])
    return chart


# Every chart of `designer/charts` stands here; a test looks for those that do not.
FILLED: dict[type[Plot], Callable[[Palette], Plot]] = {
    FanChart: fan,
    Fans: fans,
    Bridge: bridge,
    FunnelBars: bars,
    Columns: columns,
    Waterfall: waterfall,
    Aging: aging,
    Curve: curve,
    Histogram: histogram,
    Cuts: cuts,
    FlowMap: flow_map,
    LayerChart: layers,
    IntervalRows: intervals,
    ClosingChart: closing,
    PartsBar: parts,
    UseChart: use,
}
EMPTY: dict[type[Plot], Callable[[Palette], Plot]] = {
    FanChart: FanChart,
    Fans: lambda palette: Fans(palette, "Both designs"),
    Bridge: lambda palette: Bridge(palette, "What each change adds"),
    FunnelBars: FunnelBars,
    Columns: Columns,
    Waterfall: Waterfall,
    Aging: Aging,
    Curve: Curve,
    Histogram: Histogram,
    Cuts: Cuts,
    FlowMap: FlowMap,
    LayerChart: partial(LayerChart, name="Pipeline by stage"),
    IntervalRows: partial(IntervalRows, name="Differences"),
    ClosingChart: ClosingChart,
    PartsBar: PartsBar,
    UseChart: partial(UseChart, name="Use"),
}
