"""Sources: what a won deal costs by where its lead came from, and what comes back of the money."""

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from funnelcraft.designer.charts.card import ChartCard, plot_card
from funnelcraft.designer.charts.figure_table import FigureTable
from funnelcraft.designer.charts.intervals import Interval, IntervalRows
from funnelcraft.designer.charts.plot import Row
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.charts.taking import Taking
from funnelcraft.designer.forecast.enquiries import WhatSourcesBring
from funnelcraft.designer.forecast.events import Enquiry
from funnelcraft.designer.forecast.figure_words import money_writer
from funnelcraft.designer.forecast.intervals import interval
from funnelcraft.designer.forecast.missing import Missing
from funnelcraft.designer.forecast.page import SectionPage
from funnelcraft.designer.forecast.places import GoTo, cost_way, deal_value_way, way_to
from funnelcraft.designer.live import LiveForecast
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.graph import main_path
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, money, number, rate
from funnelcraft.simulation.forecast.section_words import (
    deals_sentence,
    precise_money,
    return_words,
    sources_sentence,
)

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Returns, SourceReturn, Span

ROW = 26
MOST_LINKS = 6


def heads() -> tuple[tuple[str, str], ...]:
    """Return the headings of the table, each with what it means."""
    return (
        (_("Source"), ""),
        (_("Leads"), _("Leads the source brings within the horizon, on average.")),
        (_("Spent"), _("Leads times what a lead costs.")),
        (_("Won"), _("The chance that a lead is won in the end.")),
        (
            _("Deals in the end"),
            _("What these leads win in the end, also after the horizon."),
        ),
        (_("in the horizon"), _("Deals won from these leads within the horizon.")),
        (_("Per deal"), _("What a won deal costs in leads.")),
        (_("Back"), _("Value of the deals won in the end for each unit of money spent.")),
    )


