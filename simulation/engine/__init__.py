"""The Monte Carlo engine: many random runs of a funnel, reproducible whatever the machine does.

`Processes` and `Cluster` are in modules of their own: most simulations need neither.
"""

from funnelcraft.simulation.engine.executors import Executor
from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.engine.simulating import Stopped, simulate, warm_up
from funnelcraft.simulation.engine.threads import Threads
from funnelcraft.simulation.engine.until import Until

__all__ = [
    "Executor",
    "Settings",
    "Stopped",
    "Threads",
    "Until",
    "simulate",
    "warm_up",
]
