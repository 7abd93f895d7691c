"""Compare two designs: play both on the same arrivals and, as far as they agree, the same leads."""

from collections.abc import Callable
from functools import cached_property

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, number
from funnelcraft.simulation.comparison.comparison import Comparison
from funnelcraft.simulation.comparison.pairs import PairedBlock, PairedEngine
from funnelcraft.simulation.engine.blocks import number_of_blocks
from funnelcraft.simulation.engine.executors import Executor, Halted, ShouldStop, in_order
from funnelcraft.simulation.engine.settings import Settings, refuse_impossible
from funnelcraft.simulation.engine.threads import Threads
from funnelcraft.simulation.forecast.gathering import kept_bytes
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.plan import Plan, plan
from funnelcraft.simulation.problems import refuse

OnBlock = Callable[[Comparison], None]

# All paired runs are kept, of both designs.
MOST_BYTES = 2e9


class ComparisonStopped(Exception):  # noqa: N818 (it says what happened, and nothing failed)
    """The comparison was stopped. `comparison` holds what was done, None where nothing was."""

    def __init__(self, comparison: Comparison | None) -> None:
        super().__init__("the comparison was stopped")
        self.comparison = comparison


class PairedSimulation:
    """Two funnels and settings as a work for executors. Elsewhere it is made ready anew."""

    def __init__(self, a: Funnel, b: Funnel, settings: Settings) -> None:
        self.funnels, self.settings = (a, b), settings
        self._is_halted = False

    def __reduce__(self) -> tuple[type["PairedSimulation"], tuple[Funnel, Funnel, Settings]]:
        return PairedSimulation, (*self.funnels, self.settings)

    @cached_property
    def plans(self) -> tuple[Plan, Plan]:
        """The two funnels as arrays."""
        a, b = self.funnels
        return plan(a, self.settings.days), plan(b, self.settings.days)

    @cached_property
    def engine(self) -> PairedEngine:
        """The two plans coupled and made ready to simulate."""
        made = PairedEngine(self.funnels, self.plans, self.settings)
        if self._is_halted:
            made.halt()
        return made

    @property
    def total(self) -> int:
        """How many blocks there are."""
        return number_of_blocks(self.settings)

    def block(self, index: int) -> PairedBlock:
        """Simulate a block of both designs."""
        return self.engine.block(index)

    def halt(self) -> None:
        """Make blocks in work end soon, with worthless results."""
        self._is_halted = True
        if "engine" in self.__dict__:
            self.engine.halt()


def compare(
    a: Funnel,
    b: Funnel,
    settings: Settings | None = None,
    on_block: OnBlock | None = None,
    should_stop: ShouldStop | None = None,
    executor: Executor | None = None,
) -> Comparison:
    """Play two designs on the same luck and return all paired runs.

    Stages, triggers, sources and segments are the same where their ids are. The same funnels and
    settings give the same bits, whatever computes them; `on_block`, `should_stop` and `executor`
    as in `simulate`. Raises ComparisonStopped where `should_stop` says yes, and CannotSimulate
    where a funnel or the settings hold errors or the two cannot be compared.
    """
    settings = settings or Settings()
    refuse_impossible(settings)
    _refuse_incomparable(a, b)
    work = PairedSimulation(a, b, settings)
    _refuse_too_large(work.plans, settings)
    _ready = work.engine
    done: list[PairedBlock] = []
    blocks = (executor or Threads(settings.workers)).blocks(work, should_stop)
    try:
        for ready in in_order(blocks):
            done += ready
            if on_block is not None:
                on_block(_comparison(work, done))
    except Halted:
        raise ComparisonStopped(_comparison(work, done) if done else None) from None
    finally:
        blocks.close()  # type: ignore[attr-defined]
    return _comparison(work, done)


def not_compared(a: Funnel, b: Funnel) -> tuple[str, ...]:
    """Return a plain sentence for what forecasts of the two play and their comparison does not."""
    found = []
    if any(_observed(funnel) for funnel in (a, b)):
        text = _("The comparison takes measured times as exact, measured rates and volumes not.")
        found.append(text)
    if any(stage.sla is not None for funnel in (a, b) for stage in funnel.stages):
        found.append(_("The comparison does not count how often an SLA is breached."))
    return tuple(found)


def _observed(funnel: Funnel) -> bool:
    """Say whether any time carries the number of observations it comes from."""
    velocities = [trigger.velocity for trigger in funnel.triggers]
    velocities += [own.velocity for t in funnel.triggers for own in t.by_segment.values()]
    times = [*velocities, *(stage.leak_time for stage in funnel.stages)]
    return any(getattr(time, "observations", None) for time in times)


def _comparison(work: PairedSimulation, done: list[PairedBlock]) -> Comparison:
    a, b = work.plans
    return Comparison(
        Runs(a, work.settings, tuple(block.a for block in done)),
        Runs(b, work.settings, tuple(block.b for block in done)),
    )


def _refuse_incomparable(a: Funnel, b: Funnel) -> None:
    """Raise CannotSimulate where paired runs of two funnels would mean nothing."""
    if a.start != b.start:
        message = _("The two designs start on different days: give both the same start.")
        raise refuse("start", message)
    if a.currency != b.currency:
        message = _("The two designs count money in {first} and {second}: give both one currency.")
        raise refuse("currency", message.format(first=a.currency, second=b.currency))


def _refuse_too_large(plans: tuple[Plan, Plan], settings: Settings) -> None:
    needed = sum(kept_bytes(part, settings) for part in plans)
    if needed > MOST_BYTES:
        message = _("{runs} paired runs need about {size} GB: choose fewer runs or days.")
        raise refuse(
            "too-large",
            message.format(runs=number(settings.runs), size=number(needed / 1e9)),
        )
