"""The form of a lead: a field for everything that some rules ask for."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.parts import emptied
from funnelcraft.designer.inspector.fields import Labelled
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.funnel.rule_tests import Asked, Probe
from funnelcraft.funnel.rule_words import plain_name
from funnelcraft.funnel.rules import Scalar
from funnelcraft.funnel.text import _
from funnelcraft.io.trigger_tests.columns import event_ages, field_value

_ANSWERS = ("", "yes", "no")
LONGEST = 500  # signs of a field


class Entry(Labelled):
    """A line to type into, or a choice of yes and no, under its name."""

    def __init__(self, name: str, editor: Choice | QLineEdit, unit: str = "") -> None:
        super().__init__(name, editor, unit)
        self.editor = editor

    @property
    def text(self) -> str:
        """What is typed, as a cell of a table says it."""
        if isinstance(self.editor, Choice):
            return _ANSWERS[max(self.editor.currentIndex(), 0)]
        return self.editor.text()

    def put(self, text: str) -> None:
        """Fill in what a cell of a table says."""
        if isinstance(self.editor, Choice):
            self.editor.setCurrentIndex(_ANSWERS.index(text) if text in _ANSWERS else 0)
        else:
            self.editor.setText(text)

    def complain(self, sentence: str) -> None:
        """Say what cannot be understood, or with an empty text that everything can."""
        self.problem.setText(_("{problem}.").format(problem=sentence) if sentence else "")
        self.problem.setVisible(bool(sentence))


class LeadForm(QWidget):
    """Fields and events to fill in. `changed()` when the user, or `fill`, changed something."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._asked = Asked({}, ())
        self._known: Mapping[str, Sequence[str]] = {}
        self._typed: dict[tuple[str, str], str] = {}  # also of fields that are not asked for now
        self._quiet = False
        self.fields: dict[str, Entry] = {}
        self.events: dict[str, Entry] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP)

    def ask(self, wanted: Asked, known: Mapping[str, Sequence[str]]) -> None:
        """Show a field for each of these; what was typed into one before is there again."""
        if wanted == self._asked and known == self._known:
            return
        self._asked, self._known = wanted, known
        # Fields that go, and those that come, would tell of what nobody typed.
        self._quiet, self.fields, self.events = True, {}, {}
        emptied(self._column)
        self.fields = {name: self._field(name, kind) for name, kind in wanted.fields.items()}
        self.events = {name: self._event(name) for name in wanted.events}
        for shown in (*self.fields.values(), *self.events.values()):
            self._column.addWidget(shown)
        self._quiet = False

    def fill(self, probe: Probe) -> None:
        """Fill in another lead, in place of what was typed."""
        self._typed = {("field", name): _as_text(value) for name, value in probe.fields.items()}
        for name, ages in probe.events.items():
            self._typed["event", name] = "; ".join(f"{age:g}" for age in ages)
        self._quiet = True
        for group, shown in (("field", self.fields), ("event", self.events)):
            for name, field in shown.items():
                field.put(self._typed.get((group, name), ""))
        self._quiet = False
        self._on_changed()

    @property
    def probe(self) -> Probe:
        """The lead as it is typed; what cannot be understood counts as empty."""
        fields: dict[str, Scalar] = {}
        for name, shown in self.fields.items():
            value = self._read_field(shown, self._asked.fields[name])
            if value is not None:
                fields[name] = value
        events = {name: self._read_event(shown) for name, shown in self.events.items()}
        return Probe(fields, {name: ages for name, ages in events.items() if ages})

    # Fields

    def _field(self, name: str, kind: type) -> Entry:
        if kind is bool:
            choice = Choice()
            choice.addItems([_("not said"), _("yes"), _("no")])
            choice.currentIndexChanged.connect(self._on_changed)
            made = Entry(_capital(plain_name(name)), choice)
        else:
            editor = self._line(_("a number") if kind is float else self._hint(name))
            known = list(self._known.get(name, ()))
            if kind is str and known:
                offered = QCompleter(known, editor)
                offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
                editor.setCompleter(offered)
            made = Entry(_capital(plain_name(name)), editor)
        made.put(self._typed.get(("field", name), ""))
        return made

    def _hint(self, name: str) -> str:
        known = self._known.get(name, ())
        return _("like {value}").format(value=known[0]) if known else ""

    def _event(self, name: str) -> Entry:
        editor = self._line(_("like 3; 31"))
        text = _("Event: {event}").format(event=plain_name(name))
        made = Entry(text, editor, _("days ago"))
        made.put(self._typed.get(("event", name), ""))
        return made

    def _line(self, hint: str) -> QLineEdit:
        editor = QLineEdit()
        editor.setMaxLength(LONGEST)
        editor.setPlaceholderText(hint)
        editor.textChanged.connect(self._on_changed)
        return editor

    def _on_changed(self, _what: object = None) -> None:
        if self._quiet:
            return
        for group, shown in (("field", self.fields), ("event", self.events)):
            for name, field in shown.items():
                self._typed[group, name] = field.text
        self.changed.emit()

    @staticmethod
    def _read_field(shown: Entry, kind: type) -> Scalar | None:
        try:
            value = field_value(shown.text, kind)
        except ValueError as error:
            shown.complain(str(error))
            return None
        shown.complain("")
        return value

    @staticmethod
    def _read_event(shown: Entry) -> tuple[float, ...]:
        try:
            ages = event_ages(shown.text)
        except ValueError as error:
            shown.complain(str(error))
            return ()
        shown.complain("")
        return ages


def _as_text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:.12g}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
