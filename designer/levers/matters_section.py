"""What matters: which figures a forecast hangs on, what they are worth, what to measure first.

Each edit works it out anew, in a thread, while the section is shown.
"""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.charts.card import ChartCard, link
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.forecast.missing import Missing, Way
from funnelcraft.designer.forecast.places import GoTo, deal_value_way, way_to
from funnelcraft.designer.importing.jobs import Jobs, Work
from funnelcraft.designer.levers.figure_choice import FigureChoice
from funnelcraft.designer.levers.heat_card import HeatCard
from funnelcraft.designer.levers.lessons_card import LessonsCard
from funnelcraft.designer.levers.places import first_stage_place, parameter_place
from funnelcraft.designer.levers.running import Running
from funnelcraft.designer.levers.tornado_chart import TornadoChart
from funnelcraft.designer.levers.work import Gains, Lessons, Refusal, gains_of, lessons_of, swings
from funnelcraft.designer.levers.worth_card import WorthCard
from funnelcraft.designer.live import LiveForecast
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.page import page_column, scrolling
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, number
from funnelcraft.simulation.forecast.figures import entries, revenue, wins
from funnelcraft.simulation.sensitivity.parameters import Parameter
from funnelcraft.simulation.sensitivity.sentences import bounds_sentence, matters_sentence
from funnelcraft.simulation.sensitivity.tornado import Tornado
from funnelcraft.simulation.sensitivity.two_way import TwoWay

REST = 250  # milliseconds without an edit before it is worked out anew
FIRST = 12  # bars that are shown before all are asked for


