"""A block of paired runs: two designs played on the same arrivals and, where they agree, luck.

Block b of seed s draws everything from `SeedSequence(entropy=s, spawn_key=(b, 1))`, and unknowns
from the streams they have in a simulation: it depends on nothing but the two plans, s and b.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.comparison.arriving import Arrived, arrived
from funnelcraft.simulation.comparison.matching import Matching, matching
from funnelcraft.simulation.comparison.opening import Opened, opening_groups
from funnelcraft.simulation.comparison.sorting import in_order, places
from funnelcraft.simulation.engine.blocks import BLOCK, Block, Engine, runs_in_block
from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.plan import Plan, plan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from funnelcraft.simulation.engine.parameters import Parameters, Unknowns

PAIRED = 1  # the branch of the seed that paired runs draw from


@dataclass(frozen=True, eq=False)
class PairedBlock:
    """The same runs of both designs."""

    index: int
    a: Block
    b: Block

    @property
    def runs(self) -> int:
        """The number of paired runs in the block."""
        return self.a.runs


class Player(Protocol):
    """A way to play the runs of a block in both designs."""

    def play(
        self,
        index: int,
        halt: "NDArray[np.uint8]",
        flow: np.random.SeedSequence,
        parameters: "tuple[Parameters, Parameters]",
        came: Arrived,
        opened: Opened,
    ) -> tuple[Block, Block]:
        """Play them; `opened.moves` are filled with all other moves."""


@dataclass(frozen=True, eq=False)
class BlockDrawn:
    """What a block of both designs is played from, whoever plays it."""

    flow: np.random.SeedSequence
    parameters: "tuple[Parameters, Parameters]"
    came: Arrived
    opened: Opened

    @property
    def named(self) -> "tuple[np.random.SeedSequence, tuple[Parameters, Parameters], int]":
        """What named luck is made of."""
        return self.flow, self.parameters, len(self.came.a)


class PairedPlans:
    """Two designs made ready to be played, with everything in the order of the ids.

    What stands where in the files changes no figure so. `places` say where it stands in them.
    """

    def __init__(
        self, funnels: tuple[Funnel, Funnel], plans: tuple[Plan, Plan], settings: Settings
    ) -> None:
        # Here, not at the top: Numba takes half a second to import.
        from funnelcraft.simulation.engine.parameters import unknowns

        self.settings = settings
        a, b = (in_order(funnel) for funnel in funnels)
        self.plans = plan(a, settings.days), plan(b, settings.days)
        self.places = places(plans[0], self.plans[0]), places(plans[1], self.plans[1])
        self.match = matching(*self.plans)
        first, second = (unknowns(part, settings) for part in self.plans)
        month = np.maximum(first.month, second.month)
        self.unknowns = replace(first, month=month), replace(second, month=month)
        self._opening = opening_groups(a, b)

    def drawn(self, index: int) -> BlockDrawn:
        """Draw what a block of runs is played from."""
        from funnelcraft.simulation.engine.parameters import Streams, draw, first_runs

        runs = runs_in_block(self.settings, index)
        streams = Streams(self.settings.seed, index, BLOCK)
        a, b = (
            first_runs(draw(part, found, self.settings, streams), runs)
            for part, found in zip(self.plans, self.unknowns, strict=True)
        )
        root = np.random.SeedSequence(entropy=self.settings.seed, spawn_key=(index, PAIRED))
        flow, opening = root.spawn(2)
        came = arrived(self.plans, self.match, (a.arrivals, b.arrivals), streams)
        stream = np.random.default_rng(opening)
        opened = Opened(self.plans, self.match, self._opening, runs, stream)
        return BlockDrawn(flow, (a, b), came, opened)


class PairedEngine:
    """Two designs made ready to simulate block after block, in any order and from any thread.

    Blocks are those of `plans`, in the order of the files.
    """

    def __init__(
        self, funnels: tuple[Funnel, Funnel], plans: tuple[Plan, Plan], settings: Settings
    ) -> None:
        self.plans, self.settings = plans, settings
        self._paired = PairedPlans(funnels, plans, settings)
        self._player = player(self._paired.plans, self._paired.match, self._paired.unknowns)
        self._halt = np.zeros(1, dtype=np.uint8)

    def halt(self) -> None:
        """Make blocks in work end at their next day; what they return then is worthless."""
        self._halt[0] = 1

    def block(self, index: int) -> PairedBlock:
        """Simulate a block of paired runs."""
        if not self.settings.luck:
            return PairedBlock(index, *(Engine(p, self.settings).block(index) for p in self.plans))
        drawn = self._paired.drawn(index)
        played = self._player.play(
            index, self._halt, drawn.flow, drawn.parameters, drawn.came, drawn.opened
        )
        a, b = (at.of(block) for at, block in zip(self._paired.places, played, strict=True))
        return PairedBlock(index, a, b)


def player(plans: tuple[Plan, Plan], match: Matching, found: "tuple[Unknowns, Unknowns]") -> Player:
    """Return how two designs are played: as populations where that is exact, else on named luck."""
    from funnelcraft.simulation.comparison.naming import NamedLuck
    from funnelcraft.simulation.comparison.populations import Populations, are_enough

    if all(are_enough(part, unknown) for part, unknown in zip(plans, found, strict=True)):
        return Populations(plans, match, found[0])
    return NamedLuck(plans, match, found)
