"""Queue and use of capacity of one stage, side by side."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from funnelcraft.designer.charts.card import ChartCard
from funnelcraft.designer.charts.fan import Fan, FanChart
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.charts.use import UseChart
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.funnel.text import _, count
from funnelcraft.simulation.forecast.section_words import (
    service_sentence,
)

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Service


class ServiceCards(QWidget):
    """The queue of a stage and the use of its capacity, with the sentence that says both."""

    def __init__(self, palette: Palette, stage_id: str, title: str, saver: Saver) -> None:
        super().__init__()
        self.queue = FanChart(palette)
        self.queue.setAccessibleName(_("Queue of {stage}").format(stage=title))
        self.queue.set_height(190)
        self.use = UseChart(palette, _("Use of {stage}").format(stage=title))
        self.queue_card = ChartCard(
            f"queue-{stage_id}",
            _("{stage}: leads that wait").format(stage=title),
            self.queue,
            saver,
        )
        self.use_card = ChartCard(
            f"use-{stage_id}",
            _("{stage}: use of its capacity").format(stage=title),
            self.use,
            saver,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP + 4)
        row.addWidget(self.queue_card, 3)
        row.addWidget(self.use_card, 2)

    def show_service(self, one: "Service") -> None:
        """Show a stage."""
        if one.queue is not None:
            title = self.queue_card.title.text()
            self.queue.show_fan(Fan(title, one.queue, "week", False, True, count))
        self.queue_card.say(service_sentence(one))
        self.use.show_months(one.months)
        if one.per_day is not None:
            text = _("It can begin {n} leads a working day.")
            self.use_card.say(text.format(n=count(one.per_day)))

    def set_stale(self, stale: bool) -> None:
        """Dim what is shown while newer figures are on their way."""
        self.queue.set_stale(stale)
        self.use.set_stale(stale)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.queue.set_colours(palette)
        self.use.set_colours(palette)
