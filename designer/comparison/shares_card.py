"""What each change adds to the whole difference, as steps from A to B."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QPushButton

from funnelcraft.designer.charts.bridge import Bridge, Step
from funnelcraft.designer.charts.card import ChartCard, link
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.comparison.events import State
from funnelcraft.designer.comparison.figures import signed_writer
from funnelcraft.designer.forecaster import engine_settings
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.text import _, number
from funnelcraft.simulation.comparison.contributions import Contribution, Contributions
from funnelcraft.simulation.comparison.telling import Topic
from funnelcraft.simulation.comparison.telling_shares import contribution_words, share_range
from funnelcraft.simulation.forecast.figures import Figure

# Each set of changes is played with so many runs at most: they are paired, so few tell much.
MOST_RUNS = 320


@dataclass(frozen=True)
class SharesProgress:
    """How many sets of changes are computed."""

    number: int
    done: int
    wanted: int


@dataclass(frozen=True, eq=False)
class SharesTold:
    """What each change adds to figures."""

    number: int
    found: Contributions


@dataclass(frozen=True)
class SharesWish:
    """The wish for what each change adds to these figures."""

    figures: tuple[Figure, ...]

    def fulfilled(
        self, state: State, should_stop: Callable[[], bool], tell: Callable[[object], None]
    ) -> SharesTold | None:
        """Return the shares; None where the comparison is no longer wanted."""
        from funnelcraft.simulation.comparison import ComparisonStopped
        from funnelcraft.simulation.comparison.contributions import contributions

        settings = engine_settings(state.job.options)
        settings = replace(settings, runs=min(settings.runs, MOST_RUNS))
        two, told = state.levelled, state.job.number

        def on_progress(done: int, wanted: int) -> None:
            tell(SharesProgress(told, done, wanted))

        try:
            found = contributions(
                two.a,
                two.b,
                settings,
                self.figures,
                state.begun.mapping,
                on_progress,
                should_stop,
            )
        except (ComparisonStopped, KeyError):  # a stage was deleted meanwhile
            return None
        return SharesTold(told, found)


class SharesCard(ChartCard):
    """Shows the steps of a figure."""

    def __init__(self, palette: Palette, saver: Saver, cancel: Callable[[], None]) -> None:
        self.bridge = Bridge(palette, _("What each change adds"))
        super().__init__("shares", _("What each change adds"), self.bridge, saver)
        self.stop = link(_("Cancel"), cancel, _("Stop weighing the changes"))
        self.controls.addWidget(self.stop)
        self.controls.addStretch(1)
        self.stop.hide()
        self.weigh = QPushButton(_("Weigh them"))
        self.controls.insertWidget(0, self.weigh)
        self.weigh.hide()
        self.bridge.hide()
        self._found: Contributions | None = None

    @property
    def found(self) -> Contributions | None:
        """What is shown; None while it is still to come."""
        return self._found

    def wait(self) -> None:
        """Take away what belongs to other designs."""
        self._found = None
        self.stop.hide()
        self.weigh.hide()
        self.say(_("The changes are weighed when the runs are done."))
        self.bridge.hide()

    def offer(self, changes: int) -> None:
        """Offer to weigh many changes, which takes a while."""
        self.wait()
        self.weigh.show()
        text = _("There are {n} changes: to weigh each of them takes a while.")
        self.say(text.format(n=number(changes)))

    def rest(self, text: str) -> None:
        """Say why nothing more comes."""
        self.stop.hide()
        if self._found is None:
            self.say(text)

    def show_progress(self, progress: SharesProgress) -> None:
        """Say how far the weighing is."""
        text = _("{done} of {wanted} sets of changes are played …")
        self.say(text.format(done=number(progress.done), wanted=number(progress.wanted)))
        self.stop.setVisible(progress.done < progress.wanted)

    def take(self, found: Contributions) -> None:
        """Take what was found; `show_figure` shows it."""
        self._found = found
        self.stop.hide()

    def show_figure(
        self, figure: Figure, a_mean: float, topic: Topic, names: tuple[str, str]
    ) -> bool:
        """Show the steps of a figure; say whether it is among what was found."""
        found = self._found
        if found is None or figure not in found.whole:
            return False
        ranked = sorted(found.contributions, key=lambda one: -abs(one.shares[figure].share))
        steps = [_step(one, figure, topic) for one in ranked]
        ends = (a_mean, a_mean + found.whole[figure])
        self.bridge.show()
        self.bridge.show_steps(names, ends, steps, topic.write, signed_writer(topic.write))
        self.say(contribution_words(found, figure, topic.write))
        return True


def _step(one: Contribution, figure: Figure, topic: Topic) -> Step:
    share = one.shares[figure]
    write = signed_writer(topic.write)
    span = share_range(share, write)
    text = _("{changes}: {share} of the difference{range}; alone {alone}, as the last one {last}")
    told = text.format(
        changes="; ".join(one.sentences),
        share=write(share.share),
        range=_(" (80%: {range})").format(range=span) if span else "",
        alone=write(share.alone),
        last=write(share.last),
    )
    more = len(one.sentences) - 1
    name = one.title if not more else _("{change} (and {n} more)").format(change=one.title, n=more)
    return Step(name, share.share, share.low, share.high, told)
