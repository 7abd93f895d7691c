"""The thread that forecasts. It knows no Qt: questions come in, answers go out through a queue.

An edit replaces the question at once; the simulation of the one before stops between its blocks.
Nothing here is a QObject, and none is referred to: a garbage collection in this thread could
destroy one.
"""

import queue
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING

from funnelcraft.designer.forecast.events import (
    Answer,
    Compiling,
    Enquiry,
    Event,
    Failed,
    Found,
    Ground,
    Job,
    Options,
    Preview,
    Question,
    Ready,
    Refined,
    Refused,
    Replayed,
    Stopped,
    Wish,
)
from funnelcraft.designer.forecast.telling import headline, totals

if TYPE_CHECKING:
    from funnelcraft.simulation.engine import Settings
    from funnelcraft.simulation.engine.blocks import Engine
    from funnelcraft.simulation.engine.warming import Warming
    from funnelcraft.simulation.forecast import Runs

# Between two looks at a simulation in work, in seconds: often enough to be seen growing.
LOOK = 0.2

Asked = tuple[Question | None, "Runs | None"]
Wished = tuple[Wish | None, "Runs | None"]


class Forecaster:
    """Holds the thread. Events are taken from `events`; `close` ends the thread and waits."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._job: Job | None = None
        self._question: Question | None = None
        self._wish: Wish | None = None
        self._enquiries: tuple[Enquiry, ...] = ()
        self._answered: set[Enquiry] = set()
        self._halted = False
        self._closing = False
        self._is_possible = False
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

    def enquire(self, enquiries: Sequence[Enquiry]) -> None:
        """Answer these for the funnel there is and those to come, each once; leave any other."""
        with self._changed:
            self._enquiries = tuple(enquiries)
            self._answered &= set(enquiries)
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
            if job is not None:
                self._answer_enquiry(job)

    def _is_asked(self, answered: Asked, played: Wished) -> bool:
        """Say whether there is a question, or a wish, that was not answered for these runs."""
        if self._question is not None and (self._question, self._runs) != answered:
            return True
        if self._next_enquiry() is not None:
            return True
        return self._wish is not None and (self._wish, self._runs) != played

    def _next_enquiry(self) -> Enquiry | None:
        """Return the first enquiry that can be answered by now and was not; None without one."""
        if not self._is_possible:
            return None
        for enquiry in self._enquiries:
            if enquiry not in self._answered and (enquiry.is_early or self._runs is not None):
                return enquiry
        return None

    def _answer_enquiry(self, job: Job, *, early: bool = False) -> None:
        """Answer an enquiry of this job, where one is open; the others wait for their turn."""
        from funnelcraft.simulation.engine import Stopped as EngineStopped

        with self._changed:
            enquiry = self._next_enquiry() if self._job is job else None
        if enquiry is None or (early and not enquiry.is_early):
            return
        ground = Ground(job.funnel, job.options, self._runs, partial(self._is_left, job, enquiry))
        try:
            result = enquiry.answer(ground)
        except EngineStopped:
            self._leave_enquiries(job)
            return
        except Exception:  # whatever it is, the window must say so and the thread must live on
            self.events.put(Failed(job.number, traceback.format_exc()))
            result = None
        with self._changed:
            self._answered.add(enquiry)
        self.events.put(Found(job.number, enquiry, result))

    def _is_left(self, job: Job, enquiry: Enquiry) -> bool:
        return self._is_stale(job) or enquiry not in self._enquiries

    def _leave_enquiries(self, job: Job) -> None:
        """Where the user halted them, say so; else there is a newer funnel, or another section."""
        with self._changed:
            if not self._halted:
                return
            self._halted = False
            left = [one for one in self._enquiries if one not in self._answered]
            self._answered.update(left)
        for enquiry in left:
            self.events.put(Found(job.number, enquiry, None))

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
        self._is_possible = False
        self._answered = set()
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

        self.events.put(Preview(job.number, expect(job.funnel, job.options.days), job.funnel))
        self._is_possible = True
        for _each in self._enquiries:
            self._answer_enquiry(job, early=True)
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

        runs = simulate(
            job.funnel, engine_settings(job.options), on_block, lambda: self._is_stale(job)
        )
        seconds = time.perf_counter() - began
        self._runs = runs
        self._tell(job, runs, seconds, finished=True)
        if not self._is_stale(job):
            self.events.put(totals(job, runs))

    def warming(self) -> "Warming":
        """Return what makes the engine ready, begun when first asked for, from whatever thread."""
        from funnelcraft.simulation.engine.warming import Warming

        with self._changed:
            if self._warming is None:
                self._warming = Warming()
                self._warming.start()
            return self._warming

    def _wait_for_machine_code(self, job: Job) -> None:
        """Wait until the engine is compiled; raise the engine's Stopped where the job is stale.

        Compiling takes a minute where the cache holds nothing yet. Elsewhere it does not keep the
        next edit's expectation waiting.
        """
        from funnelcraft.simulation.engine import Stopped as EngineStopped

        if not self.warming().wait_while(
            lambda: not self._is_stale(job), lambda: self.events.put(Compiling(job.number))
        ):
            raise EngineStopped(None)

    def _is_stale(self, job: Job) -> bool:
        return self._closing or self._halted or self._job is not job

    def _tell(self, job: Job, runs: "Runs", seconds: float, finished: bool) -> None:
        if self._is_stale(job):
            return
        wanted = job.options.runs
        told = headline(runs, job.funnel, finished=finished)
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


def engine_settings(options: Options) -> "Settings":
    """Return the settings of the engine that options stand for."""
    from funnelcraft.simulation.engine import Settings as EngineSettings

    return replace(EngineSettings(), **asdict(options), workers=None)
