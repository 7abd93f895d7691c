"""The outlook: the fan of any figure, the funnel, the totals.

Import this module late: it brings numpy and the simulation with it.
"""

from itertools import pairwise

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from funnelcraft.designer.charts.bars import Bar, FunnelBars
from funnelcraft.designer.charts.card import ChartCard, plot_card
from funnelcraft.designer.charts.fan import Fan, FanChart
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.charts.taking import Shown, Taking
from funnelcraft.designer.forecast.events import Answer, Preview, Question, Totals
from funnelcraft.designer.forecast.figure_words import periods, title, writer
from funnelcraft.designer.forecast.totals import TotalsTable
from funnelcraft.designer.live import LiveForecast
from funnelcraft.designer.look.marks import stage_colour
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.page import page_column, scrolling
from funnelcraft.designer.widgets.segmented import Segmented
from funnelcraft.funnel.graph import main_path, stages_in_order
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import short_stage_name, stage_name
from funnelcraft.funnel.text import _, ngettext, number
from funnelcraft.simulation.expectation import Expectation
from funnelcraft.simulation.forecast import (
    Bands,
    Figure,
    balance,
    entries,
    pipeline,
    revenue,
    step_shares,
    wins,
)
from funnelcraft.simulation.forecast.means import exact_means, expected_means
from funnelcraft.simulation.forecast.periods import periods as by_calendar

LEAST_BARS = 320  # pixels the funnel needs beside the totals
FAN_SIZE = QSize(960, 480)


