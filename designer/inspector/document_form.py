"""The document in the inspector, where nothing is selected: what holds for the whole funnel."""

from datetime import date

from PySide6.QtWidgets import QWidget

from funnelcraft.designer.document import Document
from funnelcraft.designer.inspector.criteria import CriteriaList
from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.form import Form, side_by_side
from funnelcraft.designer.inspector.segments_field import SegmentsField
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
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.edits import add_segment, remove_segment, rename_segment
from funnelcraft.funnel.language import OFFERED, language_name, programs_speech
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
        self.decision = Field(_("Decision asked"), prose(), several_lines=True)
        self.language = ChoiceField(_("Language of documents"), languages())
        self.language.setToolTip(_("What is exported and the executive view are written in it."))
        self.deal_kind = ChoiceField(_("Deal values are spread"), deal_kinds())
        self.segments = SegmentsField()
        self.segments.added.connect(self._on_segment_added)
        self.segments.renamed.connect(self._on_segment_renamed)
        self.segments.removed.connect(self._on_segment_removed)
        self.holidays = CriteriaList(_("Days nobody works"), _("Add a day like 2027-12-24"))
        self.holidays.committed.connect(self._on_holidays)
        self.holidays_problem = label("", "error", wrap=True)
        self._bind_all()
        self.column.addWidget(self.title)
        self.column.addLayout(side_by_side(self.start, self.currency))
        self.column.addLayout(side_by_side(self.mean, self.cv))
        self.column.addWidget(self.deal_kind)
        self.column.addWidget(self.segments)
        self.column.addWidget(label(_("HOW FAST MARKETS DRIFT"), "section"))
        self.column.addLayout(side_by_side(self.volume_drift, self.conversion_drift))
        self.column.addWidget(
            label(_("A typical change from one month to the next, up or down."), "muted", True)
        )
        self.column.addWidget(self.holidays)
        self.column.addWidget(self.holidays_problem)
        self.column.addWidget(self.notes)
        self.column.addWidget(self.decision)
        self.column.addWidget(self.language)
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
            "segments": self.segments.new,
            "holidays": self.holidays.rows[0] if self.holidays.rows else self.holidays.as_text,
        }

    def show_part(self, identity: str) -> None:
        """Show the document: its lists anew, nothing typed is kept from another."""
        if identity != self._id:
            self.leave()
            self.holidays.show_value(self._document.funnel.holidays, fresh=True)
            self._check_holidays(self._document.funnel)
        super().show_part(identity)

    def leave(self) -> None:
        """Commit what is being typed."""
        if self._id is not None:
            self.segments.leave()
            self.holidays.leave()
        super().leave()

    def _bind_all(self) -> None:
        for field, key, step in (
            (self.title, "title", _("Change title")),
            (self.start, "start", _("Change start")),
            (self.currency, "currency", _("Change currency")),
            (self.notes, "notes", _("Change notes")),
            (self.decision, "decision", _("Change the decision asked")),
            (self.language, "language", _("Change the language of documents")),
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
        self.bind(
            self.deal_kind,
            lambda funnel: funnel.deal_value.kind if funnel.deal_value else "lognormal",
            _with_deal_kind,
            _("Change how deal values are spread"),
        )
        self._bind_drift(self.volume_drift, "volume_per_month")
        self._bind_drift(self.conversion_drift, "conversion_per_month")

    def _bind_plain(self, field: Field | ChoiceField, key: str, step: str) -> None:
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
        self.deal_kind.setVisible(part.deal_value is not None)
        self.deal_kind.show_value(part.deal_value.kind if part.deal_value else "lognormal")
        self.segments.show_segments(part)
        self.holidays.show_value(part.holidays)
        self._check_holidays(part)

    def _check_holidays(self, part: Funnel) -> None:
        odd = [text for text in part.holidays if not _is_day(text)]
        sentence = _("“{text}” is no date: write a day like 2027-12-24.") if odd else ""
        self.holidays_problem.setText(sentence.format(text=odd[0][:40] if odd else ""))
        self.holidays_problem.setVisible(bool(odd))

    def _on_holidays(self, days: tuple[str, ...], stay: int) -> None:
        self._document.apply(
            lambda funnel: funnel.replaced(holidays=days),
            _("Change days nobody works"),
            merge_key=f"holidays:{stay}",
        )

    def _on_segment_added(self, name: str) -> None:
        self._document.apply(lambda funnel: add_segment(funnel, name)[0], _("Add segment"))

    def _on_segment_renamed(self, segment: str, name: str, stay: int) -> None:
        self._document.apply(
            lambda funnel: rename_segment(funnel, segment, name),
            _("Rename segment"),
            merge_key=f"segment:{segment}:{stay}",
        )

    def _on_segment_removed(self, segment: str) -> None:
        self._document.apply(lambda funnel: remove_segment(funnel, segment), _("Remove segment"))


def _with_mean_deal(funnel: Funnel, _id: str, mean: float | None) -> Funnel:
    if mean is None:
        return funnel.replaced(deal_value=None)
    before = funnel.deal_value or DealValue(mean=mean)
    return funnel.replaced(deal_value=before.replaced(mean=mean))


def _with_deal_spread(funnel: Funnel, _id: str, cv: float) -> Funnel:
    if funnel.deal_value is None:
        return funnel
    return funnel.replaced(deal_value=funnel.deal_value.replaced(cv=cv))


def _with_deal_kind(funnel: Funnel, _id: str, kind: str) -> Funnel:
    if funnel.deal_value is None:
        return funnel
    return funnel.replaced(deal_value=funnel.deal_value.replaced(kind=kind))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def languages() -> tuple[tuple[str, str], ...]:
    """Return the languages documents can be written in, by tag."""
    as_program = _("As the program: {language}")
    spoken = language_name(programs_speech().texts.partition("_")[0])
    return (
        ("", as_program.format(language=spoken)),
        *((tag, language_name(tag)) for tag in OFFERED),
    )


def deal_kinds() -> tuple[tuple[str, str], ...]:
    """Return how deal values can be spread, in plain words."""
    return (
        ("lognormal", _("Most small, some large")),
        ("fixed", _("Always the same")),
        ("exponential", _("Falling from the smallest on")),
        ("gamma", _("Around the mean, longer above")),
        ("weibull", _("From nearly even to a long tail")),
    )
