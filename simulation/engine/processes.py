"""Blocks over processes of this machine; a process that dies is replaced, its blocks rerun."""

import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from funnelcraft.funnel.text import _
from funnelcraft.simulation.engine.executors import (
    MOST_DEATHS,
    PATIENCE,
    B,
    ShouldStop,
    Work,
    raise_if,
)
from funnelcraft.simulation.engine.threads import processors
from funnelcraft.simulation.problems import refuse

# So many blocks a process has at hand: it need not wait while we look at what it sent.
AT_HAND = 8


@dataclass(frozen=True)
class Processes:
    """So many processes of this machine; None takes every processor this process may use.

    Each is started afresh and gets the funnel and the settings once, then numbers of blocks.
    """

    workers: int | None = None

    def blocks(self, work: Work[B], should_stop: ShouldStop | None) -> Iterator[B]:
        """Yield blocks as they finish, in any order; leave no process behind however it ends."""
        crew = _Crew(work, min(self.workers or processors(), work.total))
        try:
            while crew.is_busy():
                raise_if(should_stop)
                yield from crew.finished()
        finally:
            crew.dismiss()


@dataclass
class _Worker:
    """A process, our end of the pipe to it, and the blocks it has at hand."""

    process: BaseProcess
    pipe: Connection
    at_hand: list[int] = field(default_factory=list)


class _Crew:
    """Processes and the blocks that are still to be done."""

    def __init__(self, work: Any, size: int) -> None:
        self._work = work
        self._to_do = deque(range(work.total))
        self._deaths: Counter[int] = Counter()
        self._workers = [self._hire() for _number in range(size)]
        for worker in self._workers:
            self._fill(worker)

    def is_busy(self) -> bool:
        """Say whether anything is still to be done."""
        return bool(self._to_do) or any(worker.at_hand for worker in self._workers)

    def finished(self) -> Iterator[Any]:
        """Yield the blocks that came within a moment; replace workers that died."""
        ready = wait([worker.pipe for worker in self._workers], PATIENCE)
        for worker in list(self._workers):
            if worker.pipe not in ready:
                continue
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            if isinstance(answer, BaseException):
                raise answer
            worker.at_hand.remove(answer.index)
            self._fill(worker)
            yield answer

    def dismiss(self) -> None:
        """End all processes at once."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.pipe.close()
            worker.process.join()
            worker.process.close()

    def _hire(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), name="simulation", daemon=True)
        process.start()
        theirs.close()
        with suppress(BrokenPipeError):  # it died already: noticed when nothing comes from it
            ours.send(self._work)
        return _Worker(process, ours)

    def _fill(self, worker: _Worker) -> None:
        while self._to_do and len(worker.at_hand) < AT_HAND:
            index = self._to_do.popleft()
            worker.at_hand.append(index)
            with suppress(BrokenPipeError):
                worker.pipe.send(index)

    def _replace(self, worker: _Worker) -> None:
        """Put a new process in the place of one that died, and its blocks first in the queue."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join()
        worker.process.close()
        self._deaths.update(worker.at_hand[:1])
        if not worker.at_hand or max(self._deaths.values()) > MOST_DEATHS:
            raise refuse("workers", _("The processes that simulate end again and again."))
        self._to_do.extendleft(reversed(worker.at_hand))
        self._workers.append(self._hire())
        self._fill(self._workers[-1])


def serve(pipe: Connection) -> None:
    """Compute what the pipe asks for until it is closed. Runs in the other process."""
    # Ctrl+C reaches the whole group of processes; the first one decides and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError):
        work: Work[Any] = pipe.recv()
        while True:
            index = pipe.recv()
            try:
                pipe.send(work.block(index))
            except (ArithmeticError, LookupError, MemoryError, TypeError, ValueError) as error:
                pipe.send(error)
                return