class Outlook(QWidget):
    """Shows the forecast over time and as a whole."""

    def __init__(self, live: LiveForecast, palette: Palette, saver: Saver) -> None:
        super().__init__()
        self._live = live
        self._colours = palette
        self._asked: Question | None = None
        self._answered: Question | None = None
        self._expectation: Expectation | None = None
        self._legend = ""
        self._begun = False
        self.figures = Segmented(
            _("Figure"),
            ((wins(), _("Deals")), (revenue(), _("Revenue")), (pipeline(), _("Pipeline"))),
            menu_text=_("Any stage ▾"),
        )
        self.period = Segmented(_("By"), periods())
        self.sums = Segmented(_("Show"), ((False, _("Per period")), (True, _("Running total"))))
        self.fan = FanChart(palette)
        self.bars = FunnelBars(palette)
        self.bars_card = ChartCard("bars", _("Funnel"), self.bars, saver)
        self.bars_card.say(
            _("Leads that enter, on a log scale. ↓ is the share of visits that goes on.")
        )
        self.table = TotalsTable()
        self.taking = {
            "fan": Taking("fan", saver, self.fan.rows, self._fan_picture, self.fan),
            "bars": self.bars_card.taking,
            "totals": Taking("totals", saver, self.table.rows),
        }
        self._lay_out()
        self._connect()
        self.period.show_value("month")
        self.show_funnel(live.funnel)

    def _lay_out(self) -> None:
        body, column = page_column()
        column.addWidget(self._controls())
        column.addWidget(self._fan_card(), 1)
        self._lower = QHBoxLayout()
        self._lower.setSpacing(STEP + 4)
        self._lower.addWidget(self.bars_card, 2)
        self._lower.addWidget(self._table_card(), 3)
        column.addLayout(self._lower)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(body))

    def _controls(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, STEP + 2)
        for widget in (self.figures, self.period, self.sums):
            flow.addWidget(widget)
        return row

    def _fan_card(self) -> QWidget:
        card, column, row = plot_card("")
        self.fan_title = label("", "strong", wrap=True)
        self.readout = label("", "muted", wrap=True)
        row.insertWidget(0, self.fan_title, 1)
        row.addWidget(self.taking["fan"].button(_("Forecast over time")))
        column.addWidget(self.readout)
        column.addWidget(self.fan, 1)
        return card

    def _table_card(self) -> QWidget:
        card, column, row = plot_card(_("Totals"))
        row.addWidget(self.taking["totals"].button(_("Totals")))
        column.addWidget(self.table)
        column.addStretch(1)
        return card

    def _fan_picture(self) -> Shown:
        return self.fan.draw_titled, FAN_SIZE, self.fan_title.text()

    def _connect(self) -> None:
        for control in (self.figures, self.period, self.sums):
            control.chosen.connect(self._on_control)
        self.fan.pointed.connect(self._on_pointed)
        live = self._live
        live.became_stale.connect(self._on_stale)
        live.previewed.connect(self._on_previewed)
        live.answered.connect(self._on_answered)
        live.totalled.connect(self._on_totalled)

    def begin(self) -> None:
        """Show what was found meanwhile, and ask for the bands."""
        self._begun = True
        self.show_funnel(self._live.funnel)
        self._live.show(self._asked)
        if self._live.latest.preview is not None:
            self._on_previewed(self._live.latest.preview)
        if self._live.latest.totals is not None:
            self._on_totalled(self._live.latest.totals)

    def end(self) -> None:
        """Ask for no bands any more."""
        self._begun = False
        self._live.show(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the lower cards below each other where there is no room beside each other."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        ways = QBoxLayout.Direction
        needed = LEAST_BARS + self.table.wanted_width + 12 * STEP  # margins and a scroll bar
        wide = self.width() >= needed
        self._lower.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        self.fan.set_colours(palette)
        self.bars.set_colours(palette)
        self._show_bars()

    @property
    def is_settled(self) -> bool:
        """Whether the chart shows what the controls ask for, of all runs."""
        return self._answered == self._asked

    def question(self) -> Question:
        """Return what the controls ask for."""
        figure: Figure = self.figures.value
        cumulative = bool(self.sums.value) and not figure.is_level
        return Question(figure, self.period.value, cumulative)

    def show_funnel(self, funnel: Funnel) -> None:
        """Offer this funnel's stages; a figure of a stage that is gone gives way to deals."""
        stages = stages_in_order(funnel)
        into = [(entries(stage.id), stage_name(stage)) for stage in stages]
        waiting = [
            (balance(stage.id), _("In {stage}").format(stage=stage_name(stage)))
            for stage in stages
            if stage.kind == "open"
        ]
        self.figures.set_menu(
            [(None, _("Leads that enter")), *into, (None, _("Leads that are there")), *waiting]
        )
        figure: Figure = self.figures.value
        if figure.id and figure.id not in {stage.id for stage in stages}:
            figure = wins()
        self.figures.show_value(figure)
        self.figures.set_enabled(revenue(), funnel.deal_value is not None)
        self.figures.set_enabled(pipeline(), funnel.deal_value is not None)
        self._ask()

    def _on_previewed(self, preview: Preview) -> None:
        if self._begun:
            self._expectation = preview.expectation
            self._show_bars()
            self._show_mean()

    def _show_mean(self) -> None:
        """Show the exact mean of what is asked for, while the runs are not there yet."""
        found, question = self._expectation, self._asked
        if found is None or question is None or self._answered is not None:
            return
        how = (question.period, question.cumulative)
        means = expected_means(found, self._live.funnel, question.figure, *how)
        within = by_calendar(found.start, found.days, question.period)
        if means is None:
            return
        flat = Bands(within.starts, within.ends, *([means] * 6))
        fan = self._fan_of(question, flat, "", means.tolist(), approximate=not found.exact)
        self.fan_title.setText(fan.title)
        self.fan.show_mean(fan)

    def _show_bars(self) -> None:
        found, funnel = self._expectation, self._live.funnel
        if found is None:
            return
        totals = dict(zip(found.stage_ids, found.entries.sum(axis=1).tolist(), strict=True))
        # The main path first: a share goes on from each of its stages to the next.
        path = main_path(funnel)
        stages = [stage for stage in stages_in_order(funnel) if stage.id in totals]
        stages.sort(key=lambda one: path.index(one.id) if one.id in path else len(path))
        pairs = [(one.id, other.id) for one, other in pairwise(stages)]
        steps, following = step_shares(funnel, found, pairs), dict(pairs)
        self.bars.show_bars(
            [
                Bar(
                    stage_name(one),
                    short_stage_name(one),
                    totals[one.id],
                    stage_colour(self._colours, funnel, one),
                    steps.get((one.id, following.get(one.id, ""))),
                )
                for one in stages
            ]
        )

    def _ask(self) -> None:
        question = self.question()
        self.sums.setEnabled(not question.figure.is_level)
        if self._begun and question != self._asked:
            self._asked, self._answered = question, None
            self.fan.set_stale(True)
            self._live.show(question)
            self._show_mean()

    def _on_control(self, _value: object) -> None:
        self._ask()

    def _on_pointed(self, text: str) -> None:
        self.readout.setText(text or self._legend)

    def _on_stale(self) -> None:
        self._answered = None
        self.fan.set_stale(True)
        self.table.set_stale(True)
        if self._begun:
            self.show_funnel(self._live.funnel)

    def _on_answered(self, answer: Answer) -> None:
        if answer.question != self._asked:
            return
        question = answer.question
        self._legend = ngettext("{runs} run", "{runs} runs", answer.runs).format(
            runs=number(answer.runs)
        )
        exact = self._exact(question, len(answer.bands.starts))
        fan = self._fan_of(question, answer.bands, self._legend, exact)
        self.fan_title.setText(fan.title)
        self.fan.show_fan(fan)
        if answer.runs == self._live.options.runs:
            self._answered = question
        if self.fan.at is None:
            self.readout.setText(self._legend)

    def _fan_of(
        self,
        question: Question,
        bands: Bands,
        note: str,
        exact: list[float] | None,
        *,
        approximate: bool = False,
    ) -> Fan:
        return Fan(
            title(self._live.funnel, question),
            bands,
            question.period,
            question.cumulative,
            question.figure.is_level,
            writer(self._live.funnel, question.figure),
            note,
            exact,
            approximate,
        )

    def _exact(self, question: Question, periods: int) -> list[float] | None:
        """Return the exact means of what is asked for, where they are known for the periods."""
        preview = self._live.latest.preview
        if preview is None:
            return None
        how = (question.period, question.cumulative)
        found = exact_means(preview.expectation, self._live.funnel, question.figure, *how)
        return None if found is None or len(found) != periods else found.tolist()

    def _on_totalled(self, totals: Totals) -> None:
        self.table.show_lines(totals.lines, self._live.funnel.currency)
        self._arrange()
