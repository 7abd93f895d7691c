"""The card of the heat map: two figures to choose, their ranges, a target."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.charts.card import ChartCard
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.importing.jobs import Work
from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.writing import Writing, amount, optional, share
from funnelcraft.designer.levers.heat_map import HeatMap
from funnelcraft.designer.levers.work import Grid, grid_of
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.simulation.forecast.figures import Figure, wins
from funnelcraft.simulation.sensitivity.naming import parameter_name
from funnelcraft.simulation.sensitivity.parameters import Parameter, parameters
from funnelcraft.simulation.sensitivity.sentences import figure_noun, two_way_sentence
from funnelcraft.simulation.sensitivity.two_way import TwoWay, even_steps

Key = tuple[str, str, str]


def key_of(one: Parameter) -> Key:
    """Return what names a figure, whatever its value."""
    return one.kind, one.id, one.segment


class Axis(QWidget):
    """Chooses a figure and its range. `changed()` when the user did."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._there: dict[Key, Parameter] = {}
        self.key: Key | None = None
        self._is_chosen = False  # by the user: no suggestion takes its place
        self._range: tuple[float | None, float | None] = (None, None)
        self.choice = ChoiceField(name)
        self.choice.setMinimumWidth(280)
        self.low = Field(_("from"), optional(amount()))
        self.high = Field(_("to"), optional(amount()))
        for field in (self.low, self.high):
            field.setFixedWidth(110)
            field.editor.setAccessibleName(f"{name}: {field.name.text()}")
        flow = FlowLayout(self, STEP)
        for part in (self.choice, self.low, self.high):
            flow.addWidget(part)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.choice.committed.connect(self._on_choice)
        self.low.committed.connect(partial(self._on_bound, 0))
        self.high.committed.connect(partial(self._on_bound, 1))

    def show_funnel(self, funnel: Funnel, there: dict[Key, Parameter]) -> None:
        """Offer a funnel's figures; where the one chosen is gone, none is."""
        self._there = there
        if self.key not in there:
            self.key, self._is_chosen, self._range = None, False, (None, None)
        self.choice.set_options([(key, parameter_name(funnel, one)) for key, one in there.items()])
        if self.key is not None:
            self.choice.show_value(self.key)
        self._show_range()

    def suggest(self, key: Key) -> None:
        """Show a figure between its own bounds, unless the user chose one."""
        if key in self._there and not self._is_chosen and key != self.key:
            self.key, self._range = key, (None, None)
            self.choice.show_value(key)
            self._show_range()

    @property
    def is_chosen(self) -> bool:
        """Whether the user chose the figure, or its range."""
        return self._is_chosen

    @property
    def parameter(self) -> Parameter | None:
        """The figure chosen."""
        return self._there.get(self.key) if self.key is not None else None

    @property
    def range(self) -> tuple[float, float] | None:
        """The range typed; what was not typed is the figure's own bound. None where it is none."""
        one = self.parameter
        if one is None:
            return None
        low, high = self._range
        asked = (one.low if low is None else low, one.high if high is None else high)
        try:
            even_steps(one, *asked)
        except ValueError:
            return None
        return asked

    def _show_range(self) -> None:
        one = self.parameter
        if one is None:
            return
        writing: Writing = share() if one.kind == "rate" else amount()
        low, high = self._range
        pairs = ((self.low, low, one.low), (self.high, high, one.high))
        for field, typed, own in pairs:
            field.writing = optional(writing)
            field.set_unit(writing.unit)
            field.editor.setPlaceholderText(writing.show(float(f"{own:.3g}")))
            field.show_value(typed)
        bad = self.range is None
        self.problem.setText(
            _("{axis}: a range goes from a value to a larger one.").format(axis=self._name)
            if bad
            else ""
        )
        self.problem.setVisible(bad)

    def _on_choice(self, key: Key, _stay: int) -> None:
        self.key, self._is_chosen, self._range = key, True, (None, None)
        self._show_range()
        self.changed.emit()

    def _on_bound(self, which: int, value: float | None, _stay: int) -> None:
        low, high = self._range
        self._range = (value, high) if which == 0 else (low, value)
        self._is_chosen = True
        self._show_range()
        self.changed.emit()


