"""Measure this first: which figure to know better, and how much that would tell."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QProgressBar

from funnelcraft.designer.baseline.parts import Card, emptied
from funnelcraft.designer.charts.card import link
from funnelcraft.designer.forecast.places import GoTo, way_to
from funnelcraft.designer.levers.places import parameter_place
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.sensitivity.learning import Lesson
from funnelcraft.simulation.sensitivity.naming import parameter_name
from funnelcraft.simulation.sensitivity.sentences import (
    LEAST_SHARE,
    learning_sentence,
    lesson_sentence,
)

MOST = 6
PARTS = 1000


class LessonsCard(Card):
    """Lists figures by how much of what is unknown they bring; a name goes to its place."""

    def __init__(self, go_to: GoTo) -> None:
        super().__init__(_("Measure this first"))
        self._go_to = go_to
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(STEP * 2)
        self._rows.setVerticalSpacing(STEP)
        self._rows.setColumnStretch(2, 1)
        self.column.addLayout(self._rows)
        self.names: list[str] = []

    def show_lessons(self, funnel: Funnel, figure: Figure, found: Sequence[Lesson]) -> None:
        """Show what was found for an outcome of a funnel."""
        self.say(learning_sentence(funnel, figure, found))
        emptied(self._rows)
        worth_it = [one for one in found if one.share >= LEAST_SHARE][:MOST]
        self.names = [parameter_name(funnel, one.parameter) for one in worth_it]
        for at, (one, name) in enumerate(zip(worth_it, self.names, strict=True)):
            self._add(at, name, lesson_sentence(funnel, figure, one), one)

    def _add(self, at: int, name: str, said: str, one: Lesson) -> None:
        _words, go = way_to(self._go_to, name, parameter_place(one.parameter))
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, PARTS)
        bar.setValue(round(one.share * PARTS))
        bar.setFixedWidth(80)
        bar.setAccessibleName(_("Share of what is unknown: {figure}").format(figure=name))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._rows.addWidget(link(name, go, _("Show {figure}").format(figure=name)), at, 0, left)
        self._rows.addWidget(bar, at, 1, Qt.AlignmentFlag.AlignVCenter)
        self._rows.addWidget(label(said, "muted", wrap=True), at, 2)
