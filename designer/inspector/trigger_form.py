"""The trigger in the inspector: what must happen, how often, how quickly."""

from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from funnelcraft.designer.document import Document, Item
from funnelcraft.designer.inspector.fields import ChoiceField, Field, label
from funnelcraft.designer.inspector.form import Form, side_by_side
from funnelcraft.designer.inspector.velocity import VelocityEditor
from funnelcraft.designer.inspector.writing import one_in, optional, prose, share, whole, words
from funnelcraft.funnel.edits import change_trigger, give_rate
from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.model import ENDS, Conversion, Funnel, Trigger
from funnelcraft.funnel.names import arrow, stage_name
from funnelcraft.funnel.text import _, number
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

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._add_rate()
        self.velocity = VelocityEditor(_("How long it takes"))
        self.velocity.committed.connect(self._on_velocity)
        self.column.addWidget(self.velocity)
        self._add_words()
        self._add_counts()
        self.column.addStretch(1)

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
        }

    def _add_rate(self) -> None:
        self.rate = Field(_("Conversion: share of leads that go this way"), optional(share()))
        self.bind(
            self.rate,
            lambda trigger: trigger.conversion.rate if trigger.conversion else None,
            give_rate,
            _("Change conversion"),
        )
        self.rate_sentence = label("", "muted", wrap=True)
        self.column.addWidget(self.rate)
        self.column.addWidget(self.rate_sentence)

    def _bind_plain(self, field: Field | ChoiceField, key: str, step: str) -> None:
        def read(trigger: Trigger) -> object:
            return getattr(trigger, key)

        def write(funnel: Funnel, trigger_id: str, value: object) -> Funnel:
            return change_trigger(funnel, trigger_id, **{key: value})

        self.bind(field, read, write, step)

    def _add_words(self) -> None:
        self.name = Field(_("Name: what happens"), words())
        self.kind = ChoiceField(_("Kind"), trigger_kinds())
        self.origin = ChoiceField(_("From"))
        self.target = ChoiceField(_("To"))
        self.description = Field(_("What exactly must have happened"), prose(), several_lines=True)
        self.automation = ChoiceField(_("Set off"), automations())
        self.system = Field(_("System"), words())
        self._bind_plain(self.name, "name", _("Rename trigger"))
        self._bind_plain(self.kind, "kind", _("Change kind of trigger"))
        self._bind_plain(self.description, "description", _("Change description"))
        self._bind_plain(self.automation, "automation", _("Change automation"))
        self._bind_plain(self.system, "system", _("Change system"))
        self.origin.committed.connect(self._on_origin)
        self.target.committed.connect(self._on_target)
        self.column.addWidget(self.name)
        self.column.addLayout(side_by_side(self.origin, self.target))
        self.column.addWidget(self.kind)
        self.column.addWidget(self.description)
        self.column.addLayout(side_by_side(self.automation, self.system))

    def _add_counts(self) -> None:
        self.column.addWidget(label(_("COUNTS BEHIND THE RATE"), "section"))
        self.entered = Field(_("Leads entered"), optional(whole()))
        self.moved = Field(_("Leads that moved"), optional(whole()))
        for field, key in ((self.entered, "entered"), (self.moved, "moved")):
            self._bind_count(field, key)
        self.column.addLayout(side_by_side(self.entered, self.moved))
        self.counts_sentence = label("", "muted", wrap=True)
        self.column.addWidget(self.counts_sentence)
        self.stages = QPushButton("")
        self.stages.setMinimumWidth(60)
        self.stages.setProperty("role", "link")
        self.stages.clicked.connect(self._on_go_to_origin)
        self.column.addWidget(self.stages)

    def _bind_count(self, field: Field, key: str) -> None:
        def read(trigger: Trigger) -> int | None:
            found = getattr(trigger.conversion, key, None)
            return None if found is None else int(found)

        def write(funnel: Funnel, trigger_id: str, value: int | None) -> Funnel:
            return _with_count(funnel, trigger_id, key, value)

        self.bind(field, read, write, _("Change counts"))

    def show_part(self, identity: str) -> None:
        """Show another part."""
        if identity != self._id:
            self.leave()
            found = next(one for one in self._document.funnel.triggers if one.id == identity)
            self.velocity.show_time(found.velocity, fresh=True)
        super().show_part(identity)

    def leave(self) -> None:
        """Commit what is being typed."""
        if self._id is not None and self.part(self._document.funnel) is not None:
            self.velocity.leave()
        super().leave()

    def refresh(self, part: Trigger) -> None:
        """Show what is not in a bound field."""
        funnel = self._document.funnel
        stages = stages_by_id(funnel)
        self.set_heading(part.name.strip() or arrow(stages, part))
        self.subheading.setText(_("Trigger · {arrow}").format(arrow=arrow(stages, part)))
        listed = [(one.id, stage_name(one)) for one in stages_in_order(funnel)]
        self.origin.set_options([one for one in listed if stages[one[0]].kind not in ENDS])
        self.target.set_options(listed)
        self.origin.show_value(part.from_stage)
        self.target.show_value(part.to_stage)
        origin = stages.get(part.from_stage)
        timed = part.kind != "sla_breach" and not (origin and origin.kind == "gate")
        self.velocity.setVisible(timed)
        if timed:
            self.velocity.show_time(part.velocity)
        rated = part.kind != "sla_breach"
        for widget in (self.rate, self.rate_sentence, self.entered, self.moved):
            widget.setVisible(rated)
        self.rate_sentence.setText(_rate_sentence(part, origin.kind if origin else ""))
        self.counts_sentence.setText(_counts_sentence(part))
        if origin is not None:
            self.stages.setText(_("All ways out of {stage}").format(stage=stage_name(origin)))
        self.stages.setVisible(origin is not None)

    def _on_velocity(self, time: TimeDistribution, stay: int) -> None:
        self._apply(_("Change time"), f"velocity:{stay}", velocity=time)

    def _on_origin(self, stage_id: str, stay: int) -> None:
        self._apply(_("Change where it begins"), f"from:{stay}", from_stage=stage_id)

    def _on_target(self, stage_id: str, stay: int) -> None:
        self._apply(_("Change where it leads"), f"to:{stay}", to_stage=stage_id)

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
                merge_key=f"trigger:{trigger_id}:{key}",
            )


