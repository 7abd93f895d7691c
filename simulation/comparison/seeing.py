"""From when on a difference shows: to who can compare two years, and to who lives in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from funnelcraft.simulation.arrays import Flags, Floats
from funnelcraft.simulation.forecast.block_figures import Values
from funnelcraft.simulation.forecast.runs import Bands

Level = Literal[80, 95]

# Whoever cannot tell in this share of all years had better not rely on it.
POWER = 0.80


@dataclass(frozen=True, eq=False)
class Seen:
    """The share of runs of B, week by week, in which it can be told from A; `ends` included."""

    starts: tuple[date, ...]
    ends: tuple[date, ...]
    share: Floats

    @property
    def since(self) -> date | None:
        """The first day of the week from which on four of five could tell; None: never."""
        return last_change(self.starts, self.share >= POWER)


@dataclass(frozen=True)
class Visibility:
    """From the week of which day on a difference shows; None where it does not by the horizon.

    `paired`: the interval of the difference on the same luck leaves out zero; nobody lives in two
    years, so this is what a simulation can say. `alone`: in four of five years, one real year of B
    lies outside the forecast of A.
    """

    paired_80: date | None
    paired_95: date | None
    alone_80: date | None
    alone_95: date | None


def shows(found: Bands, level: Level) -> Flags:
    """Say for every period whether the interval of a difference leaves out zero."""
    low, high = (found.p10, found.p90) if level == 80 else (found.p2_5, found.p97_5)
    shown: Flags = (low > 0) | (high < 0)
    return shown


def outside(a: Values, b: Values, level: Level) -> Floats:
    """Return in which share of runs B lies outside A's interval, on the side of B's mean: [P].

    `a` and `b` are [runs, P]. It is the power of a test of size (1 − level)/2 to that side (Lehmann
    and Romano, "Testing Statistical Hypotheses", 2005, section 3.1), looked at once, in that week:
    who looks every week and stops at the first alarm is alarmed more often.
    """
    tail = (1 - level / 100) / 2
    low, high = np.quantile(a, (tail, 1 - tail), axis=0)
    above = b.mean(axis=0) >= a.mean(axis=0)
    found: Floats = np.where(above, (b > high).mean(axis=0), (b < low).mean(axis=0))
    return found


def last_change(starts: Sequence[date], holds: Flags) -> date | None:
    """Return the start of the period from which on something holds to the end."""
    hidden = np.flatnonzero(~holds)
    first = int(hidden[-1]) + 1 if hidden.size else 0
    return starts[first] if first < len(starts) else None
