"""What several selected stages have in common, edited for all of them at once."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.inspector.capacity import calendars
from funnelcraft.designer.inspector.common import (
    MIXED,
    common,
    mixable,
    show_common,
    show_common_choice,
)
from funnelcraft.designer.inspector.departments import (
    Departments,
    departments_of,
    with_agreement,
)
from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.form import side_by_side
from funnelcraft.designer.inspector.stage_form import clocks, stage_kinds
from funnelcraft.designer.inspector.velocity import VelocityEditor
from funnelcraft.designer.inspector.writing import amount, duration, optional
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.edits.figures import with_leads_per_day
from funnelcraft.funnel.model import ENDS, Funnel, Sla, Stage
from funnelcraft.funnel.names import role_name
from funnelcraft.funnel.text import _
from funnelcraft.funnel.velocity import TimeDistribution

StageChange = Callable[[Stage], Stage]


class SeveralStages(QWidget):
    """Edits stages alike. `changed(change, step, key)` carries a function from stage to stage."""

    changed = Signal(object, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.kind = ChoiceField(_("Kind"))
        self.owner = ChoiceField(_("Owner"))
        self.sla = Field(_("SLA: done within"), mixable(optional(duration())))
        self.clock = ChoiceField(_("Clock runs until"))
        self.agreed = Departments()
        self.leads = Field(_("Leads a day"), mixable(optional(amount())))
        self.calendar = ChoiceField(_("On"))
        self.leak = VelocityEditor(_("Leads that go nowhere are given up after"), _("mixed"))
        self.kind.committed.connect(self._on_kind)
        self.owner.committed.connect(self._on_owner)
        self.sla.committed.connect(self._on_sla)
        self.clock.committed.connect(self._on_clock)
        self.agreed.toggled.connect(self._on_agreed)
        self.leads.committed.connect(self._on_leads)
        self.calendar.committed.connect(self._on_calendar)
        self.leak.committed.connect(self._on_leak)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP + 4)
        self.title = label(_("STAGES"), "section")
        column.addWidget(self.title)
        column.addWidget(self.kind)
        column.addWidget(self.owner)
        column.addLayout(side_by_side(self.sla, self.clock))
        column.addWidget(self.agreed)
        column.addLayout(side_by_side(self.leads, self.calendar))
        column.addWidget(self.leak)

    def show_stages(self, funnel: Funnel, stages: tuple[Stage, ...]) -> None:
        """Show what these stages have in common."""
        show_common_choice(self.kind, stage_kinds(), common(one.kind for one in stages))
        roles = [(role.id, role_name(role)) for role in funnel.roles]
        owners = [(None, _("Nobody yet")), *roles]
        show_common_choice(self.owner, owners, common(one.owner for one in stages))
        slas = [one.sla for one in stages]
        show_common(self.sla, common(sla.days if sla else None for sla in slas), _("none"))
        clock = common(sla.clock for sla in slas if sla)
        show_common_choice(self.clock, clocks(), clock or "first_touch")
        self.clock.setEnabled(any(slas))
        self._show_agreement(funnel, stages)
        capacities = [one.capacity for one in stages]
        leads = common(one.leads_per_day if one else None for one in capacities)
        show_common(self.leads, leads, _("any number"))
        calendar = common(one.calendar for one in capacities if one)
        show_common_choice(self.calendar, calendars(), calendar or "weekdays")
        self.calendar.setEnabled(any(capacities))
        leak = common(one.leak_time for one in stages)
        self.leak.show_time(None if leak is MIXED else leak, fresh=True)
        stay = [one.kind not in (*ENDS, "gate") for one in stages]
        for widget in (self.sla, self.clock, self.leads, self.calendar, self.leak):
            widget.setVisible(any(stay))

    def _show_agreement(self, funnel: Funnel, stages: tuple[Stage, ...]) -> None:
        named = tuple(dict.fromkeys(name for one in stages for name in one.agreed_by))
        offered = departments_of(funnel, named)
        found = {name: common(name in one.agreed_by for one in stages) for name in offered}
        states = {name: None if state is MIXED else state for name, state in found.items()}
        self.agreed.show_departments(offered, states)

    def leave(self) -> None:
        """Commit what is being typed."""
        for editor in (self.sla, self.leads):
            editor.commit()
        self.leak.leave()

    def _on_kind(self, kind: object, stay: int) -> None:
        self._set(_("Change kind of stages"), f"kind:{stay}", kind=kind)

    def _on_owner(self, owner: object, stay: int) -> None:
        self._set(_("Change owner of stages"), f"owner:{stay}", owner=owner)

    def _on_sla(self, days: float | None, stay: int) -> None:
        def change(stage: Stage) -> Stage:
            if days is None or stage.kind in (*ENDS, "gate"):
                return stage.replaced(sla=None) if days is None else stage
            return stage.replaced(sla=(stage.sla or Sla(days=days)).replaced(days=days))

        self.changed.emit(change, _("Change SLA of stages"), f"sla:{stay}")

    def _on_clock(self, clock: object, stay: int) -> None:
        def change(stage: Stage) -> Stage:
            if stage.sla is None or clock is MIXED:
                return stage
            return stage.replaced(sla=stage.sla.replaced(clock=clock))

        self.changed.emit(change, _("Change SLA of stages"), f"clock:{stay}")

    def _on_agreed(self, department: str, agreed: bool) -> None:
        def change(stage: Stage) -> Stage:
            if (department in stage.agreed_by) == agreed:
                return stage
            return stage.replaced(agreed_by=with_agreement(stage.agreed_by, department, agreed))

        self.changed.emit(change, _("Record agreement on stages"), "")

    def _on_leads(self, leads: float | None, stay: int) -> None:
        def change(stage: Stage) -> Stage:
            if leads is not None and stage.kind in (*ENDS, "gate"):
                return stage
            return stage.replaced(capacity=with_leads_per_day(stage.capacity, leads))

        self.changed.emit(change, _("Change capacity of stages"), f"leads:{stay}")

    def _on_calendar(self, calendar: object, stay: int) -> None:
        def change(stage: Stage) -> Stage:
            if stage.capacity is None or calendar is MIXED:
                return stage
            return stage.replaced(capacity=stage.capacity.replaced(calendar=calendar))

        self.changed.emit(change, _("Change capacity of stages"), f"calendar:{stay}")

    def _on_leak(self, time: TimeDistribution | None, stay: int) -> None:
        if time is not None:
            step = _("Change when leads are given up")
            self._set(step, f"leak:{stay}", leak_time=time)

    def _set(self, step: str, key: str, **changes: Any) -> None:
        if MIXED not in changes.values():
            self.changed.emit(lambda stage: stage.replaced(**changes), step, key)
