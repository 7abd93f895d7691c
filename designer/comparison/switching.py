"""The wish to play the change from one design to the other on a day. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from funnelcraft.designer.comparison.events import State
from funnelcraft.designer.forecast.events import Question
from funnelcraft.designer.forecaster import engine_settings

if TYPE_CHECKING:
    from funnelcraft.simulation.comparison.changeover import Changeover
    from funnelcraft.simulation.forecast import Bands


@dataclass(frozen=True)
class Switch:
    """A change of designs: the day of it (as YYYY-MM-DD), and whether leads keep their age."""

    on: str
    keep_ages: bool = True


@dataclass(frozen=True)
class SwitchProgress:
    """How many runs of the change are played."""

    number: int
    done: int
    wanted: int


@dataclass(frozen=True, eq=False)
class SwitchTold:
    """A figure of the change over time: A going on, the change, B from the start; and in words.

    `bands` is None where A has nothing for the figure's stage.
    """

    number: int
    switch: Switch
    question: Question
    sentences: tuple[str, ...]
    bands: "tuple[Bands, Bands, Bands] | None"


@dataclass(frozen=True)
class SwitchRefused:
    """Why the change cannot be played, in a sentence."""

    number: int
    why: str


@dataclass(frozen=True)
class SwitchWish:
    """The wish for a change, shown in a figure. Another figure does not play it again."""

    switch: Switch
    question: Question

    def fulfilled(
        self, state: State, should_stop: Callable[[], bool], tell: Callable[[object], None]
    ) -> SwitchTold | SwitchRefused | None:
        """Return the change as it is told; None where nobody waits for it any more."""
        from funnelcraft.simulation.comparison.changeover import changeover_sentences
        from funnelcraft.simulation.problems import CannotSimulate

        number, two = state.job.number, state.levelled
        try:
            found = self._played(state, should_stop, tell)
        except CannotSimulate as refusal:
            return SwitchRefused(number, str(refusal))
        if found is None:
            return None
        asked = self.question
        try:
            stay, switch, fresh = (
                found.bands(side, asked.figure, asked.period, asked.cumulative)
                for side in ("stay", "switch", "fresh")
            )
            bands = (stay, switch, fresh)
        except KeyError:
            bands = None
        told = changeover_sentences(found, two.a, two.b)
        return SwitchTold(number, self.switch, asked, told, bands)

    def _played(
        self, state: State, should_stop: Callable[[], bool], tell: Callable[[object], None]
    ) -> "Changeover | None":
        """Play the change, unless it is there from another figure already."""
        from funnelcraft.simulation.comparison.changeover import changeover
        from funnelcraft.simulation.comparison.changeover.playing import ChangeoverStopped

        kept = state.kept.get(self.switch)
        if kept is not None:
            return kept
        two, job = state.levelled, state.job

        def on_block(found: "Changeover") -> None:
            tell(SwitchProgress(job.number, found.runs, job.options.runs))

        try:
            found = changeover(
                two.a,
                two.b,
                date.fromisoformat(self.switch.on),
                state.begun.mapping,
                engine_settings(job.options),
                self.switch.keep_ages,
                on_block,
                should_stop,
            )
        except ChangeoverStopped:
            return None
        state.kept.clear()  # one at a time: its runs are large
        state.kept[self.switch] = found
        return found


def next_quarter(start: date, days: int) -> date:
    """Return the first day of the calendar quarter after `start`; the middle where that is late."""
    first = start.year * 4 + (start.month - 1) // 3 + 1
    found = date(first // 4, first % 4 * 3 + 1, 1)
    return found if (found - start).days < days else start + timedelta(days=max(days // 2, 1))
