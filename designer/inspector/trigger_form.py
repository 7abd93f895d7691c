"""The trigger in the inspector: what must happen, how often, how quickly, for whom."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from funnelcraft.designer.document import Item
from funnelcraft.designer.inspector.conversion import ConversionEditor
from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.form import Form, side_by_side
from funnelcraft.designer.inspector.overrides import OverridesEditor
from funnelcraft.designer.inspector.rate_words import rate_sentence, ways_out
from funnelcraft.designer.inspector.rules.builder import RuleBuilder
from funnelcraft.designer.inspector.velocity import VelocityEditor
from funnelcraft.designer.inspector.writing import prose, words
from funnelcraft.designer.widgets.labels import breakable, label
from funnelcraft.funnel.edits import change_trigger, override_conversion, override_velocity
from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.model import ENDS, Conversion, Funnel, Trigger
from funnelcraft.funnel.names import arrow, stage_name
from funnelcraft.funnel.rules import Rule
from funnelcraft.funnel.text import _
from funnelcraft.funnel.velocity import TimeDistribution


def trigger_kinds() -> tuple[tuple[str, str], ...]:
    """Return the kinds of trigger in plain words."""
    return (
        ("progress", _("Progress")),
        ("recycle", _("Recycle")),
        ("disqualify", _("Disqualify")),
        ("sla_breach", _("SLA breached")),
    )


def automations() -> tuple[tuple[str, str], ...]:
    """Return how a trigger is set off."""
    return (("manual", _("By a person")), ("automatic", _("Automatically")))


class TriggerForm(Form):
    """Edits a trigger."""

    def pieces(self) -> Sequence[Callable[[], None]]:
        """Return what adds the sections."""
        return (
            self._add_conversion,
            self._add_velocity,
            self._add_words,
            self._add_rule,
            self._add_automation,
            self._add_overrides,
            self._add_ends,
        )

    def _add_conversion(self) -> None:
        self.conversion = ConversionEditor(_("Conversion: share of leads that go this way"))
        self.rate = self.conversion.rate
        self.entered, self.moved = self.conversion.entered, self.conversion.moved
        self.conversion.committed.connect(self._on_conversion)
        self.untimed = label(_("The SLA times this trigger; it needs no rate."), "muted", True)
        self.keep_drafts(self.rate, self.entered, self.moved)
        self.column.addWidget(self.conversion)
        self.column.addWidget(self.untimed)

    def _add_velocity(self) -> None:
        self.velocity = VelocityEditor(_("How long it takes"))
        self.velocity.committed.connect(self._on_velocity)
        self.keep_drafts(*self.velocity.fields.values())
        self.column.addWidget(self.velocity)

    def _add_overrides(self) -> None:
        self.overrides = OverridesEditor()
        self.overrides.conversion_committed.connect(self._on_own_conversion)
        self.overrides.velocity_committed.connect(self._on_own_velocity)
        self.overrides.opened.connect(self.update_part)
        self.column.addWidget(self.overrides)

    def part(self, funnel: Funnel) -> Trigger | None:
        """Return the part this form edits; None where it is gone."""
        return next((one for one in funnel.triggers if one.id == self._id), None)

    def fields_by_name(self) -> dict[str, QWidget]:
        """Return which widget edits which field of the model."""
        return {
            "conversion": self.rate,
            "velocity": self.velocity.kind.editor,
            "name": self.name,
            "kind": self.kind.editor,
            "from": self.origin.editor,
            "to": self.target.editor,
            "description": self.description,
            "automation": self.automation.editor,
            "system": self.system,
            "rule": self.rule.rows[0] if self.rule.rows else self.rule.add_condition,
            "by_segment": self.overrides.rows[0] if self.overrides.rows else self.overrides,
            "to_segment": self.to_segment.editor,
        }

    def _bind_plain(self, field: Field | ChoiceField, key: str, step: str) -> None:
        def read(trigger: Trigger) -> object:
            return getattr(trigger, key)

        def write(funnel: Funnel, trigger_id: str, value: object) -> Funnel:
            return change_trigger(funnel, trigger_id, **{key: value})

        self.bind(field, read, write, step)

    def _add_words(self) -> None:
        self.name = Field(_("Name: what happens"), words())
        self.kind = ChoiceField(_("Kind"), trigger_kinds())
        self.description = Field(_("What exactly must have happened"), prose(), several_lines=True)
        self._bind_plain(self.name, "name", _("Rename trigger"))
        self._bind_plain(self.kind, "kind", _("Change kind of trigger"))
        self._bind_plain(self.description, "description", _("Change description"))
        self.column.addWidget(self.name)
        self.column.addWidget(self.kind)
        self.column.addWidget(self.description)

    def _add_rule(self) -> None:
        self.rule = RuleBuilder()
        self.rule.committed.connect(self._on_rule)
        self.column.addWidget(self.rule)

    def _add_automation(self) -> None:
        self.automation = ChoiceField(_("Set off"), automations())
        self.system = Field(_("System"), words())
        self._bind_plain(self.automation, "automation", _("Change automation"))
        self._bind_plain(self.system, "system", _("Change system"))
        self.column.addWidget(self.automation)
        self.column.addWidget(self.system)

    def _add_ends(self) -> None:
        self.origin = ChoiceField(_("From"))
        self.target = ChoiceField(_("To"))
        self.to_segment = ChoiceField(_("Segment of a lead afterwards"))
        self.origin.committed.connect(self._on_origin)
        self.target.committed.connect(self._on_target)
        self.to_segment.committed.connect(self._on_to_segment)
        self.column.addLayout(side_by_side(self.origin, self.target))
        self.column.addWidget(self.to_segment)
        self.stages = QPushButton("")
        self.stages.setMinimumWidth(60)
        self.stages.setProperty("role", "link")
        self.stages.clicked.connect(self._on_go_to_origin)
        self.column.addWidget(self.stages)
        self.column.addStretch(1)

    def show_part(self, identity: str) -> None:
        """Show another part."""
        if identity != self._id:
            self.leave()
            funnel = self._document.funnel
            found = next(one for one in funnel.triggers if one.id == identity)
            self._show_figures(funnel, found, fresh=True)
            self.rule.show_rule(found.rule, funnel, fresh=True)
            self._show_choices(funnel, found)
        super().show_part(identity)

    def leave(self) -> None:
        """Commit what is being typed."""
        if self._id is not None and self.part(self._document.funnel) is not None:
            for editor in (self.conversion, self.velocity, self.rule, self.overrides):
                editor.leave()
        super().leave()

    def refresh(self, part: Trigger) -> None:
        """Show what is not in a bound field."""
        funnel = self._document.funnel
        stages = stages_by_id(funnel)
        self.set_heading(part.name.strip() or arrow(stages, part))
        self.subheading.setText(breakable(_("Trigger · {arrow}").format(arrow=arrow(stages, part))))
        origin = stages.get(part.from_stage)
        rated = part.kind != "sla_breach"
        self.conversion.setVisible(rated)
        self.untimed.setVisible(not rated)
        self.velocity.setVisible(rated and not (origin is not None and origin.kind == "gate"))
        self._show_choices(funnel, part)
        self._show_figures(funnel, part, fresh=False)
        if not rated:
            self.overrides.hide()
        self.rule.show_rule(part.rule, funnel)
        if origin is not None:
            self.stages.setText(_("All ways out of {stage}").format(stage=stage_name(origin)))
        self.stages.setVisible(origin is not None)

    def _show_figures(self, funnel: Funnel, part: Trigger, fresh: bool) -> None:
        origin = stages_by_id(funnel).get(part.from_stage)
        ways = ways_out(funnel, part)
        sentence = rate_sentence(part, origin.kind if origin else "")
        self.conversion.show_conversion(part.conversion, sentence, ways, fresh)
        self.velocity.show_time(part.velocity, fresh)
        self.overrides.show_trigger(funnel, part, ways, fresh)

    def _show_choices(self, funnel: Funnel, part: Trigger) -> None:
        stages = stages_by_id(funnel)
        listed = [(one.id, stage_name(one)) for one in stages_in_order(funnel)]
        self.origin.set_options([one for one in listed if stages[one[0]].kind not in ENDS])
        self.target.set_options(listed)
        self.origin.show_value(part.from_stage)
        self.target.show_value(part.to_stage)
        segments = [(one.id, one.name or one.id) for one in funnel.segments]
        self.to_segment.set_options([(None, _("the one it had")), *segments])
        self.to_segment.show_value(part.to_segment)
        self.to_segment.setVisible(len(segments) > 1 or part.to_segment is not None)

    def _on_conversion(self, conversion: Conversion | None, stay: int) -> None:
        step = _("Change conversion") if stay % 3 == 0 else _("Change counts")
        self._apply(step, f"conversion:{stay}", conversion=conversion)

    def _on_velocity(self, time: TimeDistribution, stay: int) -> None:
        self._apply(_("Change time"), f"velocity:{stay}", velocity=time)

    def _on_rule(self, rule: Rule | None, key: str) -> None:
        self._apply(_("Change rule"), f"rule:{key}" if key else "", rule=rule)

    def _on_own_conversion(self, segment: str, conversion: Conversion | None, stay: int) -> None:
        if self._id is not None:
            here = self._id
            self._document.apply(
                lambda funnel: override_conversion(funnel, here, segment, conversion),
                _("Change a segment's conversion"),
                merge_key=f"trigger:{here}:{segment}:conversion:{stay}",
            )

    def _on_own_velocity(self, segment: str, time: TimeDistribution | None, stay: int) -> None:
        if self._id is not None:
            here = self._id
            self._document.apply(
                lambda funnel: override_velocity(funnel, here, segment, time),
                _("Change a segment's time"),
                merge_key=f"trigger:{here}:{segment}:velocity:{stay}",
            )

    def _on_origin(self, stage_id: str, stay: int) -> None:
        self._apply(_("Change where it begins"), f"from:{stay}", from_stage=stage_id)

    def _on_target(self, stage_id: str, stay: int) -> None:
        self._apply(_("Change where it leads"), f"to:{stay}", to_stage=stage_id)

    def _on_to_segment(self, segment: str | None, stay: int) -> None:
        self._apply(_("Change segment afterwards"), f"to-segment:{stay}", to_segment=segment)

    def _on_go_to_origin(self) -> None:
        trigger = self.part(self._document.funnel)
        if trigger is not None:
            self._document.select([Item("stage", trigger.from_stage)])

    def _apply(self, step: str, key: str, **changes: Any) -> None:
        if self._id is not None:
            trigger_id = self._id
            self._document.apply(
                lambda funnel: change_trigger(funnel, trigger_id, **changes),
                step,
                merge_key=f"trigger:{trigger_id}:{key}" if key else "",
            )
