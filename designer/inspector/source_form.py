"""The source in the inspector: how many leads come, when, and what they cost."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from funnelcraft.designer.inspector.campaigns import CampaignsField
from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.form import Form, side_by_side
from funnelcraft.designer.inspector.weights import WeightsField
from funnelcraft.designer.inspector.writing import Writing, amount, optional, share, words
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.edits import change_source
from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.model import ALL, ENDS, Funnel, Source
from funnelcraft.funnel.names import source_name, stage_name
from funnelcraft.funnel.text import _, count, locale_name

Adapt = Callable[[Writing], Writing]


def unchanged(writing: Writing) -> Writing:
    """Return a writing as it is."""
    return writing


def weekday_names() -> list[str]:
    """Return the short names of the weekdays, Monday first, in the user's language."""
    from babel.dates import format_date

    monday = date(2024, 1, 1)
    days = (monday + timedelta(days=n) for n in range(7))
    return [format_date(day, "EEEEEE", locale=locale_name()) for day in days]


def month_names() -> list[str]:
    """Return the short names of the months in the user's language."""
    from babel.dates import format_date

    return [format_date(date(2024, n, 1), "LLL", locale=locale_name()) for n in range(1, 13)]


def cost_field(adapted: Adapt = unchanged) -> Field:
    """Make the field of what a lead costs; `adapted` makes a writing fit several sources."""
    return Field(_("Cost per lead"), adapted(optional(amount(example=_("unknown")))))


def trend_field(adapted: Adapt = unchanged) -> Field:
    """Make the field of how volume grows."""
    made = Field(_("Trend"), adapted(share(signed=True)))
    made.set_unit(_("% a month"))
    return made


def variation_field(adapted: Adapt = unchanged) -> Field:
    """Make the field of how much volume varies from day to day."""
    made = Field(_("Variation"), adapted(amount(_("× luck"), at_least=1.0)))
    made.setToolTip(_("1: leads come independently of each other. 4: swings twice as wide."))
    return made


def weekday_weights() -> WeightsField:
    """Make the weights of the weekdays."""
    return WeightsField(_("Weekdays, weights"), weekday_names(), 7)


def month_weights() -> WeightsField:
    """Make the weights of the months."""
    return WeightsField(_("Months, weights"), month_names(), 6)


def entries(funnel: Funnel) -> list[tuple[str, str]]:
    """Return the stages leads can enter at, by id and name."""
    return [(one.id, stage_name(one)) for one in stages_in_order(funnel) if one.kind not in ENDS]


def segments_of(funnel: Funnel) -> list[tuple[str, str]]:
    """Return the segments by id and name; the one of all leads where none is named."""
    return [(one.id, one.name or one.id) for one in funnel.segments] or [(ALL, _("All leads"))]


