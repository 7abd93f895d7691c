"""The editor of a time distribution: its kind, a picture, its figures, and a sentence."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.time_kinds import (
    basis_sentence,
    figure,
    kinds,
    of_kind,
    some_days,
    spread,
    with_figure,
)
from funnelcraft.designer.inspector.time_plot import TimePlot
from funnelcraft.designer.inspector.times import time_sentence
from funnelcraft.designer.inspector.writing import NotUnderstood
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _, number
from funnelcraft.funnel.velocity import EmpiricalTime, TimeDistribution, UnknownTime


class VelocityEditor(QWidget):
    """Edits a time distribution. `committed(time, stay)` carries the new one.

    `none_text` words having none; with it the user can choose that (None is carried).
    """

    committed = Signal(object, int)

    def __init__(self, name: str, none_text: str = "") -> None:
        super().__init__()
        self._time: TimeDistribution | None = None
        self._none_text = none_text
        self._arranged: tuple[str, ...] = ()
        self.kind = ChoiceField(name, self._kinds(None))
        self.kind.committed.connect(self._on_kind)
        self.plot = TimePlot()
        self.fields: dict[str, Field] = {}
        for key, text in (
            ("half", _("Half within")),
            ("most", _("Nine in ten within")),
            ("mean_days", _("Mean")),
            ("cv", _("Spread")),
            ("low_days", _("At least")),
            ("mode_days", _("Usually")),
            ("high_days", _("At most")),
        ):
            self._add_field(key, text)
        self.sentence = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.kind)
        column.addWidget(self.plot)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(STEP + 4)
        self._grid.setVerticalSpacing(STEP)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        column.addWidget(self.sentence)

    def _add_field(self, key: str, text: str) -> None:
        field = Field(text, spread() if key == "cv" else some_days())
        field.checked = partial(self._checked, key)
        field.committed.connect(partial(self._on_figure, key))
        field.typed.connect(partial(self._on_typed, key))
        self.fields[key] = field

    def show_time(self, time: TimeDistribution | None, fresh: bool = False) -> None:
        """Show a time; `fresh` where it is another part's, so that nothing typed is kept."""
        if time == self._time and not fresh and self.kind.editor.count():
            return
        self._time = time
        self.kind.set_options(self._kinds(time))
        self.kind.show_value(None if time is None else time.kind)
        self._arrange(tuple(key for key in self.fields if figure(time, key) is not None))
        for key, field in self.fields.items():
            value = figure(time, key)
            field.setVisible(value is not None)
            if value is not None:
                if fresh:
                    field.show_draft(None, value)
                else:
                    field.show_value(value)
        self._say(time)

    def _arrange(self, keys: tuple[str, ...]) -> None:
        """Put the fields that are shown two in a row."""
        if keys == self._arranged:
            return
        self._arranged = keys
        for field in self.fields.values():
            self._grid.removeWidget(field)
        for at, key in enumerate(keys):
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(self.fields[key], at // 2, at % 2, top)

    def leave(self) -> None:
        """Commit what is being typed."""
        for key, field in self.fields.items():
            if figure(self._time, key) is not None:
                field.commit()

    def _kinds(self, time: TimeDistribution | None) -> tuple[tuple[Any, str], ...]:
        found: tuple[tuple[Any, str], ...] = kinds()
        if isinstance(time, EmpiricalTime):
            measured = _("As measured ({n} values)").format(n=number(len(time.days)))
            found = (("empirical", measured), *found)
        if isinstance(time, UnknownTime):
            found = ((time.kind, _("Unknown: “{kind}”").format(kind=time.kind[:40])), *found)
        if self._none_text:
            return ((None, self._none_text), *found)
        return ((None, _("Not given yet")), *found) if time is None else found

    def _on_kind(self, kind: str | None, stay: int) -> None:
        if kind is None and self._none_text and self._time is not None:
            self.committed.emit(None, stay)
        elif kind is not None and kind != getattr(self._time, "kind", None):
            self.committed.emit(of_kind(kind, self._time), stay)

    def _checked(self, key: str, value: float) -> None:
        """Refuse a figure with which no time of the kind exists."""
        if self._time is not None:
            with_figure(self._time, key, value, self._waiting(key))

    def _waiting(self, key: str) -> float | None:
        """Return the other of half and nine in ten where it was typed and could not be alone."""
        other = self.fields.get({"half": "most", "most": "half"}.get(key, ""))
        if other is None or not other.is_touched:
            return None
        try:
            value: float = other.writing.read(other.text)
        except NotUnderstood:
            return None
        return value

    def _on_figure(self, key: str, value: float, stay: int) -> None:
        if self._time is not None:
            waiting = self._waiting(key)
            changed = with_figure(self._time, key, value, waiting)
            self.committed.emit(changed, self._stay(key, stay))

    def _stay(self, key: str, stay: int) -> int:
        """Number a stay in a field apart from those in the others."""
        return (stay + 1) * (len(self.fields) + 1) + list(self.fields).index(key)

    def _on_typed(self, key: str, typed: str) -> None:
        """Say and draw what a figure would mean while it is being typed."""
        if self._time is None:
            return
        try:
            value = self.fields[key].writing.read(typed)
            self._say(with_figure(self._time, key, value, self._waiting(key)))
        except NotUnderstood:
            return  # half a number: the sentence waits, and the field speaks when it is left

    def _say(self, time: TimeDistribution | None) -> None:
        self.plot.show_time(time)
        sentence = time_sentence(time)
        said = sentence[:1].upper() + sentence[1:].rstrip(".") + "."
        self.sentence.setText(" ".join(filter(None, (said, basis_sentence(time)))))
        self.plot.setAccessibleDescription(said)
        self.sentence.setVisible(time is not None or not self._none_text)
