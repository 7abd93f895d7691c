"""What the thread of the sections does: analyse, and seek. No Qt.

Everything is given by value and refers to no widget: a garbage collection in the thread could
destroy one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from funnelcraft.designer.baseline.backtesting import wait_for_machine_code
from funnelcraft.designer.forecast.events import Options
from funnelcraft.designer.forecaster import engine_settings
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.imports.progress import OnProgress, Progress, ShouldStop, Stopped

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Figure
    from funnelcraft.simulation.goals import Answer, Lever
    from funnelcraft.simulation.goals.asking import Asked
    from funnelcraft.simulation.sensitivity import Gain, Lesson, Parameter, Tornado, TwoWay

T = TypeVar("T")
PARTS = 1000  # of a whole: how finely a seek says how far it is


@dataclass(frozen=True)
class Refusal:
    """Why nothing can be worked out."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Lessons:
    """What to measure first."""

    found: "tuple[Lesson, ...]"


@dataclass(frozen=True)
class Gains:
    """What single steps are worth, in each of the figures."""

    figures: "tuple[Figure, ...]"
    found: "tuple[Gain, ...]"


@dataclass(frozen=True)
class Sought:
    """What was asked, by which lever, and the answer."""

    asked: "Asked"
    lever: "Lever"
    answer: "Answer"


@dataclass(frozen=True)
class Grid:
    """Which two figures are changed together, and between which values; None: their bounds."""

    across: "Parameter"
    up: "Parameter"
    across_range: tuple[float, float] | None = None
    up_range: tuple[float, float] | None = None


def swings(
    funnel: Funnel, days: int, figure: "Figure", on_progress: OnProgress, should_stop: ShouldStop
) -> "Tornado | Refusal":
    """Return the tornado."""
    from funnelcraft.simulation.sensitivity import tornado

    return _refusing(lambda: tornado(funnel, days, figure, _counted(on_progress), should_stop))


def lessons_of(
    funnel: Funnel, days: int, figure: "Figure", on_progress: OnProgress, should_stop: ShouldStop
) -> "Lessons | Refusal":
    """Return what to measure first."""
    from funnelcraft.simulation.sensitivity import lessons

    return _refusing(
        lambda: Lessons(lessons(funnel, days, figure, _counted(on_progress), should_stop))
    )


def gains_of(
    funnel: Funnel,
    days: int,
    figures: "tuple[Figure, ...]",
    on_progress: OnProgress,
    should_stop: ShouldStop,
) -> "Gains | Refusal":
    """Return what a point, a day and a lead are worth."""
    from funnelcraft.simulation.sensitivity import gains

    return _refusing(
        lambda: Gains(figures, gains(funnel, days, figures, _counted(on_progress), should_stop))
    )


def grid_of(
    funnel: Funnel,
    days: int,
    figure: "Figure",
    grid: Grid,
    on_progress: OnProgress,
    should_stop: ShouldStop,
) -> "TwoWay | Refusal":
    """Return the outcome at every pair of two figures."""
    from funnelcraft.simulation.sensitivity import even_steps, two_way

    xs = even_steps(grid.across, *(grid.across_range or ()))
    ys = even_steps(grid.up, *(grid.up_range or ()))
    told = _counted(on_progress)
    return _refusing(
        lambda: two_way(funnel, days, figure, grid.across, grid.up, xs, ys, told, should_stop)
    )


def seek_goal(
    funnel: Funnel,
    asked: "Asked",
    options: Options,
    on_progress: OnProgress,
    should_stop: ShouldStop,
) -> "Sought | Refusal":
    """Return the answer to a goal, with what a forecast plays of not knowing. Raises Stopped."""
    from funnelcraft.simulation.engine import Stopped as EngineStopped
    from funnelcraft.simulation.goals import seek
    from funnelcraft.simulation.goals.asking import goal_of, lever_of

    wait_for_machine_code(should_stop)
    moved = lever_of(funnel, asked)
    settings = engine_settings(replace(options, runs=asked.runs, days=asked.days))

    def on_share(share: float) -> None:
        on_progress(Progress(round(share * PARTS), PARTS, 0, ""))

    def found() -> Sought:
        answer = seek(funnel, moved, goal_of(asked), settings, on_share, should_stop)
        return Sought(asked, moved, answer)

    try:
        return _refusing(found)
    except EngineStopped as error:
        raise Stopped from error


def _counted(on_progress: OnProgress) -> Callable[[int, int], None]:
    def told(done: int, wanted: int) -> None:
        on_progress(Progress(done, wanted, 0, ""))

    return told


def _refusing(find: Callable[[], T]) -> T | Refusal:
    from funnelcraft.simulation.problems import CannotSimulate
    from funnelcraft.simulation.sensitivity import Stopped as AnalysisStopped

    try:
        return find()
    except CannotSimulate as refusal:
        return Refusal(refusal.findings)
    except AnalysisStopped as error:
        raise Stopped from error
