"""The change itself: on which day, what happens to leads in flight, and three fans."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.charts.card import ChartCard
from funnelcraft.designer.charts.fans import Fans, Mark, Series
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.comparison.pictures import LOOKS, shown
from funnelcraft.designer.comparison.switching import (
    Switch,
    SwitchProgress,
    SwitchTold,
    next_quarter,
)
from funnelcraft.designer.inspector.fields import Field
from funnelcraft.designer.inspector.writing import calendar_day
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.check_box import CheckBox
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import breakable_words, label
from funnelcraft.funnel.text import _, month_day, number
from funnelcraft.simulation.comparison.telling import Topic


class SwitchCard(ChartCard):
    """Shows a change from A to B. `changed()` when the user chose another day, or other ages."""

    changed = Signal()

    def __init__(self, palette: Palette, saver: Saver) -> None:
        self.fans = Fans(palette, _("The change over time"))
        super().__init__("changeover", _("The change from A to B"), self.fans, saver)
        self.day = Field(_("The change is on"), calendar_day())
        self.day.editor.setFixedWidth(120)
        self.ages = CheckBox(_("Leads in flight keep their age"))
        self.ages.setChecked(True)
        self.told = label("", wrap=True)
        asked = QWidget()
        flow = FlowLayout(asked, STEP * 2)
        flow.addWidget(self.day)
        flow.addWidget(self.ages)
        self.controls.addWidget(asked)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self.readout), self.told)
        self._chosen = ""
        self.day.committed.connect(self._on_day)
        self.ages.clicked.connect(self._on_ages)

    @property
    def switch(self) -> Switch:
        """The change that is asked for."""
        return Switch(self._chosen, self.ages.isChecked())

    def begin(self, start: str, days: int) -> None:
        """Propose a day within the horizon, unless one was chosen that lies in it."""
        try:
            first = date.fromisoformat(start)
            there = self._chosen and 0 < (date.fromisoformat(self._chosen) - first).days < days
        except ValueError:
            return
        if not there:
            self._chosen = next_quarter(first, days).isoformat()
            self.day.show_value(self._chosen)

    def wait(self) -> None:
        """Dim what belongs to other designs."""
        self.fans.set_stale(True)
        self.say(_("The change is played when the runs are done."))

    def rest(self) -> None:
        """Say that nothing more comes."""
        self.say(_("Stopped before the change was played."))

    def show_progress(self, progress: SwitchProgress) -> None:
        """Say how far it is."""
        text = _("{done} of {wanted} runs of the change …")
        self.say(text.format(done=number(progress.done), wanted=number(progress.wanted)))

    def refuse(self, why: str) -> None:
        """Say why the change cannot be played."""
        self.told.setText(breakable_words(why))
        self.say("")
        self.fans.show_fans(None)

    def show_told(self, told: SwitchTold, topic: Topic, names: tuple[str, str]) -> None:
        """Show the change."""
        self.told.setText(breakable_words(" ".join(told.sentences)))
        if told.bands is None:
            self.say(_("A has nothing for this stage: choose another figure."))
            self.fans.show_fans(None)
            return
        on = date.fromisoformat(told.switch.on)
        titles = (
            _("{a} goes on").format(a=names[0]),
            _("change on {day}").format(day=month_day(on)),
            _("{b} from the start").format(b=names[1]),
        )
        series = tuple(
            Series(title, bands, *look)
            for title, bands, look in zip(titles, told.bands, LOOKS, strict=True)
        )
        mark = Mark(on, _("the change"))
        fans = shown(told.question, series, topic.write, topic.write, marks=(mark,))
        self.fans.show_fans(fans)
        self.say(
            _(
                "Three ways on one scale: A for ever, A until the day of the change, B from the "
                "first day. B takes the leads that A has then."
            )
        )

    def _on_day(self, value: object, _stay: int) -> None:
        self._chosen = str(value)
        self.changed.emit()

    def _on_ages(self, _checked: bool) -> None:
        self.changed.emit()