class MattersSection(QWidget):
    """Shows the tornado, the worth of single steps, what to measure first, and two together."""

    def __init__(self, live: LiveForecast, palette: Palette, saver: Saver, go_to: GoTo) -> None:
        super().__init__()
        self._live, self._go_to = live, go_to
        self._begun = False
        self._todo: list[Work] = []
        self._shown: Funnel = live.funnel  # the funnel that is worked out
        self.tornado: Tornado | None = None
        self._tornado_of = live.funnel  # the funnel it is of: another may be in work
        self.jobs = Jobs(self)
        self.figure = FigureChoice()
        self.sentence = label("", "strong", wrap=True)
        self.missing = Missing()
        self.running = Running(_("Progress of the analysis"))
        self.chart = TornadoChart(palette)
        self.chart_card = ChartCard("tornado", _("What matters most"), self.chart, saver)
        self.bounds = label("", "muted", wrap=True)
        self.all_bars = link("", self._show_all)
        self.worth = WorthCard(saver)
        self.lessons = LessonsCard(go_to)
        self.heat = HeatCard(palette, saver)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._analyse)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        body, column = page_column()
        for part in (self.figure, self.missing, self.sentence, self.running):
            column.addWidget(part)
        layout = self.chart_card.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self.chart) + 1, self.bounds)
        layout.insertWidget(layout.indexOf(self.chart) + 2, self.all_bars)
        self.all_bars.hide()
        for card in (self.chart_card, self.lessons, self.worth, self.heat):
            column.addWidget(card)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(body))

    def _connect(self) -> None:
        self._live.became_stale.connect(self._on_stale)
        self.figure.chosen.connect(self._on_figure)
        self.chart.picked.connect(self._on_picked)
        self.jobs.progressed.connect(self.running.show_progress)
        self.jobs.finished.connect(self._on_finished)
        self.jobs.failed.connect(self._on_failed)
        self.running.cancel_wanted.connect(self._on_cancel)
        self.heat.wanted.connect(self._on_grid_wanted)

    # What the frame asks

    @property
    def is_settled(self) -> bool:
        """Whether all that is shown is of the funnel as it is."""
        return not (self.jobs.is_busy or self._todo or self._rest.isActive())

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.chart.set_colours(palette)
        self.heat.set_colours(palette)

    def begin(self) -> None:
        """Work it out, and anew after every edit."""
        self._begun = True
        self.figure.show_funnel(self._live.funnel)
        self._analyse()

    def end(self) -> None:
        """Leave what is in work."""
        self._begun = False
        self._stop()

    def shut(self) -> None:
        """End the thread."""
        self._stop()
        self.jobs.close()

    def _stop(self) -> None:
        self._rest.stop()
        self._todo.clear()
        self.jobs.stop()
        self.running.end()

    # What is worked out

    def _on_stale(self) -> None:
        if self._begun:
            self.figure.show_funnel(self._live.funnel)
            self._rest.start()

    def _on_figure(self) -> None:
        self._analyse()

    def _analyse(self) -> None:
        self._stop()
        funnel, days = self._live.funnel, self._live.options.days
        self._shown = funnel
        if not self._can_be_analysed(funnel):
            return
        figure = self.figure.figure
        self.heat.show_funnel(funnel, figure, days)
        has_money = funnel.deal_value is not None
        worths = (wins(), revenue()) if has_money else (wins(),)
        if not any(stage.kind == "won" for stage in funnel.stages):
            worths = (entries(figure.id),)
        self._todo = [
            partial(swings, funnel, days, figure),
            partial(lessons_of, funnel, days, figure),
            partial(gains_of, funnel, days, worths),
        ]
        self.running.begin()
        self._next()

    def _next(self) -> None:
        if self._todo:
            self.jobs.start(self._todo.pop(0))
        else:
            self.running.end()

    def _can_be_analysed(self, funnel: Funnel) -> bool:
        """Say what is missing; return whether there is something to analyse at all."""
        possible = bool(funnel.sources or funnel.opening) and bool(funnel.triggers)
        for part in (self.sentence, self.chart_card, self.worth, self.lessons, self.heat):
            part.setVisible(possible)
        if not possible:
            place = first_stage_place(funnel)
            words = _("Show the first stage")
            ways = [way_to(self._go_to, words, place)] if place is not None else []
            text = _("Add a source beside SOURCES at the left, or from the menu of a stage.")
            self.missing.say(_("Nobody comes into this funnel yet"), text, ways)
        elif funnel.deal_value is None:
            self.missing.say(
                _("No deal value yet"),
                _("Deals are counted; what matters in money needs what a deal is worth."),
                [deal_value_way(self._go_to)],
            )
        else:
            self.missing.say_nothing()
        return possible

    def _on_finished(self, result: object) -> None:
        match result:
            case Tornado():
                self.tornado, self._tornado_of = result, self._shown
                self._show_tornado(FIRST)
                self.heat.suggest([bar.parameter for bar in result.bars])
                grid = self.heat.work()
                self._todo += [grid] if grid is not None else []
            case Lessons():
                assert self.tornado is not None
                self.lessons.show_lessons(self._shown, self.tornado.figure, result.found)
            case Gains():
                self.worth.show_gains(self._shown, result)
            case TwoWay():
                self.heat.show_grid(self._shown, result)
            case Refusal():
                self._stop()
                self._say_refused(result)
                return
        self._next()

    def _say_refused(self, refusal: Refusal) -> None:
        for part in (self.sentence, self.chart_card, self.worth, self.lessons, self.heat):
            part.hide()
        ways: list[Way] = [
            way_to(self._go_to, _("Show it"), one.place)
            for one in refusal.findings[:1]
            if one.place is not None
        ]
        said = " ".join(one.message for one in refusal.findings[:3])
        self.missing.say(_("This funnel cannot be forecast yet"), said, ways)

    def _on_failed(self, problem: str) -> None:
        self._stop()
        self.sentence.setText(problem)

    def _on_cancel(self) -> None:
        self._stop()
        self.sentence.setText(_("Stopped. The next edit, or another figure, works it out anew."))

    def _on_grid_wanted(self) -> None:
        """Work the heat map out for other figures or ranges; the rest stays."""
        work = self.heat.work()
        if work is None or self._todo:
            return  # it is to come anyway
        self.running.begin()
        self.jobs.start(work)

    # What is shown

    def _show_tornado(self, most: int) -> None:
        assert self.tornado is not None
        found, funnel = self.tornado, self._tornado_of
        self.sentence.setText(matters_sentence(funnel, found))
        self.chart.show_tornado(funnel, found, most)
        self.chart_card.say(
            _("Bars go from the outcome at a figure's lower bound to that at its upper one.")
        )
        self.bounds.setText(bounds_sentence(found.bars))
        hidden = len(found.bars) > most
        self.all_bars.setVisible(hidden)
        self.all_bars.setText(_("Show all {n} figures").format(n=number(len(found.bars))))

    def _show_all(self) -> None:
        if self.tornado is not None:
            self._show_tornado(len(self.tornado.bars))

    def _on_picked(self, one: Parameter) -> None:
        self._go_to(parameter_place(one))
