"""Who leaves a stage, by which way and when, while many have not left yet.

Cumulative incidence by Aalen and Johansen (1978) on whole days, which for one way out is one minus
Kaplan and Meier's (1958) estimate. A visit that had not ended when it was last seen counts among
those at risk as long as it was seen; counting it as staying for ever is the naive share's mistake.
"""

from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints

# Beyond the day on which fewer than a tenth of the visits could still be watched, one move shifts
# the curve by much: the usual place to end it (Pocock, Clayton and Altman, Lancet 2002; 359:1686).
WATCHED_AT_LEAST = 0.1


@dataclass(frozen=True)
class Incidence:
    """Shares of visits gone, for each of W ways out, within each of D whole days 0…D−1.

    `cumulative[W, D]`, its variance over samples `variance[W, D]`, and `at_risk[D]`, the visits
    that were watched and had not left before the day, of which `moves[W, D]` left on it. `end` is
    the last day to be relied on. `known` visits have an end that is known by then.
    """

    visits: int
    cumulative: Floats
    variance: Floats
    at_risk: Ints
    moves: Ints
    end: int
    known: int

    @property
    def shares(self) -> Floats:
        """The share of visits gone by each way within `end` days."""
        return np.asarray(self.cumulative[:, self.end], dtype=np.float64)

    def within(self, way: int, days: int) -> float | None:
        """Return the share gone by a way within so many days; None where nobody was watched."""
        return float(self.cumulative[way, days]) if days < self.at_risk.size else None


def incidence(days: Ints, way: Ints, followed: Ints, ways: int) -> Incidence:
    """Estimate the incidence of visits by way out.

    `days[V]` to the end or to when last seen, `way[V]` in 0…ways−1 or negative for none yet,
    `followed[V]` days each could be watched. There must be one visit at least.
    """
    longest = int(days.max()) + 1
    at_risk = days.size - np.r_[0, np.cumsum(np.bincount(days, minlength=longest))[:-1]]
    moves = np.stack(
        [np.bincount(days[way == k], minlength=longest) for k in range(ways)]
        or [np.zeros(longest, dtype=np.int64)]
    )
    gone = moves.sum(axis=0)
    staying = np.cumprod(1 - gone / at_risk)
    before = np.r_[1.0, staying[:-1]]
    cumulative = np.cumsum(before * moves / at_risk, axis=1)
    end = _end(followed, longest)
    return Incidence(
        visits=int(days.size),
        cumulative=cumulative,
        variance=_variance(cumulative, moves, gone, at_risk, before),
        at_risk=at_risk.astype(np.int64),
        moves=moves,
        end=end,
        known=int(((way >= 0) | (days >= end)).sum()),
    )


def _end(followed: Ints, longest: int) -> int:
    counts = np.bincount(np.minimum(followed, longest), minlength=longest + 1)
    watched = followed.size - np.r_[0, np.cumsum(counts)[:-1]]
    enough = np.flatnonzero(watched[:longest] >= WATCHED_AT_LEAST * followed.size)
    return int(enough[-1])


def _variance(cumulative: Floats, moves: Ints, gone: Ints, at_risk: Ints, before: Floats) -> Floats:
    """Return the variance of each cumulative incidence on each day, by the delta method.

    Marubini and Valsecchi, Analysing Survival Data (1995), 10.33; with no visit censored it is the
    binomial's F(1 − F)/n. Sums over k ≤ t of (F(t) − F(k))² a(k) + b(k) − 2 (F(t) − F(k)) c(k).
    """
    left = at_risk - gone
    a = np.divide(gone, at_risk * left, where=left > 0, out=np.zeros(gone.size))
    b = before**2 * moves * (at_risk - moves) / at_risk**3.0
    c = before * moves / at_risk**2.0
    f = cumulative
    square = f**2 * np.cumsum(a) - 2 * f * np.cumsum(f * a, axis=1) + np.cumsum(f**2 * a, axis=1)
    cross = f * np.cumsum(c, axis=1) - np.cumsum(f * c, axis=1)
    variance: Floats = np.maximum(square + np.cumsum(b, axis=1) - 2 * cross, 0.0)
    return variance


def effective_counts(found: Incidence) -> Ints:
    """Return counts (moved by each way…, not moved) that are as uncertain as the estimate is.

    A share estimated from n censored visits is as uncertain as one of fewer visits watched to the
    end: entered = Σ F(1 − F) / Σ variance over the ways, n where nothing is censored. So a
    posterior drawn from these counts is as wide as the data allow.
    """
    shares = found.shares
    spread = float((shares * (1 - shares)).sum())
    variance = float(found.variance[:, found.end].sum())
    if spread > 1e-12 and variance > 1e-15:
        entered = min(spread / variance, found.visits)
    else:
        # All left or none did: only visits whose outcome is known teach anything.
        entered = float(found.known)
    return _rounded(np.r_[shares, max(1 - shares.sum(), 0.0)], max(round(entered), 1))


def _rounded(shares: Floats, total: int) -> Ints:
    """Split a whole number by shares, each part whole: the largest remainders are rounded up."""
    exact = shares / shares.sum() * total
    counts: Ints = np.floor(exact + 1e-9).astype(np.int64)
    for index in np.argsort(counts - exact)[: total - int(counts.sum())]:
        counts[index] += 1
    return counts
