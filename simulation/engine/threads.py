"""Run the blocks of a simulation over threads, with progress and a way to stop."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from funnelcraft.funnel.model import DAYS_PER_MONTH, Capacity, Funnel, Source, Stage, Volume
from funnelcraft.funnel.text import _, number
from funnelcraft.simulation.engine.blocks import Block, Engine, number_of_blocks
from funnelcraft.simulation.engine.settings import Settings, refuse_impossible
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.plan import Plan, plan
from funnelcraft.simulation.problems import refuse

OnBlock = Callable[[Runs], None]
ShouldStop = Callable[[], bool]

# How often a running simulation asks whether to stop, in seconds.
PATIENCE = 0.05

# What a simulation may keep: beyond, a machine swaps rather than computes.
MOST_BYTES = 4e9


class Stopped(Exception):  # noqa: N818 (it says what happened, and nothing failed)
    """The simulation was stopped. `runs` holds what was done by then, None where nothing was."""

    def __init__(self, runs: Runs | None) -> None:
        super().__init__("the simulation was stopped")
        self.runs = runs


def simulate(
    funnel: Funnel,
    settings: Settings | None = None,
    on_block: OnBlock | None = None,
    should_stop: ShouldStop | None = None,
) -> Runs:
    """Simulate a funnel and return all its runs.

    The same funnel and settings give the same bits, whatever the number of workers. `on_block` is
    called from this thread with the runs that are done whenever blocks finish; `should_stop` is
    asked from this thread twenty times a second. Raises Stopped where it says yes (within a
    simulated day a worker), and CannotSimulate where the funnel or the settings hold errors.
    """
    settings = settings or Settings()
    refuse_impossible(settings)
    made = plan(funnel, settings.days)
    _refuse_too_large(made, settings)
    engine = Engine(made, settings)
    done: dict[int, Block] = {}
    try:
        for block in _blocks(engine, should_stop):
            done[block.index] = block
            if on_block is not None:
                on_block(_runs(made, settings, done))
    except _HaltedError:
        raise Stopped(_runs(made, settings, done) if done else None) from None
    return _runs(made, settings, done)


class _HaltedError(Exception):
    """Somebody asked to stop."""


def _blocks(engine: Engine, should_stop: ShouldStop | None) -> Iterator[Block]:
    """Yield blocks as they finish, in any order; leave no thread behind however it ends."""
    total = number_of_blocks(engine.settings)
    pool = ThreadPoolExecutor(min(workers_of(engine.settings), total), "simulation")
    try:
        open_blocks: set[Future[Block]] = {pool.submit(engine.block, b) for b in range(total)}
        while open_blocks:
            if should_stop is not None and should_stop():
                raise _HaltedError
            timeout = None if should_stop is None else PATIENCE
            finished, open_blocks = wait(open_blocks, timeout, FIRST_COMPLETED)
            for future in finished:
                yield future.result()
    finally:
        engine.halt()
        pool.shutdown(wait=True, cancel_futures=True)


def warm_up() -> None:
    """Get the machine code ready: from the disk in half a second, anew in some ten.

    Meant for a background thread as soon as a window shows; the first simulation then starts at
    once. It simulates one lead on one day, so whatever a simulation needs is there.
    """
    volume = Volume(leads_per_month=DAYS_PER_MONTH)
    source = Source(id="source", name="", into="stage", volume=volume)
    # Funnels with queues have a loop of their own.
    for capacity in (None, Capacity(leads_per_day=1.0)):
        stage = Stage(id="stage", term="", capacity=capacity)
        funnel = Funnel(start="2027-01-01", stages=(stage,), sources=(source,))
        simulate(funnel, Settings(runs=1, days=1, workers=1))


def workers_of(settings: Settings) -> int:
    """Return how many threads to use: as asked, else the processors this process may use."""
    if settings.workers is not None:
        return settings.workers
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _runs(plan: Plan, settings: Settings, done: dict[int, Block]) -> Runs:
    return Runs(plan, settings, tuple(done[index] for index in sorted(done)))


def _refuse_too_large(plan: Plan, settings: Settings) -> None:
    """Refuse what would not fit into memory: two bytes a count and eight a day's revenue."""
    if not settings.luck:
        return
    needed = settings.runs * plan.days * (2.0 * (plan.channels + plan.sources) + 8.0)
    if needed > MOST_BYTES:
        message = _("{runs} runs over {days} days need about {size} GB: choose fewer of either.")
        raise refuse(
            "too-large",
            message.format(
                runs=number(settings.runs), days=number(settings.days), size=number(needed / 1e9)
            ),
        )
