"""The forecast that follows every edit: from the document to the forecaster and back as signals."""

import queue
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from funnelcraft.designer.document import Document
from funnelcraft.designer.forecast.events import (
    Answer,
    Compiling,
    Enquiry,
    Event,
    Failed,
    Found,
    Job,
    Options,
    Preview,
    Question,
    Ready,
    Refined,
    Refused,
    Replayed,
    Stopped,
    Totals,
    Wish,
)
from funnelcraft.designer.forecaster import Forecaster
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.model import Funnel, Stage, Trigger

if TYPE_CHECKING:
    from funnelcraft.simulation.engine.warming import Warming
    from funnelcraft.simulation.forecast import Runs

T = TypeVar("T")
POLL = 15  # milliseconds between two looks at the queue while a forecast is in work
QUIET_POLLS = 200  # so many looks without news after the work is done, and the looking stops


@dataclass
class Latest:
    """What was told last, whatever funnel it was of; what is made later shows it."""

    preview: Preview | None = None
    refined: Refined | None = None
    totals: Totals | None = None
    refusal: tuple[Finding, ...] | None = None


def forecast_alike(one: Funnel, other: Funnel) -> bool:
    """Say whether two funnels differ in nothing but what no forecast depends on.

    That is places, definitions, notes, what was measured. Names count: tables and sentences tell
    them. What an edit left alone is the same object in both, and not looked at.
    """
    return (
        _rest(one) == _rest(other)
        and _all_alike(one.stages, other.stages, _stage_numbers)
        and _all_alike(one.triggers, other.triggers, _trigger_numbers)
    )


def _all_alike(one: tuple[T, ...], other: tuple[T, ...], numbers: Callable[[T], T]) -> bool:
    return len(one) == len(other) and all(
        a is b or numbers(a) == numbers(b) for a, b in zip(one, other, strict=True)
    )


def _rest(funnel: Funnel) -> Funnel:
    return funnel.replaced(
        stages=(),
        triggers=(),
        roles=(),
        notes="",
        decision="",
        title="",
        baseline=None,
        mappings=(),
    )


def _stage_numbers(stage: Stage) -> Stage:
    return stage.replaced(
        position=(0.0, 0.0),
        definition="",
        entry_criteria=(),
        exit_criteria=(),
        agreed_by=(),
        owner=None,
    )


def _trigger_numbers(trigger: Trigger) -> Trigger:
    return trigger.replaced(description="", rule=None, system="", automation="")


