"""The baseline tab before anything was measured: what a baseline is, and how to get one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.industry_card import figures_table
from funnelcraft.designer.baseline.parts import Card, Folding, said, term_rows
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.audit.industry import IndustryFigure, what_is_missing
from funnelcraft.funnel.text import _, ngettext, number


class EmptyPage(QWidget):
    """Teaches what a baseline is. `import_wanted()` and `example_wanted()` by its buttons."""

    import_wanted = Signal()
    example_wanted = Signal()

    def __init__(self, figures: Sequence[IndustryFigure]) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.import_button = QPushButton(_("Import a CRM export …"))
        self.import_button.setProperty("role", "primary")
        self.import_button.clicked.connect(self.import_wanted)
        self.example_button = QPushButton(_("Try the example export"))
        self.example_button.clicked.connect(self.example_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2 + 2, STEP * 2, STEP * 2 + 2, STEP * 2)
        column.setSpacing(STEP + 4)
        column.addWidget(label(_("Nothing was measured yet."), "sentence", wrap=True))
        column.addWidget(self._teaching())
        column.addWidget(_published(figures))
        column.addStretch(1)

    def _teaching(self) -> QWidget:
        card = Card(_("What a baseline is"))
        card.say(
            _(
                "How your funnel works today, from what really happened to your leads: the figures "
                "every change will be judged by."
            )
        )
        terms = (
            (_("Volume"), _("how many leads come into each stage, and how many of them are new.")),
            (
                _("Conversion"),
                _("which share moves on in the end, open leads not taken for lost."),
            ),
            (_("Velocity"), _("how many days that takes: half of them, and nine in ten.")),
        )
        card.column.addLayout(term_rows(terms))
        card.column.addWidget(
            said(
                _(
                    "It needs an export of the last 12 months in which each line says which lead "
                    "came into which stage and when: a history of stages or statuses, as CSV, "
                    "XLSX or Parquet. The export stays on this computer; the document keeps the "
                    "figures."
                ),
                "muted",
            )
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(STEP)
        buttons.addWidget(self.import_button)
        buttons.addWidget(self.example_button)
        buttons.addStretch(1)
        card.column.addLayout(buttons)
        return card


def _published(figures: Sequence[IndustryFigure]) -> QWidget:
    card = Card(_("What is known meanwhile"))
    card.say(
        _(
            "Published figures of other companies. Their stages may be defined otherwise than "
            "yours: take them for an idea, not for a target."
        )
    )
    text = ngettext("Show {n} published figure", "Show {n} published figures", len(figures))
    card.column.addWidget(
        Folding(
            _("Hide the published figures"),
            text.format(n=number(len(figures))),
            figures_table(figures),
            is_open=True,
        )
    )
    card.column.addWidget(said(what_is_missing(), "muted"))
    return card
