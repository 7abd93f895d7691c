"""The thread that compares two designs. It knows no Qt: jobs come in, events go out by a queue.

An edit replaces the job at once; the paired simulation of the one before stops between its blocks.
Nothing here is a QObject, and none is referred to: a garbage collection in this thread could
destroy one.
"""

import queue
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from funnelcraft.designer.comparison.events import (
    Begun,
    FileRead,
    Job,
    Picture,
    Refined,
    Refused,
    State,
    Wish,
)
from funnelcraft.designer.comparison.sides import FileSide
from funnelcraft.designer.forecast.events import Compiling, Failed, Question, Stopped
from funnelcraft.designer.forecaster import LOOK, engine_settings
from funnelcraft.funnel.mapping import Restored, guessed_mapping, guesses, mapping_by_id

if TYPE_CHECKING:
    from funnelcraft.simulation.comparison import Comparison
    from funnelcraft.simulation.comparison.levelling import Levelled
    from funnelcraft.simulation.engine.warming import Warming

# What is told amid a simulation may take so much of its time.
TELLING = 0.25


class Comparer:
    """Holds the thread. Events are taken from `events`; `close` ends the thread and waits.

    `warming` returns what makes the engine ready beside another thread that waits for it too.
    """

    def __init__(self, warming: "Callable[[], Warming] | None" = None) -> None:
        self.events: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._job: Job | None = None
        self._done: Job | None = None
        self._state: State | None = None
        self._question: Question | None = None
        self._wishes: dict[str, Wish | None] = {}
        self._fulfilled: dict[str, tuple[Wish, State]] = {}
        self._paths: list[Path] = []
        self._halted = False
        self._closing = False
        self._shared_warming = warming
        self._warming: Warming | None = None  # its own, where none is shared
        self._thread = threading.Thread(target=self._work, name="comparison", daemon=True)
        self._thread.start()

    def ask(self, job: Job | None) -> None:
        """Compare these two from now on, and stop with any others; None: rest."""
        with self._changed:
            self._job, self._halted = job, False
            self._changed.notify()

    def show(self, question: Question | None) -> None:
        """Tell this figure over time, of the runs there are and those to come."""
        with self._changed:
            self._question = question
            wish = None if question is None else Picture(question)
            self._wishes["over time"] = wish
            self._changed.notify()

    def wish(self, name: str, wish: Wish | None) -> None:
        """Tell this too of every comparison that is done, in the place of the last wish so named.

        None ends it.
        """
        with self._changed:
            self._wishes[name] = wish
            self._changed.notify()

    def read(self, path: Path) -> None:
        """Read a file to compare with."""
        with self._changed:
            self._paths.append(path)
            self._changed.notify()

    def halt(self) -> None:
        """Stop what is in work; the next change compares anew."""
        with self._changed:
            self._halted = True

    def close(self) -> None:
        """Stop at once and wait for the thread's end."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join()
        if self._warming is not None:
            self._warming.close()

    # In the thread

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._closing and not self._has_work():
                    self._changed.wait()
                if self._closing:
                    return
                path = self._paths.pop(0) if self._paths else None
                job, state = self._job, self._state
                name, wish = self._open_wish() or ("", None)
            if path is not None:
                self._try(0, partial(self._read, path))
            elif job is not self._done:
                self._done, self._state = job, None
                if job is not None:
                    self._attempt(job)
            elif wish is not None and state is not None:
                self._fulfilled[name] = (wish, state)
                self._try(state.job.number, partial(self._fulfil, name, wish, state))

    def _has_work(self) -> bool:
        return bool(self._paths) or self._job is not self._done or self._open_wish() is not None

    def _open_wish(self) -> tuple[str, Wish] | None:
        """Return a wish that was not fulfilled yet of the comparison that is done."""
        state = self._state
        if state is None or state.job is not self._job or self._halted:
            return None
        for name, wish in self._wishes.items():
            if wish is not None and self._fulfilled.get(name) != (wish, state):
                return name, wish
        return None

    def _read(self, path: Path) -> None:
        self.events.put(FileRead(read_file(path)))

    def _fulfil(self, name: str, wish: Wish, state: State) -> None:
        def should_stop() -> bool:
            return self._is_stale(state.job) or self._wishes.get(name) != wish

        event = wish.fulfilled(state, should_stop, self.events.put)
        if event is not None and not should_stop():
            self.events.put(event)

    def _try(self, number: int, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:  # whatever it is, the window must say so and the thread must live on
            self.events.put(Failed(number, traceback.format_exc()))

    def _attempt(self, job: Job) -> None:
        from funnelcraft.simulation.comparison import ComparisonStopped
        from funnelcraft.simulation.problems import CannotSimulate

        try:
            self._compare(job)
        except CannotSimulate as refusal:
            self.events.put(Refused(job.number, "", refusal.findings))
        except ComparisonStopped:
            if self._job is job and not self._closing:
                self.events.put(Stopped(job.number))
        except Exception:  # as above
            self.events.put(Failed(job.number, traceback.format_exc()))

    def _compare(self, job: Job) -> None:
        from funnelcraft.simulation.comparison import compare
        from funnelcraft.simulation.comparison.levelling import levelled

        two = levelled(job.a, job.b, job.names)
        begun = self._expected(job, two)
        if begun is None:
            return
        self.events.put(begun)
        self._wait_for_machine_code(job)
        began = time.perf_counter()
        next_look = began + LOOK

        def on_block(found: "Comparison") -> None:
            nonlocal next_look
            now = time.perf_counter()
            if now >= next_look and found.runs < job.options.runs:
                self._tell(State(job, begun, found), now - began)
                told = time.perf_counter() - now
                next_look = time.perf_counter() + max(LOOK, told / TELLING)

        settings = engine_settings(job.options)
        found = compare(
            two.a,
            two.b,
            settings,
            on_block,
            lambda: self._is_stale(job),
            mapping=begun.mapping,
        )
        state = State(job, begun, found)
        with self._changed:
            self._state = state
        self._tell(state, time.perf_counter() - began)

    def _expected(self, job: Job, two: "Levelled") -> Begun | None:
        """Return the means of both; where a design is refused, say which, and return None."""
        from funnelcraft.simulation.expectation import expect
        from funnelcraft.simulation.problems import CannotSimulate

        means = []
        for side, funnel in (("a", two.a), ("b", two.b)):
            try:
                means.append(expect(funnel, job.options.days))
            except CannotSimulate as refusal:
                self.events.put(Refused(job.number, side, refusal.findings))
                return None
        made = job.made
        if made is None and job.guesses:
            made = Restored(guessed_mapping(two.a, two.b), guesses(two.a, two.b))
        elif made is None:
            made = Restored(mapping_by_id(two.a, two.b))
        return Begun(job.number, two, made.mapping, made.guesses, made.notes, *means)

    def _wait_for_machine_code(self, job: Job) -> None:
        """Wait until the engine is compiled; raise ComparisonStopped where the job is stale."""
        from funnelcraft.simulation.comparison import ComparisonStopped

        if not self._find_warming().wait_while(
            lambda: not self._is_stale(job), lambda: self.events.put(Compiling(job.number))
        ):
            raise ComparisonStopped(None)

    def _find_warming(self) -> "Warming":
        from funnelcraft.simulation.engine.warming import Warming

        if self._shared_warming is not None:
            return self._shared_warming()
        if self._warming is None:
            self._warming = Warming()
            self._warming.start()
        return self._warming

    def _is_stale(self, job: Job) -> bool:
        return self._closing or self._halted or self._job is not job

    def _tell(self, state: State, seconds: float) -> None:
        from funnelcraft.simulation.comparison.lines import compared_lines

        job, two, found = state.job, state.levelled, state.runs
        if self._is_stale(job):
            return
        question = self._question
        if question is not None and found.runs < job.options.runs:
            answer = Picture(question).fulfilled(
                state, lambda: self._is_stale(job), self.events.put
            )
            self.events.put(answer)
        lines = compared_lines(found, two.a, two.b, two.has_revenue)
        self.events.put(Refined(job.number, found.runs, job.options.runs, seconds, lines))


def read_file(path: Path) -> FileSide:
    """Read a file to compare with; the file itself is left as it is."""
    from funnelcraft.io import project_file
    from funnelcraft.io.problems import FileProblem

    try:
        opened = project_file.read(path)
    except FileProblem as problem:
        return FileSide(path, problem=str(problem))
    return FileSide(path, opened.funnel, warnings=opened.warnings)
