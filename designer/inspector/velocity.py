"""The editor of a time distribution: its kind, its figures, and what they mean in a sentence."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.inspector.fields import ChoiceField, Field, label
from funnelcraft.designer.inspector.form import side_by_side
from funnelcraft.designer.inspector.times import time_sentence
from funnelcraft.designer.inspector.writing import NotUnderstood, Writing, amount, duration
from funnelcraft.designer.tokens import STEP
from funnelcraft.funnel.text import _
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    TriangularTime,
    WeibullTime,
    mean_days,
)

USUAL_DAYS = 7.0
USUAL_CV = 0.8


def kinds() -> tuple[tuple[str, str], ...]:
    """Return the kinds of time a user can choose, in plain words."""
    return (
        ("lognormal", _("Most quick, some slow")),
        ("triangular", _("At least, usually, at most")),
        ("fixed", _("Always the same")),
        ("exponential", _("Any day alike")),
        ("gamma", _("Several steps in a row")),
        ("weibull", _("Slowing down or speeding up")),
    )


def of_kind(kind: str, before: TimeDistribution | None) -> TimeDistribution:
    """Return a time of another kind that keeps the mean, and the spread where it has one.

    The number of observations goes: they were of the other distribution.
    """
    mean = (mean_days(before) if before is not None else None) or USUAL_DAYS
    cv = getattr(before, "cv", USUAL_CV)
    match kind:
        case "fixed":
            return FixedTime(mean_days=mean)
        case "exponential":
            return ExponentialTime(mean_days=mean)
        case "gamma":
            return GammaTime(mean_days=mean, cv=cv)
        case "weibull":
            return WeibullTime(mean_days=mean, cv=cv)
        case "triangular":
            # Half, same and one and a half times the mean: their mean is the mean.
            return TriangularTime(low_days=mean / 2, mode_days=mean, high_days=mean * 1.5)
        case _:
            return LogNormalTime(mean_days=mean, cv=cv)


def spread() -> Writing:
    """The coefficient of variation: the standard deviation in means."""
    plain = amount()

    def read(typed: str) -> float:
        value: float = plain.read(typed)
        if value > 10:
            raise NotUnderstood(_("The spread lies between 0 and 10; 1 is a common one."))
        return value

    return Writing(plain.show, read, unit=_("× mean"))


class VelocityEditor(QWidget):
    """Edits a time distribution. `committed(time, stay)` carries the new one."""

    committed = Signal(object, int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._time: TimeDistribution | None = None
        self.kind = ChoiceField(name, kinds())
        self.kind.committed.connect(self._on_kind)
        self.fields: dict[str, Field] = {}
        for key, text, writing in (
            ("mean_days", _("Mean"), duration()),
            ("cv", _("Spread"), spread()),
            ("low_days", _("At least"), duration()),
            ("mode_days", _("Usually"), duration()),
            ("high_days", _("At most"), duration()),
        ):
            self.fields[key] = Field(text, writing)
            self.fields[key].committed.connect(partial(self._on_figure, key))
            self.fields[key].typed.connect(partial(self._on_typed, key, writing.read))
        self.sentence = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.kind)
        column.addLayout(side_by_side(self.fields["mean_days"], self.fields["cv"]))
        column.addLayout(side_by_side(*(self.fields[k] for k in ("low_days", "mode_days"))))
        column.addWidget(self.fields["high_days"])
        column.addWidget(self.sentence)
        self._keys: tuple[str, ...] = tuple(self.fields)

    def show_time(self, time: TimeDistribution | None, fresh: bool = False) -> None:
        """Show a time; `fresh` where it is another part's, so that nothing typed is kept."""
        self._time = time
        self.kind.set_options(self._kinds(time))
        self.kind.show_value(None if time is None else time.kind)
        for key, field in self.fields.items():
            value = getattr(time, key, None)
            field.setVisible(value is not None)
            if value is not None:
                if fresh:
                    field.show_draft(None, value)
                else:
                    field.show_value(value)
        self._say(time)

    def leave(self) -> None:
        """Commit what is being typed."""
        for key, field in self.fields.items():
            if getattr(self._time, key, None) is not None:
                field.commit()

    @staticmethod
    def _kinds(time: TimeDistribution | None) -> tuple[tuple[Any, str], ...]:
        if time is None:
            return ((None, _("Not given yet")), *kinds())
        if isinstance(time, EmpiricalTime):
            measured = _("As measured ({n} values)").format(n=len(time.days))
            return (("empirical", measured), *kinds())
        return kinds()

    def _on_kind(self, kind: str | None, stay: int) -> None:
        if kind is not None and kind != getattr(self._time, "kind", None):
            self.committed.emit(of_kind(kind, self._time), stay)

    def _on_figure(self, key: str, value: float, stay: int) -> None:
        if self._time is not None:
            self.committed.emit(self._time.replaced(**{key: value}), stay)

    def _on_typed(self, key: str, read: Callable[[str], Any], typed: str) -> None:
        """Say what a figure would mean while it is being typed."""
        if self._time is None:
            return
        try:
            self._say(self._time.replaced(**{key: read(typed)}))
        except NotUnderstood:
            return  # half a number: the sentence waits, and the field speaks when it is left

    def _say(self, time: TimeDistribution | None) -> None:
        sentence = time_sentence(time)
        self.sentence.setText(sentence[:1].upper() + sentence[1:] + ".")
