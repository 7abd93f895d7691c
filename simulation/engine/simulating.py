"""Simulate a funnel: have its blocks computed, put them together, show progress, stop."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cached_property, partial

from funnelcraft.funnel.model import DAYS_PER_MONTH, Capacity, Funnel, Source, Stage, Volume
from funnelcraft.funnel.text import _, number
from funnelcraft.simulation.engine.blocks import Block, Engine
from funnelcraft.simulation.engine.executors import Executor, Halted, ShouldStop, raise_if
from funnelcraft.simulation.engine.prepared import Prepared, computed
from funnelcraft.simulation.engine.settings import Settings, refuse_impossible
from funnelcraft.simulation.engine.until import Until, Watch
from funnelcraft.simulation.forecast.gathering import Gathered, counted_bytes, kept_bytes
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.plan import Plan, plan
from funnelcraft.simulation.problems import refuse

OnBlock = Callable[[Runs], None]

# What a simulation may keep: beyond, a machine swaps rather than computes.
MOST_BYTES = 4e9


class Stopped(Exception):  # noqa: N818 (it says what happened, and nothing failed)
    """The simulation was stopped. `runs` holds what was done by then, None where nothing was."""

    def __init__(self, runs: Runs | None) -> None:
        super().__init__("the simulation was stopped")
        self.runs = runs


class Simulation(Prepared[Block]):
    """A funnel and settings as a work for executors."""

    def __init__(self, funnel: Funnel, settings: Settings) -> None:
        super().__init__(funnel, settings=settings)
        self.funnel = funnel

    @cached_property
    def plan(self) -> Plan:
        """The funnel as arrays."""
        return plan(self.funnel, self.settings.days)

    def made_ready(self) -> Engine:
        """Return the plan made ready to simulate."""
        return Engine(self.plan, self.settings)


def simulate(
    funnel: Funnel,
    settings: Settings | None = None,
    on_block: OnBlock | None = None,
    should_stop: ShouldStop | None = None,
    executor: Executor | None = None,
    until: Until | None = None,
) -> Runs:
    """Simulate a funnel and return all its runs.

    The same funnel and settings give the same bits, whatever computes them: `executor` is threads
    of this process by default, else `Processes` or `Cluster`. `on_block` is called from this
    thread with the runs that are done whenever blocks are complete up to some run; `should_stop`
    is asked from this thread twenty times a second. `until` stops after fewer runs than the
    settings have, when a figure is known well enough. Raises Stopped where `should_stop` says yes
    (within a simulated day a worker), and CannotSimulate where the funnel or the settings hold
    errors.
    """
    settings = settings or Settings()
    refuse_impossible(settings)
    work = Simulation(funnel, settings)
    _refuse_too_large(work.plan, settings)
    watch = Watch(work.plan, until) if until is not None else None
    _make_ready(work)
    gathered = Gathered(work.plan, settings, partial(raise_if, should_stop))
    try:
        with closing(computed(work, executor, should_stop)) as parts:
            for ready in _enough(parts, watch):
                gathered.add(ready)
                if on_block is not None:
                    on_block(gathered.runs())
    except Halted:
        done = gathered.finish()
        raise Stopped(done if done.runs else None) from None
    return gathered.finish()


def _make_ready(work: Simulation) -> None:
    """Build the tables before workers ask for them, all at once."""
    if work.settings.luck:
        _engine = work.engine


def _enough(parts: Iterator[list[Block]], watch: Watch | None) -> Iterator[list[Block]]:
    """Yield the blocks up to the one with which enough is known."""
    if watch is None:
        yield from parts
        return
    for part in parts:
        for count, block in enumerate(part, start=1):
            if watch.is_enough(block):
                yield part[:count]
                return
        yield part


def warm_up() -> None:
    """Get the machine code ready: from the disk in a tenth of a second, anew in a minute.

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
    from funnelcraft.simulation.engine.compiling import drop_old_code

    drop_old_code()


def _refuse_too_large(plan: Plan, settings: Settings) -> None:
    """Refuse what would not fit into memory, neither kept nor counted."""
    needed = min(kept_bytes(plan, settings), counted_bytes(plan, settings))
    if needed > MOST_BYTES:
        message = _("{runs} runs over {days} days need about {size} GB: choose fewer of either.")
        raise refuse(
            "too-large",
            message.format(
                runs=number(settings.runs), days=number(settings.days), size=number(needed / 1e9)
            ),
        )
