"""The baseline tab: a sentence, what is wrong, tables, pictures, published figures, backtests.

It reads nothing but the document's `baseline`, so it shows the same after a file is opened again.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.baseline.backtest_card import BacktestCard
from funnelcraft.designer.baseline.empty_page import EmptyPage
from funnelcraft.designer.baseline.industry_card import IndustryCard
from funnelcraft.designer.baseline.pictures import Pictures
from funnelcraft.designer.baseline.provenance_card import ProvenanceCard
from funnelcraft.designer.baseline.table_card import TableCard
from funnelcraft.designer.baseline.tables import (
    MeasuredTable,
    move_heads,
    move_lines,
    stage_heads,
    stage_lines,
)
from funnelcraft.designer.baseline.trouble_card import TroubleCard
from funnelcraft.designer.charts.card import link
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import breakable_words, label
from funnelcraft.designer.widgets.page import page_column, scrolling
from funnelcraft.designer.widgets.tab_order import TabOrder
from funnelcraft.funnel.audit.flows import Flows, flows
from funnelcraft.funnel.audit.industry import compared
from funnelcraft.funnel.audit.reading import Reading, reading, segments
from funnelcraft.funnel.audit.sentences import headline, known_line
from funnelcraft.funnel.audit.troubles import troubles
from funnelcraft.funnel.measured import EVERY_SEGMENT
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.industry import industry_figures

BESIDE = 860  # pixels of width from which two cards fit beside each other


class BaselineView(QWidget):
    """Shows a funnel's baseline.

    Signals: `jump(Place)` to a stage or trigger on the canvas; `import_wanted()` for an export of
    the user's, `example_wanted()` for the one that is shipped; `backtest_wanted(stage id, days)`;
    `draw(ways)` for triggers that draw ways (from, to) which leads took.
    """

    jump = Signal(object)
    import_wanted = Signal()
    example_wanted = Signal()
    backtest_wanted = Signal(str, int)
    draw = Signal(object)

    def __init__(
        self, funnel: Funnel, palette: Palette, saver: Saver, before: QWidget | None = None
    ) -> None:
        super().__init__()
        self._before = before  # where Tab comes from
        self._funnel = funnel
        self._palette = palette
        self._segment = EVERY_SEGMENT
        self._segments: tuple[tuple[str, str], ...] = ()
        self._is_fresh = False
        self.reading: Reading | None = None
        self.sentence = label("", "sentence", wrap=True)
        self.known = label("", "muted", wrap=True)
        self.segment = Choice()
        self.troubles = TroubleCard(palette)
        self.pictures = Pictures(palette, saver)
        self.stages = TableCard(
            "stages", _("Stages"), MeasuredTable(_("Measured stages"), stage_heads()), saver
        )
        self.moves = TableCard(
            "triggers", _("Triggers"), MeasuredTable(_("Measured triggers"), move_heads()), saver
        )
        self.industry = IndustryCard(palette)
        self.backtest = BacktestCard(palette, saver)
        self.provenance = ProvenanceCard()
        self.empty: EmptyPage | None = None
        self._laying: list[Callable[[], None]] = []  # what is still to be put onto the page
        self._steps: list[Callable[[], None]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_time)
        self._lay_out()
        self._connect()

    # Parts

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        body = self._measured_page()
        self.area = scrolling(body)
        self._order = TabOrder(body, self._before)
        self.pages.addWidget(self.area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)

    def _measured_page(self) -> QWidget:
        body, column = page_column(self.sentence, self.known)
        column.addWidget(self._controls())
        pictures = self.pictures
        self._top, self._middle, self._times = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        # A widget is styled anew when it is put onto another: all at once would be seen.
        self._laying += [
            partial(self._put, column, self._top, self.troubles, pictures.waterfall),
            partial(self._put, column, None, self.stages, self.moves),
            partial(self._put, column, self._middle, pictures.flow_map, pictures.columns),
            partial(self._put, column, self._times, pictures.curve, pictures.histogram),
            partial(self._put, column, None, pictures.aging),
            partial(self._put, column, None, self.industry, self.backtest),
            partial(self._put, column, None, self.provenance),
            partial(column.addStretch, 1),
        ]
        return body

    @staticmethod
    def _put(column: QVBoxLayout, row: QHBoxLayout | None, *cards: QWidget) -> None:
        """Put cards onto the page, beside each other where there is a row for them."""
        if row is not None:
            row.setSpacing(STEP + 4)
            column.addLayout(row)
        for card in cards:
            (row or column).addWidget(card, 1 if row is not None else 0)
            card.show()  # at once, not with the next event

    def _controls(self) -> QWidget:
        whole = QWidget()
        flow = FlowLayout(whole, STEP)
        self._segment_part = QWidget()
        row = QHBoxLayout(self._segment_part)
        row.setContentsMargins(0, 0, STEP, 0)
        row.setSpacing(STEP)
        name = label(_("Segment"), "muted")
        name.setBuddy(self.segment)
        self.segment.setAccessibleName(_("Segment"))
        self.segment.setMinimumWidth(180)
        row.addWidget(name)
        row.addWidget(self.segment)
        flow.addWidget(self._segment_part)
        self.links: list[QPushButton] = []
        for text, place in self._sections():
            button = link(text, _Scrolling(self, place), _("Go to: {what}").format(what=text))
            button.setFixedHeight(self.segment.sizeHint().height())
            self.links.append(button)
            flow.addWidget(button)
        self.again = link(_("Import again …"), self.import_wanted.emit)
        self.again.setFixedHeight(self.segment.sizeHint().height())
        flow.addWidget(self.again)
        return whole

    def _sections(self) -> tuple[tuple[str, QFrame], ...]:
        return (
            (_("Stages"), self.stages),
            (_("Triggers"), self.moves),
            (_("Pictures"), self.pictures.flow_map),
            (_("Published figures"), self.industry),
            (_("Backtest"), self.backtest),
            (_("Origin"), self.provenance),
        )

    def _connect(self) -> None:
        self.segment.activated.connect(self._on_segment)
        self.troubles.jump.connect(self.jump)
        self.troubles.draw.connect(self.draw)
        self.pictures.draw.connect(self.draw)
        self.stages.table.jump.connect(self.jump)
        self.moves.table.jump.connect(self.jump)
        self.backtest.wanted.connect(self.backtest_wanted)

    def scroll_to(self, part: QWidget) -> None:
        """Bring a part of the page to the top of the view."""
        bar, port = self.area.verticalScrollBar(), self.area.viewport()
        bar.setValue(bar.value() + part.mapTo(port, part.rect().topLeft()).y() - STEP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put cards below each other where there is no room beside each other."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        way = ways.LeftToRight if self.width() >= BESIDE else ways.TopToBottom
        for row in (self._top, self._middle, self._times):
            row.setDirection(way)

    # What is shown

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._palette = palette
        self.troubles.set_colours(palette)
        self.pictures.set_colours(palette)
        self.industry.set_colours(palette)
        self.backtest.set_colours(palette)
        self._is_fresh = False
        self._show_if_seen()

    def show_funnel(self, funnel: Funnel) -> None:
        """Show the baseline of this funnel, at once or when the tab is next seen."""
        if _read_parts(funnel) == _read_parts(self._funnel) and self._is_fresh:
            self._funnel = funnel
            return
        self._funnel = funnel
        self._is_fresh = False
        self._show_if_seen()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed while the tab was not seen."""
        super().showEvent(event)
        self._show_if_seen()

    def _show_if_seen(self) -> None:
        if not self._is_fresh and self.isVisible():
            self._is_fresh = True
            self._show()

    def _show(self) -> None:
        """Show the baseline between events: the top of the page first."""
        self._steps.clear()
        if self._funnel.baseline is None:
            self.reading = None
            self._show_empty()
            return
        self.pages.setCurrentIndex(0)
        self._steps = [self._read]
        self._timer.start()

    def _read(self) -> None:
        """Read the baseline, and say in a sentence what was measured; the rest follows."""
        baseline = self._funnel.baseline
        assert baseline is not None
        self._offer_segments(segments(self._funnel, baseline))
        found = reading(self._funnel, self._segment)
        assert found is not None
        self.reading = found
        followed = flows(found)
        self.sentence.setText(breakable_words(headline(found, followed)))
        self.known.setText(known_line(found))
        self._steps += [
            *([self._lay_next] * len(self._laying[:1])),
            partial(self._show_troubles, found, followed),
            partial(self.pictures.show_leaks, found, followed),
            *([self._lay_next] * len(self._laying[1:])),
            partial(self._show_stages, found),
            partial(self._show_moves, found),
            partial(self.pictures.show_reading, found),
            partial(self._show_industry, found),
            partial(self.backtest.show_reading, found),
            partial(self.provenance.show_reading, found),
        ]

    def _show_empty(self) -> None:
        if self.empty is None:
            self.empty = EmptyPage(industry_figures())
            self.empty.import_wanted.connect(self.import_wanted)
            self.empty.example_wanted.connect(self.example_wanted)
            self.pages.addWidget(scrolling(self.empty))
            self._empty_order = TabOrder(self.empty, self._before)
        self.pages.setCurrentIndex(1)

    @property
    def is_settled(self) -> bool:
        """Whether everything that can be seen is of the document as it is."""
        return self._is_fresh and not self._steps

    def finish(self) -> None:
        """Show at once what is still to be shown."""
        while self._steps:
            self._steps.pop(0)()
        self._timer.stop()
        # What was put onto the page has its place only when the layout is through.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _on_time(self) -> None:
        if self._steps:
            self._steps.pop(0)()
        if not self._steps:
            self._timer.stop()

    def _lay_next(self) -> None:
        self._laying.pop(0)()

    def _show_troubles(self, found: Reading, followed: Flows) -> None:
        self.troubles.show_troubles(troubles(found, followed))

    def _show_industry(self, found: Reading) -> None:
        self.industry.show_compared(found, *compared(found, industry_figures()))

    def _show_stages(self, found: Reading) -> None:
        self.stages.table.show_lines(stage_lines(found, self._palette))
        self.stages.hint(
            _("Choose a row to read it in full; Enter or a double click shows it on the canvas.")
        )
        self.stages.update_more()

    def _show_moves(self, found: Reading) -> None:
        self.moves.table.show_lines(move_lines(found))
        self.moves.hint(
            _(
                "Conversion is the share that moves in the end, with its 80% bounds. The naive "
                "share divides moved by entered, and so counts leads that are still open as lost."
            )
        )
        self.moves.update_more()

    def _offer_segments(self, found: tuple[tuple[str, str], ...]) -> None:
        if self._segment not in {one for one, _name in found}:
            self._segment = EVERY_SEGMENT
        if found != self._segments:
            self._segments = found
            self.segment.clear()
            self.segment.addItems([name or _("All together") for _one, name in found])
        at = [one for one, _name in found].index(self._segment)
        self.segment.setCurrentIndex(at)
        self._segment_part.setVisible(len(found) > 1)

    def _on_segment(self, at: int) -> None:
        self._segment = self._segments[at][0]
        self._show()


class _Scrolling:
    """Scrolls a view to a part when called."""

    def __init__(self, view: BaselineView, part: QWidget) -> None:
        self._view, self._part = view, part

    def __call__(self) -> None:
        self._view.scroll_to(self._part)


def _read_parts(funnel: Funnel) -> tuple[object, ...]:
    """Return what of a funnel the tab shows: moving a stage changes none of it."""
    return (
        funnel.baseline,
        tuple((s.id, s.term, s.abbreviation, s.kind, s.owner) for s in funnel.stages),
        tuple((t.id, t.from_stage, t.to_stage, t.kind) for t in funnel.triggers),
        funnel.roles,
        funnel.segments,
        tuple(source.into for source in funnel.sources),
        (funnel.deal_value, funnel.currency),
    )
