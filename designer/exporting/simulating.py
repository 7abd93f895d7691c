"""The forecast of an export: that of the window, or one made now with the very same settings."""

from typing import TYPE_CHECKING

from funnelcraft.designer.exporting.wish import Wish
from funnelcraft.funnel.text import _
from funnelcraft.io.exports.formats import OnStep
from funnelcraft.io.imports.progress import ShouldStop, Stopped

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Runs


def runs_of(wish: Wish, on_step: OnStep, should_stop: ShouldStop) -> "Runs":
    """Return the runs an export is made from, simulated where there are none that fit.

    Raises Stopped, and CannotSimulate where the funnel cannot be forecast.
    """
    known = wish.runs or wish.kept.runs_of(wish.funnel, wish.asked)
    if known is not None:
        return known
    made = _simulated(wish, on_step, should_stop)
    wish.kept.keep(wish.funnel, wish.asked, made)
    return made


def _simulated(wish: Wish, on_step: OnStep, should_stop: ShouldStop) -> "Runs":
    from funnelcraft.designer.baseline.backtesting import wait_for_machine_code
    from funnelcraft.designer.forecaster import engine_settings
    from funnelcraft.simulation import engine
    from funnelcraft.simulation.expectation import expect

    expect(wish.funnel, wish.asked.days)  # refuses what cannot be forecast before anything waits
    wait_for_machine_code(should_stop)

    def on_block(runs: "Runs") -> None:
        on_step(runs.runs / wish.asked.runs, _("Simulating"))

    try:
        return engine.simulate(wish.funnel, engine_settings(wish.asked), on_block, should_stop)
    except engine.Stopped:
        raise Stopped from None
