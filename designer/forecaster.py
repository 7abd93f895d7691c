"""The thread that forecasts. It knows no Qt: questions come in, answers go out through a queue.

An edit replaces the question at once; the simulation of the one before stops between its blocks.
Nothing here is a QObject, and none is referred to: a garbage collection in this thread could
destroy one.
"""

import queue
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.model import Funnel

if TYPE_CHECKING:
    from funnelcraft.simulation.engine import Settings
    from funnelcraft.simulation.engine.blocks import Engine
    from funnelcraft.simulation.engine.warming import Warming
    from funnelcraft.simulation.expectation import Expectation
    from funnelcraft.simulation.forecast import Bands, Figure, Period, Replay, Runs, Total

# Between two looks at a simulation in work, in seconds: often enough to be seen growing.
LOOK = 0.2
PATIENCE = 0.05  # seconds between looks at whether waiting is still wanted


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
class Preview:
    """The exact expectation, there within milliseconds."""

    number: int
    expectation: "Expectation"


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


Asked = tuple[Question | None, "Runs | None"]
Wished = tuple[Wish | None, "Runs | None"]
Event = (
    Ready | Preview | Compiling | Refined | Answer | Totals | Replayed | Refused | Stopped | Failed
)


class Forecaster:
    """Holds the thread. Events are taken from `events`; `close` ends the thread and waits."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._job: Job | None = None
        self._question: Question | None = None
        self._wish: Wish | None = None
        self._halted = False
        self._closing = False
        self._runs: Runs | None = None
        self._replaying: Engine | None = None
        self._errands: list[tuple[str, Callable[[], None]]] = []
        self._warming: Warming | None = None
        self._thread = threading.Thread(target=self._work, name="forecast", daemon=True)
        self._thread.start()

    def ask(self, job: Job) -> None:
        """Forecast this funnel from now on, and stop with any other."""
        with self._changed:
            self._job = job
            self._halted = False
            self._leave_replay()
            self._changed.notify()

    def show(self, question: Question | None) -> None:
        """Answer this question too, for the runs there are and those to come."""
        with self._changed:
            self._question = question
            self._changed.notify()

    def play(self, wish: Wish | None) -> None:
        """Replay this run of the forecast, and of those to come; None where nothing is played."""
        with self._changed:
            self._wish = wish
            self._leave_replay()
            self._changed.notify()

    def _leave_replay(self) -> None:
        """Stop simulating a run again: it is not wanted any more."""
        if self._replaying is not None:
            self._replaying.halt()

    def run_errand(self, name: str, errand: Callable[[], None]) -> None:
        """Do something when there is nothing to forecast, such as importing; then say Ready."""
        with self._changed:
            self._errands.append((name, errand))
            self._changed.notify()

    def halt(self) -> None:
        """Stop the simulation in work; the funnel is forecast anew with the next edit."""
        with self._changed:
            self._halted = True

    @property
    def runs(self) -> "Runs | None":
        """The runs of the last forecast that was finished; None while another is in work."""
        return self._runs

    def close(self) -> None:
        """Stop at once and wait for the thread's end."""
        with self._changed:
            self._closing = True
            self._leave_replay()
            self._changed.notify()
        self._thread.join()
        if self._warming is not None:
            self._warming.close()

    def _work(self) -> None:
        done: Job | None = None
        answered: Asked = (None, None)
        played: Wished = (None, None)
        while True:
            with self._changed:
                while not self._closing and not self._errands and self._job is done:
                    if self._is_asked(answered, played):
                        break
                    self._changed.wait()
                if self._closing:
                    return
                job = self._job
                errand = self._errands.pop(0) if job is done and self._errands else None
            if errand is not None:
                self._run(*errand)
            if job is not done and job is not None:
                done = job
                self._attempt(job)
            answered = self._answer_question(job, answered)
            played = self._fulfil_wish(job, played)

    def _is_asked(self, answered: Asked, played: Wished) -> bool:
        """Say whether there is a question, or a wish, that was not answered for these runs."""
        if self._question is not None and (self._question, self._runs) != answered:
            return True
        return self._wish is not None and (self._wish, self._runs) != played

    def _answer_question(self, job: Job | None, answered: Asked) -> Asked:
        with self._changed:
            asked = (self._question, self._runs)
        question, runs = asked
        if question is not None and runs is not None and self._job is job and asked != answered:
            self._answer(job.number if job else 0, question, runs)
        return asked

    def _fulfil_wish(self, job: Job | None, played: Wished) -> Wished:
        with self._changed:
            wished = (self._wish, self._runs)
        if wished[0] is not None and job is not None and wished != played:
            self._play(job, wished[0])
        return wished

    def _run(self, name: str, errand: Callable[[], None]) -> None:
        try:
            errand()
            self.events.put(Ready(name))
        except Exception:  # a broken installation, say: told, and the thread lives on
            self.events.put(Failed(0, traceback.format_exc()))

    def _attempt(self, job: Job) -> None:
        from funnelcraft.simulation.engine import Stopped as EngineStopped
        from funnelcraft.simulation.problems import CannotSimulate

        self._runs = None
        try:
            self._forecast(job)
        except CannotSimulate as refusal:
            self.events.put(Refused(job.number, refusal.findings))
        except EngineStopped:
            if self._job is job and not self._closing:
                self.events.put(Stopped(job.number))
        except Exception:  # whatever it is, the window must say so and the thread must live on
            self.events.put(Failed(job.number, traceback.format_exc()))

    def _forecast(self, job: Job) -> None:
        from funnelcraft.simulation.expectation import expect

        self.events.put(Preview(job.number, expect(job.funnel, job.options.days)))
        from funnelcraft.simulation.engine import simulate

        self._wait_for_machine_code(job)
        began = time.perf_counter()
        seen = began

        def on_block(runs: "Runs") -> None:
            nonlocal seen
            now = time.perf_counter()
            if now - seen >= LOOK and runs.runs < job.options.runs:
                self._tell(job, runs, now - began, finished=False)
                seen = time.perf_counter()

        runs = simulate(job.funnel, _settings(job.options), on_block, lambda: self._is_stale(job))
        seconds = time.perf_counter() - began
        self._runs = runs
        self._tell(job, runs, seconds, finished=True)
        if not self._is_stale(job):
            self.events.put(_totals(job, runs))

    def _wait_for_machine_code(self, job: Job) -> None:
        """Wait until the engine is compiled; raise the engine's Stopped where the job is stale.

        Compiling takes a minute where the cache holds nothing yet. Elsewhere it does not keep the
        next edit's expectation waiting.
        """
        from funnelcraft.simulation.engine import Stopped as EngineStopped
        from funnelcraft.simulation.engine.warming import Warming

        if self._warming is None:
            self._warming = Warming()
            self._warming.start()
        told = False
        while not self._warming.wait(PATIENCE):
            if not told:
                self.events.put(Compiling(job.number))
                told = True
            if self._is_stale(job):
                raise EngineStopped(None)

    def _is_stale(self, job: Job) -> bool:
        return self._closing or self._halted or self._job is not job

    def _tell(self, job: Job, runs: "Runs", seconds: float, finished: bool) -> None:
        if self._is_stale(job):
            return
        wanted = job.options.runs
        told = headline(runs, job.funnel)
        self.events.put(Refined(job.number, runs.runs, wanted, seconds, told, finished))
        question = self._question
        if question is not None and not finished:
            self._answer(job.number, question, runs)

    def _answer(self, number: int, question: Question, runs: "Runs") -> None:
        try:
            bands = runs.bands(question.figure, question.period, question.cumulative)
        except KeyError:
            return  # the stage asked for was deleted meanwhile; the view asks for another
        self.events.put(Answer(number, question, bands, runs.runs))

    def _play(self, job: Job, wish: Wish) -> None:
        if self._runs is None or self._is_unwanted(job, wish):
            return
        from funnelcraft.simulation.forecast import replay, run_at

        runs = self._runs
        try:
            run = run_at(runs, wish.share) if wish.run is None else min(wish.run, runs.runs - 1)
            found = replay(runs, run, lambda engine: self._take(engine, job, wish))
        except Exception:  # whatever it is, the window must say so and the thread must live on
            self.events.put(Failed(job.number, traceback.format_exc()))
            return
        finally:
            with self._changed:
                self._replaying = None
        if not self._is_unwanted(job, wish):
            self.events.put(Replayed(job.number, wish, found))

    def _take(self, engine: "Engine", job: Job, wish: Wish) -> None:
        """Keep the engine that simulates a run again where it can be halted."""
        with self._changed:
            self._replaying = engine
            if self._is_unwanted(job, wish):
                engine.halt()

    def _is_unwanted(self, job: Job, wish: Wish) -> bool:
        return self._closing or self._job is not job or self._wish != wish


