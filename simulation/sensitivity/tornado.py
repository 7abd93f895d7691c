"""The tornado: what each figure's bounds do to the outcome, the widest first."""

from dataclasses import dataclass

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.sensitivity.outcome import OnProgress, ShouldStop, outcomes
from funnelcraft.simulation.sensitivity.parameters import Parameter, parameters


@dataclass(frozen=True)
class Bar:
    """The outcome with a figure at its lower and at its upper bound."""

    parameter: Parameter
    at_low: float
    at_high: float

    @property
    def swing(self) -> float:
        """How far apart the two outcomes are."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Tornado:
    """The outcome as designed, and a bar for every figure, the longest first."""

    figure: Figure
    days: int
    base: float
    bars: tuple[Bar, ...]


def tornado(
    funnel: Funnel,
    days: int,
    figure: Figure,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Tornado:
    """Compute the outcome with every figure at its bounds, all others as designed.

    Raises CannotSimulate where the funnel has errors, Stopped where it was asked to stop.
    """
    found = parameters(funnel)
    changed = [one.at(funnel, bound) for one in found for bound in (one.low, one.high)]
    base, *results = outcomes([funnel, *changed], days, figure, on_progress, should_stop)
    bars = [
        Bar(one, at_low, at_high)
        for one, at_low, at_high in zip(found, results[::2], results[1::2], strict=True)
    ]
    # Figures that do nothing, such as the days of a way out of the horizon, are no news.
    least = 1e-9 * max(abs(base), 1e-9)
    kept = [bar for bar in bars if bar.swing > least]
    return Tornado(figure, days, base, tuple(sorted(kept, key=lambda bar: -bar.swing)))
