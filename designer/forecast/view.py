"""The forecast tab: a sentence that stays, and below it the section that is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from funnelcraft.designer.forecast.events import Preview, Refined, Totals
from funnelcraft.designer.forecast.problem_page import ProblemPage
from funnelcraft.designer.forecast.sections import Offer, Sections
from funnelcraft.designer.live import LiveForecast
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.page import scrolling
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.text import _, ngettext, number, written_day
from funnelcraft.simulation.forecast import expected_sentence


class ForecastView(QWidget):
    """Shows the forecast.

    `go_to(finding)` when a missing figure is clicked, `published_wanted(proposals)` when published
    figures are to stand in for rates.
    """

    go_to = Signal(object)
    published_wanted = Signal(object)

    def __init__(self, live: LiveForecast, palette: Palette, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._live = live
        self._colours = palette
        self._run_text = ""
        self._left_out = 0
        self.sentence = label("", "sentence", wrap=True)
        self.state = label("", "muted", wrap=True)
        self.sections = Sections(offers)
        self._problem_page = ProblemPage()
        self._problem_page.go_to.connect(self.go_to)
        self._problem_page.published_wanted.connect(self.published_wanted)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._forecast_page())
        self.pages.addWidget(scrolling(self._problem_page))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        self._connect()
        self._catch_up()

    def _forecast_page(self) -> QWidget:
        page = QWidget()
        said = QVBoxLayout()
        said.setContentsMargins(STEP * 2 + 2, STEP * 2, STEP * 2 + 2, 0)
        said.setSpacing(2)
        said.addWidget(self.sentence)
        said.addWidget(self.state)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(said)
        column.addWidget(self.sections, 1)
        return page

    def _connect(self) -> None:
        live = self._live
        live.became_stale.connect(self._on_stale)
        live.compiling.connect(self._on_compiling)
        live.previewed.connect(self._on_previewed)
        live.refined.connect(self._on_refined)
        live.totalled.connect(self._on_totalled)
        live.refused.connect(self._on_refused)

    def _catch_up(self) -> None:
        """Show what was found before this view was made."""
        latest = self._live.latest
        if latest.refusal is not None:
            self._on_refused(latest.refusal)
            return
        if latest.preview is not None:
            self._on_previewed(latest.preview)
        if latest.refined is not None:
            self._on_refined(latest.refined)
        if latest.totals is not None:
            self._on_totalled(latest.totals)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the section that is chosen work."""
        super().showEvent(event)
        self.sections.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let no section work while another tab is shown."""
        super().hideEvent(event)
        self.sections.end()

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        self._problem_page.set_colours(palette)
        self.sections.set_colours(palette)

    @property
    def is_answered(self) -> bool:
        """Whether the section that is shown has all it asked for, of all runs."""
        return self.sections.is_settled

    def _on_stale(self) -> None:
        self.state.setText(_("Updating …"))

    def _on_compiling(self) -> None:
        self.state.setText(
            _(
                "These are the means. How sure they are follows in about a minute: on this "
                "computer the simulation is being prepared for the first time."
            )
        )

    def _on_previewed(self, preview: Preview) -> None:
        self.pages.setCurrentIndex(0)
        self.sentence.setText(expected_sentence(preview.expectation, preview.funnel))

    def _on_refined(self, refined: Refined) -> None:
        self.sentence.setText(refined.headline.sentence)
        done, wanted = number(refined.done), number(refined.wanted)
        if refined.finished:
            self._run_text = _("{runs} runs from {start}, seed {seed}.").format(
                runs=done, start=written_day(self._live.funnel.start), seed=self._live.options.seed
            )
            self._show_state()
        else:
            self.state.setText(_("{done} of {wanted} runs …").format(done=done, wanted=wanted))

    def _show_state(self) -> None:
        text = self._run_text
        if self._left_out:
            says = ngettext(
                "{n} thing is left out: see the settings at the right.",
                "{n} things are left out: see the settings at the right.",
                self._left_out,
            )
            text = f"{text} {says.format(n=number(self._left_out))}"
        self.state.setText(text)

    def _on_totalled(self, totals: Totals) -> None:
        self._left_out = len(totals.left_out)
        self._show_state()

    def _on_refused(self, findings: Sequence[Finding]) -> None:
        self._problem_page.show_findings(findings, self._colours)
        self._problem_page.offer(self._live.funnel)
        self.pages.setCurrentIndex(1)