class HeatCard(QWidget):
    """Shows the outcome over two figures. `wanted()` when other ones are to be worked out."""

    wanted = Signal()

    def __init__(self, palette: Palette, saver: Saver) -> None:
        super().__init__()
        self._figure: Figure = wins()
        self._funnel: Funnel | None = None
        self._grid_of: Funnel | None = None  # whose grid is shown: another may be in work
        self._days = 0
        self.target: float | None = None
        self.map = HeatMap(palette)
        self.card = ChartCard("two-way", _("Two figures together"), self.map, saver)
        self.across, self.up = Axis(_("Across")), Axis(_("Up"))
        self.goal = Field(_("Mark where it reaches"), optional(amount()))
        self.goal.setFixedWidth(170)
        self._lay_out()
        self.across.changed.connect(self._on_axis)
        self.up.changed.connect(self._on_axis)
        self.goal.committed.connect(self._on_goal)

    def _lay_out(self) -> None:
        row = QWidget()
        flow = FlowLayout(row, STEP * 2)
        for part in (self.across, self.up, self.goal):
            flow.addWidget(part)
        column = self.card.layout()
        assert isinstance(column, QVBoxLayout)
        for at, below in enumerate((row, self.across.problem, self.up.problem)):
            column.insertWidget(2 + at, below)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.card)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.map.set_colours(palette)

    def show_funnel(self, funnel: Funnel, figure: Figure, days: int) -> None:
        """Offer the figures of a funnel; another outcome forgets the target."""
        if figure != self._figure:
            self.target = None
            self.goal.show_value(None)
        self._funnel, self._figure, self._days = funnel, figure, days
        self.goal.set_unit(funnel.currency if figure.kind == "revenue" else "")
        found = {key_of(one): one for one in parameters(funnel) if _is_of(one, figure)}
        self.card.setVisible(len(found) > 1)
        self.across.show_funnel(funnel, found)
        self.up.show_funnel(funnel, found)

    def suggest(self, ranked: Sequence[Parameter]) -> None:
        """Show the two figures that matter most, unless the user chose others."""
        keys = [key_of(one) for one in ranked]
        for axis, other in ((self.across, self.up), (self.up, self.across)):
            free = [key for key in keys if key != other.key or not other.is_chosen]
            at = 0 if axis is self.across or other.is_chosen else 1
            if at < len(free):
                axis.suggest(free[at])

    def work(self) -> "Work | None":
        """Return what works the grid out; None where two figures are not chosen."""
        across, up = self.across.parameter, self.up.parameter
        if self._funnel is None or across is None or up is None:
            return None
        if self.across.key == self.up.key:
            self.card.say(_("Choose two different figures."))
            return None
        if self.across.range is None or self.up.range is None:
            return None
        grid = Grid(across, up, self.across.range, self.up.range)
        return partial(grid_of, self._funnel, self._days, self._figure, grid)

    def show_grid(self, funnel: Funnel, found: TwoWay) -> None:
        """Show a grid that was worked out."""
        self._grid_of = funnel
        self.map.show_grid(funnel, found, self.target)
        self.card.say(two_way_sentence(funnel, found, self.target))
        self.goal.editor.setAccessibleName(
            _("Mark where {outcome} reaches").format(outcome=figure_noun(funnel, found.figure))
        )

    def _on_axis(self) -> None:
        self.wanted.emit()

    def _on_goal(self, value: Any, _stay: int) -> None:
        self.target = value
        if self.map.found is not None and self._grid_of is not None:
            self.show_grid(self._grid_of, self.map.found)


def _is_of(one: Parameter, figure: Figure) -> bool:
    """Say whether a figure can change the outcome: what a deal is worth changes money alone."""
    return one.kind != "deal_value" or figure.kind == "revenue"
