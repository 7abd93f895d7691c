"""Figures with their bounds as rows of a chart."""

from typing import Protocol

from funnelcraft.designer.charts.intervals import Interval


class Bounded(Protocol):
    """A mean with the bounds of its 80% and its 95%: a total, or a span."""

    @property
    def mean(self) -> float: ...  # noqa: D102
    @property
    def p2_5(self) -> float: ...  # noqa: D102
    @property
    def p10(self) -> float: ...  # noqa: D102
    @property
    def p90(self) -> float: ...  # noqa: D102
    @property
    def p97_5(self) -> float: ...  # noqa: D102


def interval(name: str, of: Bounded) -> Interval:
    """Return a figure as a row of a chart."""
    return Interval(name, of.mean, of.p10, of.p90, of.p2_5, of.p97_5)
