"""How the chances of all ways of a coupling follow from the rates of two designs, run by run."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.matching import NONE
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.ways import unit_cells

# Less than this may differ between two shares and count as rounding.
CRUMB = 1e-12

SHARED, MORE_IN_A, MORE_IN_B, REST, CERTAIN = range(5)


@dataclass(frozen=True, eq=False)
class Chances:
    """How the chances of all ways follow from the shares of both designs. W ways.

    SHARED: the smaller share of the twin channels, times `factor`. MORE_IN_A: what channel a has
    more than its twin b (all of it without a twin); MORE_IN_B likewise. REST: what the ways of
    node a have more than their twins, all together. CERTAIN: the only way.
    """

    plans: tuple[Plan, Plan]
    twin_of_a: Ints  # [C of A]
    first_way: Ints  # [P + 1]
    kind: Ints  # [W]
    channel_a: Ints  # [W]
    channel_b: Ints  # [W]
    factor: Floats  # [W]

    def of(self, rates_a: Floats, rates_b: Floats) -> tuple[Floats, Floats]:
        """Return by way its chance when none before was taken, and the sum of chances up to it.

        `rates` are [R, M, C] of each design; both results are [R, M, W].
        """
        shares = [
            np.append(shares_of(plan, rates), np.zeros((*rates.shape[:2], 1)), axis=2)
            for plan, rates in zip(self.plans, (rates_a, rates_b), strict=True)
        ]
        # A channel without a twin looks at the zeros behind all channels (place −1).
        is_rest = self.kind == REST
        at_a, at_b = (np.where(is_rest, NONE, part) for part in (self.channel_a, self.channel_b))
        a, b = shares[0][:, :, at_a], shares[1][:, :, at_b]
        smaller = np.minimum(a, b)
        found = np.select(
            [self.kind == SHARED, self.kind == MORE_IN_A, self.kind == MORE_IN_B],
            [smaller * self.factor, a - smaller, b - smaller],
            default=1.0,
        )
        found[:, :, is_rest] = self._rests(shares)[:, :, self.channel_a[is_rest]]
        return self._one_after_another(found)

    def _rests(self, shares: list[Floats]) -> Floats:
        """Return by node of A the share of common leads that split, shape [R, M, N]."""
        a = shares[0][:, :, :-1]
        more = a - np.minimum(a, shares[1][:, :, self.twin_of_a])
        found = np.zeros((*more.shape[:2], self.plans[0].nodes))
        for node in range(self.plans[0].nodes):
            found[:, :, node] = more[:, :, self.plans[0].channels_of(node)].sum(axis=2)
        found[found < CRUMB] = 0.0
        return found

    def _one_after_another(self, chances: Floats) -> tuple[Floats, Floats]:
        left, reached = np.zeros_like(chances), np.zeros_like(chances)
        for first, beyond in pairwise(self.first_way.tolist()):
            part = chances[:, :, first:beyond]
            if part.shape[2] == 0:
                continue
            to_come = np.cumsum(part[:, :, ::-1], axis=2)[:, :, ::-1]
            np.divide(part, to_come, out=left[:, :, first:beyond], where=to_come > 0)
            whole = np.maximum(to_come[:, :, :1], np.finfo(float).tiny)
            reached[:, :, first:beyond] = np.cumsum(part, axis=2) / whole
            # No number drawn may fall beyond the last way that is taken at all.
            reached[:, :, first:beyond][
                np.cumsum(part[:, :, ::-1], axis=2)[:, :, ::-1] - part <= 0
            ] = 2.0
        return left, reached


def shares_of(plan: Plan, rates: Floats) -> Floats:
    """Return the shares of visits that ever leave by each channel, shape [..., C] as `rates`.

    What breaks a promise leaves by the breach instead of the way it had taken.
    """
    broken = np.array([unit_cells(way, plan.days)[1] for way in plan.channel_way])
    found: Floats = rates * (1 - broken)
    for channel, way in enumerate(plan.channel_way):
        if way.is_breach:
            own = plan.channels_of(int(plan.channel_node[channel]))
            found[..., channel] = (rates * broken)[..., own].sum(axis=-1)
    return found
