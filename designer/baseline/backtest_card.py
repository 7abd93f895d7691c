"""How past forecasts would have held: the honest sentence, the cuts, errors beside naive ones."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from funnelcraft.designer.baseline.parts import Card
from funnelcraft.designer.baseline.tables import Head, Line, MeasuredTable
from funnelcraft.designer.charts.card import draw_titled
from funnelcraft.designer.charts.cuts import Cuts
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.charts.taking import Shown, Taking
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.labels import breakable_words, label
from funnelcraft.funnel.audit.backtests import beside_naive, coverage, errors, honest_sentence
from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.measured import Backtest
from funnelcraft.funnel.text import _, count, days, number, percent, rate

HORIZONS = (7, 28, 91)


class BacktestCard(Card):
    """Shows backtests. `wanted(stage id, days)` when the user asks for another."""

    wanted = Signal(str, int)

    def __init__(self, palette: Palette, saver: Saver) -> None:
        super().__init__(_("Would the forecast have held?"))
        self._reading: Reading | None = None
        self._tests: tuple[Backtest, ...] = ()
        self._shown = 0
        self._hint = ""
        self._targets: tuple[str, ...] = ()
        self.chart = Cuts(palette)
        self.taking = Taking("backtest", saver, self.chart.rows, self._picture, self.chart)
        self.honest = label("", "", wrap=True)
        self.choice, self.target, self.horizon = Choice(), Choice(), Choice()
        self.run = QPushButton(_("Test now"))
        self._lay_out()
        self.chart.pointed.connect(self._on_pointed)
        self.choice.activated.connect(self._on_choice)
        self.run.clicked.connect(self._on_run)

    def _lay_out(self) -> None:
        self.choice.setAccessibleName(_("Which test"))
        self.target.setAccessibleName(_("Entries of which stage to test"))
        self.horizon.setAccessibleName(_("How many days ahead to test"))
        self.horizon.addItems([days(length) for length in HORIZONS])
        self.horizon.setCurrentIndex(1)
        self.choice.setMinimumWidth(150)
        self.head.addWidget(self.choice)
        self._save = self.taking.button(self.title.text())
        self.head.addWidget(self._save)
        self.column.insertWidget(1, self.honest)
        self.sentence.setMinimumHeight(2 * self.sentence.fontMetrics().lineSpacing())
        self.column.addWidget(self.chart)
        self.coverage = MeasuredTable(
            _("How often the bands held"),
            (Head(_("Band")), Head(_("Promised")), Head(_("Held")), Head(_("Share"))),
        )
        self.errors = MeasuredTable(
            _("Errors beside naive forecasts"),
            (
                Head(_("Forecast")),
                Head(_("CRPS"), _("Mean error in leads; of a single number its absolute error.")),
                Head(_("Median error"), _("The median of errors over what came.")),
            ),
        )
        self._tables = QWidget()
        row = QHBoxLayout(self._tables)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP * 3)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.coverage, 2, top)
        row.addWidget(self.errors, 3, top)
        self.column.addWidget(self._tables)
        self.column.addLayout(self._asking())

    def _asking(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(STEP)
        row.addWidget(label(_("Test entries of"), "muted"))
        self.target.setMinimumWidth(130)
        row.addWidget(self.target, 1)
        row.addWidget(label(_("over"), "muted"))
        self.horizon.setMinimumWidth(100)
        row.addWidget(self.horizon)
        row.addWidget(self.run)
        row.addStretch(1)
        return row

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.chart.set_colours(palette)

    def show_reading(self, reading: Reading) -> None:
        """Show the tests of a baseline."""
        self._reading = reading
        self._tests = reading.baseline.backtests
        self._shown = min(self._shown, max(len(self._tests) - 1, 0))
        self.choice.clear()
        self.choice.addItems([self._name(test) for test in self._tests])
        self.choice.setCurrentIndex(self._shown)
        self.choice.setVisible(len(self._tests) > 1)
        ids = [stage.stage for stage in reading.stages if stage.stage in reading.known]
        self._targets = tuple(ids)
        before = self.target.currentIndex()
        self.target.clear()
        self.target.addItems([reading.name(one) for one in ids])
        won = next((at for at, one in enumerate(ids) if reading.kind(one) == "won"), 0)
        self.target.setCurrentIndex(before if 0 <= before < len(ids) else won)
        self.run.setEnabled(bool(ids))
        self._show()

    def _name(self, test: Backtest) -> str:
        assert self._reading is not None
        return _("{stage}, {days} ahead").format(
            stage=self._reading.name(test.target), days=days(test.days)
        )

    def _show(self) -> None:
        test = self._tests[self._shown] if self._tests else None
        has_cuts = test is not None and bool(test.cuts)
        self.chart.show_test(test)
        for part in (self.chart, self._tables, self._save):
            part.setVisible(has_cuts)
        if test is None or self._reading is None:
            self.honest.setText(
                _(
                    "Not tested yet. A test forecasts from what was known on past days and counts "
                    "how often the bands held what came."
                )
            )
            self.say("")
            return
        self.honest.setText(breakable_words(honest_sentence(test)))
        self._hint = self._about(test)
        self.say(self._hint)
        self.coverage.show_lines(_coverage_lines(test))
        self.errors.show_lines(_error_lines(test))

    def _about(self, test: Backtest) -> str:
        assert self._reading is not None
        text = _("Entries of “{stage}” over {days} from each cut. {beside}")
        return text.format(
            stage=self._reading.name(test.target),
            days=days(test.days),
            beside=beside_naive(test),
        ).strip()

    def _on_pointed(self, text: str) -> None:
        self.say(text or self._hint)

    def _on_choice(self, at: int) -> None:
        self._shown = at
        self._show()

    def _on_run(self) -> None:
        at = self.target.currentIndex()
        if 0 <= at < len(self._targets):
            self.wanted.emit(self._targets[at], HORIZONS[self.horizon.currentIndex()])

    def _picture(self) -> Shown:
        return self._draw, QSize(820, 360), self.title.text()

    def _draw(self, painter: QPainter, box: QRectF) -> None:
        draw_titled(painter, box, self.chart, self.title.text(), self.honest.text())


def _coverage_lines(test: Backtest) -> list[Line]:
    lines = []
    for one in coverage(test):
        level = percent(one.level / 100)
        expected = count(one.level / 100 * one.cuts)
        held = _("{held} of {cuts}").format(held=number(one.held), cuts=number(one.cuts))
        share = percent(one.held / one.cuts) if one.cuts else ""
        told = _("The {level} band held {held} times; {expected} were promised.").format(
            level=level, held=held, expected=expected
        )
        lines.append(Line((level, expected, held, share), told, None))
    return lines


def _error_lines(test: Backtest) -> list[Line]:
    lines = []
    for one in errors(test):
        share = "–" if one.median_share is None else rate(one.median_share)
        told = _("{name}: CRPS {crps}, median error {share}").format(
            name=one.name, crps=number(one.crps, 1), share=share
        )
        lines.append(Line((one.name, number(one.crps, 1), share), told, None))
    return lines
