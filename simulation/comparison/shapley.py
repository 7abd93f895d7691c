"""What each of several changes adds to a figure: alone, at the end, and its fair share.

A *figure of a set* is what the figure differs by when exactly the changes of the set are made. The
fair share of a change is the mean of what it adds, over all orders in which the changes can be made
one after the other (Shapley, "A value for n-person games", 1953): the only division that leaves
nothing over, gives equals alike, gives nothing for nothing, and adds up over figures.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.special import student_edge

Set = frozenset[int]
ValueOf = Callable[[Set], Floats]  # the figures of a set, of any shape

# So many changes have 32 sets, and are weighed in all their orders.
MOST_EXACT = 5


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares of n changes in figures of the shape [...].

    `error` is the standard error of sampled orders, of the mean over the last axis; zero where
    all orders are weighed. It comes from `pairs` of orders; 0 where there are none.
    """

    alone: Floats  # [n, ...]
    last: Floats  # [n, ...] what is lost when the change alone is taken back
    share: Floats  # [n, ...]
    error: Floats  # [n, ...] without the last axis
    pairs: int = 0

    def interval(self) -> tuple[Floats, Floats]:
        """Return the standard errors of mean shares and half their central 80% intervals.

        Both [n, ...] without the last axis, which are n runs: Student's t, for runs and for pairs
        of orders together with the degrees of freedom of Welch (Biometrika 34, 1947) and
        Satterthwaite (Biometrics Bulletin 2, 1946). Zero where the shares are exact.
        """
        runs = self.share.shape[-1]
        of_runs = np.zeros(self.error.shape)
        if runs > 1:
            of_runs = self.share.var(axis=-1, ddof=1) / runs
        of_orders = self.error**2
        whole = of_runs + of_orders
        parts = of_runs**2 / max(runs - 1, 1) + of_orders**2 / max(self.pairs - 1, 1)
        freedom = np.divide(whole**2, parts, out=np.ones(whole.shape), where=parts > 0)
        edges = np.array([student_edge(max(float(one), 1.0)) for one in freedom.ravel()])
        error = np.sqrt(whole)
        return error, error * edges.reshape(whole.shape)


def all_sets(n: int) -> Iterator[Set]:
    """Yield all sets of n changes, the smallest first."""
    for size in range(n + 1):
        yield from map(frozenset, combinations(range(n), size))


def sampled_orders(n: int, pairs: int, seed: int) -> list[tuple[int, ...]]:
    """Return so many random orders, each followed by itself backwards.

    What a change adds early and what it adds late then err against each other (antithetic:
    Mitchell et al., "Sampling permutations for Shapley value estimation", 2022).
    """
    stream = np.random.default_rng(seed)
    found: list[tuple[int, ...]] = []
    for _pair in range(pairs):
        order = tuple(int(one) for one in stream.permutation(n))
        found += [order, order[::-1]]
    return found


def sets_of(n: int, orders: Sequence[tuple[int, ...]] | None) -> list[Set]:
    """Return the sets whose figures are asked for, the smallest first.

    Without orders all; else those that they pass, every single change, and all changes but one.
    """
    if orders is None:
        return list(all_sets(n))
    everything = frozenset(range(n))
    found = {frozenset[int](), everything}
    found |= {frozenset((one,)) for one in range(n)} | {everything - {one} for one in range(n)}
    found |= {frozenset(order[:at]) for order in orders for at in range(n)}
    return sorted(found, key=lambda one: (len(one), sorted(one)))


def shares(n: int, value_of: ValueOf, orders: Sequence[tuple[int, ...]] | None) -> Shares:
    """Return what each of n changes adds; all orders are weighed exactly where none are given.

    Exactly: Σ over sets S without the change of |S|! (n − |S| − 1)! / n! times what it adds to S.
    Sampled: the mean over the orders (Castro, Gómez and Tejada, "Polynomial calculation of the
    Shapley value based on sampling", 2009). Either way the shares add up to the whole.
    """
    everything, none = frozenset(range(n)), frozenset[int]()
    whole, nothing = value_of(everything), value_of(none)
    alone = np.stack([value_of(frozenset((one,))) - nothing for one in range(n)])
    last = np.stack([whole - value_of(everything - {one}) for one in range(n)])
    if orders is None:
        share = np.zeros_like(alone)
        for one in range(n):
            for part in all_sets(n):
                if one not in part:
                    size = len(part)
                    weight = math.factorial(size) * math.factorial(n - size - 1)
                    gain = value_of(part | {one}) - value_of(part)
                    share[one] += weight / math.factorial(n) * gain
        return Shares(alone, last, share, np.zeros(share.shape[:-1]))
    gains = np.stack([_gains(n, value_of, order) for order in orders])
    pairs = gains.mean(axis=-1).reshape(-1, 2, *gains.shape[1:-1]).mean(axis=1)
    error = pairs.std(axis=0, ddof=1) / math.sqrt(len(pairs))
    return Shares(alone, last, gains.mean(axis=0), error, len(pairs))


def _gains(n: int, value_of: ValueOf, order: tuple[int, ...]) -> Floats:
    """Return what each change adds when they are made in this order."""
    before = value_of(frozenset())
    found = np.zeros((n, *before.shape))
    for at, one in enumerate(order):
        after = value_of(frozenset(order[: at + 1]))
        found[one] = after - before
        before = after
    return found
