"""The Monte Carlo engine: many random runs of a funnel, reproducible whatever the machine does."""

from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.engine.threads import Stopped, simulate, warm_up

__all__ = ["Settings", "Stopped", "simulate", "warm_up"]
