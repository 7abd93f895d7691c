"""How sure a counted rate is: the interval that holds it with a chance of 80%.

The rates that leave a stage are drawn from Dirichlet(counts + ½) for every run of the engine. One
rate of a Dirichlet is a Beta distribution, whose quantiles these are.
"""

import math
from functools import lru_cache

from funnelcraft.simulation.special import beta_below, bisected

PRIOR = 0.5  # a count, for every way and for what goes nowhere
EXACT = 1e-5  # of the standard deviation
FAR = 10  # standard deviations beyond which neither end lies


@lru_cache(maxsize=256)
def rate_interval(
    entered: float, moved: float, ways: int, share: float = 0.8
) -> tuple[float, float]:
    """Return the central interval of a rate known by `moved` of `entered` visits.

    `ways` is how many cells the visits fall into, the leak among them: 2 or more.
    """
    a = moved + PRIOR
    b = entered - moved + PRIOR * (max(ways, 2) - 1)
    mean = a / (a + b)
    spread = math.sqrt(mean * (1 - mean) / (a + b + 1))

    def end(edge: float) -> float:
        low, high = max(mean - FAR * spread, 0.0), min(mean + FAR * spread, 1.0)
        return bisected(lambda x: beta_below(a, b, x) < edge, low, high, EXACT * spread)

    return end((1 - share) / 2), end((1 + share) / 2)