class SourceForm(Form):
    """Edits a source."""

    def pieces(self) -> Sequence[Callable[[], None]]:
        """Return what adds the sections."""
        return (self._add_main, self._add_pattern, self._add_campaigns)

    def _add_campaigns(self) -> None:
        self.campaigns = CampaignsField()
        self.campaigns.committed.connect(self._on_campaigns)
        self.column.addWidget(self.campaigns)
        self.column.addStretch(1)

    def part(self, funnel: Funnel) -> Source | None:
        """Return the part this form edits; None where it is gone."""
        return _source(funnel, self._id)

    def fields_by_name(self) -> dict[str, QWidget]:
        """Return which widget edits which field of the model."""
        return {
            "volume": self.leads,
            "cost_per_lead": self.cost,
            "name": self.name,
            "into": self.into.editor,
        }

    def _add_main(self) -> None:
        self.name = Field(_("Name"), words(_("A source needs a name.")))
        self.into = ChoiceField(_("Leads enter at"))
        self.segment = ChoiceField(_("Segment"))
        self.leads = Field(_("Leads a month"), amount(_("a month")))
        self.cost = cost_field()
        self.trend = trend_field()
        self.dispersion = variation_field()
        self._bind_plain(self.name, "name", _("Rename source"))
        self._bind_plain(self.into, "into", _("Change where leads enter"))
        self._bind_plain(self.segment, "segment", _("Change segment"))
        self._bind_volume(self.leads, "leads_per_month", _("Change volume"))
        self._bind_plain(self.cost, "cost_per_lead", _("Change cost per lead"))
        self._bind_volume(self.trend, "trend_per_month", _("Change trend"))
        self._bind_volume(self.dispersion, "dispersion", _("Change variation"))
        self.column.addWidget(self.name)
        self.column.addWidget(self.leads)
        self.column.addWidget(self.into)
        self.column.addWidget(self.segment)
        self.column.addWidget(self.cost)
        self.column.addLayout(side_by_side(self.trend, self.dispersion))

    def _add_pattern(self) -> None:
        self.weekdays, self.months = weekday_weights(), month_weights()
        self.weekdays.committed.connect(self._on_weekdays)
        self.months.committed.connect(self._on_months)
        self.column.addWidget(label(_("WHEN LEADS COME"), "section"))
        self.column.addWidget(self.weekdays)
        self.column.addWidget(self.months)
        self.column.addWidget(
            label(_("Weights move leads within a year; the yearly total stays."), "muted", True)
        )

    def _bind_plain(self, field: Field | ChoiceField, key: str, step: str) -> None:
        def read(source: Source) -> object:
            return getattr(source, key)

        def write(funnel: Funnel, source_id: str, value: object) -> Funnel:
            return change_source(funnel, source_id, **{key: value})

        self.bind(field, read, write, step)

    def _bind_volume(self, field: Field, key: str, step: str) -> None:
        def read(source: Source) -> object:
            return getattr(source.volume, key)

        def write(funnel: Funnel, source_id: str, value: object) -> Funnel:
            return with_volume(funnel, source_id, **{key: value})

        self.bind(field, read, write, step)

    def show_part(self, identity: str) -> None:
        """Show another part."""
        funnel = self._document.funnel
        found = _source(funnel, identity)
        if identity != self._id and found is not None:
            self.leave()
            self._show_choices(funnel, found)
            self.weekdays.show_weights(found.volume.weekday_weights, fresh=True)
            self.months.show_weights(found.volume.month_weights, fresh=True)
            self.campaigns.show_campaigns(found.volume.campaigns, funnel.start, fresh=True)
        super().show_part(identity)

    def update_part(self) -> None:
        """Show the part as it is now."""
        part = self.part(self._document.funnel)
        if part is not None:
            self._show_choices(self._document.funnel, part)
        super().update_part()

    def leave(self) -> None:
        """Commit what is being typed."""
        if self._id is not None and self.part(self._document.funnel) is not None:
            self.weekdays.leave()
            self.months.leave()
            self.campaigns.leave()
        super().leave()

    def refresh(self, part: Source) -> None:
        """Show what is not in a bound field."""
        funnel = self._document.funnel
        stage = stages_by_id(funnel).get(part.into)
        self.set_heading(source_name(part))
        self.subheading.setText(_brought(part, stage_name(stage) if stage else "?"))
        self.cost.set_unit(funnel.currency)
        self.weekdays.show_weights(part.volume.weekday_weights)
        self.months.show_weights(part.volume.month_weights)
        self.campaigns.show_campaigns(part.volume.campaigns, funnel.start)

    def _show_choices(self, funnel: Funnel, source: Source) -> None:
        self.into.set_options(entries(funnel))
        self.segment.set_options(segments_of(funnel))
        self.segment.setVisible(bool(funnel.segments) or source.segment != ALL)

    def _on_weekdays(self, weights: tuple[float, ...]) -> None:
        self._apply(_("Change weekday weights"), weekday_weights=weights)

    def _on_months(self, weights: tuple[float, ...]) -> None:
        self._apply(_("Change month weights"), month_weights=weights)

    def _on_campaigns(self, campaigns: object, stay: int) -> None:
        key = f"campaigns:{stay}" if stay >= 0 else ""
        self._apply(_("Change campaigns"), key, campaigns=campaigns)

    def _apply(self, step: str, key: str = "", **changes: Any) -> None:
        if self._id is not None:
            source_id = self._id
            self._document.apply(
                lambda funnel: with_volume(funnel, source_id, **changes),
                step,
                merge_key=f"source:{source_id}:{key}" if key else "",
            )


def _source(funnel: Funnel, source_id: str | None) -> Source | None:
    return next((one for one in funnel.sources if one.id == source_id), None)


def with_volume(funnel: Funnel, source_id: str, **changes: Any) -> Funnel:
    """Change fields of a source's volume."""
    source = _source(funnel, source_id)
    if source is None:
        raise KeyError(source_id)
    return change_source(funnel, source_id, volume=source.volume.replaced(**changes))


def _brought(source: Source, stage: str) -> str:
    """Say how many leads a source brings into a stage, steadily and by its campaigns."""
    steady = source.volume.leads_per_month * 12
    text = _("Source · {n} leads a year into {stage}")
    if source.volume.campaigns and steady:
        text = _("Source · {n} leads a year and {more} by campaigns into {stage}")
    elif source.volume.campaigns:
        text = _("Source · {more} leads by campaigns into {stage}")
    more = sum(campaign.leads for campaign in source.volume.campaigns)
    return text.format(n=count(steady), more=count(more), stage=stage)
