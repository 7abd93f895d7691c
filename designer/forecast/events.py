"""What is asked of the thread that forecasts, and what it tells: plain values, no Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.model import Funnel

if TYPE_CHECKING:
    from funnelcraft.simulation.expectation import Expectation
    from funnelcraft.simulation.forecast import Bands, Figure, Period, Replay, Runs, Total


@dataclass(frozen=True)
class Options:
    """How far and how often to simulate, and which kinds of not knowing to play."""

    runs: int = 1000
    days: int = 365
    seed: int = 1
    luck: bool = True
    ignorance: bool = True
    drift: bool = True


@dataclass(frozen=True)
class Question:
    """What the chart shows."""

    figure: "Figure"
    period: "Period"
    cumulative: bool


@dataclass(frozen=True, eq=False)
class Wish:
    """Which run to replay: `run` (from 0 on), else the one that so many runs (0–1) lie below.

    Each wish is fulfilled once for every forecast, also where it is for the same run as another.
    """

    run: int | None = None
    share: float = 0.5


@dataclass(frozen=True)
class Job:
    """A funnel to forecast; `number` rises with every edit."""

    number: int
    funnel: Funnel
    options: Options


@dataclass(frozen=True, eq=False)
class Ground:
    """What an enquiry is answered from.

    `runs` is None where the enquiry is early: answered from the funnel alone, before any run.
    What takes long asks `should_stop` now and then, and raises the engine's Stopped.
    """

    funnel: Funnel
    options: Options
    runs: "Runs | None"
    should_stop: Callable[[], bool]


class Enquiry(Protocol):
    """A question of a section, answered in the forecaster's thread. Equal enquiries are one.

    An early one is answered after the exact expectation of an edit, the others when all runs are
    done.
    """

    @property
    def is_early(self) -> bool:
        """Whether it needs no runs."""
        ...

    def answer(self, ground: Ground) -> Any:
        """Return what is asked for; it must hold nothing of Qt's."""
        ...


@dataclass(frozen=True, eq=False)
class Preview:
    """The exact expectation of a funnel, there within milliseconds."""

    number: int
    expectation: "Expectation"
    funnel: Funnel


@dataclass(frozen=True)
class Compiling:
    """The engine is compiled first: once on every machine, for about a minute."""

    number: int


@dataclass(frozen=True, eq=False)
class Headline:
    """The whole horizon in figures. `revenue` is None where deals have no value."""

    deals: "Total | None"
    revenue: "Total | None"
    sentence: str


@dataclass(frozen=True, eq=False)
class Refined:
    """What the runs say that are done by now."""

    number: int
    done: int
    wanted: int
    seconds: float
    headline: Headline
    finished: bool


@dataclass(frozen=True, eq=False)
class Answer:
    """The bands the chart asked for."""

    number: int
    question: Question
    bands: "Bands"
    runs: int


@dataclass(frozen=True, eq=False)
class Line:
    """A line of the table of totals, with a short name for narrow tables."""

    name: str
    short: str
    total: "Total"
    is_money: bool = False


@dataclass(frozen=True, eq=False)
class Totals:
    """Every stage's volume, deals and revenue over the horizon, once all runs are done.

    `queues` says how many leads wait at stages with a capacity, the mean over days and runs, by id.
    """

    number: int
    lines: tuple[Line, ...]
    left_out: tuple[str, ...]
    queues: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Replayed:
    """The run that was wished for, day by day."""

    number: int
    wish: Wish
    replay: "Replay"


@dataclass(frozen=True, eq=False)
class Found:
    """What an enquiry found; `result` is None where the user stopped it."""

    number: int
    enquiry: Enquiry
    result: Any


@dataclass(frozen=True)
class Refused:
    """Why there is no forecast."""

    number: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Stopped:
    """The user stopped the simulation."""

    number: int


@dataclass(frozen=True)
class Failed:
    """Something broke that should not; `details` is for the log."""

    number: int
    details: str


@dataclass(frozen=True)
class Ready:
    """An errand is done: the package of this name can be used without waiting."""

    name: str
    number: int = 0


Event = (
    Ready
    | Preview
    | Compiling
    | Refined
    | Answer
    | Totals
    | Replayed
    | Found
    | Refused
    | Stopped
    | Failed
)
