"""Pipeline: what stands in each stage over time, and how long leads take to be won."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from funnelcraft.designer.charts.aging import Aging
from funnelcraft.designer.charts.card import ChartCard
from funnelcraft.designer.charts.closing import ClosingChart
from funnelcraft.designer.charts.layers import Layer, LayerChart, Layers
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.forecast.enquiries import (
    Closing,
    OpeningAges,
    PipelineSureness,
    StagesOverTime,
)
from funnelcraft.designer.forecast.events import Enquiry
from funnelcraft.designer.forecast.figure_words import money_writer
from funnelcraft.designer.forecast.missing import Missing
from funnelcraft.designer.forecast.page import SectionPage
from funnelcraft.designer.forecast.places import GoTo, deal_value_way
from funnelcraft.designer.live import LiveForecast
from funnelcraft.designer.look.marks import stage_colour
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.segmented import Segmented
from funnelcraft.funnel.aging import Aged, aging_sentence
from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.names import short_stage_name, stage_name
from funnelcraft.funnel.text import _, count
from funnelcraft.simulation.forecast.section_words import pipeline_sentence
from funnelcraft.simulation.forecast.sentences import lead_time_sentence

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import PipelineBands, StagePipeline
    from funnelcraft.simulation.lead_times import LeadTimes


class PipelineSection(SectionPage):
    """Shows the pipeline by stage, in leads or in money, and the days from lead to win."""

    def __init__(self, live: LiveForecast, palette: Palette, saver: Saver, go_to: GoTo) -> None:
        super().__init__(live, palette)
        self._go_to = go_to
        self._stages: StagePipeline | None = None
        self._funnel = live.funnel  # the one those stages are of
        self._bands: PipelineBands | None = None
        self._times: LeadTimes | None = None
        self.units = Segmented(_("Measured in"), ((True, _("Value")), (False, _("Leads"))))
        self.period = Segmented(
            _("By"), (("week", _("Week")), ("month", _("Month")), ("quarter", _("Quarter")))
        )
        self.missing = Missing()
        self.stack = LayerChart(palette, _("Pipeline by stage"), 260)
        self.stack_card = ChartCard("pipeline", _("Pipeline by stage"), self.stack, saver)
        self.aging = Aging(palette)
        self.aging_card = ChartCard(
            "opening-ages", _("How long leads have been there at the start"), self.aging, saver
        )
        self.closing = ClosingChart(palette)
        self.closing_card = ChartCard("lead-to-win", _("From lead to win"), self.closing, saver)
        self.of = Choice()
        self.closing_card.add_choice(_("Leads"), self.of)
        self.column.addWidget(self._controls())
        self.column.addWidget(self.missing)
        self.column.addWidget(self.stack_card, 3)
        self.column.addWidget(self.closing_card, 2)
        self.column.addWidget(self.aging_card)
        self.period.show_value("month")
        self.units.chosen.connect(self._on_control)
        self.period.chosen.connect(self._on_period)
        self.of.activated.connect(self._show_times)

    def _controls(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, STEP + 2)
        for widget in (self.units, self.period):
            flow.addWidget(widget)
        return row

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        super().set_colours(palette)
        self.stack.set_colours(palette)
        self.closing.set_colours(palette)
        self.aging.set_colours(palette)
        self._show_stages()

    def enquiries(self) -> tuple[Enquiry, ...]:
        """Ask for means first, then for what the runs say."""
        sure = PipelineSureness(self.period.value)
        means = (StagesOverTime(), OpeningAges(), Closing(is_early=True))
        return (*means, sure, Closing(is_early=False))

    def show_funnel(self, funnel: Funnel) -> None:
        """Offer what the funnel has, and say that money needs a deal value."""
        has_value = funnel.deal_value is not None
        self.units.set_enabled(True, has_value)
        if not has_value:
            self.units.show_value(False)
            self.missing.say(
                _("Deals have no value yet"),
                _(
                    "So the pipeline is counted in leads, not in money. No published figure can "
                    "stand in: what a deal is worth is yours to say."
                ),
                [deal_value_way(self._go_to)],
            )
        else:
            self.missing.say_nothing()
        self._offer_sources(funnel)

    def _offer_sources(self, funnel: Funnel) -> None:
        offered = [("", _("All leads"))]
        offered += [(source.id, source.name) for source in funnel.sources]
        _offer(self.of, offered)

    def show_stale(self) -> None:
        """Dim the stack; the means are there in a moment."""
        self._bands = None
        self.stack.set_stale(True)

    def show_found(self, enquiry: Enquiry, result: Any) -> None:
        """Show means, then bands."""
        match enquiry:
            case StagesOverTime():
                self._stages, self._funnel = result, self.funnel
                self._show_stages()
            case OpeningAges():
                self._show_ages(result)
            case PipelineSureness():
                self._bands = result
                self._show_stages()
            case Closing():
                self._times = result
                self._show_times()

    def _show_ages(self, aged: tuple[Aged, ...]) -> None:
        """Show the opening pipeline; without one, say where it is given."""
        stages = stages_by_id(self.funnel)
        aged = tuple(one for one in aged if one.stage in stages)
        self.aging.show_aged(aged, lambda one: short_stage_name(stages[one]))
        if aged:
            self.aging_card.say(aging_sentence(aged, lambda one: stage_name(stages[one])))
        else:
            self.aging_card.say(
                _(
                    "The forecast starts with an empty funnel. An import fills it with the leads "
                    "of the last day, and each stage has a field for those that are there."
                )
            )

    def _on_control(self, _value: object = None) -> None:
        self._show_stages()

    def _on_period(self, _value: object) -> None:
        self._bands = None
        self._show_stages()
        self.ask()

    def _show_stages(self) -> None:
        """Show the stages of the funnel they were found for: the one forecast now may have others.

        A control is used, or the colours change, before the next figures are there.
        """
        found, funnel = self._stages, self._funnel
        if found is None:
            return
        in_money = bool(self.units.value)
        within, leads, value = found.at(self.period.value)
        rows = dict(zip(found.stage_ids, (value if in_money else leads).tolist(), strict=True))
        layers = [
            self._layer(one, rows[one.id], in_money)
            for one in stages_in_order(funnel)
            if one.id in rows
        ]
        title = _("Pipeline value by stage") if in_money else _("Leads in the funnel by stage")
        self.stack.show_layers(
            Layers(
                title,
                within.starts,
                within.ends,
                self.period.value,
                layers[::-1],
                money_writer(funnel.currency) if in_money else count,
            )
        )
        bands = self._bands.value if self._bands is not None and in_money else None
        self.stack_card.title.setText(title)
        self.stack_card.say(pipeline_sentence(found, funnel, in_money, bands))

    def _layer(self, stage: Stage, values: list[float], in_money: bool) -> Layer:
        """Return a stage of the stack; of leads the runs say how sure each one is."""
        bands = None if self._bands is None or in_money else self._bands.leads.get(stage.id)
        low, high = (None, None) if bands is None else (bands.p10.tolist(), bands.p90.tolist())
        colour = stage_colour(self.colours, self._funnel, stage)
        return Layer(stage.id, short_stage_name(stage), colour, values, low, high)

    def _show_times(self, _at: int = 0) -> None:
        times = self._times
        if times is None:
            return
        source = self.of.currentData()
        time = times.by_source.get(source) if source else times.overall
        self.closing.show_time(time)
        text = lead_time_sentence(times, source or "")
        if text and not times.exact:
            text = f"{text} {_('Waits are taken from the runs.')}"
        self.closing_card.say(text or self.closing.nothing)


def _offer(choice: Choice, offered: list[tuple[str, str]]) -> None:
    """Offer values by their words, and keep the one chosen where it is still there."""
    before = [(choice.itemData(at), choice.itemText(at)) for at in range(choice.count())]
    if before == offered:
        return
    chosen = choice.currentData()
    choice.clear()
    for value, text in offered:
        choice.addItem(text, value)
    choice.setCurrentIndex(max(choice.findData(chosen), 0))