def _conversion(funnel: Funnel, trigger_id: str) -> Conversion | None:
    return next(one for one in funnel.triggers if one.id == trigger_id).conversion


def _with_count(funnel: Funnel, trigger_id: str, key: str, value: int | None) -> Funnel:
    """Give a count; with both counts the rate is theirs."""
    before = _conversion(funnel, trigger_id) or Conversion(rate=0.0)
    after = before.replaced(**{key: value})
    if after.entered and after.moved is not None and after.moved <= after.entered:
        after = after.replaced(rate=after.moved / after.entered)
    return change_trigger(funnel, trigger_id, conversion=after)


def _rate_sentence(trigger: Trigger, origin_kind: str) -> str:
    if trigger.conversion is None:
        if origin_kind == "gate":
            return _("Empty: this way takes all leads the others leave.")
        return _("Type the share in percent: 35 means 35%.")
    pictured = one_in(trigger.conversion.rate)
    return pictured[:1].upper() + pictured[1:] + "." if pictured else ""


def _counts_sentence(trigger: Trigger) -> str:
    conversion = trigger.conversion
    if trigger.kind == "sla_breach":
        return _("The SLA times this trigger; it needs no rate.")
    if conversion is None or conversion.entered is None or conversion.moved is None:
        return _("Counts tell how sure the rate is: type both and the rate is theirs.")
    if conversion.moved > conversion.entered:
        return _("More leads moved than entered: that cannot be.")
    return _("{moved} of {entered} leads moved. Typing another rate removes the counts.").format(
        moved=number(conversion.moved), entered=number(conversion.entered)
    )
