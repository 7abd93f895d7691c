"""The third part of the wizard: which leads are measured, as known when, and in which segments."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from funnelcraft.designer.importing import correcting
from funnelcraft.designer.importing.days import Days, MonthBar, month_end
from funnelcraft.designer.importing.judging import Judgement
from funnelcraft.designer.importing.months import MonthBars
from funnelcraft.designer.importing.preview import plain
from funnelcraft.designer.importing.spellings import Spellings
from funnelcraft.designer.importing.work import Counted
from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.writing import calendar_day, optional
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _
from funnelcraft.io.imports.mapping import Role
from funnelcraft.io.imports.spellings import segments_alike


class WindowCard(QFrame):
    """Shows the window. `changed(days)`, `segment_chosen(heading or None)`, `look_wanted()`.

    `join_wanted()` for the segments that are spelt alike.
    """

    changed = Signal(object)
    segment_chosen = Signal(object)
    look_wanted = Signal()
    join_wanted = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.days = Days()
        self._usual: tuple[date, date, date] | None = None
        self._bars: tuple[MonthBar, ...] = ()
        self._waiting = ""
        self.first = Field(_("Leads first met from"), optional(calendar_day()))
        self.last = Field(_("to"), optional(calendar_day()))
        self.seen = Field(_("as known on"), optional(calendar_day()))
        self.segments = ChoiceField(_("Segments by"))
        self.segments.committed.connect(self._on_segments)
        self.alike = Spellings(
            _("{n} segments are spelt in several ways: join the spellings of each")
        )
        self.alike.clicked.connect(self.join_wanted)
        self.months = MonthBars(palette)
        self.months.chosen.connect(self._on_months)
        self.look = QPushButton(_("Count the leads of each month"))
        self.look.clicked.connect(self.look_wanted)
        self.usual = QPushButton(_("The usual window"))
        self.usual.setProperty("role", "link")
        self.usual.clicked.connect(self._on_usual)
        self.said = label("", "small", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(STEP * 2)
        usual = (_("12 months before"), _("the last lead"), _("the last day"))
        for (name, field), example in zip(self.fields.items(), usual, strict=True):
            field.editor.setPlaceholderText(example)
            field.committed.connect(partial(self._on_day, name))
            row.addWidget(field, 2)
        row.addWidget(self.segments, 3)
        head = QHBoxLayout()
        head.addWidget(label(_("Which leads are measured"), "strong"))
        head.addStretch(1)
        head.addWidget(self.usual)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        column.setSpacing(STEP)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self.alike, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.months)
        column.addWidget(self.look)
        column.addWidget(self.said)
        self._show_days()

    @property
    def fields(self) -> dict[str, Field]:
        """The fields of the days, by their name."""
        return {"first": self.first, "last": self.last, "seen": self.seen}

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.months.set_colours(palette)

    def show_segments(self, headings: Sequence[str], chosen: str | None) -> None:
        """Offer the columns that can tell segments apart."""
        nothing = _("No segments")
        options = [(None, nothing), *((one, plain(one, 60)) for one in headings)]
        self.segments.set_options(options)
        self.segments.show_value(chosen)

    def show_alike(self, groups: Sequence[Sequence[str]]) -> None:
        """Offer to join segments that differ in their spelling alone."""
        self.alike.show_groups(groups)

    def show_days(self, days: Days) -> None:
        """Show the days somebody gave."""
        self.days = days
        self._show_days()

    def show_months(
        self,
        bars: Sequence[MonthBar],
        usual: tuple[date, date, date] | None,
        notes: Sequence[str],
        can_look: bool,
        waiting: str = "",
    ) -> None:
        """Show how many leads each month brought, the window that follows, and why it is this one.

        `can_look` where there is no count yet and the user may ask for one; `waiting` says what the
        count waits for.
        """
        self._waiting = waiting
        self._usual = usual
        self.look.setVisible(can_look)
        self.months.setVisible(not can_look)
        self._bars = tuple(bars)
        self.said.setText("\n".join(notes))
        self.said.setVisible(bool(notes))
        self._show_days()

    def _shown(self) -> tuple[date | None, date | None, date | None]:
        first, last, seen = self._usual or (None, None, None)
        days = self.days
        return days.first or first, days.last or last, days.seen or seen

    def _show_days(self) -> None:
        first, last, seen = self._shown()
        for field, value in zip(self.fields.values(), (first, last, seen), strict=True):
            field.show_value(value.isoformat() if value else None)
        whole = (first, last) if first is not None and last is not None else None
        self.months.show_months(self._bars, whole, self._waiting)
        self.usual.setVisible(self.days != Days())

    def _on_day(self, name: str, value: str | None, _stay: int) -> None:
        given = {"first": self.days.first, "last": self.days.last, "seen": self.days.seen}
        given[name] = date.fromisoformat(value) if value else None
        self._take(Days(**given))

    def _on_months(self, first: date, last: date) -> None:
        self._take(Days(first, month_end(last), self.days.seen))

    def _on_usual(self) -> None:
        self._take(Days())

    def _take(self, days: Days) -> None:
        self.show_days(days)
        self.changed.emit(days)

    def _on_segments(self, value: Any, _stay: int) -> None:
        self.segment_chosen.emit(value)


def show_window(
    card: WindowCard, judged: Judgement, counted: Counted | None, waits_for_user: bool
) -> None:
    """Show what was judged, with the leads of each month where they were counted.

    `waits_for_user` says that they are counted when the user asks for it: it takes a while.
    """
    proposal = judged.proposal
    at = correcting.segment_file(proposal.mapping)
    looked, file = proposal.files[at], proposal.mapping.files[at]
    headings = correcting.free_headings(looked, file, Role.SEGMENT)
    card.show_segments(headings, file.columns.get(Role.SEGMENT))
    card.show_alike(segments_alike(proposal))
    if counted is not None:
        found = counted.usual
        card.show_months(found.months, found.days, found.notes, can_look=False)
    else:
        waiting = (
            _("Counting the leads of each month …")
            if proposal.ready
            else _("The leads of each month are counted once it is clear how to read them.")
        )
        card.show_months((), None, (), proposal.ready and waits_for_user, waiting)
    card.show_days(judged.days)
