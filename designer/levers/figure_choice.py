"""The choice of the outcome that is asked about: deals, revenue, or who enters a stage."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from funnelcraft.designer.widgets.segmented import Segmented
from funnelcraft.funnel.graph import stages_in_order
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _
from funnelcraft.simulation.forecast.figures import Figure, entries, revenue, wins


class FigureChoice(QWidget):
    """Offers what the funnel has. `chosen()` when the user chose."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row = Segmented(
            _("Figure"),
            ((wins(), _("Deals")), (revenue(), _("Revenue"))),
            menu_text=_("Any stage ▾"),
        )
        self.row.chosen.connect(self._on_chosen)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.row)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Maximum, policy.Fixed)

    @property
    def figure(self) -> Figure:
        """The outcome chosen."""
        found: Figure = self.row.value
        return found

    def show_figure(self, figure: Figure) -> None:
        """Choose an outcome."""
        self.row.show_value(figure)

    def show_funnel(self, funnel: Funnel) -> None:
        """Offer what a funnel has; where what was chosen is gone, choose what is there."""
        has_wins = any(stage.kind == "won" for stage in funnel.stages)
        has_money = has_wins and funnel.deal_value is not None
        stages = stages_in_order(funnel)
        self.row.set_menu([(entries(one.id), stage_name(one)) for one in stages])
        self.row.set_enabled(wins(), has_wins)
        self.row.set_enabled(revenue(), has_money)
        offered: list[Any] = [entries(one.id) for one in reversed(stages)]
        if has_money:
            offered.insert(0, revenue())
        if has_wins:
            offered.insert(0, wins())
        self.row.show_value(self.figure if self.figure in offered else (offered or [wins()])[0])

    def _on_chosen(self, _value: object) -> None:
        self.chosen.emit()
