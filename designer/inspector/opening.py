"""The leads that are in a stage already: how many, for how long, or their ages one by one."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.form import side_by_side
from funnelcraft.designer.inspector.writing import (
    NotUnderstood,
    Writing,
    duration,
    optional,
    whole,
)
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.edits.opening import (
    MOST_LEADS,
    middle_age,
    opening_ages,
    with_middle,
    with_number,
)
from funnelcraft.funnel.model import ALL, Funnel, Stage
from funnelcraft.funnel.text import _, days, ngettext, number

MOST_LISTED = 2_000  # ages that are written out
_BETWEEN = re.compile(r"[\s;]+|,\s+")


def ages() -> Writing:
    """Ages in days, with blanks, lines or semicolons between them, as a spreadsheet copies them."""
    one = duration()

    def read(typed: str) -> tuple[float, ...]:
        found = tuple(one.read(part) for part in _BETWEEN.split(typed.strip(" ,;\n")) if part)
        if len(found) > MOST_LEADS:
            text = _("At most {n} leads of a segment can be in a stage.")
            raise NotUnderstood(text.format(n=number(MOST_LEADS)))
        return found

    return Writing(
        lambda values: " ".join(f"{age:.9g}" for age in values),
        read,
        example=_("3 12 12.5 40"),
    )


class OpeningEditor(QWidget):
    """Edits the opening pipeline of a stage. `committed(segment, ages, stay)` carries new ages."""

    committed = Signal(str, object, int)

    def __init__(self) -> None:
        super().__init__()
        self._funnel: Funnel | None = None
        self._stage = ""
        self._segment = ALL
        self._ages: tuple[float, ...] = ()
        self.segment = ChoiceField(_("Segment"))
        self.leads = Field(_("Leads"), optional(whole(at_most=MOST_LEADS)))
        self.leads.editor.setPlaceholderText(_("none"))
        self.middle = Field(_("Half here for at most"), optional(duration()))
        self.listed = Field(_("Ages in days, one by one"), ages(), several_lines=True)
        self.as_list = QPushButton(_("List or paste their ages"))
        self.as_list.setProperty("role", "link")
        self.sentence = label("", "muted", wrap=True)
        self.segment.committed.connect(self._on_segment)
        self.leads.committed.connect(self._on_leads)
        self.middle.committed.connect(self._on_middle)
        self.listed.committed.connect(self._on_listed)
        self.as_list.clicked.connect(self._on_as_list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(label(_("ALREADY HERE AT THE START"), "section"))
        column.addWidget(self.segment)
        column.addLayout(side_by_side(self.leads, self.middle))
        column.addWidget(self.sentence)
        column.addWidget(self.listed)
        column.addWidget(self.as_list, 0, Qt.AlignmentFlag.AlignLeft)
        self.listed.hide()

    def fields(self) -> tuple[Field, ...]:
        """Return the fields to type into."""
        return (self.leads, self.middle, self.listed)

    def show_stage(self, funnel: Funnel, stage: Stage, fresh: bool = False) -> None:
        """Show who is in a stage; `fresh` where it is another one: nothing typed is kept."""
        fresh = fresh or stage.id != self._stage
        self._funnel, self._stage = funnel, stage.id
        offered = _segments(funnel, stage.id)
        if self._segment not in dict(offered):
            self._segment, fresh = offered[0][0], True
        self.segment.set_options(offered)
        self.segment.show_value(self._segment)
        self.segment.setVisible(len(offered) > 1)
        if fresh:
            self._unfold(False)
        self._show_ages(fresh)

    def _show_ages(self, fresh: bool) -> None:
        funnel = self._funnel
        if funnel is None:
            return
        self._ages = opening_ages(funnel, self._stage, self._segment)
        values = (len(self._ages) or None, middle_age(self._ages), self._ages)
        for field, value in zip(self.fields(), values, strict=True):
            if field is self.listed and self.listed.isHidden():
                continue  # many would be written out for nobody
            if fresh:
                field.show_draft(None, value)
            else:
                field.show_value(value)
        self.middle.setEnabled(bool(self._ages))
        self.as_list.setVisible(self.listed.isHidden() and len(self._ages) <= MOST_LISTED)
        in_all = [age for held in funnel.opening if held.stage == self._stage
                  for age in held.ages_days]  # fmt: skip
        self.sentence.setText(_sentence(self._ages, in_all))

    def leave(self) -> None:
        """Commit what is being typed."""
        for field in self.fields():
            field.commit()

    def _unfold(self, shown: bool) -> None:
        self.listed.setVisible(shown)
        self.as_list.setVisible(not shown)

    def _on_as_list(self) -> None:
        self._unfold(True)
        self.listed.show_draft(None, self._ages)
        self.listed.focus()

    def _on_segment(self, segment: str, _stay: int) -> None:
        self.leave()
        self._segment = segment
        self._unfold(False)
        self._show_ages(fresh=True)

    def _on_leads(self, leads: int | None, stay: int) -> None:
        self.committed.emit(self._segment, with_number(self._ages, leads or 0), stay)

    def _on_middle(self, middle: float | None, stay: int) -> None:
        self.committed.emit(self._segment, with_middle(self._ages, middle or 0.0), stay)

    def _on_listed(self, found: tuple[float, ...], stay: int) -> None:
        self.committed.emit(self._segment, found, stay)


def _segments(funnel: Funnel, stage_id: str) -> list[tuple[str, str]]:
    """Return the segments leads in a stage can be of, also those the funnel does not name."""
    named = {one.id: one.name or one.id for one in funnel.segments} or {ALL: _("All leads")}
    held = [one.segment for one in funnel.opening if one.stage == stage_id]
    return list((named | {one: one for one in held if one not in named}).items())


def _sentence(found: Sequence[float], in_all: Sequence[float]) -> str:
    """Say who is there, in words that fit ages made up and ages measured."""
    if not found:
        said = _("Nobody is here when the forecast begins.")
    elif max(found) == 0.0:
        said = _("They have all just come in.")
    elif max(found) == min(found):
        said = _("All have been here for {days}.").format(days=days(max(found)))
    else:
        said = _("They have been here for {least} to {most} days.").format(
            least=number(min(found), 1), most=number(max(found), 1)
        )
    if len(in_all) > len(found):
        text = ngettext("{n} lead in all segments.", "{n} leads in all segments.", len(in_all))
        said = f"{said} {text.format(n=number(len(in_all)))}"
    return said
