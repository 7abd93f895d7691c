"""The comparison tab: two designs, a sentence, and cards on what they differ by."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.comparison.asides import EmptyPage, TroublePage
from funnelcraft.designer.comparison.cards import Cards
from funnelcraft.designer.comparison.choices import ChoiceRow
from funnelcraft.designer.comparison.controls import Controls
from funnelcraft.designer.comparison.events import Answer, Begun, Refined, Refused
from funnelcraft.designer.comparison.live import LiveComparison
from funnelcraft.designer.comparison.notes import comparison_notes
from funnelcraft.designer.comparison.shares_card import SharesProgress, SharesTold, SharesWish
from funnelcraft.designer.comparison.sides import Found
from funnelcraft.designer.comparison.state_row import StateRow
from funnelcraft.designer.comparison.switching import (
    Switch,
    SwitchProgress,
    SwitchRefused,
    SwitchTold,
    SwitchWish,
)
from funnelcraft.designer.forecast.events import Question
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.dropping import dropped_files
from funnelcraft.designer.widgets.labels import breakable_words, label
from funnelcraft.designer.widgets.page import page_column, scrolling
from funnelcraft.designer.widgets.tab_order import TabOrder
from funnelcraft.funnel.text import _
from funnelcraft.simulation.comparison.lines import has_wins
from funnelcraft.simulation.comparison.means import expected_total
from funnelcraft.simulation.comparison.telling import Pairing, expected_headline, headline
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
        self.state = StateRow(live.cancel, live.again)
        self.notes = label("", "muted", wrap=True)
        self.controls = Controls()
        self.cards = Cards(live, palette, saver)
        self.empty = EmptyPage()
        self.trouble = TroublePage()
        self.setAcceptDrops(True)
        self._orders: list[TabOrder] = []
        self._lay_out()
        self._connect()

    # Parts

    def _lay_out(self) -> None:
        self._body, column = page_column(self.sentence)
        for part in (self.state, self.notes, self.controls, self.cards):
            column.addWidget(part)
        column.addStretch(1)
        self.area = scrolling(self._body)
        self.pages = QStackedWidget()
        for page in (self.area, scrolling(self.empty), scrolling(self.trouble)):
            self.pages.addWidget(page)
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
        bodies = (self._body, self.empty, self.trouble)
        self._orders = [TabOrder(body, row[-1]) for body in bodies]

    def _connect(self) -> None:
        live, cards = self._live, self.cards
        self.choices.chosen.connect(live.choose)
        self.choices.swap_wanted.connect(live.swap)
        self.choices.file_wanted.connect(self.file_wanted)
        self.empty.scenario_wanted.connect(self.scenario_wanted)
        self.empty.file_wanted.connect(self._on_file_wanted)
        self.trouble.go_to.connect(self.go_to)
        self.trouble.again_wanted.connect(live.again)
        self.controls.changed.connect(self._ask)
        cards.compared.jump.connect(self.jump)
        cards.mapping.changed.connect(live.map_stages)
        cards.switch.changed.connect(self._ask)
        cards.shares.weigh.clicked.connect(self._on_weigh)
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
        self.cards.set_colours(palette)

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
        self.cards.set_wide(self.width() >= BESIDE)

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
        answer, question = self._answer, self.controls.question()
        return (
            self._lines_are_fresh
            and answer is not None
            and answer.question == question
            and answer.runs == self._live.options.runs
            and self._switched == (question, self.cards.switch.switch)
            and (self.cards.shares.found is not None or not self._weighs)
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
        self.trouble.show_missing(found)
        self.pages.setCurrentIndex(TROUBLE)

    def _show_notes(self) -> None:
        notes = comparison_notes(self._live.found, self._begun, self.cards.names())
        self.notes.setText(breakable_words(" ".join(notes)))
        self.notes.setVisible(bool(notes))

    def _pair(self) -> Pairing:
        return Pairing(*self._live.names, self._live.options.days)

    # What is asked

    def _ask(self) -> None:
        question = self.controls.question()
        if self._answer is None or self._answer.question != question:
            self.cards.dim()
            self._live.show(question)
            self._tell_expected(question)
        self._wish_shares(question.figure)
        if self._begun is not None:
            self._live.wish("switch", SwitchWish(self.cards.switch.switch, question))

    def _on_weigh(self) -> None:
        self._weighs = True
        self.cards.shares.wait()
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
        found = self.cards.shares.found
        if found is None or not set(wanted) <= set(found.whole):
            self._live.wish("shares", SharesWish(tuple(wanted)))

    # What is found

    def _on_stale(self) -> None:
        self._answer, self._lines_are_fresh, self._switched = None, False, None
        self.cards.wait()
        self.state.work(_("Updating …"))

    def _on_begun(self, begun: Begun) -> None:
        self._begun = begun
        self.controls.offer(begun.levelled.b, tuple(begun.mapping.to_a), begun.levelled.has_revenue)
        self._show_notes()
        self.pages.setCurrentIndex(BODY)
        self.cards.show_begun(begun)
        changes = len(self.cards.changes.sentences)
        self._weighs = changes <= FEW
        if not self._weighs:
            self._live.wish("shares", None)
            self.cards.shares.offer(changes)
        self._ask()
        self._tell_expected(self.controls.question())

    def _tell_expected(self, question: Question) -> None:
        begun = self._begun
        if begun is None or self._answer is not None:
            return
        figure, two = question.figure, begun.levelled
        merged = begun.mapping.to_a.get(figure.id)
        of_a = expected_total(begun.a, two.a, figure, merged)
        more = expected_total(begun.b, two.b, figure) - of_a
        exact = begun.a.exact and begun.b.exact
        said = expected_headline(more, self.controls.topic(figure), self._pair(), exact=exact)
        self.sentence.setText(breakable_words(said))

    def _on_compiling(self) -> None:
        self.state.compile()

    def _on_refined(self, refined: Refined) -> None:
        if self._begun is None:
            return
        self.cards.show_lines(refined, self._begun)
        self._lines_are_fresh = refined.finished
        self.state.count(refined.done, refined.wanted, self._live.options.seed)

    def _on_answered(self, answer: Answer) -> None:
        if answer.question != self.controls.question():
            return
        self._answer = answer
        figure = answer.question.figure
        topic, pair = self.controls.topic(figure), self._pair()
        self.sentence.setText(breakable_words(headline(answer.total, answer.since, topic, pair)))
        self.cards.show_answer(answer, topic, self.controls.title(figure), pair)

    def _on_told(self, event: object) -> None:
        cards, answer = self.cards, self._answer
        if isinstance(event, SharesProgress):
            cards.shares.show_progress(event)
        elif isinstance(event, SharesTold):
            cards.shares.take(event.found)
            if answer is not None:
                cards.show_shares(answer, self.controls.topic(answer.question.figure))
        elif isinstance(event, SwitchProgress):
            cards.switch.show_progress(event)
        elif isinstance(event, SwitchRefused):
            self._switched = (self.controls.question(), cards.switch.switch)
            cards.switch.refuse(event.why)
        elif isinstance(event, SwitchTold):
            self._take_switch(event)

    def _take_switch(self, told: SwitchTold) -> None:
        asked = (self.controls.question(), self.cards.switch.switch)
        if (told.question, told.switch) == asked:
            self._switched = asked
            topic = self.controls.topic(told.question.figure)
            self.cards.switch.show_told(told, topic, self.cards.names())

    # What stands against it

    def _on_refused(self, refused: Refused) -> None:
        a, b = self._live.found
        found = b if refused.side == "b" and b is not None else a
        self.trouble.show_refused(refused, found, self._palette)
        self.pages.setCurrentIndex(TROUBLE)
        self.state.rest("")

    def _on_stopped(self) -> None:
        self.state.stop()
        self.cards.rest()

    def _on_failed(self, _details: str) -> None:
        self.state.fail()

    def _on_file_wanted(self) -> None:
        self.file_wanted.emit(True)