class LiveForecast(QObject):
    """Keeps the forecast of a document fresh. Idle until `begin`.

    Signals: `became_stale()` when the shown figures are of another funnel; `previewed(Preview)`;
    `compiling()` while runs wait for the engine to be compiled;
    `refined(Refined)`; `answered(Answer)`; `totalled(Totals)`; `replayed(Replayed)`;
    `found(Found)` for each enquiry; `refused(findings)` where there is no forecast; `stopped()`;
    `failed(details)`; `ready(name)` when a package is imported.
    """

    became_stale = Signal()
    previewed = Signal(object)
    compiling = Signal()
    refined = Signal(object)
    answered = Signal(object)
    totalled = Signal(object)
    replayed = Signal(object)
    found = Signal(object)
    refused = Signal(object)
    stopped = Signal()
    failed = Signal(str)
    ready = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._forecaster: Forecaster | None = None
        self._options = Options()
        self.latest = Latest()
        self._number = 0
        self._question: Question | None = None
        self._wish: Wish | None = None
        self._enquiries: tuple[Enquiry, ...] = ()
        self._open_enquiries: set[Enquiry] = set()
        self._awaits_replay = False
        self._busy = False
        self._quiet = 0
        self._asked: Funnel | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._ask)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self._drain)
        document.changed.connect(self._on_changed)

    @property
    def options(self) -> Options:
        """How far and how often is simulated."""
        return self._options

    @property
    def is_busy(self) -> bool:
        """Whether a forecast is in work."""
        return self._busy

    @property
    def runs(self) -> "Runs | None":
        """The finished runs of the funnel as it is; None while they are in work, or refused."""
        if self._busy or self._forecaster is None:
            return None
        return self._forecaster.runs

    @property
    def funnel(self) -> Funnel:
        """The funnel that is forecast."""
        return self._document.funnel

    @property
    def warming(self) -> "Callable[[], Warming] | None":
        """What returns the engine's preparation, for who waits for it too; None before `begin`."""
        return None if self._forecaster is None else self._forecaster.warming

    def begin(self, forecaster: Forecaster) -> None:
        """Start to forecast, with a forecaster that is then this object's to close."""
        self._forecaster = forecaster
        forecaster.show(self._question)
        forecaster.play(self._wish)
        forecaster.enquire(self._enquiries)
        self._restart()

    def prepare(self, name: str, errand: Callable[[], None]) -> None:
        """Do something in the forecaster's thread when it is idle, such as importing."""
        if self._forecaster is not None:
            self._forecaster.run_errand(name, errand)
            self._look()

    def set_options(self, options: Options) -> None:
        """Simulate farther, more often or from another seed."""
        if options != self._options:
            self._options = options
            self._restart()

    def show(self, question: Question | None) -> None:
        """Ask for the bands of a figure; None where no chart is shown."""
        self._question = question
        if self._forecaster is not None:
            self._forecaster.show(question)
            self._look()

    def enquire(self, enquiries: Sequence[Enquiry]) -> None:
        """Ask what the section that is shown wants to know, of this forecast and those to come.

        The enquiries of the section before are left. Each is told by `found`, after every edit
        again.
        """
        self._open_enquiries = set(enquiries) - (set(self._enquiries) - self._open_enquiries)
        self._enquiries = tuple(enquiries)
        if self._forecaster is not None:
            self._forecaster.enquire(self._enquiries)
            self._look()

    def play(self, wish: Wish | None) -> None:
        """Ask for a run day by day, of this forecast and those to come; None ends it."""
        self._wish = wish
        self._awaits_replay = wish is not None
        if self._forecaster is not None:
            self._forecaster.play(wish)
            self._look()

    def cancel(self) -> None:
        """Stop the simulation in work."""
        if self._forecaster is not None:
            self._forecaster.halt()

    def again(self) -> None:
        """Forecast the same funnel once more."""
        self._restart()

    def close(self) -> None:
        """End the thread. Nothing is signalled any more."""
        self._idle.stop()
        self._poll.stop()
        if self._forecaster is not None:
            self._forecaster.close()
            self._forecaster = None

    def _on_changed(self, _before: Funnel, after: Funnel) -> None:
        asked = self._asked
        if self._forecaster is not None and (asked is None or not forecast_alike(after, asked)):
            self._restart()

    def _restart(self) -> None:
        if self._forecaster is None:
            return
        self._number += 1  # from now on: what is still to come of the job before is of no use
        self._busy = True
        self._open_enquiries = set(self._enquiries)
        self.became_stale.emit()
        self._idle.start()

    def _ask(self) -> None:
        if self._forecaster is None:
            return
        self._asked = self._document.funnel
        self._forecaster.ask(Job(self._number, self._document.funnel, self._options))
        self._look()

    def _look(self) -> None:
        self._quiet = 0
        self._poll.start()

    def _drain(self) -> None:
        if self._forecaster is None:
            return
        self._quiet += 1
        while self._forecaster is not None:
            try:
                event = self._forecaster.events.get_nowait()
            except queue.Empty:
                break
            self._quiet = 0
            if event.number == self._number or isinstance(event, Failed | Ready):
                self._emit(event)
        waits = self._busy or self._awaits_replay or self._open_enquiries
        if self._quiet > QUIET_POLLS and not waits:
            self._poll.stop()

    def _emit(self, event: Event) -> None:
        match event:
            case Ready():
                self.ready.emit(event.name)
            case Preview():
                self.latest.preview, self.latest.refusal = event, None
                self.previewed.emit(event)
            case Compiling():
                self.compiling.emit()
            case Refined():
                self._busy = not event.finished
                self.latest.refined = event
                self.refined.emit(event)
            case Answer():
                self.answered.emit(event)
            case Totals():
                self.latest.totals = event
                self.totalled.emit(event)
            case Replayed():
                if event.wish == self._wish:
                    self._awaits_replay = False
                    self.replayed.emit(event)
            case Found():
                self._open_enquiries.discard(event.enquiry)
                self.found.emit(event)
            case Refused() | Stopped() | Failed():
                self._end(event)

    def _end(self, event: Refused | Stopped | Failed) -> None:
        """Say why there is no forecast, or no whole one."""
        self._busy = False
        self._open_enquiries.clear()
        match event:
            case Refused():
                self.latest.refusal, self.latest.refined = event.findings, None
                self.refused.emit(event.findings)
            case Stopped():
                self.stopped.emit()
            case Failed():
                self.failed.emit(event.details)
