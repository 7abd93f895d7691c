"""The stage in the inspector: its words, its owner, its promise, and how leads leave it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.document import Document, Item
from funnelcraft.designer.inspector.capacity import CapacityEditor
from funnelcraft.designer.inspector.criteria import CriteriaList
from funnelcraft.designer.inspector.departments import (
    Departments,
    departments_of,
    with_agreement,
)
from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.forecast_here import ForecastHere
from funnelcraft.designer.inspector.form import Form, side_by_side
from funnelcraft.designer.inspector.opening import OpeningEditor
from funnelcraft.designer.inspector.velocity import VelocityEditor
from funnelcraft.designer.inspector.ways_out import WaysOut
from funnelcraft.designer.inspector.writing import duration, optional, prose, words
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.edits import add_role, change_stage, set_opening
from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.model import ENDS, Capacity, Funnel, Sla, Stage
from funnelcraft.funnel.names import department_name, role_name, stage_name
from funnelcraft.funnel.text import _, days, listed
from funnelcraft.funnel.velocity import TimeDistribution

if TYPE_CHECKING:
    from funnelcraft.simulation.expectation import Expectation

NEW_ROLE = "+new"  # no role's id: ids begin with a letter or a figure


def stage_kinds() -> tuple[tuple[str, str], ...]:
    """Return the kinds of stage in plain words."""
    return (
        ("open", _("Holds leads")),
        ("gate", _("Decides at once")),
        ("won", _("Won")),
        ("lost", _("Lost")),
    )


def clocks() -> tuple[tuple[str, str], ...]:
    """Return what an SLA's clock measures, in plain words."""
    return (("first_touch", _("first touch")), ("stage", _("it leaves")))


