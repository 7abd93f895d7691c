"""The thread that makes decks. It knows no Qt: questions come in, decks go out through a queue.

A new question ends the work on the one before. Nothing here is a QObject, and none is referred to:
a garbage collection in this thread could destroy one.
"""

import queue
import threading
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from funnelcraft.funnel.language import documents_speech, speaking
from funnelcraft.io.deck.evidence import Given, Question, ShouldStop, gathering
from funnelcraft.io.deck.page import Deck
from funnelcraft.io.deck.pages import deck_of

if TYPE_CHECKING:
    from funnelcraft.simulation.engine.warming import Warming
    from funnelcraft.simulation.forecast import Runs

PATIENCE = 0.05  # seconds between looks at whether waiting is still wanted


@dataclass(frozen=True, eq=False)
class Made:
    """A deck of what is known by now; the last of a question is complete."""

    number: int
    deck: Deck
    is_complete: bool


@dataclass(frozen=True)
class Failed:
    """Something broke that should not; `details` is for the log."""

    number: int
    details: str


@dataclass(frozen=True, eq=False)
class Asked:
    """A question, with the runs that answer it where they are there already.

    `waits` says that they are in work elsewhere: then only what needs none is made.
    """

    number: int
    question: Question
    runs: "Runs | None" = None
    waits: bool = False


class Gatherer:
    """Holds the thread. Decks are taken from `events`; `close` ends the thread and waits."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[Made | Failed] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._asked: Asked | None = None
        self._closing = False
        self._warming: Warming | None = None
        self._thread = threading.Thread(target=self._work, name="executive", daemon=True)
        self._thread.start()

    def ask(self, asked: Asked) -> None:
        """Make the deck of this question from now on, and stop with any other."""
        with self._changed:
            self._asked = asked
            self._changed.notify()

    def close(self) -> None:
        """Stop at once and wait for the thread's end."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join()
        if self._warming is not None:
            self._warming.close()

    def _work(self) -> None:
        done: Asked | None = None
        while True:
            with self._changed:
                while not self._closing and self._asked is done:
                    self._changed.wait()
                if self._closing:
                    return
                asked = done = self._asked
            if asked is not None:
                self._attempt(asked)

    def _attempt(self, asked: Asked) -> None:
        number = asked.number

        def should_stop() -> bool:
            return self._closing or self._asked is not asked

        try:
            with speaking(documents_speech(asked.question.base.language)):
                self._make(asked, should_stop)
        except Given:
            return
        except Exception:  # whatever it is, the window must say so and the thread must live on
            self.events.put(Failed(number, traceback.format_exc()))

    def _make(self, asked: Asked, should_stop: ShouldStop) -> None:
        """Put one deck after the other into the queue, in the language of the document."""
        for found in gathering(asked.question, should_stop, asked.runs):
            if should_stop():
                return
            self.events.put(Made(asked.number, deck_of(found), found.is_complete))
            if found.outcome is None and not found.is_complete:
                if asked.waits:
                    return
                self._wait_for_machine_code(asked)

    def _wait_for_machine_code(self, asked: Asked) -> None:
        """Wait until the engine is compiled, which takes a minute the first time. Raises Given."""
        from funnelcraft.simulation.engine.warming import Warming

        if self._warming is None:
            self._warming = Warming()
            self._warming.start()
        while not self._warming.wait(PATIENCE):
            if self._closing or self._asked is not asked:
                raise Given
