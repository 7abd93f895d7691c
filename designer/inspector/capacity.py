"""The capacity of a stage: people × leads a person a day, when they work, what waiting costs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.form import side_by_side
from funnelcraft.designer.inspector.writing import NotUnderstood, amount, duration, optional
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.edits.figures import (
    leads_per_person,
    with_leads_per_day,
    with_leads_per_person,
    with_people,
)
from funnelcraft.funnel.model import Capacity
from funnelcraft.funnel.text import _, days, number


def calendars() -> tuple[tuple[str, str], ...]:
    """Return the days on which work begins, in plain words."""
    return (("weekdays", _("weekdays")), ("every_day", _("every day")))


class CapacityEditor(QWidget):
    """Edits a capacity. `committed(capacity, stay)`, `half_life_committed(days, stay)`.

    Of the four fields of a capacity each numbers its stays apart from the others.
    """

    committed = Signal(object, int)
    half_life_committed = Signal(object, int)

    def __init__(self) -> None:
        super().__init__()
        self._capacity: Capacity | None = None
        self.people = Field(_("People"), optional(amount(example=_("not said"))))
        self.each = Field(_("Leads each a day"), optional(amount()))
        self.leads = Field(_("Leads a day"), optional(amount(example=_("any number"))))
        self.calendar = ChoiceField(_("On"), calendars())
        self.half_life = Field(_("A wait that halves conversion"), optional(duration(_("none"))))
        self.sentence = label("", "muted", wrap=True)
        self.people.committed.connect(self._on_people)
        self.each.committed.connect(self._on_each)
        self.each.checked = self._check_each
        self.leads.committed.connect(self._on_leads)
        self.calendar.committed.connect(self._on_calendar)
        self.half_life.committed.connect(self.half_life_committed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(label(_("CAPACITY"), "section"))
        column.addLayout(side_by_side(self.people, self.each))
        column.addLayout(side_by_side(self.leads, self.calendar))
        column.addWidget(self.half_life)
        column.addWidget(self.sentence)

    def fields(self) -> tuple[Field, ...]:
        """Return the fields to type into, as read."""
        return (self.people, self.each, self.leads, self.half_life)

    def show_capacity(
        self, capacity: Capacity | None, half_life: float | None, fresh: bool = False
    ) -> None:
        """Show a capacity; `fresh` where it is another stage's, so that nothing typed is kept."""
        waiting = not fresh and capacity is None and self._capacity is None
        self._capacity = capacity
        values = (
            capacity.people if capacity else None,
            leads_per_person(capacity),
            capacity.leads_per_day if capacity else None,
            half_life,
        )
        for field, value in zip(self.fields(), values, strict=True):
            if fresh:
                field.show_draft(None, value)
            elif not (waiting and field is self.people):  # typed first, it waits for the next
                field.show_value(value)
        self.calendar.show_value(capacity.calendar if capacity else "weekdays")
        self.calendar.setEnabled(capacity is not None)
        self.half_life.setVisible(capacity is not None or half_life is not None)
        self.sentence.setText(_capacity_sentence(capacity, half_life))

    def leave(self) -> None:
        """Commit what is being typed."""
        for field in self.fields():
            field.commit()

    def _typed_people(self) -> float | None:
        """Return the people as they stand in the field: before a capacity they are only there."""
        try:
            found: float | None = self.people.writing.read(self.people.text)
        except NotUnderstood:
            return None
        return found

    def _on_people(self, people: float | None, stay: int) -> None:
        if self._capacity is not None:
            self.committed.emit(with_people(self._capacity, people), 4 * stay)
        elif people is not None:
            self.sentence.setText(_("Now say how many leads each of them begins a day."))

    def _check_each(self, each: float | None) -> None:
        if each is not None and not self._typed_people():
            raise NotUnderstood(_("Say first how many people there are."))

    def _on_each(self, each: float | None, stay: int) -> None:
        people = self._typed_people()
        if each is None:
            self.committed.emit(with_people(self._capacity, None), 4 * stay + 1)
        elif people:
            self.committed.emit(with_leads_per_person(self._capacity, people, each), 4 * stay + 1)

    def _on_leads(self, leads: float | None, stay: int) -> None:
        made = with_leads_per_day(self._capacity, leads)
        if made is not None and self._capacity is None and (people := self._typed_people()):
            made = made.replaced(people=people)
        self.committed.emit(made, 4 * stay + 2)

    def _on_calendar(self, calendar: str, stay: int) -> None:
        if self._capacity is not None:
            self.committed.emit(self._capacity.replaced(calendar=calendar), 4 * stay + 3)


def _capacity_sentence(capacity: Capacity | None, half_life: float | None) -> str:
    if capacity is None:
        return _("Any number of leads can be begun a day: nobody waits here.")
    leads = number(capacity.leads_per_day, 1)
    each = leads_per_person(capacity)
    if each is not None and capacity.people is not None:
        said = _("{people} × {each} = {leads} leads a day; the others wait their turn.").format(
            people=number(capacity.people, 1), each=number(each, 1), leads=leads
        )
    else:
        said = _("{leads} leads a day; the others wait their turn.").format(leads=leads)
    if half_life is None or half_life <= 0:
        return said
    return f"{said} " + _("Each {days} of waiting halve the rates of progress.").format(
        days=days(half_life)
    )
