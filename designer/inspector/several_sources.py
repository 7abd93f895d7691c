"""What several selected sources have in common, edited for all of them at once."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.inspector.common import (
    MIXED,
    common,
    mixable,
    show_common,
    show_common_choice,
)
from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.form import side_by_side
from funnelcraft.designer.inspector.source_form import (
    cost_field,
    entries,
    month_weights,
    segments_of,
    trend_field,
    variation_field,
    weekday_weights,
)
from funnelcraft.designer.inspector.weights import WeightsField
from funnelcraft.designer.inspector.writing import amount
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.model import Funnel, Source
from funnelcraft.funnel.text import _

SourceChange = Callable[[Source], Source]


class SeveralSources(QWidget):
    """Edits sources alike. `changed(change, step, key)` carries a function on sources."""

    changed = Signal(object, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._together = 0.0
        self.leads = Field(_("Leads a month, each"), mixable(amount()))
        self.together = Field(_("All together"), amount())
        self.together.setToolTip(_("Another sum gives every source more or less alike."))
        self.into = ChoiceField(_("Leads enter at"))
        self.segment = ChoiceField(_("Segment"))
        self.cost = cost_field(mixable)
        self.trend = trend_field(mixable)
        self.dispersion = variation_field(mixable)
        self.weekdays, self.months = weekday_weights(), month_weights()
        self.pattern = label("", "muted", wrap=True)
        self.leads.committed.connect(self._on_leads)
        self.together.committed.connect(self._on_together)
        self.into.committed.connect(self._on_into)
        self.segment.committed.connect(self._on_segment)
        self.cost.committed.connect(self._on_cost)
        self.trend.committed.connect(self._on_trend)
        self.dispersion.committed.connect(self._on_dispersion)
        self.weekdays.committed.connect(self._on_weekdays)
        self.months.committed.connect(self._on_months)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP + 4)
        column.addWidget(label(_("SOURCES"), "section"))
        column.addLayout(side_by_side(self.leads, self.together))
        column.addWidget(self.into)
        column.addWidget(self.segment)
        column.addWidget(self.cost)
        column.addLayout(side_by_side(self.trend, self.dispersion))
        column.addWidget(self.weekdays)
        column.addWidget(self.months)
        column.addWidget(self.pattern)

    def show_sources(self, funnel: Funnel, sources: tuple[Source, ...]) -> None:
        """Show what these sources have in common."""
        volumes = [one.volume for one in sources]
        self._together = sum(volume.leads_per_month for volume in volumes)
        show_common(self.leads, common(volume.leads_per_month for volume in volumes))
        self.together.show_draft(None, self._together)
        self.together.setEnabled(self._together > 0)
        show_common_choice(self.into, entries(funnel), common(one.into for one in sources))
        segments = segments_of(funnel)
        show_common_choice(self.segment, segments, common(one.segment for one in sources))
        self.segment.setVisible(len(segments) > 1)
        show_common(self.cost, common(one.cost_per_lead for one in sources), _("unknown"))
        self.cost.set_unit(funnel.currency)
        show_common(self.trend, common(volume.trend_per_month for volume in volumes))
        show_common(self.dispersion, common(volume.dispersion for volume in volumes))
        weekdays = self._show_weights(self.weekdays, [one.weekday_weights for one in volumes])
        months = self._show_weights(self.months, [one.month_weights for one in volumes])
        self.pattern.setText(_("The sources differ in when their leads come."))
        self.pattern.setVisible(not (weekdays and months))

    @staticmethod
    def _show_weights(field: WeightsField, weights: list[tuple[float, ...]]) -> bool:
        """Show weights that are the same for all; return whether they are."""
        found = common(weights)
        field.setVisible(found is not MIXED)
        field.show_weights(() if found is MIXED else found, fresh=True)
        return found is not MIXED

    def leave(self) -> None:
        """Commit what is being typed."""
        for field in (self.leads, self.together, self.cost, self.trend, self.dispersion):
            field.commit()
        self.weekdays.leave()
        self.months.leave()

    def _on_leads(self, leads: float, stay: int) -> None:
        self._set_volume(_("Change volume of sources"), f"leads:{stay}", leads_per_month=leads)

    def _on_together(self, together: float, stay: int) -> None:
        share = together / self._together

        def change(source: Source) -> Source:
            leads = source.volume.leads_per_month * share
            return source.replaced(volume=source.volume.replaced(leads_per_month=leads))

        self.changed.emit(change, _("Change volume of sources"), f"together:{stay}")

    def _on_into(self, stage_id: object, stay: int) -> None:
        self._set(_("Change where leads enter"), f"into:{stay}", into=stage_id)

    def _on_segment(self, segment: object, stay: int) -> None:
        self._set(_("Change segment of sources"), f"segment:{stay}", segment=segment)

    def _on_cost(self, cost: float | None, stay: int) -> None:
        self._set(_("Change cost per lead"), f"cost:{stay}", cost_per_lead=cost)

    def _on_trend(self, trend: float, stay: int) -> None:
        self._set_volume(_("Change trend of sources"), f"trend:{stay}", trend_per_month=trend)

    def _on_dispersion(self, dispersion: float, stay: int) -> None:
        step = _("Change variation of sources")
        self._set_volume(step, f"dispersion:{stay}", dispersion=dispersion)

    def _on_weekdays(self, weights: tuple[float, ...]) -> None:
        self._set_volume(_("Change weekday weights"), "", weekday_weights=weights)

    def _on_months(self, weights: tuple[float, ...]) -> None:
        self._set_volume(_("Change month weights"), "", month_weights=weights)

    def _set(self, step: str, key: str, **changes: Any) -> None:
        if MIXED not in changes.values():
            self.changed.emit(lambda source: source.replaced(**changes), step, key)

    def _set_volume(self, step: str, key: str, **changes: Any) -> None:
        def change(source: Source) -> Source:
            return source.replaced(volume=source.volume.replaced(**changes))

        self.changed.emit(change, step, key)