class StageForm(Form):
    """Edits a stage. `role_wanted(stage_id)` asks for a role that does not exist yet."""

    role_wanted = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._expected: tuple[Expectation | None, str] = (None, "")

    def pieces(self) -> Sequence[Callable[[], None]]:
        """Return what adds the sections."""
        return (
            self._add_words,
            self._add_definition,
            self._add_promise,
            self._add_figures,
            self._add_opening,
            self._add_criteria,
            self._add_capacity,
            self._add_leak,
        )

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
            "entry_criteria": self.entry.rows[0] if self.entry.rows else self.entry.as_text,
            "exit_criteria": self.exit.rows[0] if self.exit.rows else self.exit.as_text,
            "opening": self.opening.leads,
            "capacity": self.capacity.leads,
            "wait_half_life_days": self.capacity.half_life,
            "agreed_by": next(iter(self.agreed.boxes.values()), self.agreed),
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
        self._bind_plain(self.term, "term", _("Rename stage"))
        self._bind_plain(self.short, "abbreviation", _("Change abbreviation"))
        self._bind_plain(self.kind, "kind", _("Change kind of stage"))
        self.owner.committed.connect(self._on_owner)
        self.column.addWidget(self.term)
        self.column.addLayout(side_by_side(self.short, self.kind))
        self.column.addWidget(self.owner)

    def _add_definition(self) -> None:
        self.definition = Field(_("Definition"), prose(), several_lines=True)
        self._bind_plain(self.definition, "definition", _("Change definition"))
        self.column.addWidget(self.definition)

    def _add_promise(self) -> None:
        self.sla = Field(_("SLA: done within"), optional(duration(_("none"))))
        self.clock = ChoiceField(_("Clock runs until"), clocks())
        self.bind(
            self.sla,
            lambda stage: stage.sla.days if stage.sla else None,
            _with_sla_days,
            _("Change SLA"),
        )
        self.clock.committed.connect(self._on_clock)
        self.promise = QWidget()
        column = QVBoxLayout(self.promise)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP // 2)
        column.addLayout(side_by_side(self.sla, self.clock))
        self.promise_sentence = label("", "muted", wrap=True)
        column.addWidget(self.promise_sentence)
        self.column.addWidget(self.promise)
        self.agreed = Departments()
        self.agreed.toggled.connect(self._on_agreed)
        self.column.addWidget(self.agreed)

    def _add_figures(self) -> None:
        self.ways = WaysOut()
        self.ways.trigger_wanted.connect(self._on_trigger_wanted)
        self.column.addWidget(self.ways)
        self.here = ForecastHere()
        self.column.addWidget(self.here)

    def _add_opening(self) -> None:
        self.opening = OpeningEditor()
        self.opening.committed.connect(self._on_opening)
        self.keep_drafts(*self.opening.fields())
        self.column.addWidget(self.opening)

    def _add_criteria(self) -> None:
        self.entry = CriteriaList(_("Entry criteria"), _("Add what must hold to come in"))
        self.exit = CriteriaList(_("Exit criteria"), _("Add what must hold to leave"))
        self.entry.committed.connect(self._on_entry)
        self.exit.committed.connect(self._on_exit)
        self.column.addWidget(self.entry)
        self.column.addWidget(self.exit)

    def _add_capacity(self) -> None:
        self.capacity = CapacityEditor()
        self.capacity.committed.connect(self._on_capacity)
        self.capacity.half_life_committed.connect(self._on_half_life)
        self.keep_drafts(*self.capacity.fields())
        self.column.addWidget(self.capacity)

    def _add_leak(self) -> None:
        self.leak_title = label(_("LEADS THAT GO NOWHERE"), "section")
        self.leak = VelocityEditor(_("They are given up after"))
        self.leak.committed.connect(self._on_leak)
        self.keep_drafts(*self.leak.fields.values())
        self.column.addWidget(self.leak_title)
        self.column.addWidget(self.leak)
        self.column.addStretch(1)

    def show_part(self, identity: str) -> None:
        """Show another part."""
        if identity != self._id:
            self.leave()
            stage = stages_by_id(self._document.funnel)[identity]
            self.leak.show_time(stage.leak_time, fresh=True)
            self.capacity.show_capacity(stage.capacity, stage.wait_half_life_days, fresh=True)
            self.entry.show_value(stage.entry_criteria, fresh=True)
            self.exit.show_value(stage.exit_criteria, fresh=True)
            self.opening.show_stage(self._document.funnel, stage, fresh=True)
        super().show_part(identity)

    def leave(self) -> None:
        """Commit what is being typed."""
        if self._id is not None and self.part(self._document.funnel) is not None:
            for editor in (self.leak, self.capacity, self.entry, self.exit, self.opening):
                editor.leave()
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
        self.promise_sentence.setText(_promise_sentence(part.sla))
        agreed = dict.fromkeys(part.agreed_by, True)
        self.agreed.show_departments(departments_of(funnel, part.agreed_by), agreed)
        self.entry.show_value(part.entry_criteria)
        self.exit.show_value(part.exit_criteria)
        goes_on = part.kind not in ENDS
        stays = goes_on and part.kind != "gate"
        self.promise.setVisible(goes_on)
        self.ways.setVisible(goes_on)
        self.capacity.setVisible(stays)
        self.leak_title.setVisible(stays)
        self.leak.setVisible(stays)
        held = any(one.stage == part.id for one in funnel.opening)
        self.opening.setVisible(stays or held)  # what a file holds elsewhere can be taken away
        if stays or held:
            self.opening.show_stage(funnel, part)
        self.here.show_stage(self._expected[0], self._id, self._expected[1])
        if goes_on:
            self.ways.show_stage(funnel, part)
        if stays:
            self.capacity.show_capacity(part.capacity, part.wait_half_life_days)
            self.leak.show_time(part.leak_time)

    def show_expectation(self, expectation: "Expectation | None", period: str) -> None:
        """Show what is expected here; None where there is no forecast."""
        self._expected = (expectation, period)
        self.here.show_stage(expectation, self._id, period)

    def _on_owner(self, role: str | None, stay: int) -> None:
        if role == NEW_ROLE and self._id is not None:
            self.update_part()
            self.role_wanted.emit(self._id)
        else:
            self._change(_("Change owner"), f"owner:{stay}", owner=role)

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
            self._change(_("Change SLA"), f"clock:{stay}", sla=sla)

    def _on_trigger_wanted(self, trigger_id: str) -> None:
        self._document.select([Item("trigger", trigger_id)])

    def _on_agreed(self, department: str, agreed: bool) -> None:
        stage = self.part(self._document.funnel)
        if stage is not None:
            after = with_agreement(stage.agreed_by, department, agreed)
            self._change(_("Record agreement"), "", agreed_by=after)

    def _on_entry(self, criteria: tuple[str, ...], stay: int) -> None:
        self._change(_("Change entry criteria"), f"entry:{stay}", entry_criteria=criteria)

    def _on_exit(self, criteria: tuple[str, ...], stay: int) -> None:
        self._change(_("Change exit criteria"), f"exit:{stay}", exit_criteria=criteria)

    def _on_opening(self, segment: str, ages: tuple[float, ...], stay: int) -> None:
        if self._id is not None:
            stage_id = self._id
            self._document.apply(
                lambda funnel: set_opening(funnel, stage_id, segment, ages),
                _("Change who is here already"),
                merge_key=f"stage:{stage_id}:opening {segment}:{stay}",
            )

    def _on_capacity(self, capacity: Capacity | None, stay: int) -> None:
        self._change(_("Change capacity"), f"capacity:{stay}", capacity=capacity)

    def _on_half_life(self, half_life: float | None, stay: int) -> None:
        step = _("Change what waiting costs")
        self._change(step, f"half-life:{stay}", wait_half_life_days=half_life)

    def _on_leak(self, time: TimeDistribution, stay: int) -> None:
        self._change(_("Change when leads are given up"), f"leak:{stay}", leak_time=time)

    def _change(self, step: str, key: str, **changes: object) -> None:
        if self._id is not None:
            stage_id = self._id
            self._document.apply(
                lambda funnel: change_stage(funnel, stage_id, **changes),
                step,
                merge_key=f"stage:{stage_id}:{key}" if key else "",
            )


def _with_sla_days(funnel: Funnel, stage_id: str, days: float | None) -> Funnel:
    before = stages_by_id(funnel)[stage_id].sla
    after = None if days is None else (before or Sla(days=days)).replaced(days=days)
    return change_stage(funnel, stage_id, sla=after)


def _subheading(funnel: Funnel, stage: Stage) -> str:
    ids = [one.id for one in stages_in_order(funnel)]
    place = _("Stage {n} of {all}").format(n=ids.index(stage.id) + 1, all=len(ids))
    agreed = [department_name(one) for one in stage.agreed_by]
    if agreed:
        return f"{place} · " + _("agreed by {departments}").format(departments=listed(agreed))
    return f"{place} · " + _("not agreed yet")


def _promise_sentence(sla: Sla | None) -> str:
    """Explain what the SLA of a stage promises, and when it is broken."""
    if sla is None:
        return _("No SLA: nothing is promised here.")
    said = days(sla.days)
    if sla.clock == "stage":
        return _("Breached when a lead is still here after {days}.").format(days=said)
    return _("Breached when nobody has begun to work on a lead after {days}.").format(days=said)