def _settings(options: Options) -> "Settings":
    from funnelcraft.simulation.engine import Settings as EngineSettings

    return replace(EngineSettings(), **asdict(options), workers=None)


def headline(runs: "Runs", funnel: Funnel) -> Headline:
    """Return the whole horizon in figures and in a sentence."""
    from funnelcraft.simulation.forecast import revenue, sentence, wins

    has_wins = bool(runs.plan.node_won.any())
    worth = has_wins and funnel.deal_value is not None
    return Headline(
        deals=runs.total(wins()) if has_wins else None,
        revenue=runs.total(revenue()) if worth else None,
        sentence=sentence(runs, funnel),
    )


def _totals(job: Job, runs: "Runs") -> Totals:
    from funnelcraft.funnel.graph import stages_in_order
    from funnelcraft.funnel.names import short_stage_name, stage_name
    from funnelcraft.funnel.text import _
    from funnelcraft.simulation.forecast import entries, revenue, wins
    from funnelcraft.simulation.forecast import queue as queued
    from funnelcraft.simulation.forecast.promises import queued_stages
    from funnelcraft.simulation.left_out import not_simulated

    lines = [
        Line(stage_name(stage), short_stage_name(stage), runs.total(entries(stage.id)))
        for stage in stages_in_order(job.funnel)
    ]
    if sum(stage.kind == "won" for stage in job.funnel.stages) > 1:
        lines.append(Line(_("All deals"), _("All deals"), runs.total(wins())))
    if job.funnel.deal_value is not None:
        lines.append(Line(_("Revenue"), _("Revenue"), runs.total(revenue()), is_money=True))
    queues = {
        stage_id: float(runs.bands(queued(stage_id), "day").mean.mean())
        for stage_id in queued_stages(runs)
    }
    return Totals(job.number, tuple(lines), not_simulated(job.funnel), queues)
