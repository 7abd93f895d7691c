"""What a point of conversion, a day and a lead more a month are worth, in deals and in money."""

from PySide6.QtWidgets import QTableWidgetItem

from funnelcraft.designer.baseline.parts import Card
from funnelcraft.designer.charts.card import link
from funnelcraft.designer.charts.figure_table import FigureTable, side
from funnelcraft.designer.charts.plot import Row
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.inspector.fields import label
from funnelcraft.designer.levers.work import Gains
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import arrow, source_name
from funnelcraft.funnel.text import _
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.sensitivity.sentences import figure_noun, gain_text
from funnelcraft.simulation.sensitivity.worth import Gain

ROW = 26


def heads() -> tuple[tuple[str, str], ...]:
    """Return the headings, each with what it means."""
    return (
        (_("Trigger or source"), ""),
        (_("A point more"), _("A percentage point of conversion more, within the horizon.")),
        (_("in money"), _("The same, in revenue.")),
        (_("A day less"), _("The mean time a day shorter, within the horizon.")),
        (_("in money"), _("The same, in revenue.")),
        (_("A lead a month more"), _("One more lead a month, within the horizon.")),
        (_("in money"), _("The same, in revenue.")),
    )


class WorthCard(Card):
    """Shows a row a trigger, then a row a source."""

    def __init__(self, saver: Saver) -> None:
        super().__init__(_("What single steps are worth"))
        self._saver = saver
        self._gains: Gains | None = None
        self.table = FigureTable(_("What single steps are worth"), heads(), ROW)
        self.note = label("", "muted", wrap=True)
        tells = _("Save the figures: {chart}").format(chart=self.title.text())
        self.head.addWidget(link(_("Data …"), self._save, tells))
        self.column.addWidget(self.table)
        self.column.addWidget(self.note)

    def show_gains(self, funnel: Funnel, found: Gains) -> None:
        """Show what was found for a funnel."""
        self._gains = found
        noun = figure_noun(funnel, found.figures[0])
        has_money = len(found.figures) > 1
        self.say(
            _("What one step of a single figure adds in {outcome}, all else as designed.").format(
                outcome=noun
            )
        )
        for column in (2, 4, 6):
            self.table.setColumnHidden(column, not has_money)
        self._fill(funnel, found)
        self.note.setText(
            _("More leads of one trigger come from those that went nowhere, else from the others.")
        )

    def _fill(self, funnel: Funnel, found: Gains) -> None:
        stages = stages_by_id(funnel)
        names = {(True, one.id): source_name(one) for one in funnel.sources}
        names |= {(False, one.id): arrow(stages, one) for one in funnel.triggers}
        lines: dict[tuple[bool, str], dict[str, Gain]] = {}
        for one in found.found:
            if not one.segment:
                lines.setdefault((one.kind == "volume", one.id), {})[one.kind] = one
        self.table.setRowCount(len(lines))
        for at, (key, gains) in enumerate(lines.items()):
            texts = [names[key]]
            for kind in ("rate", "time", "volume"):
                texts += self._texts(funnel, found.figures, gains.get(kind))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(side(column))
                self.table.setItem(at, column, item)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(ROW * len(lines) + head + 2)

    @staticmethod
    def _texts(funnel: Funnel, figures: tuple[Figure, ...], gain: Gain | None) -> list[str]:
        if gain is None:
            return ["–", "–"]
        shown = [
            gain_text(funnel, figure, value)
            for figure, value in zip(figures, gain.values, strict=True)
        ]
        return [*shown, "–"][:2]

    def rows(self) -> list[Row]:
        """Return all gains as a table, headings first; those of segments too."""
        if self._gains is None:
            return [["step", "id", "segment"]]
        names = [figure.kind for figure in self._gains.figures]
        steps = {"rate": "a point more", "time": "a day less", "volume": "a lead a month more"}
        table: list[Row] = [["step", "id", "segment", *names]]
        return table + [
            [steps[one.kind], one.id, one.segment, *one.values] for one in self._gains.found
        ]

    def _save(self) -> None:
        self._saver.table("worth", self.rows())
