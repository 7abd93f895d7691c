"""The stage in the inspector: its words, its owner, its promise, and how leads leave it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from funnelcraft.designer.document import Document, Item
from funnelcraft.designer.elided import ElidedButton
from funnelcraft.designer.inspector.fields import ChoiceField, Field, label
from funnelcraft.designer.inspector.forecast_here import ForecastHere
from funnelcraft.designer.inspector.form import Form, card, side_by_side
from funnelcraft.designer.inspector.times import time_sentence
from funnelcraft.designer.inspector.velocity import VelocityEditor
from funnelcraft.designer.inspector.writing import (
    duration,
    lines,
    optional,
    prose,
    words,
)
from funnelcraft.designer.tokens import STEP
from funnelcraft.funnel.edits import add_role, change_stage
from funnelcraft.funnel.graph import stages_by_id, stages_in_order, triggers_from
from funnelcraft.funnel.model import ENDS, Funnel, Sla, Stage, Trigger
from funnelcraft.funnel.names import role_name, stage_name
from funnelcraft.funnel.rates import default_of_gate
from funnelcraft.funnel.text import _, listed, rate
from funnelcraft.funnel.velocity import TimeDistribution

if TYPE_CHECKING:
    from funnelcraft.simulation.expectation import Expectation

NEW_ROLE = "+new"  # no role's id: ids begin with a letter or a figure


def stage_kinds() -> tuple[tuple[str, str], ...]:
    """Return the kinds of stage in plain words."""
    return (
        ("open", _("Leads stay here")),
        ("gate", _("Decides at once")),
        ("won", _("Won")),
        ("lost", _("Lost")),
    )


def clocks() -> tuple[tuple[str, str], ...]:
    """Return what an SLA's clock measures, in plain words."""
    return (("first_touch", _("until first touch")), ("stage", _("until it leaves")))


