"""The document in the inspector, where nothing is selected: title, start, money, drift."""

from PySide6.QtWidgets import QWidget

from funnelcraft.designer.document import Document
from funnelcraft.designer.inspector.fields import Field, label
from funnelcraft.designer.inspector.form import Form, side_by_side
from funnelcraft.designer.inspector.time_kinds import spread
from funnelcraft.designer.inspector.writing import (
    amount,
    calendar_day,
    currency,
    optional,
    prose,
    share,
    words,
)
from funnelcraft.funnel.model import DealValue, Funnel
from funnelcraft.funnel.text import _, ngettext, number

THE_DOCUMENT = "document"


class DocumentForm(Form):
    """Edits what belongs to the whole funnel."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.title = Field(_("Title"), words(_("A funnel needs a title.")))
        self.start = Field(_("Forecast starts"), calendar_day())
        self.currency = Field(_("Currency"), currency())
        self.mean = Field(_("Deal value, mean"), optional(amount(example=_("unknown"))))
        self.cv = Field(_("Spread"), spread())
        self.volume_drift = Field(_("Volume"), share())
        self.conversion_drift = Field(_("Conversion"), share())
        self.notes = Field(_("Notes"), prose(), several_lines=True)
        self._bind_all()
        for field in (self.volume_drift, self.conversion_drift):
            field.set_unit(_("% a month"))
        self.column.addWidget(self.title)
        self.column.addLayout(side_by_side(self.start, self.currency))
        self.column.addLayout(side_by_side(self.mean, self.cv))
        self.column.addWidget(label(_("HOW FAST MARKETS DRIFT"), "section"))
        self.column.addLayout(side_by_side(self.volume_drift, self.conversion_drift))
        self.column.addWidget(
            label(_("A typical change from one month to the next, up or down."), "muted", True)
        )
        self.column.addWidget(self.notes)
        self.column.addStretch(1)

    def part(self, funnel: Funnel) -> Funnel:
        """Return the part this form edits; None where it is gone."""
        return funnel

    def fields_by_name(self) -> dict[str, QWidget]:
        """Return which widget edits which field of the model."""
        return {
            "start": self.start,
            "title": self.title,
            "currency": self.currency,
            "deal_value": self.mean,
            "drift": self.volume_drift,
        }

    def _bind_all(self) -> None:
        for field, key, step in (
            (self.title, "title", _("Change title")),
            (self.start, "start", _("Change start")),
            (self.currency, "currency", _("Change currency")),
            (self.notes, "notes", _("Change notes")),
        ):
            self._bind_plain(field, key, step)
        self.bind(
            self.mean,
            lambda funnel: funnel.deal_value.mean if funnel.deal_value else None,
            _with_mean_deal,
            _("Change deal value"),
        )
        self.bind(
            self.cv,
            lambda funnel: funnel.deal_value.cv if funnel.deal_value else 0.0,
            _with_deal_spread,
            _("Change deal value"),
        )
        self._bind_drift(self.volume_drift, "volume_per_month")
        self._bind_drift(self.conversion_drift, "conversion_per_month")

    def _bind_plain(self, field: Field, key: str, step: str) -> None:
        def read(funnel: Funnel) -> object:
            return getattr(funnel, key)

        def write(funnel: Funnel, _id: str, value: object) -> Funnel:
            return funnel.replaced(**{key: value})

        self.bind(field, read, write, step)

    def _bind_drift(self, field: Field, key: str) -> None:
        def read(funnel: Funnel) -> object:
            return getattr(funnel.drift, key)

        def write(funnel: Funnel, _id: str, value: object) -> Funnel:
            return funnel.replaced(drift=funnel.drift.replaced(**{key: value}))

        self.bind(field, read, write, _("Change drift"))

    def refresh(self, part: Funnel) -> None:
        """Show what is not in a bound field."""
        self.set_heading(part.title.strip() or _("Untitled funnel"))
        stages, triggers = len(part.stages), len(part.triggers)
        self.subheading.setText(
            " · ".join(
                (
                    _("Funnel"),
                    ngettext("{n} stage", "{n} stages", stages).format(n=number(stages)),
                    ngettext("{n} trigger", "{n} triggers", triggers).format(n=number(triggers)),
                )
            )
        )
        self.mean.set_unit(part.currency)
        self.cv.setEnabled(part.deal_value is not None)


def _with_mean_deal(funnel: Funnel, _id: str, mean: float | None) -> Funnel:
    if mean is None:
        return funnel.replaced(deal_value=None)
    before = funnel.deal_value or DealValue(mean=mean)
    return funnel.replaced(deal_value=before.replaced(mean=mean))


def _with_deal_spread(funnel: Funnel, _id: str, cv: float) -> Funnel:
    if funnel.deal_value is None:
        return funnel
    return funnel.replaced(deal_value=funnel.deal_value.replaced(cv=cv))