class SourcesSection(SectionPage):
    """Shows costs and returns by source."""

    def __init__(self, live: LiveForecast, palette: Palette, saver: Saver, go_to: GoTo) -> None:
        super().__init__(live, palette)
        self._go_to = go_to
        self.found: Returns | None = None
        self.missing = Missing()
        self.deals = IntervalRows(palette, _("Deals by source"))
        self.deals_card = ChartCard("deals-by-source", _("Deals by source"), self.deals, saver)
        self.costs = IntervalRows(palette, _("Cost per won deal"))
        self.costs_card = ChartCard("cost-per-deal", _("Cost per won deal"), self.costs, saver)
        self.backs = IntervalRows(palette, _("Return by source"))
        self.backs_card = ChartCard("return", _("Return by source"), self.backs, saver)
        self.table = FigureTable(_("Sources"), heads(), ROW)
        self.note = label("", "muted", wrap=True)
        self.column.addWidget(self.missing)
        for card in (self.costs_card, self.backs_card, self.deals_card):
            self.column.addWidget(card)
        self._table_card, column, row = plot_card(_("All figures"))
        self.taking = Taking("sources", saver, self.rows)
        row.addWidget(self.taking.button(_("Sources")))
        column.addWidget(self.table)
        column.addWidget(self.note)
        self.column.addWidget(self._table_card)
        self.column.addStretch(1)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        super().set_colours(palette)
        for chart in (self.deals, self.costs, self.backs):
            chart.set_colours(palette)

    def enquiries(self) -> tuple[Enquiry, ...]:
        """Ask for what the funnel alone tells, then for what waits in the runs make of it."""
        return (WhatSourcesBring(is_early=True), WhatSourcesBring(is_early=False))

    def show_funnel(self, funnel: Funnel) -> None:
        """Say what is missing: sources, what they cost, what a deal is worth."""
        has_sources = bool(funnel.sources)
        unpriced = [source for source in funnel.sources if source.cost_per_lead is None]
        is_priced = len(unpriced) < len(funnel.sources)
        for card in (self.deals_card, self._table_card):
            card.setVisible(has_sources)
        self.costs_card.setVisible(is_priced)
        self.backs_card.setVisible(is_priced and funnel.deal_value is not None)
        if not has_sources:
            self._say_no_source(funnel)
        elif unpriced or funnel.deal_value is None:
            self._say_unpriced(funnel)
        else:
            self.missing.say_nothing()

    def _say_no_source(self, funnel: Funnel) -> None:
        path = main_path(funnel)
        words = _("Show the first stage")
        ways = [way_to(self._go_to, words, Place("stage", path[0], "term"))] if path else []
        self.missing.say(
            _("No source brings leads yet"),
            _(
                "Add one beside SOURCES at the left, or from the menu of a stage on the canvas: "
                "how many leads come in a month, and what one costs."
            ),
            ways,
        )

    def _say_unpriced(self, funnel: Funnel) -> None:
        unpriced = [source for source in funnel.sources if source.cost_per_lead is None]
        ways = [cost_way(self._go_to, one.id, one.name) for one in unpriced[:MOST_LINKS]]
        parts = []
        if unpriced:
            parts.append(_("Cost per deal needs what a lead costs."))
        if funnel.deal_value is None:
            parts.append(_("The return needs what a deal is worth."))
            ways.append(deal_value_way(self._go_to))
        parts.append(_("No published figure can stand in for your own costs and prices."))
        self.missing.say(_("Some figures are missing"), " ".join(parts), ways)

    def show_stale(self) -> None:
        """Keep what is shown: the next figures are there within a blink."""

    def show_found(self, _enquiry: Enquiry, result: Any) -> None:
        """Show costs, returns and the table."""
        if result is None:
            return
        self.found = result
        funnel, currency = self.funnel, self.funnel.currency
        mean = _("mean")
        costs = [self._interval(row, row.cost_per_deal) for row in result.sources]
        self.costs.show_intervals(_known(costs), money_writer(currency), mean)
        self.costs_card.say(sources_sentence(result, funnel))
        backs = [self._interval(row, row.back) for row in result.sources]
        write = partial(precise_money, currency=currency)
        self.backs.show_intervals(_known(backs), write, mean)
        text = _("Value won in the end for {one} spent on leads. Below {one} a source costs money.")
        self.backs_card.say(text.format(one=money(1, currency)))
        deals = [self._interval(row, row.deals_in_the_end) for row in result.sources]
        self.deals.show_intervals(_known(deals), count, mean)
        self.deals_card.say(deals_sentence(result, funnel))
        self._fill(result)

    def _interval(self, row: "SourceReturn", span: "Span | None") -> Interval | None:
        return None if span is None else interval(self._name(row), span)

    def _name(self, row: "SourceReturn") -> str:
        return next(source.name for source in self.funnel.sources if source.id == row.source)

    def _fill(self, found: "Returns") -> None:
        self.table.setColumnHidden(5, not found.exact)
        self.table.show_rows([self._texts(row) for row in found.sources])
        self.note.setText(self._notes(found))

    def _notes(self, found: "Returns") -> str:
        parts = [
            _(
                "Intervals hold what is unknown of the rates; a lead's chance depends on the stage "
                "and the segment it comes into, not on the source itself."
            )
        ]
        if found.opening_deals >= 0.05:
            text = _("Besides, {n} deals are expected of those who are in the funnel already.")
            parts.append(text.format(n=count(found.opening_deals)))
        if not found.exact:
            parts.append(_("Leads wait as they did in the runs."))
        return " ".join(parts)

    def _texts(self, row: "SourceReturn") -> tuple[str, ...]:
        currency = self.funnel.currency
        per_deal = "–"
        if row.cost_per_deal is not None:
            per_deal = _price(row.cost_per_deal.mean, currency)
        deals = row.deals_in_the_end
        ever = f"{count(deals.mean)} ({count(deals.p10)}–{count(deals.p90)})"
        return (
            self._name(row),
            number(row.leads),
            "–" if row.spent is None else money(row.spent, currency),
            rate(row.chance.mean),
            ever if deals.p90 > deals.p10 else count(deals.mean),
            "–" if row.deals is None else count(row.deals),
            per_deal,
            return_words(row.back, currency),
        )

    def rows(self) -> list[Row]:
        """Return all figures as a table, headings first."""
        names = ("leads", "cost_per_lead", "spent", "chance", "chance_p10", "chance_p90")
        more = ("deals_in_horizon", "deals_in_the_end", "cost_per_deal", "return")
        table: list[Row] = [["source", *names, *more]]
        for row in self.found.sources if self.found is not None else ():
            figures = (
                row.leads,
                row.cost_per_lead,
                row.spent,
                row.chance.mean,
                row.chance.p10,
                row.chance.p90,
                row.deals,
                row.deals_in_the_end.mean,
                None if row.cost_per_deal is None else row.cost_per_deal.mean,
                None if row.back is None else row.back.mean,
            )
            table.append([row.source, *("" if one is None else one for one in figures)])
        return table


def _price(value: float, currency: str) -> str:
    return money(value, currency) if math.isfinite(value) else _("none won")


def _known(rows: Sequence[Interval | None]) -> list[Interval]:
    """Return the rows that have a figure: none is unknown, none without bound."""
    return [one for one in rows if one is not None and math.isfinite(one.p97_5)]
