"""The settings of the forecast, at the right while the forecast is shown."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from funnelcraft.designer.forecast.events import Options, Totals
from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.form import side_by_side
from funnelcraft.designer.inspector.writing import whole
from funnelcraft.designer.live import LiveForecast
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.check_box import CheckBox
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.model import DAYS_PER_MONTH
from funnelcraft.funnel.text import _, ngettext, written_day

MONTHS = (3, 6, 12, 18, 24, 36)
MOST_RUNS = 20_000  # what a window's memory and patience bear for a funnel of ten stages


def horizons() -> tuple[tuple[int, str], ...]:
    """Return the horizons to choose from: days and wording."""
    return tuple(
        (round(n * DAYS_PER_MONTH), ngettext("{n} month", "{n} months", n).format(n=n))
        for n in MONTHS
    )


def _kinds_of_not_knowing() -> tuple[tuple[str, str], ...]:
    """Return the switches: the option each one sets, and what it says."""
    return (
        ("luck", _("Luck")),
        ("ignorance", _("Rates estimated from counts")),
        ("drift", _("Drift of markets")),
    )


class ForecastSettings(QScrollArea):
    """Edits how far and how often is simulated."""

    def __init__(self, live: LiveForecast) -> None:
        super().__init__()
        self._live = live
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.horizon = ChoiceField(_("Horizon"), horizons())
        self.runs = Field(_("Runs"), whole("", 1, MOST_RUNS))
        self.seed = Field(_("Seed"), whole("", 0))
        self.start = label("", "muted", wrap=True)
        for field, key in ((self.horizon, "days"), (self.runs, "runs"), (self.seed, "seed")):
            self._bind(field, key)
        body = QWidget()
        body.setProperty("role", "plain")
        column = QVBoxLayout(body)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP + 4)
        column.addWidget(label(_("Forecast settings"), "title"))
        column.addWidget(self.horizon)
        column.addWidget(self.start)
        column.addLayout(side_by_side(self.runs, self.seed))
        column.addWidget(
            label(
                _(
                    "More runs make the error of the figures smaller, not the future surer. "
                    "The same seed gives the same figures."
                ),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(label(_("NOT KNOWING"), "section"))
        self.switches = {key: self._switch(key, text) for key, text in _kinds_of_not_knowing()}
        for switch in self.switches.values():
            column.addWidget(switch)
        self.left_out_title = label(_("WHAT THIS FORECAST LEAVES OUT"), "section")
        self.left_out = label("", "muted", wrap=True)
        column.addWidget(self.left_out_title)
        column.addWidget(self.left_out)
        column.addStretch(1)
        self.setWidget(body)
        self.show_left_out(())
        self.update_fields()
        live.totalled.connect(self._on_totalled)
        live.became_stale.connect(self.update_fields)

    def show_left_out(self, sentences: tuple[str, ...]) -> None:
        """Say what the funnel holds and the forecast does not simulate."""
        self.left_out.setText("\n\n".join(sentences))
        self.left_out_title.setVisible(bool(sentences))
        self.left_out.setVisible(bool(sentences))

    def _on_totalled(self, totals: Totals) -> None:
        self.show_left_out(totals.left_out)

    def update_fields(self) -> None:
        """Show the options as they are now."""
        options = self._live.options
        self.horizon.show_value(options.days)
        self.runs.show_value(options.runs)
        self.seed.show_value(options.seed)
        for key, switch in self.switches.items():
            with QSignalBlocker(switch):
                switch.setChecked(getattr(options, key))
        self.start.setText(_("from {day} on").format(day=written_day(self._live.funnel.start)))

    def _switch(self, key: str, text: str) -> CheckBox:
        switch = CheckBox(text)
        switch.toggled.connect(partial(self._on_switched, key))
        return switch

    def _on_switched(self, key: str, on: bool) -> None:
        options: Options = replace(self._live.options, **{key: on})
        self._live.set_options(options)

    def _bind(self, field: Field | ChoiceField, key: str) -> None:
        def commit(value: Any, _stay: int) -> None:
            options: Options = replace(self._live.options, **{key: value})
            self._live.set_options(options)

        field.committed.connect(commit)
