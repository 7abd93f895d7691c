"""Waiting: what limits wins, and queue, wait and promises of each stage that holds its leads."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.parts import Card, emptied
from funnelcraft.designer.charts.card import ChartCard, link
from funnelcraft.designer.charts.fan import Fan, FanChart
from funnelcraft.designer.charts.intervals import IntervalRows
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.charts.use import UseChart
from funnelcraft.designer.forecast.enquiries import Limit, Servicing, WhatLimits, WorthOfCapacity
from funnelcraft.designer.forecast.events import Enquiry
from funnelcraft.designer.forecast.intervals import interval
from funnelcraft.designer.forecast.missing import Missing
from funnelcraft.designer.forecast.page import SectionPage
from funnelcraft.designer.forecast.places import GoTo, capacity_way, way_to
from funnelcraft.designer.inspector.fields import label
from funnelcraft.designer.live import LiveForecast
from funnelcraft.designer.tokens import STEP, Palette
from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.graph import main_path, stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import short_stage_name, stage_name, trigger_name
from funnelcraft.funnel.text import _, count, rate
from funnelcraft.simulation.forecast.bottleneck import (
    bottleneck_sentence,
    how_held_sentence,
    nothing_held_sentence,
    point_sentence,
    worth_sentence,
)
from funnelcraft.simulation.forecast.section_words import (
    promise_name,
    promises_sentence,
    service_sentence,
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
        self.column.addLayout(self.links)

    def wait(self) -> None:
        """Say that it is being worked out."""
        self.say(_("Looking for the bottleneck …"))
        self.worth.hide()
        emptied(self.links)

    def show_limit(self, limit: Limit | None, found: "tuple[Service, ...]") -> None:
        """Say what limits wins; None where it was stopped."""
        funnel = self._live.funnel
        emptied(self.links)
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
        stopped = _("Stopped. The next edit works it out anew.")
        self.worth.setText(stopped if worth is None else worth_sentence(worth, has_wins))


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
