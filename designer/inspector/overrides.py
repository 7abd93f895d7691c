"""What segments do differently at a trigger: a row each, one of them open for editing."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.inspector.conversion import ConversionEditor
from funnelcraft.designer.inspector.form import card
from funnelcraft.designer.inspector.velocity import VelocityEditor
from funnelcraft.designer.look.stylesheet import set_role
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.elided import ElidedButton
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.model import Funnel, Override, Trigger
from funnelcraft.funnel.text import _, days, ngettext, number, rate
from funnelcraft.simulation.quantiles import HALF, quantile

MOST_ROWS = 30


def override_words(own: Override | None) -> str:
    """Say in a few words what a segment does differently."""
    parts = []
    if own is not None and own.conversion is not None:
        parts.append(rate(own.conversion.rate))
    if own is not None and own.velocity is not None:
        half = quantile(own.velocity, HALF)
        parts.append(_("half within {days}").format(days=days(half)) if half == half else "?")
    return ", ".join(parts) if parts else _("as all leads")


class OverridesEditor(QWidget):
    """Edits overrides.

    `…_committed(segment_id, value or None, stay)` carry a new rate or time; `opened()` asks to be
    shown again: another row is open.
    """

    conversion_committed = Signal(str, object, int)
    velocity_committed = Signal(str, object, int)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._open: str | None = None
        self._shown_open: str | None = None
        self._segments: tuple[str, ...] = ()
        self.rows: list[ElidedButton] = []
        self._conversion: ConversionEditor | None = None
        self._velocity: VelocityEditor | None = None
        self.more = label("", "muted", wrap=True)
        self._box, self._editors = card(STEP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP // 2)
        column.addWidget(label(_("SEGMENTS"), "section"))
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        self._column.addWidget(self._box)
        column.addLayout(self._column)
        column.addWidget(self.more)

    @property
    def conversion(self) -> ConversionEditor:
        """What edits a segment's rate; made when a segment is first opened."""
        if self._conversion is None:
            self._conversion = ConversionEditor(_("Share of its leads; empty: as all"))
            self._conversion.committed.connect(self._on_conversion)
            self._editors.insertWidget(0, self._conversion)
        return self._conversion

    @property
    def velocity(self) -> VelocityEditor:
        """What edits a segment's time; made when a segment is first opened."""
        if self._velocity is None:
            self._velocity = VelocityEditor(_("How long they take"), _("As all leads"))
            self._velocity.committed.connect(self._on_velocity)
            self._editors.addWidget(self._velocity)
        return self._velocity

    def show_trigger(self, funnel: Funnel, trigger: Trigger, ways: int, fresh: bool) -> None:
        """Show what each segment does at a trigger; hide where there is only one segment."""
        known = {segment.id: segment.name or segment.id for segment in funnel.segments}
        named = {**known, **{one: one for one in trigger.by_segment if one not in known}}
        self.setVisible(len(named) > 1 or bool(trigger.by_segment))
        self._segments = tuple(named)[:MOST_ROWS]
        if fresh or self._open not in self._segments:
            self._open = None
        self._set_rows(len(self._segments))
        for row, segment in zip(self.rows, self._segments, strict=True):
            own = trigger.by_segment.get(segment)
            row.set_whole_text(f"{named[segment]}: {override_words(own)}")
            differs = own is not None and (own.conversion or own.velocity) is not None
            set_role(row, "row-strong" if differs else "row")
        self._say_more(len(named) - len(self._segments))
        self._show_editors(trigger, ways)

    def leave(self) -> None:
        """Commit what is being typed."""
        if self._open is not None:
            self.conversion.leave()
        if self._open is not None:
            self.velocity.leave()

    def _say_more(self, more: int) -> None:
        self.more.setVisible(more > 0)
        text = ngettext("{n} more segment.", "{n} more segments.", more)
        self.more.setText(text.format(n=number(more)))

    def _set_rows(self, count: int) -> None:
        self._column.removeWidget(self._box)
        while len(self.rows) > count:
            gone = self.rows.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.rows) < count:
            row = ElidedButton("")
            row.clicked.connect(partial(self._on_row, len(self.rows)))
            self._column.insertWidget(len(self.rows), row)
            self.rows.append(row)

    def _show_editors(self, trigger: Trigger, ways: int) -> None:
        self._box.setVisible(self._open is not None)
        at = self._segments.index(self._open) + 1 if self._open is not None else len(self.rows)
        self._column.insertWidget(at, self._box)
        fresh = self._open != self._shown_open
        self._shown_open = self._open
        if self._open is None:
            return
        own = trigger.by_segment.get(self._open, Override())
        all_leads = trigger.conversion
        sentence = ""
        if own.conversion is None and all_leads is not None:
            sentence = _("As all leads: {rate}.").format(rate=rate(all_leads.rate))
        self.conversion.show_conversion(own.conversion, sentence, ways, fresh)
        self.velocity.show_time(own.velocity, fresh)
        self.velocity.setVisible(trigger.velocity is not None or own.velocity is not None)

    def _on_row(self, at: int) -> None:
        self.leave()
        segment = self._segments[at]
        self._open = None if self._open == segment else segment
        self.opened.emit()
        if self._open is not None:
            self.conversion.rate.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_conversion(self, conversion: object, stay: int) -> None:
        if self._open is not None:
            self.conversion_committed.emit(self._open, conversion, stay)

    def _on_velocity(self, velocity: object, stay: int) -> None:
        if self._open is not None:
            self.velocity_committed.emit(self._open, velocity, stay)
