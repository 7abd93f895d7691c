"""The figures of a block's runs for the mean flows: what runs without luck follow."""

import numpy as np

from funnelcraft.funnel.velocity import EmpiricalTime, TimeDistribution, TriangularTime, UnknownTime
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.engine.parameters import Parameters, Unknowns, atom_places
from funnelcraft.simulation.fluid import Figures, nights, own_figures
from funnelcraft.simulation.grid import night_grid
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.ways import unit_cells


def figures_of(plan: Plan, parameters: Parameters, found: Unknowns) -> Figures:
    """Return what the mean flows of every run follow."""
    own = own_figures(plan)
    runs = len(parameters.arrivals)
    grid, broken, night = own.grid, own.broken, own.night
    varying = np.flatnonzero(found.scaled | found.resampled)
    if varying.size:
        grid, broken = np.repeat(grid, runs, axis=0), np.repeat(broken, runs, axis=0)
        night = np.repeat(nights(plan), runs, axis=0)
        waits = plan.has_queues
        places = atom_places(plan, found)
        for at in varying:
            way = plan.channel_way[at]
            for run in range(runs):
                weights = parameters.weights[run, places[at] :] if places[at] >= 0 else None
                time = time_of_run(way.time, float(parameters.scale[run, at]), weights)
                grid[run, at], broken[run, at] = unit_cells(way, plan.days, time)
                if waits:
                    night[run, at] = night_grid(time, plan.days)
    return Figures(parameters.rates, found.month, grid, broken, night, parameters.arrivals)


def time_of_run(time: TimeDistribution, scale: float, weights: Floats | None) -> TimeDistribution:
    """Return a time with its mean scaled, or with other weights of what was observed."""
    if isinstance(time, EmpiricalTime):
        assert weights is not None
        return time.replaced(weights=tuple(weights[: len(time.days)].tolist()))
    if isinstance(time, TriangularTime):
        return time.replaced(
            low_days=time.low_days * scale,
            mode_days=time.mode_days * scale,
            high_days=time.high_days * scale,
        )
    if isinstance(time, UnknownTime):
        raise TypeError(f"times of the kind {time.kind} cannot be simulated")
    return time.replaced(mean_days=time.mean_days * scale)
