"""How many runs are enough: for an error of the mean, or of both ends of the 80%."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from funnelcraft.designer.baseline.parts import Card
from funnelcraft.designer.charts.card import link
from funnelcraft.designer.forecast.settings import MOST_RUNS
from funnelcraft.designer.inspector.fields import Field
from funnelcraft.designer.inspector.writing import amount
from funnelcraft.designer.live import LiveForecast
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.segmented import Segmented
from funnelcraft.funnel.text import _
from funnelcraft.simulation.forecast.sureness import (
    runs_for_error,
    runs_for_limits,
    runs_sentence,
)

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Total

BLOCK = 32  # runs are simulated so many at a time


class RunsCard(Card):
    """Says how well the runs know a figure, and how many would know it better."""

    def __init__(self, live: LiveForecast) -> None:
        super().__init__(_("How many runs are enough"))
        self._live = live
        self._total: Total | None = None
        self._error = 0.0
        self.needed: int | None = None
        self.about = Segmented(
            _("Know"), ((False, _("the mean")), (True, _("both ends of the 80%")))
        )
        self.error = Field(_("to a standard error of"), amount())
        self.answer = label("", "", wrap=True)
        self.simulate = link(_("Simulate so many"), self._simulate)
        row = QHBoxLayout()
        row.setSpacing(STEP * 2)
        row.addWidget(self.about, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.error)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.answer)
        self.column.addWidget(self.simulate, 0, Qt.AlignmentFlag.AlignLeft)
        self.about.chosen.connect(self._on_about)
        self.error.committed.connect(self._on_error)
        self.simulate.hide()

    def forget(self) -> None:
        """Take the next total as that of another figure: its error has another size."""
        self._total = None

    def show_total(self, total: "Total", sentence: str, unit: str) -> None:
        """Show how well a figure is known. At first half of its error is asked for."""
        is_first = self._total is None
        self._total = total
        self.say(sentence)
        self.error.set_unit(unit)
        if is_first and total.mcse > 0:
            self._error = float(f"{total.mcse / 2:.1g}")
            self.error.show_value(self._error)
        self._work_out()

    def _on_about(self, _value: object) -> None:
        self._work_out()

    def _on_error(self, value: float, _stay: int) -> None:
        self._error = value
        self.error.show_value(value)
        self._work_out()

    def _work_out(self) -> None:
        if self._total is None:
            return
        runs = self._live.options.runs
        if self.about.value:
            self.needed = runs_for_limits(self._total, runs, self._error)
        else:
            self.needed = runs_for_error(self._total, self._error)
        self.answer.setText(runs_sentence(self.needed, runs, MOST_RUNS))
        self.simulate.setVisible(self.needed is not None and runs < self.needed <= MOST_RUNS)

    def _simulate(self) -> None:
        if self.needed is not None:
            # The spread behind the number is known to 1/√(2 runs): twice that more, and it does.
            margin = 1.0 + 2.0 / math.sqrt(2.0 * self._live.options.runs)
            runs = min(math.ceil(self.needed * margin**2 / BLOCK) * BLOCK, MOST_RUNS)
            self._live.set_options(replace(self._live.options, runs=runs))
