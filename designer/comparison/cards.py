"""The cards of the comparison: pictures over time, the table, stages, shares, the change."""

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.table_card import TableCard
from funnelcraft.designer.charts.card import ChartCard
from funnelcraft.designer.charts.fans import Fans
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.comparison.changes_card import ChangesCard
from funnelcraft.designer.comparison.events import Answer, Begun, Refined
from funnelcraft.designer.comparison.live import LiveComparison
from funnelcraft.designer.comparison.mapping_card import MappingCard
from funnelcraft.designer.comparison.pictures import both_fans, difference_fan
from funnelcraft.designer.comparison.shares_card import SharesCard
from funnelcraft.designer.comparison.switch_card import SwitchCard
from funnelcraft.designer.comparison.table import ComparedTable
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.funnel.mapping import aligned
from funnelcraft.funnel.text import _
from funnelcraft.simulation.comparison.telling import Pairing, Topic, alone_words, difference_words


class Cards(QWidget):
    """Holds the cards, and shows on them what was found."""

    def __init__(self, live: LiveComparison, palette: Palette, saver: Saver) -> None:
        super().__init__()
        self._live = live
        self._palette = palette
        self.apart = Fans(palette, _("What B has more"))
        self.beside = Fans(palette, _("Both designs"))
        self.compared = ComparedTable(palette)
        self.difference = ChartCard("difference", _("B − A"), self.apart, saver)
        self.both = ChartCard("both", _("Both designs"), self.beside, saver)
        self.table = TableCard("comparison", _("Figure by figure"), self.compared, saver)
        self.mapping = MappingCard(palette)
        self.shares = SharesCard(palette, saver, live.cancel)
        self.switch = SwitchCard(palette, saver)
        self.changes = ChangesCard(saver)
        self._pictures = QHBoxLayout()
        self._pictures.setSpacing(STEP + 4)
        self._pictures.addWidget(self.difference, 1)
        self._pictures.addWidget(self.both, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP + 4)
        column.addLayout(self._pictures)
        for card in (self.table, self.mapping, self.shares, self.switch, self.changes):
            column.addWidget(card)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._palette = palette
        for chart in (self.apart, self.beside, self.shares.chart, self.switch.chart):
            chart.set_colours(palette)
        self.mapping.set_colours(palette)
        self.compared.set_colours(palette)

    def set_wide(self, wide: bool) -> None:
        """Put the pictures beside each other, or below where there is no room."""
        ways = QBoxLayout.Direction
        self._pictures.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    def wait(self) -> None:
        """Dim what is of other designs."""
        self.dim()
        self.shares.wait()
        self.switch.wait()

    def dim(self) -> None:
        """Dim the pictures over time: another figure is on its way."""
        self.apart.set_stale(True)
        self.beside.set_stale(True)

    def rest(self) -> None:
        """Say that nothing more comes."""
        self.switch.rest()
        self.shares.rest(_("Stopped before the changes were weighed."))

    def show_begun(self, begun: Begun) -> None:
        """Show what there is before any run: the changes, the mapping of files, a day."""
        two, (a, b) = begun.levelled, self._live.found
        self.changes.show_changes(two.a, aligned(two.a, two.b, begun.mapping))
        self.switch.begin(two.a.start, self._live.options.days)
        has_file = not (a.is_own and (b is None or b.is_own))
        self.mapping.setVisible(has_file)
        if has_file:
            self.mapping.show_mapping(two.a, two.b, begun.mapping, begun.guesses, begun.left_out)

    def show_lines(self, refined: Refined, begun: Begun) -> None:
        """Show the table."""
        b, found = begun.levelled.b, self._live.found[1]
        stages = b.stages if found is not None and found.is_own else ()
        own = frozenset(stage.id for stage in stages)
        self.compared.show_compared(refined.lines, b, self._palette, own)
        self.table.update_more()
        self.table.hint(
            _(
                "Means over the horizon. Every run gives both designs the same luck, so the "
                "differences are surer than the figures themselves."
            )
        )

    def show_answer(self, answer: Answer, topic: Topic, title: str, pair: Pairing) -> None:
        """Show a figure over time: the difference, and both designs."""
        self.apart.show_fans(difference_fan(answer, topic))
        self.beside.show_fans(both_fans(answer, topic, self.names()))
        self.difference.title.setText(_("{figure}: B − A").format(figure=title))
        said = difference_words(answer.total, answer.since, topic, pair)
        if answer.since is not None:
            said = f"{said} {alone_words(answer.alone)}"
        self.difference.say(said)
        self.both.title.setText(title)
        self.both.say(
            _(
                "Both designs by themselves: most of the width is luck they share, which the "
                "difference leaves out."
            )
        )
        self.show_shares(answer, topic)

    def show_shares(self, answer: Answer, topic: Topic) -> None:
        """Show what each change adds to a figure, where that is known."""
        figure, mean = answer.question.figure, answer.total.a.mean
        self.shares.show_figure(figure, mean, topic, self.names())

    def names(self) -> tuple[str, str]:
        """Return what legends call the two designs."""
        a, b = self._live.found
        return a.name, b.name if b is not None else ""
