"""The comparison that follows every edit: from the two sides to the thread and back as signals."""

import queue
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from funnelcraft.designer.comparison.comparer import Comparer
from funnelcraft.designer.comparison.events import (
    Answer,
    Begun,
    FileRead,
    Job,
    Refined,
    Refused,
    Wish,
)
from funnelcraft.designer.comparison.matching import Matching
from funnelcraft.designer.comparison.sides import (
    DESIGN,
    FileSide,
    Found,
    Side,
    look_up,
    names_of,
    offered,
    side_name,
)
from funnelcraft.designer.document import Document
from funnelcraft.designer.forecast.events import Compiling, Failed, Options, Question, Stopped
from funnelcraft.designer.live import POLL, QUIET_POLLS, LiveForecast, forecast_alike
from funnelcraft.funnel.mapping import Mapping
from funnelcraft.funnel.model import Funnel


class LiveComparison(QObject):
    """Keeps the comparison of two sides fresh, while it is seen (`begin`, `end`).

    Signals: `sides_changed()` when a side has another name, funnel or problem, or there are others
    to choose from; `became_stale()` when the shown figures are of other designs; `begun(Begun)`;
    `compiling()`; `refined(Refined)`; `answered(Answer)`; `told(event)` for what else was wished;
    `refused(Refused)`; `stopped()`; `failed(details)`.
    """

    sides_changed = Signal()
    became_stale = Signal()
    begun = Signal(object)
    compiling = Signal()
    refined = Signal(object)
    answered = Signal(object)
    told = Signal(object)
    refused = Signal(object)
    stopped = Signal()
    failed = Signal(str)

    def __init__(self, document: Document, forecast: LiveForecast) -> None:
        super().__init__()
        self._document = document
        self._forecast = forecast
        self._comparer: Comparer | None = None
        self._files: dict[str, FileSide] = {}
        self._reading: set[str] = set()
        self._sides: tuple[Side, Side | None] = (DESIGN, None)
        self._found: tuple[Found, Found | None] = (self._look_up(DESIGN), None)
        self._asked: Job | None = None
        self._matching = Matching(document)
        self._wishes: dict[str, Wish | None] = {}
        self._question: Question | None = None
        self._number = 0
        self._is_seen = False
        self._busy = False
        self._quiet = 0
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._update)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self._drain)
        document.changed.connect(self._on_changed)
        forecast.became_stale.connect(self._on_forecast_stale)

    # What is compared

    @property
    def found(self) -> tuple[Found, Found | None]:
        """The two sides; None where no second was chosen."""
        return self._found

    @property
    def names(self) -> tuple[str, str]:
        """What sentences call the two sides."""
        a, b = self._found
        return names_of(a, a if b is None else b)

    @property
    def options(self) -> Options:
        """How far and how often is simulated: as in the forecast."""
        return self._forecast.options

    @property
    def is_busy(self) -> bool:
        """Whether a comparison is in work."""
        return self._busy or bool(self._reading) or self._idle.isActive()

    def sides(self) -> tuple[Side, ...]:
        """Return what there is to choose from."""
        return offered(self._base, self._files)

    def name_of(self, side: Side) -> str:
        """Return what a side is called."""
        return side_name(side, self._base)

    def choose(self, a: Side, b: Side | None) -> None:
        """Compare these two from now on; files are read first."""
        self._sides = (a, b)
        for side in (a, b):
            if side is not None and side.kind == "file" and side.id not in self._files:
                self._read(side.id)
        self._update()

    def swap(self) -> None:
        """Let B be A, and A be B."""
        a, b = self._sides
        if b is None:
            return
        self._matching.turn(a, b)
        self.choose(b, a)

    def map_stages(self, mapping: Mapping | None) -> None:
        """Take this for what is the same in both designs; None: guess it again."""
        a, b = self._found
        if b is not None:
            self._matching.keep(a, b, mapping)
            self._update()

    def open_file(self, path: Path, is_b: bool = True) -> None:
        """Compare with a file: read it, anew where it was read before, and let it be B, or A."""
        file = Side("file", str(path.absolute()))
        self._read(file.id)
        a, b = self._sides
        if is_b:
            self.choose(a if a != file else DESIGN, file)
        else:
            self.choose(file, b if b not in (None, file) else DESIGN)

    def forget(self) -> None:
        """Compare nothing: the document is another one."""
        self._files.clear()
        self._matching.forget()
        self._reading.clear()
        self.choose(DESIGN, None)

    def again(self) -> None:
        """Compare once more, files read anew."""
        self._asked = None
        for side in self._sides:
            if side is not None and side.kind == "file":
                self._read(side.id)
        self._update()

    @property
    def _base(self) -> Funnel:
        return self._document.base

    def _look_up(self, side: Side) -> Found:
        return look_up(side, self._base, self._files)

    def _read(self, name: str) -> None:
        self._files.pop(name, None)
        self._reading.add(name)
        if self._comparer is not None:
            self._comparer.read(Path(name))
            self._look()

    # What is asked

    def show(self, question: Question) -> None:
        """Ask for a figure over time."""
        self._question = question
        if self._comparer is not None:
            self._comparer.show(question)
            self._look()

    def wish(self, name: str, wish: Wish | None) -> None:
        """Ask for something else of every comparison that is done; None ends it."""
        self._wishes[name] = wish
        if self._comparer is not None:
            self._comparer.wish(name, wish)
            self._look()

    def begin(self) -> None:
        """The comparison is seen: begin to work."""
        self._is_seen = True
        if self._comparer is None:
            self._comparer = Comparer(self._forecast.warming)
            self._comparer.show(self._question)
            for name, wish in self._wishes.items():
                self._comparer.wish(name, wish)
            for path in self._reading:
                self._comparer.read(Path(path))
        self._update()

    def end(self) -> None:
        """The comparison is no longer seen: what is in work stops, what is done stays."""
        self._is_seen = False
        if self._busy and self._comparer is not None:
            self._comparer.ask(None)
            self._asked, self._busy = None, False

    def cancel(self) -> None:
        """Stop the simulation in work."""
        if self._comparer is not None:
            self._comparer.halt()

    def close(self) -> None:
        """End the thread. Nothing is signalled any more."""
        self._idle.stop()
        self._poll.stop()
        if self._comparer is not None:
            self._comparer.close()
            self._comparer = None

    # What changes

    def _on_changed(self, _before: Funnel, _after: Funnel) -> None:
        self._idle.start()

    def _on_forecast_stale(self) -> None:
        if self._asked is not None and self._asked.options != self.options:
            self._idle.start()

    def _update(self) -> None:
        """Look the sides up again, and compare them where anything differs that counts."""
        if not self._is_seen:
            return
        a, b = self._sides
        self._found = (self._look_up(a), None if b is None else self._look_up(b))
        self.sides_changed.emit()
        first, second = self._found
        if second is None or first.funnel is None or second.funnel is None:
            self._rest()
            return
        made = self._matching.between(first, second)
        job = Job(
            self._number + 1,
            first.funnel,
            second.funnel,
            names_of(first, second),
            self.options,
            made,
            not (first.is_own and second.is_own),
        )
        if self._asked is None or not _alike(job, self._asked):
            self._asked = job
            self._restart(job)

    def _rest(self) -> None:
        self._number += 1
        self._asked, self._busy = None, False
        if self._comparer is not None:
            self._comparer.ask(None)

    def _restart(self, job: Job) -> None:
        if self._comparer is None:
            return
        self._number = job.number
        self._busy = True
        self.became_stale.emit()
        self._comparer.ask(job)
        self._look()

    def _look(self) -> None:
        self._quiet = 0
        self._poll.start()

    def _drain(self) -> None:
        self._quiet += 1
        while self._comparer is not None:
            try:
                event = self._comparer.events.get_nowait()
            except queue.Empty:
                break
            self._quiet = 0
            self._take(event)
        if self._quiet > QUIET_POLLS and not self.is_busy:
            self._poll.stop()

    def _take(self, event: object) -> None:
        if isinstance(event, FileRead):
            self._take_file(event.file)
        elif isinstance(event, Failed) or getattr(event, "number", 0) == self._number:
            self._emit(event)

    def _take_file(self, file: FileSide) -> None:
        name = str(file.path)
        self._reading.discard(name)
        self._files[name] = file
        self._update()

    def _emit(self, event: object) -> None:
        match event:
            case Begun():
                self.begun.emit(event)
            case Compiling():
                self.compiling.emit()
            case Refined():
                self._busy = not event.finished
                self.refined.emit(event)
            case Answer():
                self.answered.emit(event)
            case Refused():
                self._busy = False
                self.refused.emit(event)
            case Stopped():
                self._busy = False
                self.stopped.emit()
            case Failed():
                self._busy = False
                self.failed.emit(event.details)
            case _:
                self.told.emit(event)


def _alike(one: Job, other: Job) -> bool:
    """Say whether two jobs come to the same comparison."""
    return (
        replace(one, number=0, a=other.a, b=other.b) == replace(other, number=0)
        and forecast_alike(one.a, other.a)
        and forecast_alike(one.b, other.b)
    )
