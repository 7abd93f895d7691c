"""A funnel's leads one by one: the event history its CRM would show, in continuous time.

The engine moves counts over a day grid; here every lead has moments of its own, so that what is
exported can be measured like a real log. `sample` makes a history; `times` draws single times,
`visiting` how visits end, `queueing` the days of funnels in which leads wait for a slot.
"""

from funnelcraft.simulation.sampling.sample import Sample, sample
from funnelcraft.simulation.sampling.scaling import arrivals_in, scaled

__all__ = ["Sample", "arrivals_in", "sample", "scaled"]
