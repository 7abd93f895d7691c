"""A work that is made ready once wherever its blocks are computed: what all simulations share."""

from abc import ABC, abstractmethod
from collections.abc import Generator
from contextlib import closing
from functools import cached_property
from typing import Any, Generic, Protocol, cast

from funnelcraft.simulation.engine.blocks import number_of_blocks
from funnelcraft.simulation.engine.executors import B, B_co, Executor, ShouldStop, in_order
from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.engine.threads import Threads


class Ready(Protocol[B_co]):
    """Something made ready to compute blocks, in any order and from any thread."""

    def block(self, index: int) -> B_co:
        """Compute a block."""

    def halt(self) -> None:
        """Make blocks in work end soon, with worthless results."""


class Prepared(ABC, Generic[B]):
    """A work given by a few values and settings. Pickled it is these; elsewhere it is made anew."""

    def __init__(self, *given: Any, settings: Settings) -> None:
        self.settings = settings
        self._given = given
        self._is_halted = False

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self._given, self.settings)

    @abstractmethod
    def made_ready(self) -> Ready[B]:
        """Return what computes the blocks; called once."""

    @cached_property
    def engine(self) -> Ready[B]:
        """What computes the blocks."""
        made = self.made_ready()
        if self._is_halted:
            made.halt()
        return made

    @property
    def total(self) -> int:
        """How many blocks there are."""
        return number_of_blocks(self.settings)

    def block(self, index: int) -> B:
        """Compute a block."""
        return self.engine.block(index)

    def halt(self) -> None:
        """Make blocks in work end soon, with worthless results."""
        self._is_halted = True
        if "engine" in self.__dict__:
            self.engine.halt()


def _again(kind: Any, given: tuple[Any, ...], settings: Settings) -> Any:
    return kind(*given, settings=settings)


def computed(
    work: Prepared[B], executor: Executor | None, should_stop: ShouldStop | None
) -> Generator[list[B], None, None]:
    """Yield a work's blocks in their order, as many at a time as there are; by threads by default.

    Raises Halted where `should_stop` says yes. Close it (or read it to the end): nothing is left
    running then.
    """
    blocks = (executor or Threads(work.settings.workers)).blocks(work, should_stop)
    with closing(cast(Any, blocks)):
        yield from in_order(blocks)
