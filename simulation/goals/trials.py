"""Values of a lever tried on the same luck, from the least helpful to the most helpful one."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import NormalDist

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.forecast import Runs
from funnelcraft.simulation.goals.goal import Goal
from funnelcraft.simulation.goals.levers import Lever

OnTrial = Callable[[int], None]  # how many runs were made in all
ShouldStop = Callable[[], bool]


@dataclass(frozen=True)
class Point:
    """A value that was tried: the share of runs that met the goal, and its standard error."""

    value: float
    share: float
    error: float
    runs: int


def normal(share: float) -> float:
    """Return the place of a share on the normal scale; 0 and 1 stand far out, not at infinity."""
    return NormalDist().inv_cdf(min(max(share, 1e-4), 1 - 1e-4))


class Trials:
    """Tries values by their place: 0 is the lever's least helpful end, 1 the most helpful one."""

    def __init__(
        self,
        funnel: Funnel,
        lever: Lever,
        goal: Goal,
        settings: Settings,
        on_trial: OnTrial | None = None,
        should_stop: ShouldStop | None = None,
    ) -> None:
        self.lever = lever
        self.goal = goal
        self.runs = settings.runs
        self._funnel = funnel
        self._settings = settings
        self._on_trial = on_trial
        self._should_stop = should_stop
        self._found: dict[float, Point] = {}
        self._count = 0
        self._less_helps = False

    def begin(self, runs: int) -> None:
        """Try both ends, and find out which of them helps."""
        ends = [self._tried(self.lever.between(at), runs).share for at in (0.0, 1.0)]
        self._less_helps = ends[1] < ends[0]

    def value(self, place: float) -> float:
        """Return the lever's value at a place."""
        return self.lever.between(1.0 - place if self._less_helps else place)

    def try_at(self, place: float, runs: int) -> Point:
        """Try the value of a place with so many runs, unless it was tried with as many."""
        return self._tried(self.value(place), runs)

    def try_value(self, value: float, runs: int) -> Point:
        """Try a value itself."""
        return self._tried(value, runs)

    @property
    def points(self) -> tuple[Point, ...]:
        """What was tried, from the least to the most helpful value."""
        found = sorted(self._found.values(), key=lambda one: one.value)
        return tuple(reversed(found) if self._less_helps else found)

    @property
    def towards(self) -> float:
        """+1 where more of the lever helps, −1 where less does."""
        return -1.0 if self._less_helps else 1.0

    def _tried(self, value: float, runs: int) -> Point:
        known = self._found.get(value)
        if known is not None and known.runs >= runs:
            return known
        settings = replace(self._settings, runs=runs)
        changed = self.lever.at(self._funnel, value)
        made = simulate(changed, settings, self._on_block, self._should_stop)
        share = self.goal.share_met(made)
        # Of no success in n runs, half a success is what is known.
        near = min(max(share, 0.5 / runs), 1 - 0.5 / runs)
        point = Point(value, share, math.sqrt(near * (1 - near) / runs), runs)
        self._found[value] = point
        self._count += runs
        self._tell(0)
        return point

    def _on_block(self, made: Runs) -> None:
        self._tell(made.runs)

    def _tell(self, more: int) -> None:
        if self._on_trial is not None:
            self._on_trial(self._count + more)
