"""How sure a counted rate is: the interval that holds it with a chance of 80%.

The rates that leave a stage are drawn from Dirichlet(counts + ½) for every run of the engine. One
rate of a Dirichlet is a Beta distribution, whose quantiles these are.
"""

from collections.abc import Sequence

from funnelcraft.simulation.special import beta_below, bisected

PRIOR = 0.5  # a count, for every way and for what goes nowhere


def rate_interval(entered: int, moved: int, ways: int, share: float = 0.8) -> tuple[float, float]:
    """Return the central interval of a rate known by `moved` of `entered` visits.

    `ways` is how many cells the visits fall into, the leak among them: 2 or more.
    """
    a = moved + PRIOR
    b = entered - moved + PRIOR * (max(ways, 2) - 1)
    edges: Sequence[float] = ((1 - share) / 2, (1 + share) / 2)
    low, high = (
        bisected(lambda x, edge=edge: beta_below(a, b, x) < edge, 0.0, 1.0)  # type: ignore[misc]
        for edge in edges
    )
    return low, high
