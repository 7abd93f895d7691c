"""A goal: how far something must be moved for it to be reached, and how sure that is.

What is asked for is sought in a thread, and left when another section is shown.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.parts import Card
from funnelcraft.designer.charts.card import ChartCard, link
from funnelcraft.designer.charts.figure_table import FigureTable
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.forecast.missing import Missing, Way
from funnelcraft.designer.forecast.places import GoTo, deal_value_way, way_to
from funnelcraft.designer.importing.jobs import Jobs
from funnelcraft.designer.levers.frontier_chart import FrontierChart
from funnelcraft.designer.levers.goal_form import GoalForm
from funnelcraft.designer.levers.places import first_stage_place, lever_place
from funnelcraft.designer.levers.running import Running
from funnelcraft.designer.levers.work import Refusal, Sought, seek_goal
from funnelcraft.designer.live import LiveForecast, forecast_alike
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.page import page_column, scrolling
from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.graph import main_path
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, percent
from funnelcraft.simulation.goals.asking import tidy_value
from funnelcraft.simulation.goals.wording import (
    answer_paragraph,
    frontier_sentence,
    lever_name,
    lever_value,
)

MORE = 1.2  # of what is expected: the amount that is suggested
ROW = 26

# What makes a scenario of a funnel with the lever moved: the funnel, and a name for it.
MakeScenario = Callable[[Funnel, str], None]


class GoalSection(QWidget):
    """Shows the form, the answer, and the frontier."""

    def __init__(
        self,
        live: LiveForecast,
        palette: Palette,
        saver: Saver,
        go_to: GoTo,
        make_scenario: MakeScenario,
    ) -> None:
        super().__init__()
        self._live, self._go_to, self._make_scenario = live, go_to, make_scenario
        self._begun = False
        self._asked_of: Funnel | None = None
        self.found: Sought | None = None
        self.jobs = Jobs(self)
        self.missing = Missing()
        self.form = GoalForm()
        self.start = QPushButton(_("Start"))
        self.start.setProperty("role", "primary")
        self.running = Running(_("Progress of the search"))
        self.problem = label("", "error", wrap=True)
        self.answer = Card(_("Answer"))
        self.said = label("", "", wrap=True)
        self.stale = label("", "muted", wrap=True)
        self.scenario = QPushButton(_("Make a scenario of this …"))
        self.show_place = link(_("Show on the canvas"), self._on_show_place)
        self.chart = FrontierChart(palette)
        self.chart_card = ChartCard("frontier", _("How often the goal is met"), self.chart, saver)
        heads = ((_("How sure"), ""), (_("Needs"), _("The value that is met so often.")))
        self.table = FigureTable(_("What each confidence needs"), heads, ROW)
        self.table_card = Card(_("What each confidence needs"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        asking = Card(_("Goal"))
        asking.say(_("Type what is to be reached, and what may be moved for it."))
        asking.column.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(STEP * 2)
        row.addWidget(self.start)
        row.addWidget(self.running, 1)
        row.addStretch(1)
        asking.column.addLayout(row)
        asking.column.addWidget(self.problem)
        self.answer.say("")
        self.answer.column.addWidget(self.said)
        self.answer.column.addWidget(self.stale)
        acts = QHBoxLayout()
        acts.setSpacing(STEP * 2)
        acts.addWidget(self.scenario)
        acts.addWidget(self.show_place)
        acts.addStretch(1)
        self.answer.column.addLayout(acts)
        self.table_card.column.addWidget(self.table)
        body, column = page_column()
        self.asking = asking
        for part in (self.missing, asking, self.answer, self.chart_card, self.table_card):
            column.addWidget(part)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(body))
        self._show_answer_parts(shown=False)
        self.problem.hide()
        self.stale.hide()

    def _connect(self) -> None:
        self._live.became_stale.connect(self._on_stale)
        self._live.previewed.connect(self._on_previewed)
        self.form.changed.connect(self._on_form)
        self.start.clicked.connect(self._on_start)
        self.running.cancel_wanted.connect(self._on_cancel)
        self.scenario.clicked.connect(self._on_scenario)
        self.jobs.progressed.connect(self.running.show_progress)
        self.jobs.finished.connect(self._on_finished)
        self.jobs.failed.connect(self._on_failed)

    # What the frame asks

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being sought."""
        return not self.jobs.is_busy

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.chart.set_colours(palette)

    def begin(self) -> None:
        """Offer what the funnel has."""
        self._begun = True
        self._show_funnel()

    def end(self) -> None:
        """Leave what is being sought."""
        self._begun = False
        if self.jobs.is_busy:
            self._stop(_("Stopped: another view was shown."))

    def shut(self) -> None:
        """End the thread."""
        self.jobs.close()

    # The funnel and the form

    def _on_stale(self) -> None:
        if self._begun:
            self._show_funnel()
        changed = self._asked_of is not None and not forecast_alike(
            self._live.funnel, self._asked_of
        )
        if not changed:
            return
        if self.jobs.is_busy:
            self._stop(_("Stopped: the funnel was changed. Start again."))
        elif self.found is not None:
            self.stale.setText(_("The funnel was changed since. Start again for an answer to it."))
            self.stale.show()
            self.scenario.setEnabled(False)

    def _on_previewed(self, _preview: object) -> None:
        if self._begun:
            self._suggest()

    def _show_funnel(self) -> None:
        funnel = self._live.funnel
        self.form.show_funnel(funnel, self._live.options.days)
        self._suggest()
        self._on_form_shown()

    def _suggest(self) -> None:
        """Suggest a fifth more than is expected, in two figures."""
        from funnelcraft.simulation.problems import CannotSimulate
        from funnelcraft.simulation.sensitivity.outcome import outcome_in

        preview = self._live.latest.preview
        if preview is None or self.form.wants_promise:
            return
        try:
            value = outcome_in(preview.expectation, self._live.funnel, self.form.shown_figure)
        except CannotSimulate:
            return  # the expectation is of the funnel before: the next one suggests
        self.form.suggest(float(f"{MORE * value:.2g}"))
        self._on_form_shown()

    def _on_form(self) -> None:
        self._suggest()
        self._on_form_shown()

    def _on_form_shown(self) -> None:
        """Say what is missing, and whether it can be started."""
        funnel = self._live.funnel
        possible = bool(funnel.sources or funnel.opening) and bool(funnel.triggers)
        self.asking.setVisible(possible)
        self._say_missing(funnel, possible)
        asked = self.form.asked
        self.start.setEnabled(asked is not None and not self.jobs.is_busy)
        self.start.setToolTip(self.form.problem)

    def _say_missing(self, funnel: Funnel, possible: bool) -> None:
        ways: list[Way] = []
        if not possible:
            place = first_stage_place(funnel)
            if place is not None:
                ways.append(way_to(self._go_to, _("Show the first stage"), place))
            text = _("Add a source beside SOURCES at the left, or from the menu of a stage.")
            self.missing.say(_("Nobody comes into this funnel yet"), text, ways)
        elif self.form.wants_promise and not any(stage.sla for stage in funnel.stages):
            path = main_path(funnel)
            if path:
                place = Place("stage", path[len(path) // 2], "sla")
                ways.append(way_to(self._go_to, _("Enter an SLA"), place))
            text = _("A promise is the SLA of a stage: within how many days a lead is handled.")
            self.missing.say(_("No stage has an SLA yet"), text, ways)
        elif not self.form.wants_promise and funnel.deal_value is None:
            text = _(
                "A goal in money needs what a deal is worth. Deals and leads can be asked for."
            )
            self.missing.say(_("No deal value yet"), text, [deal_value_way(self._go_to)])
        else:
            self.missing.say_nothing()

    # Seeking

    def _on_start(self) -> None:
        self.form.setFocus()  # what is still being typed is committed
        asked = self.form.asked
        if asked is None:
            self._say_problem(self.form.problem)
            return
        self._say_problem("")
        self._asked_of, self.found = self._live.funnel, None
        self._show_answer_parts(shown=False)
        self.running.begin(at_once=True)
        self.running.cancel.setFocus()
        self.jobs.start(partial(seek_goal, self._live.funnel, asked, self._live.options))
        self._on_form_shown()

    def _on_cancel(self) -> None:
        self._stop(_("Stopped."))

    def _stop(self, why: str) -> None:
        self.jobs.stop()
        self.running.end()
        self._say_problem(why)
        self._on_form_shown()

    def _on_failed(self, problem: str) -> None:
        self._stop(problem)

    def _say_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _on_finished(self, result: object) -> None:
        self.running.end()
        if isinstance(result, Refusal):
            self._say_problem(" ".join(one.message for one in result.findings[:3]))
        elif isinstance(result, Sought):
            self.found = result
            self._show_found(result)
        self._on_form_shown()

    # The answer

    def _show_answer_parts(self, *, shown: bool) -> None:
        for part in (self.answer, self.chart_card, self.table_card):
            part.setVisible(shown)

    def _show_found(self, found: Sought) -> None:
        assert self._asked_of is not None
        funnel, answer = self._asked_of, found.answer
        self.said.setText(answer_paragraph(funnel, found.asked, found.lever, answer))
        self.said.setAccessibleName(self.said.text())
        self.stale.hide()
        self._show_answer_parts(shown=True)
        self.scenario.setEnabled(True)
        self.chart.show_answer(funnel, found)
        self.chart_card.say(frontier_sentence(funnel, found.lever, answer))
        self._fill(funnel, found)
        self.table_card.setVisible(bool(answer.frontier))
        self.scenario.setFocus()

    def _fill(self, funnel: Funnel, found: Sought) -> None:
        pairs = found.answer.frontier
        self.table.show_rows(
            [(percent(share), lever_value(funnel, found.lever, value)) for share, value in pairs]
        )
        self.table_card.say(
            _("Read between the values tried; some of them were tried with fewer runs.")
        )

    def _on_scenario(self) -> None:
        """Make a scenario in which the lever has the value of the answer."""
        if self.found is None or self._asked_of is None:
            return
        lever, funnel = self.found.lever, self._asked_of
        value = tidy_value(self.found.answer, lever)
        name = _("{lever}: {value}").format(
            lever=lever_name(funnel, lever), value=lever_value(funnel, lever, value)
        )
        self._make_scenario(lever.at(funnel, value), name)

    def _on_show_place(self) -> None:
        if self.found is not None:
            place = lever_place(self._live.funnel, self.found.lever)
            if place is not None:
                self._go_to(place)