class StageForm(Form):
    """Edits a stage. `role_wanted(stage_id)` asks for a role that does not exist yet."""

    role_wanted = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._expected: tuple[Expectation | None, str] = (None, "")
        self._add_words()
        self._add_promise()
        self._add_ways_out()
        self.here = ForecastHere()
        self.column.addWidget(self.here)
        self._add_criteria()
        self.column.addStretch(1)

    def part(self, funnel: Funnel) -> Stage | None:
        """Return the part this form edits; None where it is gone."""
        return stages_by_id(funnel).get(self._id or "")

    def fields_by_name(self) -> dict[str, QWidget]:
        """Return which widget edits which field of the model."""
        return {
            "term": self.term,
            "kind": self.kind.editor,
            "owner": self.owner.editor,
            "definition": self.definition,
            "sla": self.sla,
            "leak_time": self.leak.kind.editor,
            "abbreviation": self.short,
            "entry_criteria": self.entry,
            "exit_criteria": self.exit,
        }

    def _bind_plain(self, field: Field | ChoiceField, key: str, step: str) -> None:
        def read(stage: Stage) -> object:
            return getattr(stage, key)

        def write(funnel: Funnel, stage_id: str, value: object) -> Funnel:
            return change_stage(funnel, stage_id, **{key: value})

        self.bind(field, read, write, step)

    def _add_words(self) -> None:
        self.term = Field(_("Term"), words(_("A stage needs a term: one that everybody uses.")))
        self.short = Field(_("Short"), words())
        self.kind = ChoiceField(_("Kind"), stage_kinds())
        self.owner = ChoiceField(_("Owner"))
        self.definition = Field(_("Definition"), prose(), several_lines=True)
        self._bind_plain(self.term, "term", _("Rename stage"))
        self._bind_plain(self.short, "abbreviation", _("Change abbreviation"))
        self._bind_plain(self.kind, "kind", _("Change kind of stage"))
        self._bind_plain(self.definition, "definition", _("Change definition"))
        self.owner.committed.connect(self._on_owner)
        self.column.addWidget(self.term)
        self.column.addLayout(side_by_side(self.short, self.kind))
        self.column.addWidget(self.owner)
        self.column.addWidget(self.definition)

    def _add_promise(self) -> None:
        self.sla = Field(_("SLA: done within"), optional(duration(_("none"))))
        self.clock = ChoiceField(_("Clock runs"), clocks())
        self.bind(
            self.sla,
            lambda stage: stage.sla.days if stage.sla else None,
            _with_sla_days,
            _("Change SLA"),
        )
        self.clock.committed.connect(self._on_clock)
        self.promise = QWidget()
        row = QHBoxLayout(self.promise)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(side_by_side(self.sla, self.clock))
        self.column.addWidget(self.promise)
        agreed = QHBoxLayout()
        agreed.setSpacing(STEP * 2)
        agreed.addWidget(label(_("Agreed by"), "label"))
        self.agreed: dict[str, QCheckBox] = {}
        for department, text in (("marketing", _("Marketing")), ("sales", _("Sales"))):
            box = QCheckBox(text)
            box.setAccessibleName(_("Agreed by {department}").format(department=text))
            box.clicked.connect(partial(self._on_agreed, department))
            self.agreed[department] = box
            agreed.addWidget(box)
        agreed.addStretch(1)
        self.column.addLayout(agreed)

    def _add_ways_out(self) -> None:
        self.ways_title = label(_("A lead leaves when"), "label")
        self.ways_frame, self.ways = card(2)
        self.leak_title = label(_("LEADS THAT GO NOWHERE"), "section")
        self.leak = VelocityEditor(_("They are given up after"))
        self.leak.committed.connect(self._on_leak)
        self.column.addWidget(self.ways_title)
        self.column.addWidget(self.ways_frame)

    def _add_criteria(self) -> None:
        self.entry = Field(_("Entry criteria, one a line"), lines(), several_lines=True)
        self.exit = Field(_("Exit criteria, one a line"), lines(), several_lines=True)
        self._bind_plain(self.entry, "entry_criteria", _("Change entry criteria"))
        self._bind_plain(self.exit, "exit_criteria", _("Change exit criteria"))
        self.column.addWidget(self.entry)
        self.column.addWidget(self.exit)
        self.column.addWidget(self.leak_title)
        self.column.addWidget(self.leak)

    def show_part(self, identity: str) -> None:
        """Show another part."""
        if identity != self._id:
            self.leave()
            funnel = self._document.funnel
            self.leak.show_time(stages_by_id(funnel)[identity].leak_time, fresh=True)
        super().show_part(identity)

    def leave(self) -> None:
        """Commit what is being typed."""
        if self._id is not None and self.part(self._document.funnel) is not None:
            self.leak.leave()
        super().leave()

    def refresh(self, part: Stage) -> None:
        """Show what is not in a bound field."""
        funnel = self._document.funnel
        self.set_heading(stage_name(part))
        self.subheading.setText(_subheading(funnel, part))
        roles = [(role.id, role_name(role)) for role in funnel.roles]
        self.owner.set_options([(None, _("Nobody yet")), *roles, (NEW_ROLE, _("New role …"))])
        self.owner.show_value(part.owner)
        self.clock.show_value(part.sla.clock if part.sla else "first_touch")
        self.clock.setEnabled(part.sla is not None)
        for department, box in self.agreed.items():
            box.setChecked(department in part.agreed_by)
        goes_on = part.kind not in ENDS
        stays = goes_on and part.kind != "gate"
        self.promise.setVisible(goes_on)
        self.ways_title.setVisible(goes_on)
        self.ways_frame.setVisible(goes_on)
        self.leak_title.setVisible(stays)
        self.leak.setVisible(stays)
        self.here.show_stage(self._expected[0], self._id, self._expected[1])
        if goes_on:
            self._show_ways(funnel, part)
        if stays:
            self.leak.show_time(part.leak_time)

    def show_expectation(self, expectation: "Expectation | None", period: str) -> None:
        """Show what is expected here; None where there is no forecast."""
        self._expected = (expectation, period)
        self.here.show_stage(expectation, self._id, period)

    def _show_ways(self, funnel: Funnel, stage: Stage) -> None:
        while (item := self.ways.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # it may hold the focus: gone from sight now, deleted later
                widget.deleteLater()
        triggers = triggers_from(funnel, stage.id)
        if not triggers:
            self.ways.addWidget(
                label(_("No way out yet. Drag from the stage's edge to another."), "muted", True)
            )
            return
        taken = 0.0
        for trigger in triggers:
            taken += trigger.conversion.rate if trigger.conversion else 0.0
            self.ways.addWidget(self._way(funnel, trigger, default_of_gate(triggers), stage))
        nowhere = label(_nowhere(stage, taken), "muted", wrap=True)
        nowhere.setContentsMargins(STEP, 0, 0, 0)
        self.ways.addWidget(nowhere)

    def _way(
        self, funnel: Funnel, trigger: Trigger, default: Trigger | None, stage: Stage
    ) -> QWidget:
        target = stages_by_id(funnel).get(trigger.to_stage)
        to = stage_name(target) if target else "?"
        name = trigger.name.strip()
        button = ElidedButton(f"{name}  →  {to}" if name else f"→  {to}")
        button.setProperty("role", "row")
        button.clicked.connect(partial(self._document.select, [Item("trigger", trigger.id)]))
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(button)
        below = label(_way_sentence(trigger, trigger is default, stage), "muted", wrap=True)
        below.setContentsMargins(8, 0, 0, 0)
        column.addWidget(below)
        return whole

    def _on_owner(self, role: str | None, stay: int) -> None:
        if self._id is None:
            return
        stage_id = self._id
        if role == NEW_ROLE:
            self.update_part()
            self.role_wanted.emit(stage_id)
            return
        self._document.apply(
            lambda funnel: change_stage(funnel, stage_id, owner=role),
            _("Change owner"),
            merge_key=f"owner:{stage_id}:{stay}",
        )

    def give_new_role(self, stage_id: str, name: str, department: str) -> None:
        """Add a role and let it own the stage, as one step."""

        def edit(funnel: Funnel) -> Funnel:
            with_role, role_id = add_role(funnel, name, department)
            return change_stage(with_role, stage_id, owner=role_id)

        self._document.apply(edit, _("Add role"))

    def _on_clock(self, clock: str, stay: int) -> None:
        stage = self.part(self._document.funnel)
        if stage is not None and stage.sla is not None:
            sla = stage.sla.replaced(clock=clock)
            self._document.apply(
                lambda funnel: change_stage(funnel, stage.id, sla=sla),
                _("Change SLA"),
                merge_key=f"clock:{stage.id}:{stay}",
            )

    def _on_agreed(self, department: str) -> None:
        stage = self.part(self._document.funnel)
        if stage is None:
            return
        others = tuple(name for name in stage.agreed_by if name != department)
        names = (*others, department) if self.agreed[department].isChecked() else others
        ordered = tuple(sorted(names, key=lambda name: (name not in self.agreed, name)))
        self._document.apply(
            lambda funnel: change_stage(funnel, stage.id, agreed_by=ordered),
            _("Record agreement"),
        )

    def _on_leak(self, time: TimeDistribution, stay: int) -> None:
        if self._id is not None:
            stage_id = self._id
            self._document.apply(
                lambda funnel: change_stage(funnel, stage_id, leak_time=time),
                _("Change when leads are given up"),
                merge_key=f"leak:{stage_id}:{stay}",
            )


def _with_sla_days(funnel: Funnel, stage_id: str, days: float | None) -> Funnel:
    before = stages_by_id(funnel)[stage_id].sla
    after = None if days is None else (before or Sla(days=days)).replaced(days=days)
    return change_stage(funnel, stage_id, sla=after)


def _subheading(funnel: Funnel, stage: Stage) -> str:
    ids = [one.id for one in stages_in_order(funnel)]
    place = _("Stage {n} of {all}").format(n=ids.index(stage.id) + 1, all=len(ids))
    names = {"marketing": _("marketing"), "sales": _("sales")}
    agreed = [names.get(one, one) for one in stage.agreed_by]
    if agreed:
        return f"{place} · " + _("agreed by {departments}").format(departments=listed(agreed))
    return f"{place} · " + _("not agreed yet")


def _way_sentence(trigger: Trigger, is_default: bool, stage: Stage) -> str:
    if trigger.kind == "sla_breach":
        return _("when the SLA is breached")
    if is_default and stage.kind == "gate":
        return _("all others")
    share = rate(trigger.conversion.rate) if trigger.conversion else _("no rate yet")
    if stage.kind == "gate":
        return share
    return f"{share} · {time_sentence(trigger.velocity)}"


def _nowhere(stage: Stage, taken: float) -> str:
    if stage.kind == "gate":
        return _("A gate decides at once: its ways out take all leads together.")
    left = 1 - taken
    if left < -1e-6:
        return _("Together {share}: more than there are.").format(share=rate(taken))
    if left < 1e-6:
        return _("Every lead goes on.")
    return _("{share} go nowhere").format(share=rate(left)) + f" · {time_sentence(stage.leak_time)}"
