"""Who computes the blocks of a simulation: what all executors have in common.

A work is something that can compute block after block, anywhere and in any order, always with the
same bits. An executor is a way to have that done: threads, processes, the machines of a cluster.
"""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

ShouldStop = Callable[[], bool]

# How often a running simulation asks whether to stop, in seconds.
PATIENCE = 0.05

# How many blocks beyond those in work are asked for ahead, so that no worker waits for us.
AHEAD = 32

# A block whose worker died is computed anew so often; then the block is what kills workers.
MOST_DEATHS = 3


class Numbered(Protocol):
    """A block that knows its place."""

    @property
    def index(self) -> int:
        """The place of the block, from 0 on."""


B_co = TypeVar("B_co", bound=Numbered, covariant=True)
B = TypeVar("B", bound=Numbered)


class Work(Protocol[B_co]):
    """What can be computed block by block. It is pickled where it leaves the process."""

    @property
    def total(self) -> int:
        """How many blocks there are."""

    def block(self, index: int) -> B_co:
        """Compute a block; called from several threads at once."""

    def halt(self) -> None:
        """Make the blocks in work end soon, with worthless results."""


class Executor(Protocol):
    """A way to have the blocks of a work computed."""

    def blocks(self, work: Work[B], should_stop: ShouldStop | None) -> Iterator[B]:
        """Yield all blocks as they finish, in any order, and leave nothing behind when closed.

        Raises Halted where `should_stop` says yes, within a second.
        """


class Halted(Exception):  # noqa: N818 (it says what happened, and nothing failed)
    """Somebody asked to stop."""


def raise_if(should_stop: ShouldStop | None) -> None:
    """Raise Halted where the answer is yes."""
    if should_stop is not None and should_stop():
        raise Halted


def in_order(blocks: Iterator[B]) -> Iterator[list[B]]:
    """Yield blocks in their order, as many at a time as the earliest missing one lets through."""
    early: dict[int, B] = {}
    following = 0
    for block in blocks:
        early[block.index] = block
        ready = []
        while following in early:
            ready.append(early.pop(following))
            following += 1
        if ready:
            yield ready
