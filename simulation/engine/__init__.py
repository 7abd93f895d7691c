"""The Monte Carlo engine: many random runs of a funnel, reproducible whatever the machine does."""

from funnelcraft.simulation.engine.cluster import Cluster, Tls
from funnelcraft.simulation.engine.executors import Executor
from funnelcraft.simulation.engine.processes import Processes
from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.engine.simulating import Stopped, simulate, warm_up
from funnelcraft.simulation.engine.threads import Threads
from funnelcraft.simulation.engine.until import Until

__all__ = [
    "Cluster",
    "Executor",
    "Processes",
    "Settings",
    "Stopped",
    "Threads",
    "Tls",
    "Until",
    "simulate",
    "warm_up",
]
