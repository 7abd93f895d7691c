"""What the thread that compares is asked, and what it answers. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from funnelcraft.designer.comparison.sides import FileSide
from funnelcraft.designer.forecast.events import Options, Question
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.mapping import Guess, Mapping, Restored
from funnelcraft.funnel.model import Funnel

if TYPE_CHECKING:
    from datetime import date

    from funnelcraft.simulation.comparison import Comparison, Difference
    from funnelcraft.simulation.comparison.changeover import Changeover
    from funnelcraft.simulation.comparison.levelling import Levelled
    from funnelcraft.simulation.comparison.lines import ComparedLine
    from funnelcraft.simulation.comparison.overtime import OverTime
    from funnelcraft.simulation.expectation import Expectation


@dataclass(frozen=True)
class Job:
    """Two designs to compare, and what they are called; `number` rises with every change.

    `made` says which stages are the same, by hand. Without it those of one id are; where `guesses`
    says so, as in two files, names and places tell too.
    """

    number: int
    a: Funnel
    b: Funnel
    names: tuple[str, str]
    options: Options
    made: Restored | None = None
    guesses: bool = False


@dataclass(frozen=True, eq=False)
class Begun:
    """The two designs as they are compared, and their means, there within milliseconds.

    `guesses` are what of the mapping was guessed; empty where it is the user's, or goes by ids.
    `left_out` says what of one that was kept cannot be used.
    """

    number: int
    levelled: "Levelled"
    mapping: Mapping
    guesses: tuple[Guess, ...]
    left_out: tuple[str, ...]
    a: "Expectation"
    b: "Expectation"


@dataclass(frozen=True, eq=False)
class Refined:
    """What the paired runs say that are done by now, line by line."""

    number: int
    done: int
    wanted: int
    seconds: float
    lines: "tuple[ComparedLine, ...]"

    @property
    def finished(self) -> bool:
        """Whether all runs are done."""
        return self.done == self.wanted


@dataclass(frozen=True, eq=False)
class Answer:
    """A figure over time: the paired difference, and both designs by themselves.

    `since` is the week from which on the paired difference shows, `alone` that from which on it
    shows to somebody who has one real year to look at.
    """

    number: int
    question: Question
    runs: int
    total: "Difference"
    since: "date | None"
    alone: "date | None"
    bands: "OverTime"


@dataclass(frozen=True)
class Refused:
    """Why two designs are not compared; `side` is the one to be mended, '' where it is both."""

    number: int
    side: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, eq=False)
class FileRead:
    """A file was read, or why it could not be."""

    file: FileSide
    number: int = 0


@dataclass(frozen=True, eq=False)
class State:
    """What a wish can be fulfilled from: the job, its designs as compared, and all its runs.

    `kept` is what was played for a wish and serves the next one too.
    """

    job: Job
    begun: Begun
    runs: "Comparison"
    kept: "dict[object, Changeover]" = field(default_factory=dict)

    @property
    def levelled(self) -> "Levelled":
        """The two designs as they are compared."""
        return self.begun.levelled


class Wish(Protocol):
    """Something to be told of every comparison that is done. Equal wishes are one."""

    def fulfilled(
        self, state: State, should_stop: Callable[[], bool], tell: Callable[[object], None]
    ) -> object:
        """Return the event that tells it; None where nothing can be told, or nobody waits.

        `tell` puts out what is to be told meanwhile.
        """


@dataclass(frozen=True)
class Picture:
    """The wish for a figure over time."""

    question: Question

    def fulfilled(
        self,
        state: State,
        _should_stop: Callable[[], bool],
        _tell: Callable[[object], None],
    ) -> Answer | None:
        """Return the figure's differences and bands; None where a design lacks its stage."""
        from funnelcraft.simulation.comparison.overtime import over_time

        asked, found = self.question, state.runs
        try:
            return Answer(
                state.job.number,
                asked,
                found.runs,
                found.difference(asked.figure),
                found.visible_from(asked.figure),
                found.seen_alone(asked.figure).since,
                over_time(found, asked.figure, asked.period, asked.cumulative),
            )
        except KeyError:
            return None  # the stage was deleted meanwhile; the view asks for another figure
