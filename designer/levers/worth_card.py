"""What a point of conversion, a day and a lead more a month are worth, in deals and in money."""

from collections.abc import Sequence

from funnelcraft.designer.baseline.parts import Card
from funnelcraft.designer.charts.card import link
from funnelcraft.designer.charts.figure_table import FigureTable
from funnelcraft.designer.charts.plot import Row
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.levers.work import Gains
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import arrow, source_name
from funnelcraft.funnel.text import _
from funnelcraft.simulation.sensitivity.sentences import figure_noun, gain_text
from funnelcraft.simulation.sensitivity.worth import Gain

ROW = 26


def trigger_heads() -> tuple[tuple[str, str], ...]:
    """Return the headings of the triggers, each with what it means."""
    return (
        (_("Trigger"), ""),
        (_("A point more"), _("A percentage point of conversion more, within the horizon.")),
        (_("in money"), _("The same, in revenue.")),
        (_("A day less"), _("The mean time a day shorter, within the horizon.")),
        (_("in money"), _("The same, in revenue.")),
    )


def source_heads() -> tuple[tuple[str, str], ...]:
    """Return the headings of the sources, each with what it means."""
    return (
        (_("Source"), ""),
        (_("A lead a month more"), _("One more lead a month, within the horizon.")),
        (_("in money"), _("The same, in revenue.")),
    )


class WorthCard(Card):
    """Shows a table of the triggers, and one of the sources."""

    def __init__(self, saver: Saver) -> None:
        super().__init__(_("What single steps are worth"))
        self._saver = saver
        self._gains: Gains | None = None
        self.triggers = FigureTable(_("What a point and a day are worth"), trigger_heads(), ROW)
        self.sources = FigureTable(_("What a lead is worth"), source_heads(), ROW)
        self.note = label("", "muted", wrap=True)
        tells = _("Save the figures: {chart}").format(chart=self.title.text())
        self.head.addWidget(link(_("Data …"), self._save, tells))
        for part in (self.triggers, self.note, self.sources):
            self.column.addWidget(part)

    def show_gains(self, funnel: Funnel, found: Gains) -> None:
        """Show what was found for a funnel."""
        self._gains = found
        text = _("What one step of a single figure adds in {outcome}, all else as designed.")
        self.say(text.format(outcome=figure_noun(funnel, found.figures[0])))
        has_money = len(found.figures) > 1
        stages = stages_by_id(funnel)
        arrows = {one.id: arrow(stages, one) for one in funnel.triggers}
        names = {one.id: source_name(one) for one in funnel.sources}
        for table, called, kinds in (
            (self.triggers, arrows, ("rate", "time")),
            (self.sources, names, ("volume",)),
        ):
            lines: dict[str, dict[str, Gain]] = {}
            for one in found.found:
                if not one.segment and one.kind in kinds:
                    lines.setdefault(one.id, {})[one.kind] = one
            rows = [
                [called[name], *self._texts(funnel, found, [gains.get(kind) for kind in kinds])]
                for name, gains in lines.items()
            ]
            table.show_rows(rows)
            for column in range(2, table.columnCount(), 2):
                table.setColumnHidden(column, not has_money)
        self.note.setText(
            _("More leads of one trigger come from those that went nowhere, else from the others.")
        )

    @staticmethod
    def _texts(funnel: Funnel, found: Gains, gains: Sequence[Gain | None]) -> list[str]:
        """Return for each gain its texts in deals and in money."""
        texts = []
        for gain in gains:
            shown = [
                gain_text(funnel, figure, value)
                for figure, value in zip(found.figures, gain.values if gain else (), strict=False)
            ]
            texts += [*shown, "–", "–"][:2]
        return texts

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
