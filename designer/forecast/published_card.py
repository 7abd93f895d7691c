"""Published figures offered as rates where the forecast has none: chosen one by one, named."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from funnelcraft.designer.baseline.parts import Card, emptied
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.audit.industry import scope_words, source_line
from funnelcraft.funnel.audit.published import Proposal
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import trigger_name
from funnelcraft.funnel.text import _, ngettext, number, percent


class PublishedCard(Card):
    """Offers a choice of figures for each trigger. `taken(proposals)` when they are taken."""

    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Published figures could stand in for now"))
        self.say(
            _(
                "They are of other companies, whose stages may be defined otherwise, and they have "
                "no counts: the forecast will look surer than it is. Each trigger's description "
                "will name the source. One step, to be undone like any other."
            )
        )
        self.choices: dict[str, Choice] = {}
        self._offered: tuple[Proposal, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(STEP // 2)
        self.column.addLayout(self._rows)
        self.take = QPushButton()
        self.take.clicked.connect(self._on_take)
        self.column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def offer(self, funnel: Funnel, offered: Sequence[Proposal]) -> None:
        """Offer these figures; hidden where there are none."""
        self.setVisible(bool(offered))
        if tuple(offered) == self._offered:
            return
        self._offered = tuple(offered)
        emptied(self._rows)
        self.choices = {}
        triggers = {trigger.id: trigger for trigger in funnel.triggers}
        for trigger_id, group in groupby(self._offered, key=lambda one: one.trigger):
            name = trigger_name(funnel, triggers[trigger_id])
            choice = Choice()
            choice.setAccessibleName(name)
            for one in group:
                figure = one.figure
                share = percent(figure.share, 2)
                choice.addItem(f"{share} · {scope_words(figure)} · {source_line(figure)}")
            choice.addItem(_("leave open"))
            choice.currentIndexChanged.connect(self._on_chosen)
            words = label(name, "muted")
            words.setBuddy(choice)
            self._rows.addWidget(words)
            self._rows.addWidget(choice)
            self.choices[trigger_id] = choice
        self._on_chosen()

    def chosen(self) -> tuple[Proposal, ...]:
        """Return the figures that are chosen."""
        found = []
        for trigger_id, choice in self.choices.items():
            offered = [one for one in self._offered if one.trigger == trigger_id]
            if choice.currentIndex() < len(offered):
                found.append(offered[choice.currentIndex()])
        return tuple(found)

    def _on_chosen(self, _at: int = 0) -> None:
        n = len(self.chosen())
        text = ngettext("Take {n} published rate", "Take {n} published rates", n)
        self.take.setText(text.format(n=number(n)))
        self.take.setEnabled(n > 0)

    def _on_take(self, _checked: bool = False) -> None:
        self.taken.emit(self.chosen())
