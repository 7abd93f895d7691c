"""The means of two designs, before any run is played."""

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.expectation import Expectation
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.forecast.means import daily_means


def expected_total(
    found: Expectation, funnel: Funnel, figure: Figure, merged: tuple[str, ...] | None = None
) -> float:
    """Return the mean of a figure over the whole horizon; of a level, at its end.

    `merged` are the stages in the place of the figure's own, added up. Raises KeyError for what
    the expectation does not hold.
    """
    total = 0.0
    for stage in (figure.id,) if merged is None else merged:
        daily = daily_means(found, funnel, Figure(figure.kind, stage))
        if daily is None:
            raise KeyError(stage)
        total += float(daily[-1] if figure.is_level else daily.sum())
    return total
