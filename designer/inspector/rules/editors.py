"""What edits one part of a rule: a condition, an event, or how a group takes its parts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.form import side_by_side
from funnelcraft.designer.inspector.rules.comparisons import (
    Comparison,
    compared,
    comparison_of,
    comparisons,
    writing_of,
)
from funnelcraft.designer.inspector.writing import duration, optional, whole, words
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.funnel.edits.rules import group_kind
from funnelcraft.funnel.rule_words import value_words
from funnelcraft.funnel.rules import Condition, Event, Rule, is_group
from funnelcraft.funnel.text import _

MOST_OFTEN = 1_000_000


def suggest(field: Field, names: Sequence[str]) -> None:
    """Offer names while somebody types into a field."""
    editor = field.editor
    assert isinstance(editor, QLineEdit)
    completer = QCompleter(list(names), editor)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    if (popup := completer.popup()) is not None:
        popup.setProperty("role", "popup")
    editor.setCompleter(completer)


class ConditionEditor(QWidget):
    """Edits a condition. `committed(condition, stay)` carries the new one."""

    committed = Signal(object, int)

    def __init__(self) -> None:
        super().__init__()
        self._condition = Condition(field="", op=">=")
        self.field = Field(_("Field"), words(_("Which field of the lead?")))
        self.comparison = ChoiceField(_("Comparison"), comparisons())
        self.values = {kind: _value_field(kind) for kind in ("number", "text", "list")}
        self.field.committed.connect(self._on_field)
        self.comparison.committed.connect(self._on_comparison)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP // 2)
        column.addWidget(self.field)
        column.addWidget(self.comparison)
        for field in self.values.values():
            field.committed.connect(self._on_value)
            column.addWidget(field)

    def offer(self, fields: Sequence[str], values: Sequence[str]) -> None:
        """Offer fields and texts that are used elsewhere."""
        suggest(self.field, fields)
        suggest(self.values["text"], values)

    def show_part(self, part: Rule, fresh: bool) -> None:
        """Show a condition."""
        assert isinstance(part, Condition)
        self._condition = part
        self.comparison.set_options(_options(part))
        self.comparison.show_value(comparison_of(part))
        _show(self.field, part.field, fresh)
        kind = comparison_of(part)[1]
        for name, field in self.values.items():
            field.setVisible(name == kind)
            if name == kind:
                _show(field, part.value, fresh)

    def leave(self) -> None:
        """Commit what is being typed."""
        kind = comparison_of(self._condition)[1]
        self.field.commit()
        if kind in self.values:
            self.values[kind].commit()

    def focus(self) -> None:
        """Take the focus: to the first thing that is missing."""
        kind = comparison_of(self._condition)[1]
        if self._condition.field and kind in self.values:
            self.values[kind].focus()
        else:
            self.field.focus()

    def _on_field(self, name: str, stay: int) -> None:
        self._condition = self._condition.replaced(field=name)
        self.committed.emit(self._condition, 3 * stay)

    def _on_comparison(self, comparison: Comparison, stay: int) -> None:
        if comparison != comparison_of(self._condition):
            self._condition = compared(self._condition, comparison)
            self.committed.emit(self._condition, 3 * stay + 1)

    def _on_value(self, value: object, stay: int) -> None:
        self._condition = self._condition.replaced(value=value)
        self.committed.emit(self._condition, 3 * stay + 2)


def _value_field(kind: str) -> Field:
    writing = writing_of(kind)
    assert writing is not None
    return Field(_("Values") if kind == "list" else _("Value"), writing)


def _options(condition: Condition) -> tuple[tuple[Comparison, str], ...]:
    """Return the comparisons, with the condition's own where it is an unusual one."""
    own = comparison_of(condition)
    if own[1] != "kept":
        return comparisons()
    value = condition.value
    said = "…" if value is None or isinstance(value, tuple) else value_words(value)
    return (*comparisons(), (own, f"{own[0]} {said}"))


def _show(field: Field, value: object, fresh: bool) -> None:
    if fresh:
        field.show_draft(None, value)
    else:
        field.show_value(value)


class EventEditor(QWidget):
    """Edits an event. `committed(event, stay)` carries the new one."""

    committed = Signal(object, int)

    def __init__(self) -> None:
        super().__init__()
        self._event = Event(event="")
        self.event_name = Field(_("Event"), words(_("Which event?")))
        self.often = Field(_("At least"), whole(_("times"), 1, MOST_OFTEN))
        self.within = Field(_("In the last"), optional(duration(_("ever"))))
        self.event_name.committed.connect(self._on_name)
        self.often.committed.connect(self._on_often)
        self.within.committed.connect(self._on_within)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP // 2)
        column.addWidget(self.event_name)
        column.addLayout(side_by_side(self.often, self.within))

    def offer(self, events: Sequence[str]) -> None:
        """Offer events that are used elsewhere."""
        suggest(self.event_name, events)

    def show_part(self, part: Rule, fresh: bool) -> None:
        """Show an event."""
        assert isinstance(part, Event)
        self._event = part
        _show(self.event_name, part.event, fresh)
        _show(self.often, part.at_least, fresh)
        _show(self.within, part.within_days, fresh)

    def leave(self) -> None:
        """Commit what is being typed."""
        for field in (self.event_name, self.often, self.within):
            field.commit()

    def focus(self) -> None:
        """Take the focus."""
        self.event_name.focus()

    def _on_name(self, name: str, stay: int) -> None:
        self._put(3 * stay, event=name)

    def _on_often(self, often: int, stay: int) -> None:
        self._put(3 * stay + 1, at_least=often)

    def _on_within(self, within: float | None, stay: int) -> None:
        self._put(3 * stay + 2, within_days=within)

    def _put(self, stay: int, **changes: object) -> None:
        self._event = self._event.replaced(**changes)
        self.committed.emit(self._event, stay)


class GroupEditor(QWidget):
    """Edits how a group takes its parts. `kind_chosen(kind, stay)`, `dissolve_wanted()`."""

    kind_chosen = Signal(object, int)
    dissolve_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind = ChoiceField(
            _("How many must hold"),
            (("all", _("all of them")), ("any", _("at least one")), ("not", _("none of them"))),
        )
        self.kind.committed.connect(self.kind_chosen)
        self.dissolve = QPushButton(_("Dissolve group"))
        self.dissolve.setProperty("role", "link")
        self.dissolve.clicked.connect(self.dissolve_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP // 2)
        column.addWidget(self.kind)
        column.addWidget(self.dissolve, 0, Qt.AlignmentFlag.AlignLeft)

    def show_part(self, part: Rule, fresh: bool) -> None:
        """Show a group."""
        assert is_group(part)
        self.kind.show_value(group_kind(part))

    def leave(self) -> None:
        """Nothing is typed here."""

    def focus(self) -> None:
        """Take the focus."""
        self.kind.editor.setFocus(Qt.FocusReason.OtherFocusReason)
