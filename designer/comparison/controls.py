"""Which figure of a comparison is shown over time, by which period, and how it is asked for."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from funnelcraft.designer.comparison.figures import writer
from funnelcraft.designer.forecast.events import Question
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.segmented import Segmented
from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _
from funnelcraft.simulation.comparison.lines import has_wins
from funnelcraft.simulation.comparison.telling import Topic
from funnelcraft.simulation.forecast import Figure, balance, entries, revenue, wins


def periods() -> tuple[tuple[str, str], ...]:
    """Return the periods differences are shown by; days would be noise."""
    return (("week", _("Week")), ("month", _("Month")), ("quarter", _("Quarter")))


class Controls(QWidget):
    """The figure, the period, and whether it is added up. `changed()` by the user."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.figures = Segmented(
            _("Figure"),
            ((wins(), _("Deals")), (revenue(), _("Revenue"))),
            menu_text=_("Any stage ▾"),
        )
        self.period = Segmented(_("By"), periods())
        self.sums = Segmented(_("Show"), ((True, _("Running total")), (False, _("Per period"))))
        self.period.show_value("week")
        self._names: dict[str, str] = {}
        self._currency = "USD"
        flow = FlowLayout(self, STEP + 2)
        for widget in (self.figures, self.period, self.sums):
            flow.addWidget(widget)
            widget.chosen.connect(self._on_chosen)

    def question(self) -> Question:
        """Return what the controls ask for."""
        figure: Figure = self.figures.value
        cumulative = bool(self.sums.value) and not figure.is_level
        return Question(figure, self.period.value, cumulative)

    def topic(self, figure: Figure) -> Topic:
        """Return what sentences say of a figure."""
        return Topic(figure.kind, self.write(figure), self._names.get(figure.id, ""))

    def write(self, figure: Figure) -> Callable[[float], str]:
        """Return how a figure is written."""
        return writer("money" if figure.kind == "revenue" else "leads", self._currency)

    def title(self, figure: Figure) -> str:
        """Return what a figure is called."""
        name = self._names.get(figure.id, "")
        texts = {
            "wins": _("Deals won"),
            "revenue": _("Revenue, {currency}").format(currency=self._currency),
            "entries": _("{stage}: leads that enter").format(stage=name),
            "balance": _("{stage}: leads there").format(stage=name),
        }
        return texts[figure.kind]

    def offer(self, b: Funnel, common: Sequence[str], has_revenue: bool) -> None:
        """Offer figures of B that A has too; one that is there no longer gives way to another."""
        known = stages_by_id(b)
        stages = [s for s in stages_in_order(b) if s.id in common]
        self._names = {stage_id: stage_name(stage) for stage_id, stage in known.items()}
        self._currency = b.currency
        self.figures.set_menu(
            [
                (None, _("Leads that enter")),
                *((entries(s.id), stage_name(s)) for s in stages),
                (None, _("Leads that are there")),
                *(
                    (balance(s.id), _("In {stage}").format(stage=stage_name(s)))
                    for s in stages
                    if s.kind == "open"
                ),
            ]
        )
        wins_there = has_wins(b)
        self.figures.set_enabled(wins(), wins_there)
        self.figures.set_enabled(revenue(), has_revenue and wins_there)
        self._give_way(common, wins_there, has_revenue)
        self._follow()

    def _give_way(self, common: Sequence[str], has_deals: bool, has_revenue: bool) -> None:
        figure: Figure = self.figures.value
        gone = figure.id not in common if figure.id else not has_deals
        if figure == revenue() and not has_revenue:
            gone = True
        if gone and has_deals:
            figure = wins()
        elif gone and common:
            figure = entries(common[-1])
        self.figures.show_value(figure)

    def _follow(self) -> None:
        figure: Figure = self.figures.value
        self.sums.setEnabled(not figure.is_level)

    def _on_chosen(self, _value: object) -> None:
        self._follow()
        self.changed.emit()


def tell_signed(topic: Topic, value: float) -> str:
    """Say a difference in a figure: `14 more`, `3 fewer`, `none`."""
    size = topic.write(abs(value))
    if size == topic.write(0.0):
        return _("no difference")
    if value > 0:
        return _("{n} more").format(n=size)
    return (_("{n} less") if topic.kind == "revenue" else _("{n} fewer")).format(n=size)


def teller(topic: Topic) -> Callable[[float], str]:
    """Return how differences in a figure are said."""
    return partial(tell_signed, topic)
