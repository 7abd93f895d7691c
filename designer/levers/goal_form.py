"""A goal typed as a sentence: at least so much by a day, this surely, by changing that."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.writing import (
    NotUnderstood,
    Writing,
    amount,
    calendar_day,
    optional,
    share,
    whole,
)
from funnelcraft.designer.levers.figure_choice import FigureChoice
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.segmented import Segmented
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, number
from funnelcraft.simulation.forecast.figures import Figure, entries
from funnelcraft.simulation.goals.asking import (
    Asked,
    LeverChoice,
    days_until,
    last_day,
    lever_choices,
    promised_stages,
)

F = TypeVar("F", Field, ChoiceField)
EDITOR_HEIGHT = 32
MOST_DAYS = 3660
FEW_RUNS, MOST_RUNS, USUAL_RUNS = 200, 20_000, 2_000


class GoalForm(QWidget):
    """Reads a goal. `changed()` when the user changed something.

    `problem` says why there is no goal yet.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._funnel: Funnel | None = None
        self.problem = ""
        self._suggested: float | None = None
        self.about = Segmented(
            _("Goal"), (("total", _("Reach a figure")), ("promise", _("Keep a promise")))
        )
        self.amount = _bare(Field(_("At least"), optional(amount())), 130)
        self.kept = _bare(Field(_("Share within SLA"), share()), 70)
        self.figure = FigureChoice()
        self.stage = _bare(ChoiceField(_("Stage with an SLA")), 190)
        self.until = _bare(Field(_("By the day"), calendar_day()), 120)
        self.sure = _bare(Field(_("Confidence"), _between(share(), 0.01, 0.99)), 70)
        self.lever = _bare(ChoiceField(_("By changing")), 340)
        self.each = _bare(Field(_("Leads a person begins on a working day"), _each()), 70)
        self.runs = _bare(Field(_("Runs"), whole("", FEW_RUNS, MOST_RUNS)), 90)
        self._defaults()
        self._lay_out()
        self._connect()

    def _defaults(self) -> None:
        self.kept.show_value(0.95)
        self.sure.show_value(0.8)
        self.each.show_value(8.0)
        self.runs.show_value(USUAL_RUNS)
        self._value: dict[str, Any] = {
            "amount": None,
            "kept": 0.95,
            "until": "",
            "sure": 0.8,
            "each": 8.0,
            "runs": USUAL_RUNS,
            "stage": "",
            "lever": None,
        }

    def _lay_out(self) -> None:
        row = QWidget()
        flow = FlowLayout(row, STEP)
        self._at_least, self._keep = _word(_("At least")), _word(_("Keep"))
        self._of, self._within = _word(_("of")), _word(_("within its SLA"))
        self._each_word, self._each_unit = _word(_("each")), _word(_("leads a day"))
        parts: Sequence[QWidget] = (
            self._at_least,
            self.amount,
            self.figure,
            self._keep,
            self.kept,
            self._of,
            self.stage,
            self._within,
            _word(_("by")),
            self.until,
            _word(_("with")),
            self.sure,
            _word(_("confidence, by changing")),
            self.lever,
            self._each_word,
            self.each,
            self._each_unit,
            _word(_("judged by")),
            self.runs,
            _word(_("runs")),
        )
        for part in parts:
            flow.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP + 2)
        column.addWidget(self.about, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(row)
        self._show_parts()

    def _connect(self) -> None:
        self.about.chosen.connect(self._on_about)
        self.figure.chosen.connect(self._on_figure)
        for name in ("amount", "kept", "until", "sure", "each", "runs", "stage", "lever"):
            field = getattr(self, name)
            field.committed.connect(_Keeping(self, name))

    # What is offered

    def show_funnel(self, funnel: Funnel, days: int) -> None:
        """Offer what a funnel has; what was typed stays where it still can be."""
        self._funnel = funnel
        self.figure.show_funnel(funnel)
        stages = stages_by_id(funnel)
        promised = promised_stages(funnel)
        self.stage.set_options([(name, stage_name(stages[name])) for name in promised])
        if self._value["stage"] not in promised:
            self._value["stage"] = promised[0] if promised else ""
        if promised:
            self.stage.show_value(self._value["stage"])
        self._offer_levers()
        if not self._value["until"]:
            self._value["until"] = last_day(funnel, days).isoformat()
            self.until.show_value(self._value["until"])
        self._show_unit()
        self._show_parts()

    def _offer_levers(self) -> None:
        assert self._funnel is not None
        choices = lever_choices(self._funnel)
        self.lever.set_options(choices)
        offered = [choice for choice, _text in choices]
        if self._value["lever"] not in offered:
            self._value["lever"] = self._usual_lever(offered)
        if offered:
            self.lever.show_value(self._value["lever"])

    def _usual_lever(self, offered: Sequence[LeverChoice]) -> LeverChoice | None:
        """Return the people of the promised stage, else the first that is offered."""
        if self.about.value == "promise":
            people = LeverChoice("people", self._value["stage"])
            if people in offered:
                return people
        return offered[0] if offered else None

    def suggest(self, value: float) -> None:
        """Show an amount to begin with, unless one was typed."""
        if self._value["amount"] in (None, self._suggested) and value > 0:
            self._value["amount"] = self._suggested = value
            self.amount.show_value(value)

    @property
    def wants_promise(self) -> bool:
        """Whether an SLA is asked about."""
        return bool(self.about.value == "promise")

    @property
    def shown_figure(self) -> Figure:
        """The outcome asked about."""
        if self.wants_promise:
            return entries(self._value["stage"])
        return self.figure.figure

    @property
    def asked(self) -> Asked | None:
        """The goal that is typed; None where `problem` says what is wrong with it."""
        self.problem = self._why_not()
        if self.problem or self._funnel is None:
            return None
        value = self._value
        return Asked(
            about="promise" if self.wants_promise else "total",
            figure=self.shown_figure,
            at_least=value["kept"] if self.wants_promise else value["amount"],
            confidence=value["sure"],
            days=days_until(self._funnel, date.fromisoformat(value["until"])),
            lever=value["lever"],
            each=value["each"],
            runs=value["runs"],
        )

    def _why_not(self) -> str:
        value = self._value
        for field in self.findChildren(Field):
            if field.problem.text():
                return field.problem.text()
        if self.wants_promise and not value["stage"]:
            return _("No stage has an SLA.")
        if not self.wants_promise and not value["amount"]:
            return _("Type how much is to be reached.")
        if value["lever"] is None:
            return _("There is nothing to be changed yet.")
        assert self._funnel is not None
        days = days_until(self._funnel, date.fromisoformat(value["until"]))
        if not 1 <= days <= MOST_DAYS:
            return _("The day must lie within {days} days after the start, {start}.").format(
                days=number(MOST_DAYS), start=self._funnel.start
            )
        return ""

    # What changes

    def keep(self, name: str, value: Any) -> None:
        """Take what was typed or chosen."""
        self._value[name] = value
        if name == "stage":
            self._follow_stage()
        self._show_parts()
        self.changed.emit()

    def _follow_stage(self) -> None:
        lever = self._value["lever"]
        if lever is not None and lever.kind == "people":
            self._value["lever"] = None
            self._offer_levers()

    def _on_about(self, _value: object) -> None:
        self._value["lever"] = None
        if self._funnel is not None:
            self._offer_levers()
        self._show_parts()
        self.changed.emit()

    def _on_figure(self) -> None:
        self._value["amount"] = self._suggested = None
        self.amount.show_value(None)
        self._show_unit()
        self.changed.emit()

    def _show_unit(self) -> None:
        money = self.figure.figure.kind == "revenue" and self._funnel is not None
        self.amount.set_unit(self._funnel.currency if money and self._funnel else "")

    def _show_parts(self) -> None:
        promise = self.wants_promise
        lever = self._value["lever"]
        has_people = lever is not None and lever.kind == "people"
        keeping = (self._keep, self.kept, self._of, self.stage, self._within)
        groups: tuple[tuple[Sequence[QWidget], bool], ...] = (
            ((self._at_least, self.amount, self.figure), not promise),
            (keeping, promise),
            ((self._each_word, self.each, self._each_unit), has_people),
        )
        for parts, shown in groups:
            for part in parts:
                part.setVisible(shown)


class _Keeping:
    """Takes what a field commits to the form."""

    def __init__(self, form: GoalForm, name: str) -> None:
        self._form, self._name = form, name

    def __call__(self, value: Any, _stay: int) -> None:
        self._form.keep(self._name, value)


def _word(text: str) -> QLabel:
    made = label(text)
    made.setFixedHeight(EDITOR_HEIGHT)
    return made


def _bare(field: F, width: int) -> F:
    field.name.hide()
    field.editor.setFixedWidth(width)
    return field


def _between(writing: Writing, low: float, high: float) -> Writing:
    def read(typed: str) -> float:
        value: float = writing.read(typed)
        if not low <= value <= high:
            raise NotUnderstood(_("How sure lies between 1% and 99%."))
        return value

    return Writing(writing.show, read, writing.unit)


def _each() -> Writing:
    writing = amount()

    def read(typed: str) -> float:
        value: float = writing.read(typed)
        if value < 0.01:
            raise NotUnderstood(_("A person begins at least 0.01 leads a day."))
        return value

    return Writing(writing.show, read)
