"""Waiting: what limits wins, and queue, wait and promises of each stage that holds its leads."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from funnelcraft.designer.baseline.parts import emptied
from funnelcraft.designer.charts.card import ChartCard
from funnelcraft.designer.charts.intervals import IntervalRows
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.forecast.enquiries import Limit, Servicing, WhatLimits, WorthOfCapacity
from funnelcraft.designer.forecast.events import Enquiry
from funnelcraft.designer.forecast.intervals import interval
from funnelcraft.designer.forecast.limit_card import LimitCard
from funnelcraft.designer.forecast.missing import Missing
from funnelcraft.designer.forecast.page import SectionPage
from funnelcraft.designer.forecast.places import GoTo, capacity_way
from funnelcraft.designer.forecast.service_cards import ServiceCards
from funnelcraft.designer.live import LiveForecast
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.funnel.graph import main_path, stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import short_stage_name, stage_name
from funnelcraft.funnel.text import _, rate
from funnelcraft.simulation.forecast.section_words import (
    promise_name,
    promises_sentence,
)

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Service


class WaitingSection(SectionPage):
    """Shows who waits where, which promises break, and what limits wins."""

    def __init__(self, live: LiveForecast, palette: Palette, saver: Saver, go_to: GoTo) -> None:
        super().__init__(live, palette)
        self._saver, self._go_to = saver, go_to
        self._found: tuple[Service, ...] = ()
        self._limit: Limit | None = None
        self.cards: dict[str, ServiceCards] = {}
        self.limit = LimitCard(live, go_to)
        self.missing = Missing()
        self.promises = IntervalRows(palette, _("Broken promises"))
        self.promises_card = ChartCard("promises", _("Broken promises"), self.promises, saver)
        self.promises_card.hide()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(STEP + 4)
        self.column.addWidget(self.limit)
        self.column.addWidget(self.missing)
        self.column.addWidget(self.promises_card)
        self.column.addLayout(self._rows)
        self.column.addStretch(1)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        super().set_colours(palette)
        self.promises.set_colours(palette)
        for cards in self.cards.values():
            cards.set_colours(palette)

    def enquiries(self) -> tuple[Enquiry, ...]:
        """Ask what becomes of the stages, what limits wins, and what more of it is worth."""
        asked: tuple[Enquiry, ...] = (Servicing(), WhatLimits())
        if self._limit is not None and self._limit.held is not None:
            asked = (*asked, WorthOfCapacity(self._limit.held.stage))
        return asked

    def show_funnel(self, funnel: Funnel) -> None:
        """Say what is missing where no stage has a capacity or an SLA."""
        holding = [one for one in funnel.stages if one.capacity is not None or one.sla is not None]
        if any(one.capacity is not None for one in holding):
            self.missing.say_nothing()
            return
        by_id = stages_by_id(funnel)
        open_ones = [by_id[one] for one in main_path(funnel) if by_id[one].kind == "open"]
        ways = [capacity_way(self._go_to, one.id, stage_name(one)) for one in open_ones[:6]]
        self.missing.say(
            _("No stage has a capacity"),
            _(
                "So nobody waits in this forecast, and promises break only where the work itself "
                "takes too long. No published figure can stand in: how many leads your people "
                "can begin on a working day is yours to say."
            ),
            ways,
        )

    def begin(self) -> None:
        """Ask, and say what is being worked out."""
        self._limit = None
        self.limit.wait()
        super().begin()

    def show_stale(self) -> None:
        """Dim what is of the funnel before."""
        self._limit = None
        self.limit.wait()
        for cards in self.cards.values():
            cards.set_stale(True)

    def show_found(self, enquiry: Enquiry, result: Any) -> None:
        """Show the stages, then the bottleneck, then what more of it is worth."""
        match enquiry:
            case Servicing():
                self._found = result or ()
                self._show_services()
            case WhatLimits():
                self._limit = result
                self.limit.show_limit(result, self._found)
                self.ask()
            case WorthOfCapacity():
                has_wins = any(stage.kind == "won" for stage in self.funnel.stages)
                self.limit.show_worth(result, has_wins)

    def _show_services(self) -> None:
        by_id = stages_by_id(self.funnel)
        queued = [one for one in self._found if one.per_day is not None]
        if list(self.cards) != [one.stage for one in queued]:
            emptied(self._rows)
            self.cards = {}
            for one in queued:
                name = stage_name(by_id[one.stage])
                self.cards[one.stage] = ServiceCards(self.colours, one.stage, name, self._saver)
                self._rows.addWidget(self.cards[one.stage])
        for one in queued:
            self.cards[one.stage].show_service(one)
        self._show_promises()

    def _show_promises(self) -> None:
        promised = [one for one in self._found if one.breach is not None]
        self.promises_card.setVisible(bool(promised))
        by_id = stages_by_id(self.funnel)
        rows = [
            interval(promise_name(short_stage_name(by_id[one.stage]), one), one.breach)
            for one in promised
            if one.breach is not None
        ]
        self.promises.show_intervals(rows, rate, _("share broken, mean"))
        self.promises_card.say(promises_sentence(promised, self.funnel))
