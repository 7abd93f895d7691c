"""What several selected triggers have in common, edited for all of them at once."""

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
from funnelcraft.designer.inspector.trigger_form import automations, trigger_kinds
from funnelcraft.designer.inspector.velocity import VelocityEditor
from funnelcraft.designer.inspector.writing import optional, share, words
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.edits.figures import with_rate
from funnelcraft.funnel.model import Funnel, Trigger
from funnelcraft.funnel.text import _
from funnelcraft.funnel.velocity import TimeDistribution

TriggerChange = Callable[[Trigger], Trigger]


class SeveralTriggers(QWidget):
    """Edits triggers alike. `changed(change, step, key)` carries a function on triggers."""

    changed = Signal(object, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.kind = ChoiceField(_("Kind"))
        self.rate = Field(_("Conversion of each"), mixable(optional(share())))
        self.automation = ChoiceField(_("Set off"))
        self.system = Field(_("System"), mixable(words()))
        self.velocity = VelocityEditor(_("How long they take"), _("mixed or not given"))
        self.kind.committed.connect(self._on_kind)
        self.rate.committed.connect(self._on_rate)
        self.automation.committed.connect(self._on_automation)
        self.system.committed.connect(self._on_system)
        self.velocity.committed.connect(self._on_velocity)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP + 4)
        column.addWidget(label(_("TRIGGERS"), "section"))
        for widget in (self.kind, self.rate, self.automation, self.system, self.velocity):
            column.addWidget(widget)

    def show_triggers(self, _funnel: Funnel, triggers: tuple[Trigger, ...]) -> None:
        """Show what these triggers have in common."""
        show_common_choice(self.kind, trigger_kinds(), common(one.kind for one in triggers))
        rates = common(one.conversion.rate if one.conversion else None for one in triggers)
        show_common(self.rate, rates, _("none"))
        automation = common(one.automation for one in triggers)
        show_common_choice(self.automation, automations(), automation)
        show_common(self.system, common(one.system for one in triggers))
        time = common(one.velocity for one in triggers)
        self.velocity.show_time(None if time is MIXED else time, fresh=True)
        timed = any(one.kind != "sla_breach" for one in triggers)
        self.rate.setVisible(timed)
        self.velocity.setVisible(timed)

    def leave(self) -> None:
        """Commit what is being typed."""
        self.rate.commit()
        self.system.commit()
        self.velocity.leave()

    def _on_kind(self, kind: object, stay: int) -> None:
        if kind is not MIXED:
            self._set(_("Change kind of triggers"), f"kind:{stay}", kind=kind)

    def _on_rate(self, rate: float | None, stay: int) -> None:
        def change(trigger: Trigger) -> Trigger:
            if trigger.kind == "sla_breach":
                return trigger  # the SLA times it
            return trigger.replaced(conversion=with_rate(trigger.conversion, rate))

        self.changed.emit(change, _("Change conversion of triggers"), f"rate:{stay}")

    def _on_automation(self, automation: object, stay: int) -> None:
        if automation is not MIXED:
            step = _("Change automation of triggers")
            self._set(step, f"automation:{stay}", automation=automation)

    def _on_system(self, system: str, stay: int) -> None:
        self._set(_("Change system of triggers"), f"system:{stay}", system=system)

    def _on_velocity(self, time: TimeDistribution | None, stay: int) -> None:
        def change(trigger: Trigger) -> Trigger:
            return trigger if trigger.kind == "sla_breach" else trigger.replaced(velocity=time)

        if time is not None:
            self.changed.emit(change, _("Change time of triggers"), f"velocity:{stay}")

    def _set(self, step: str, key: str, **changes: Any) -> None:
        self.changed.emit(lambda trigger: trigger.replaced(**changes), step, key)
