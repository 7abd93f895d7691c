"""How sure: what the range comes from, how well the runs know it, what is left out."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.baseline.parts import Card, emptied, said
from funnelcraft.designer.charts.card import ChartCard, link
from funnelcraft.designer.charts.parts_bar import Part, PartsBar
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.forecast.enquiries import QUICK_RUNS, Parts, Whole
from funnelcraft.designer.forecast.events import Enquiry
from funnelcraft.designer.forecast.missing import Missing, Way
from funnelcraft.designer.forecast.page import SectionPage
from funnelcraft.designer.forecast.places import GoTo, baseline_ways
from funnelcraft.designer.forecast.runs_card import RunsCard
from funnelcraft.designer.live import LiveForecast
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.segmented import Segmented
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, money, ngettext, number
from funnelcraft.simulation.forecast.figures import Figure, entries, revenue, wins
from funnelcraft.simulation.forecast.sureness import (
    error_sentence,
    knows_counts,
    shares_sentence,
    switched_off_sentence,
)
from funnelcraft.simulation.left_out import not_simulated

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Total, VarianceShares


class SurenessSection(SectionPage):
    """Shows why a figure has the range it has, and what would make it narrower."""

    def __init__(
        self, live: LiveForecast, palette: Palette, saver: Saver, go_to: GoTo, import_way: Way
    ) -> None:
        super().__init__(live, palette)
        self._go_to, self._import_way = go_to, import_way
        self._shares: VarianceShares | None = None
        self.figure = Segmented(_("Figure"), ((False, _("Deals")), (True, _("Revenue"))))
        self.missing = Missing()
        self.bar = PartsBar(palette)
        self.bar_card = ChartCard("range", _("What the range comes from"), self.bar, saver)
        self.stop = link(_("Stop"), live.cancel, _("Stop splitting the range"))
        self.runs = RunsCard(live)
        self.left_out = Card(_("What this forecast leaves out"))
        self._left_rows = QVBoxLayout()
        self._left_rows.setSpacing(STEP // 2)
        self.left_out.column.addLayout(self._left_rows)
        controls = QWidget()
        row = FlowLayout(controls, STEP)
        row.addWidget(self.figure)
        row.addWidget(self.stop)
        self.column.addWidget(controls)
        for card in (self.missing, self.bar_card, self.runs, self.left_out):
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.figure.chosen.connect(self._on_figure)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        super().set_colours(palette)
        self.bar.set_colours(palette)

    def _asked(self) -> Figure | None:
        """Return the figure that is judged: money, deals, or who comes to the last stage."""
        funnel = self.funnel
        if not any(stage.kind == "won" for stage in funnel.stages):
            return entries(funnel.stages[-1].id) if funnel.stages else None
        return revenue() if self.figure.value and funnel.deal_value is not None else wins()

    def enquiries(self) -> tuple[Enquiry, ...]:
        """Ask for the figure, for its parts roughly, then for its parts by all runs."""
        figure = self._asked()
        if figure is None:
            return ()
        asked: tuple[Enquiry, ...] = (Whole(figure), Parts(figure, quick=True))
        if self._splits_all:
            asked = (*asked, Parts(figure, quick=False))
        return asked

    @property
    def _splits_all(self) -> bool:
        """Whether all runs are split, too, after the first few."""
        has_queues = any(stage.capacity is not None for stage in self.funnel.stages)
        return self.live.options.runs > QUICK_RUNS and not has_queues

    def show_funnel(self, funnel: Funnel) -> None:
        """Say what is left out, and where rates have no counts behind them."""
        has_wins = any(stage.kind == "won" for stage in funnel.stages)
        self.figure.setVisible(has_wins)
        has_value = funnel.deal_value is not None
        self.figure.set_enabled(True, has_value)
        if not has_value:
            self.figure.show_value(False)
        self._say_missing(funnel)
        emptied(self._left_rows)
        sentences = not_simulated(funnel)
        for sentence in sentences:
            self._left_rows.addWidget(said(sentence))
        options = self.live.options
        off = switched_off_sentence(options.luck, options.ignorance, options.drift)
        nothing = "" if sentences or off else _("Nothing that the funnel says is left out.")
        self.left_out.say(off or nothing)

    def _say_missing(self, funnel: Funnel) -> None:
        if knows_counts(funnel):
            self.missing.say_nothing()
            return
        self.missing.say(
            _("No figure has counts behind it"),
            _(
                "Rates, times and volumes are taken as exact, so the range holds luck and drift "
                "alone and is too narrow. Measure the funnel from a CRM export, or enter how many "
                "leads a rate was counted from. Published figures cannot stand in for counts."
            ),
            baseline_ways(self._go_to, funnel, self._import_way),
        )

    def begin(self) -> None:
        """Ask, and say what is being worked out."""
        self._say_working()
        super().begin()

    def show_stale(self) -> None:
        """Say that the parts are worked out anew."""
        self._say_working()

    def _say_working(self) -> None:
        self._shares = None
        self.bar_card.say(_("Splitting the range into its parts …"))
        self.stop.show()

    def _on_figure(self, _value: object) -> None:
        self._say_working()
        self.runs.forget()
        self.ask()

    def show_found(self, enquiry: Enquiry, result: Any) -> None:
        """Show how well the figure is known, then what its range comes from."""
        if isinstance(enquiry, Whole) and result is not None:
            self._show_total(enquiry.figure, result)
        elif isinstance(enquiry, Parts):
            self._show_shares(enquiry, result)

    def _show_total(self, figure: Figure, total: "Total") -> None:
        currency = self.funnel.currency

        def write(value: float) -> str:
            return money(value, currency) if figure.kind == "revenue" else count(value)

        error = money(total.mcse, currency) if figure.kind == "revenue" else number(total.mcse, 2)
        mean = write(total.mean)
        if figure.kind == "wins":
            text = ngettext("{n} deal", "{n} deals", 1 if mean == "1" else 2)
            mean = text.format(n=mean)
        said_as = (mean, error, write(total.p10), write(total.p90))
        sentence = error_sentence(total, self.live.options.runs, said_as)
        self.runs.show_total(total, sentence, currency if figure.kind == "revenue" else "")

    def _show_shares(self, enquiry: Parts, shares: "VarianceShares | None") -> None:
        self.stop.setVisible(shares is not None and enquiry.quick and self._splits_all)
        if shares is None:
            if self._shares is None:
                self.bar_card.say(_("Stopped. The next edit splits it anew."))
            return
        self._shares = shares
        luck, ignorance, drift = shares.errors
        self.bar.show_parts(
            (
                Part(_("Luck"), _("Who comes and who converts is chance."), shares.luck, luck),
                Part(
                    _("Not known"),
                    _("Rates, times and volumes come from few counts."),
                    shares.ignorance,
                    ignorance,
                ),
                Part(_("Drift"), _("Markets move from month to month."), shares.drift, drift),
            )
        )
        text = shares_sentence(shares)
        if enquiry.quick and self._splits_all:
            text = f"{text} {_('From a few runs; all of them follow.')}"
        self.bar_card.say(text)
