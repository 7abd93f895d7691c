"""Blocks over threads: compiled loops run without the interpreter's lock."""

import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice

from funnelcraft.simulation.engine.executors import (
    AHEAD,
    PATIENCE,
    B,
    ShouldStop,
    Work,
    raise_if,
)
from funnelcraft.simulation.engine.giving_way import give_way


@dataclass(frozen=True)
class Threads:
    """So many threads of this process; None takes every processor it may use."""

    workers: int | None = None

    def blocks(self, work: Work[B], should_stop: ShouldStop | None) -> Iterator[B]:
        """Yield blocks as they finish, in any order; leave no thread behind however it ends."""
        workers = min(self.workers or processors(), work.total)
        pool = ThreadPoolExecutor(workers, "simulation", give_way)
        to_do = iter(range(work.total))
        open_blocks: set[Future[B]] = set()
        try:
            while True:
                for index in islice(to_do, workers + AHEAD - len(open_blocks)):
                    open_blocks.add(pool.submit(work.block, index))
                if not open_blocks:
                    return
                raise_if(should_stop)
                timeout = None if should_stop is None else PATIENCE
                finished, open_blocks = wait(open_blocks, timeout, FIRST_COMPLETED)
                for future in finished:
                    yield future.result()
        finally:
            work.halt()
            pool.shutdown(wait=True, cancel_futures=True)


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
