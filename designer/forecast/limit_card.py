"""What limits wins: the bottleneck and what more of it is worth, or the rate that matters most."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from funnelcraft.designer.baseline.parts import Card, emptied
from funnelcraft.designer.charts.card import link
from funnelcraft.designer.forecast.enquiries import Limit
from funnelcraft.designer.forecast.places import GoTo, capacity_way, way_to
from funnelcraft.designer.live import LiveForecast
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.names import stage_name, trigger_name
from funnelcraft.funnel.text import _
from funnelcraft.simulation.forecast.bottleneck import (
    bottleneck_sentence,
    how_held_sentence,
    nothing_held_sentence,
    point_sentence,
    worth_sentence,
)

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Service, UnitWorth


class LimitCard(Card):
    """Says what limits wins: the bottleneck and what a lead a day more is worth, or a rate."""

    def __init__(self, live: LiveForecast, go_to: GoTo) -> None:
        super().__init__(_("What limits wins"))
        self._live, self._go_to = live, go_to
        self.worth = label("", "muted", wrap=True)
        self.worth.hide()
        self.column.addWidget(self.worth)
        self.links = QHBoxLayout()
        self.stop: QPushButton | None = None
        self.column.addLayout(self.links)

    def wait(self) -> None:
        """Say that it is being worked out."""
        self.say(_("Looking for the bottleneck …"))
        self.worth.hide()
        emptied(self.links)
        self.stop = None

    def show_limit(self, limit: Limit | None, found: "tuple[Service, ...]") -> None:
        """Say what limits wins; None where it was stopped."""
        funnel = self._live.funnel
        emptied(self.links)
        self.stop = None
        self.worth.hide()
        if limit is None:
            self.say(_("Stopped. The next edit looks again."))
            return
        if limit.held is None:
            self._show_none(limit, found)
            return
        stage_id = limit.held.stage
        service = next((one for one in found if one.stage == stage_id), None)
        days = service.wait.mean if service is not None and service.wait is not None else 0.0
        self.say(f"{bottleneck_sentence(limit.held, funnel)} {how_held_sentence(limit.held, days)}")
        self.worth.setText(_("Working out what one more lead a day there is worth …"))
        self.worth.show()
        name = stage_name(stages_by_id(funnel)[stage_id])
        words, act = capacity_way(self._go_to, stage_id, name)
        self.links.addWidget(link(words, act))
        self.stop = link(_("Stop"), self._live.cancel, _("Stop working out what it is worth"))
        self.links.addWidget(self.stop)
        self.links.addStretch(1)

    def _show_none(self, limit: Limit, found: "tuple[Service, ...]") -> None:
        funnel = self._live.funnel
        used = [(one.stage, one.use.mean) for one in found if one.use is not None]
        fullest = max(used, key=lambda pair: pair[1], default=None)
        said = nothing_held_sentence(funnel, fullest)
        if limit.point is not None:
            trigger_id, gain = limit.point
            trigger = next(one for one in funnel.triggers if one.id == trigger_id)
            said = f"{said} {point_sentence(trigger_name(funnel, trigger), gain)}"
            place = Place("trigger", trigger_id, "conversion")
            words, act = way_to(self._go_to, _("Show this trigger"), place)
            self.links.addWidget(link(words, act))
            self.links.addStretch(1)
        self.say(said)

    def show_worth(self, worth: "UnitWorth | None", has_wins: bool) -> None:
        """Say what one more lead a day is worth; None where that was stopped."""
        self.worth.show()
        if self.stop is not None:
            self.stop.hide()
        stopped = _("Stopped. The next edit works it out anew.")
        self.worth.setText(stopped if worth is None else worth_sentence(worth, has_wins))
