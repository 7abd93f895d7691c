"""The comparison tab: two designs, a sentence, pictures over time, a table, what was changed."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.baseline.table_card import TableCard
from funnelcraft.designer.charts.card import ChartCard, link
from funnelcraft.designer.charts.fans import Fans
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.comparison.asides import EmptyPage, TroublePage
from funnelcraft.designer.comparison.changes_card import ChangesCard
from funnelcraft.designer.comparison.choices import ChoiceRow
from funnelcraft.designer.comparison.comparer import Answer, Begun, Refined, Refused
from funnelcraft.designer.comparison.controls import Controls
from funnelcraft.designer.comparison.live import LiveComparison
from funnelcraft.designer.comparison.mapping_card import MappingCard
from funnelcraft.designer.comparison.pictures import both_fans, difference_fan
from funnelcraft.designer.comparison.shares_card import (
    SharesCard,
    SharesProgress,
    SharesTold,
    SharesWish,
)
from funnelcraft.designer.comparison.sides import Found
from funnelcraft.designer.comparison.switch_card import SwitchCard
from funnelcraft.designer.comparison.switching import (
    Switch,
    SwitchProgress,
    SwitchRefused,
    SwitchTold,
    SwitchWish,
)
from funnelcraft.designer.comparison.table import ComparedTable
from funnelcraft.designer.drops import dropped_files
from funnelcraft.designer.forecast.events import Question
from funnelcraft.designer.inspector.fields import breakable_words, label
from funnelcraft.designer.page import page_column, scrolling
from funnelcraft.designer.tab_order import TabOrder
from funnelcraft.designer.tokens import STEP, Palette
from funnelcraft.funnel.mapping import aligned
from funnelcraft.funnel.text import _, listed, number
from funnelcraft.simulation.comparison.lines import has_wins, only_in
from funnelcraft.simulation.comparison.means import expected_total
from funnelcraft.simulation.comparison.telling import (
    Pairing,
    alone_words,
    difference_words,
    expected_headline,
    headline,
)
from funnelcraft.simulation.forecast.figures import Figure, revenue, wins

BESIDE = 780  # pixels of width from which two cards fit beside each other
BODY, EMPTY, TROUBLE = 0, 1, 2
FEW = 12  # changes that are weighed without being asked for


class ComparisonView(QWidget):
    """Shows the comparison of two sides.

    Signals: `scenario_wanted()` for a new scenario, `file_wanted(is_b)` for a file chosen by a
    dialog, `go_to(side, finding)` to what a design lacks, `jump(Place)` to a stage of a row.
    """

    scenario_wanted = Signal()
    file_wanted = Signal(bool)
    go_to = Signal(str, object)
    jump = Signal(object)

    def __init__(
        self,
        live: LiveComparison,
        palette: Palette,
        saver: Saver,
        before: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._live = live
        self._palette = palette
        self._before = before  # where Tab comes from
        self._begun: Begun | None = None
        self._answer: Answer | None = None
        self._lines_are_fresh = False
        self._switched: tuple[Question, Switch] | None = None
        self._weighs = False  # whether the changes are weighed
        self.recent: tuple[Path, ...] = ()
        self.choices = ChoiceRow()
        self.sentence = label("", "sentence", wrap=True)
        self.state = label("", "muted", wrap=True)
        self.notes = label("", "muted", wrap=True)
        self.progress = QProgressBar()
        self.cancel = link(_("Cancel"), live.cancel, _("Stop the comparison in work"))
        self.again = link(_("Compare again"), live.again)
        self.controls = Controls()
        self.difference = ChartCard(
            "difference", _("B − A"), Fans(palette, _("What B has more")), saver
        )
        self.both = ChartCard("both", _("Both designs"), Fans(palette, _("Both designs")), saver)
        self.table = TableCard("comparison", _("Figure by figure"), ComparedTable(palette), saver)
        self.shares = SharesCard(palette, saver, live.cancel)
        self.changes = ChangesCard(saver)
        self.mapping = MappingCard(palette)
        self.switch = SwitchCard(palette, saver)
        self.empty = EmptyPage()
        self.trouble = TroublePage()
        self.setAcceptDrops(True)
        self._orders: list[TabOrder] = []
        self._lay_out()
        self._connect()

    # Parts

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        self._whole = self._body()
        self.area = scrolling(self._whole)
        self.pages.addWidget(self.area)
        self.pages.addWidget(scrolling(self.empty))
        self.pages.addWidget(scrolling(self.trouble))
        top = QWidget()
        top.setProperty("role", "plain")
        row = QVBoxLayout(top)
        row.setContentsMargins(STEP * 2 + 2, STEP + 4, STEP * 2 + 2, 0)
        row.addWidget(self.choices)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.pages, 1)

    def _order_focus(self) -> None:
        """Let Tab come from the window's tabs to the choices, and from there to the pages.

        The choices first, and only where all are in one window: the pages hang on the last.
        """
        row: list[QWidget] = [self.choices.a, self.choices.b, self.choices.swap]
        if self._before is not None:
            row.insert(0, self._before)
        for before, after in pairwise(row):
            QWidget.setTabOrder(before, after)
        bodies = (self._whole, self.empty, self.trouble)
        self._orders = [TabOrder(body, row[-1]) for body in bodies]

    def _body(self) -> QWidget:
        body, column = page_column(self.sentence)
        column.addWidget(self._state_row())
        column.addWidget(self.notes)
        column.addWidget(self.controls)
        self._pictures = QHBoxLayout()
        self._pictures.setSpacing(STEP + 4)
        self._pictures.addWidget(self.difference, 1)
        self._pictures.addWidget(self.both, 1)
        column.addLayout(self._pictures)
        column.addWidget(self.table)
        column.addWidget(self.mapping)
        column.addWidget(self.shares)
        column.addWidget(self.switch)
        column.addWidget(self.changes)
        column.addStretch(1)
        return body

    def _state_row(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(140, 6)
        self.progress.setAccessibleName(_("Runs that are done"))
        row.addWidget(self.state, 1)
        row.addWidget(self.progress)
        row.addWidget(self.cancel)
        row.addWidget(self.again)
        made.setMinimumHeight(self.cancel.sizeHint().height())
        return made

    def _connect(self) -> None:
        live = self._live
        self.choices.chosen.connect(live.choose)
        self.choices.swap_wanted.connect(live.swap)
        self.choices.file_wanted.connect(self.file_wanted)
        self.empty.scenario_wanted.connect(self.scenario_wanted)
        self.empty.file_wanted.connect(self._on_file_wanted)
        self.trouble.go_to.connect(self.go_to)
        self.table.table.jump.connect(self.jump)
        self.controls.changed.connect(self._ask)
        self.mapping.changed.connect(live.map_stages)
        self.switch.changed.connect(self._ask)
        self.shares.weigh.clicked.connect(self._on_weigh)
        live.sides_changed.connect(self._on_sides)
        live.became_stale.connect(self._on_stale)
        live.begun.connect(self._on_begun)
        live.compiling.connect(self._on_compiling)
        live.refined.connect(self._on_refined)
        live.answered.connect(self._on_answered)
        live.told.connect(self._on_told)
        live.refused.connect(self._on_refused)
        live.stopped.connect(self._on_stopped)
        live.failed.connect(self._on_failed)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._palette = palette
        for card in (self.difference, self.both):
            card.chart.set_colours(palette)
        self.shares.chart.set_colours(palette)
        self.switch.chart.set_colours(palette)
        self.mapping.set_colours(palette)
        self._table.set_colours(palette)

    @property
    def _table(self) -> ComparedTable:
        assert isinstance(self.table.table, ComparedTable)
        return self.table.table

    def _fans(self) -> tuple[Fans, Fans]:
        one, other = self.difference.chart, self.both.chart
        assert isinstance(one, Fans)
        assert isinstance(other, Fans)
        return one, other

    # Seen or not

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to compare."""
        super().showEvent(event)
        if not self._orders:
            self._order_focus()
        self._live.show(self.controls.question())
        self._live.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop what nobody sees."""
        super().hideEvent(event)
        self._live.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put pictures below each other where there is no room beside each other."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wide = self.width() >= BESIDE
        self._pictures.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a file to compare with."""
        paths = dropped_files(event.mimeData())
        if len(paths) == 1 and paths[0].suffix.casefold() == ".funnel":
            event.acceptProposedAction()
        else:
            event.ignore()  # the window takes what else is dropped

    def dropEvent(self, event: QDropEvent) -> None:
        """Compare with the file that is dropped."""
        paths = dropped_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._live.open_file(paths[0])

    @property
    def is_settled(self) -> bool:
        """Whether everything that is shown is of the designs as they are, and complete."""
        if self._live.is_busy:
            return False
        if self.pages.currentIndex() != BODY:
            return True
        answer = self._answer
        return (
            self._lines_are_fresh
            and answer is not None
            and answer.question == self.controls.question()
            and answer.runs == self._live.options.runs
            and self._switched == (self.controls.question(), self.switch.switch)
            and (self.shares.found is not None or not self._weighs)
        )

    # What is compared

    def _on_sides(self) -> None:
        live = self._live
        a, b = live.found
        offers = [(side, live.name_of(side)) for side in live.sides()]
        self.choices.show_sides(offers, self.recent, a.side, b.side if b is not None else None)
        if b is None:
            self.pages.setCurrentIndex(EMPTY)
            return
        for found in (a, b):
            if found.funnel is None:
                self._show_missing(found)
                return
        self._show_notes()

    def _show_missing(self, found: Found) -> None:
        if found.problem:
            title = _("“{name}” cannot be compared").format(name=found.name)
            self.trouble.show_problem(title, found.problem)
        else:
            self.trouble.show_problem(_("One moment …"), _("The file is being read."))
        self.pages.setCurrentIndex(TROUBLE)

    def _show_notes(self) -> None:
        a, b = self._live.found
        notes = [note for found in (a, b) if found is not None for note in found.notes]
        if self._begun is not None:
            two = self._begun.levelled
            notes = [*two.notes, *notes]
            mapped = self._begun.mapping
            for name, one, matched in (
                (a.name, two.a, mapped.to_b),
                (b.name if b else "", two.b, mapped.to_a),
            ):
                if alone := only_in(one, matched):
                    text = _("Only in “{name}”: {stages}.")
                    notes.append(text.format(name=name, stages=listed(list(alone))))
        self.notes.setText(breakable_words(" ".join(notes)))
        self.notes.setVisible(bool(notes))

    def _pair(self) -> Pairing:
        a, b = self._live.names
        return Pairing(a, b, self._live.options.days)

    # What is found

    def _ask(self) -> None:
        question = self.controls.question()
        if self._answer is None or self._answer.question != question:
            for fan in self._fans():
                fan.set_stale(True)
            self._live.show(question)
            self._tell_expected(question)
        self._wish_shares(question.figure)
        if self._begun is not None:
            self._live.wish("switch", SwitchWish(self.switch.switch, question))

    def _on_weigh(self) -> None:
        self._weighs = True
        self.shares.wait()
        self._wish_shares(self.controls.question().figure)

    def _wish_shares(self, figure: Figure) -> None:
        """Ask what each change adds to deals and revenue, and to another figure that is shown."""
        begun = self._begun
        if begun is None or not self._weighs:
            return
        two = begun.levelled
        wanted = [wins()] if has_wins(two.a) and has_wins(two.b) else []
        wanted += [revenue()] if wanted and two.has_revenue else []
        if figure not in wanted:
            wanted.append(figure)
        found = self.shares.found
        if found is None or not set(wanted) <= set(found.whole):
            self._live.wish("shares", SharesWish(tuple(wanted)))

    def _on_told(self, event: object) -> None:
        if isinstance(event, SharesProgress):
            self.shares.show_progress(event)
        elif isinstance(event, SharesTold):
            self.shares.take(event.found)
            self._show_shares()
        elif isinstance(event, SwitchProgress):
            self.switch.show_progress(event)
        elif isinstance(event, SwitchRefused):
            self._switched = (self.controls.question(), self.switch.switch)
            self.switch.refuse(event.why)
        elif isinstance(event, SwitchTold):
            self._take_switch(event)

    def _take_switch(self, told: SwitchTold) -> None:
        question = self.controls.question()
        if told.question != question or told.switch != self.switch.switch:
            return
        self._switched = (told.question, told.switch)
        a, b = self._live.found
        names = (a.name, b.name if b is not None else "")
        self.switch.show_told(told, self.controls.topic(question.figure), names)

    def _show_shares(self) -> None:
        answer = self._answer
        if answer is None:
            return
        figure = answer.question.figure
        a, b = self._live.found
        names = (a.name, b.name if b is not None else "")
        self.shares.show_figure(figure, answer.total.a.mean, self.controls.topic(figure), names)

    def _on_stale(self) -> None:
        self._answer, self._lines_are_fresh, self._switched = None, False, None
        for fan in self._fans():
            fan.set_stale(True)
        self.shares.wait()
        self.switch.wait()
        self._work(_("Updating …"), None)

    def _on_begun(self, begun: Begun) -> None:
        self._begun = begun
        two = begun.levelled
        self.controls.offer(two.b, tuple(begun.mapping.to_a), two.has_revenue)
        self._show_notes()
        self.pages.setCurrentIndex(BODY)
        self.changes.show_changes(two.a, aligned(two.a, two.b, begun.mapping))
        self._weighs = len(self.changes.sentences) <= FEW
        if not self._weighs:
            self._live.wish("shares", None)
            self.shares.offer(len(self.changes.sentences))
        self.switch.begin(two.a.start, self._live.options.days)
        self._ask()
        self._tell_expected(self.controls.question())
        self._show_mapping(begun)

    def _show_mapping(self, begun: Begun) -> None:
        a, b = self._live.found
        files = not (a.is_own and (b is None or b.is_own))
        self.mapping.setVisible(files)
        if files:
            two = begun.levelled
            self.mapping.show_mapping(two.a, two.b, begun.mapping, begun.guesses)

    def _tell_expected(self, question: Question) -> None:
        begun = self._begun
        if begun is None or self._answer is not None:
            return
        figure = question.figure
        two = begun.levelled
        merged = begun.mapping.to_a.get(figure.id)
        more = expected_total(begun.b, two.b, figure) - expected_total(
            begun.a, two.a, figure, merged
        )
        topic = self.controls.topic(figure)
        exact = begun.a.exact and begun.b.exact
        self.sentence.setText(
            breakable_words(expected_headline(more, topic, self._pair(), exact=exact))
        )

    def _on_compiling(self) -> None:
        self._work(
            _(
                "This is the mean. How sure it is follows in about a minute: on this computer the "
                "simulation is being prepared for the first time."
            ),
            None,
        )

    def _on_refined(self, refined: Refined) -> None:
        if self._begun is None:
            return
        b = self._begun.levelled.b
        own = frozenset(s.id for s in b.stages) if self._is_own() else frozenset[str]()
        self._table.show_compared(refined.lines, b, self._palette, own)
        self._lines_are_fresh = refined.finished
        self.table.update_more()
        self.table.hint(
            _(
                "Means over the horizon. Every run gives both designs the same luck, so the "
                "differences are surer than the figures themselves."
            )
        )
        done, wanted = number(refined.done), number(refined.wanted)
        if refined.finished:
            text = _("{runs} paired runs, seed {seed}.")
            self._rest(text.format(runs=done, seed=self._live.options.seed))
        else:
            text = _("{done} of {wanted} paired runs …").format(done=done, wanted=wanted)
            self._work(text, refined.done / refined.wanted)

    def _is_own(self) -> bool:
        _a, b = self._live.found
        return b is not None and b.is_own

    def _on_answered(self, answer: Answer) -> None:
        if answer.question != self.controls.question():
            return
        self._answer = answer
        figure = answer.question.figure
        topic, pair = self.controls.topic(figure), self._pair()
        self.sentence.setText(breakable_words(headline(answer.total, answer.since, topic, pair)))
        title = self.controls.title(figure)
        one, other = self._fans()
        one.show_fans(difference_fan(answer, topic))
        a, b = self._live.found
        other.show_fans(both_fans(answer, topic, (a.name, b.name if b is not None else "")))
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
        self._show_shares()

    # What stands against it

    def _on_refused(self, refused: Refused) -> None:
        a, b = self._live.found
        found = b if refused.side == "b" and b is not None else a
        title = _("“{name}” cannot be compared yet").format(name=found.name)
        if refused.side:
            self.trouble.show_findings(
                title, refused.side, refused.findings, self._palette, found.is_own
            )
        else:
            why = " ".join(finding.message for finding in refused.findings)
            self.trouble.show_problem(_("These two cannot be compared"), why)
        self.pages.setCurrentIndex(TROUBLE)
        self._rest("")

    def _on_stopped(self) -> None:
        self._rest(_("Stopped. The next change compares anew."))
        self.switch.rest()
        self.shares.rest(_("Stopped before the changes were weighed."))

    def _on_failed(self, _details: str) -> None:
        self._rest(
            _("The comparison failed for a reason of its own. The log file has the details.")
        )

    def _on_file_wanted(self) -> None:
        self.file_wanted.emit(True)

    def _work(self, text: str, share: float | None) -> None:
        """Say what goes on; `share` of it is done, None where nobody knows."""
        self.state.setText(text)
        self.progress.setVisible(True)
        self.progress.setValue(0 if share is None else round(100 * share))
        self.cancel.setVisible(True)
        self.again.setVisible(False)

    def _rest(self, text: str) -> None:
        self.state.setText(text)
        self.progress.setVisible(False)
        self.cancel.setVisible(False)
        self.again.setVisible(True)
