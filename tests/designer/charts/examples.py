"""A filled and an empty example of every chart, by its class."""

from collections.abc import Callable
from datetime import date

import numpy as np

from funnelcraft.designer.charts.bars import Bar, FunnelBars
from funnelcraft.designer.charts.bridge import Bridge, Step
from funnelcraft.designer.charts.columns import Column, Columns
from funnelcraft.designer.charts.curves import Curve
from funnelcraft.designer.charts.cuts import Cuts
from funnelcraft.designer.charts.fan import Fan, FanChart
from funnelcraft.designer.charts.fans import Fans, Mark, Series, Shown
from funnelcraft.designer.charts.flow_map import FlowMap, Node, Stream
from funnelcraft.designer.charts.histogram import Histogram
from funnelcraft.designer.charts.plot import Plot
from funnelcraft.designer.charts.waterfall import Fall, Waterfall
from funnelcraft.designer.tokens import Palette
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import count
from funnelcraft.simulation.forecast import Bands, periods
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
    steps = [Step(LONG, 12.0, 1.5, f"{LONG}: +12"), Step("B", -4.0, 0.5, "B: −4")]
    chart.show_steps(("A", LONG), (60.0, 68.0), steps, count, count)
    return chart


def bars(palette: Palette) -> FunnelBars:
    """Return the bars of three stages."""
    chart = FunnelBars(palette)
    chart.show_bars(
        [
            Bar(LONG, "A", 5000.0, palette.marketing),
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
    chart.show_falls(100.0, [Fall(LONG, "L", 60.0, 10.0), Fall("B", "B", 0.0, 20.0)], 10.0)
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


# Every chart of `designer/charts` stands here; a test looks for those that do not.
FILLED: dict[type[Plot], Callable[[Palette], Plot]] = {
    FanChart: fan,
    Fans: fans,
    Bridge: bridge,
    FunnelBars: bars,
    Columns: columns,
    Waterfall: waterfall,
    Curve: curve,
    Histogram: histogram,
    Cuts: cuts,
    FlowMap: flow_map,
}
EMPTY: dict[type[Plot], Callable[[Palette], Plot]] = {
    FanChart: FanChart,
    Fans: lambda palette: Fans(palette, "Both designs"),
    Bridge: lambda palette: Bridge(palette, "What each change adds"),
    FunnelBars: FunnelBars,
    Columns: Columns,
    Waterfall: Waterfall,
    Curve: Curve,
    Histogram: Histogram,
    Cuts: Cuts,
    FlowMap: FlowMap,
}
