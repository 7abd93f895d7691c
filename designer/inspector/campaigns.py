"""The campaigns of a source: extra leads over some days, on a calendar and in fields."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.inspector.fields import Field
from funnelcraft.designer.inspector.form import card, side_by_side
from funnelcraft.designer.inspector.spans import LONGEST_CAMPAIGN, overlaps
from funnelcraft.designer.inspector.writing import Writing, amount, calendar_day, whole, words
from funnelcraft.designer.inspector.year_strip import YearStrip
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.model import Campaign
from funnelcraft.funnel.text import _, ngettext, number

MOST_BLOCKS = 40  # campaigns that are shown one by one
BEFORE_BLOCKS = 3  # title, calendar and sentence stand above them


class _Block(QFrame):
    """The fields of one campaign."""

    changed = Signal(str, object)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        frame, column = card(STEP)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.fields: dict[str, Field] = {}
        for key, text, writing in _fields():
            self.fields[key] = Field(text, writing)
            self.fields[key].committed.connect(partial(self._on_committed, key))
        remove = QPushButton(_("Remove campaign"))
        remove.setProperty("role", "link")
        remove.clicked.connect(self.removed)
        column.addWidget(self.fields["name"])
        column.addLayout(side_by_side(self.fields["start"], self.fields["days"]))
        column.addWidget(self.fields["leads"])
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(remove)
        column.addLayout(row)

    def _on_committed(self, key: str, value: Any, _stay: int) -> None:
        self.changed.emit(key, value)


def _fields() -> tuple[tuple[str, str, Writing], ...]:
    return (
        ("name", _("Name"), words()),
        ("start", _("First day"), calendar_day()),
        ("days", _("Lasts"), whole(_("days"), 1, LONGEST_CAMPAIGN)),
        ("leads", _("Extra leads in all"), amount(_("leads"))),
    )


class CampaignsField(QWidget):
    """Edits a tuple of campaigns. `committed(campaigns, stay)` carries all of them.

    Commits with the same stay, not below zero, can be merged into one undo step.
    """

    committed = Signal(object, int)

    def __init__(self) -> None:
        super().__init__()
        self._campaigns: tuple[Campaign, ...] = ()
        self._start = "2027-01-01"
        self.blocks: list[_Block] = []
        self.strip = YearStrip()
        self.strip.changed.connect(self._on_dragged)
        self.strip.chosen.connect(self._on_chosen)
        self.strip.removed.connect(self._on_removed)
        self.strip.turned.connect(self._show_year)
        self.calendar, self.year = self._make_calendar()
        self.sentence = label("", "muted", wrap=True)
        self.add = QPushButton(_("Add campaign"))
        self.add.clicked.connect(self._on_add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP)
        self._column.addWidget(label(_("CAMPAIGNS"), "section"))
        self._column.addWidget(self.calendar)
        self._column.addWidget(self.sentence)
        self._column.addWidget(self.add)

    def _make_calendar(self) -> tuple[QWidget, QLabel]:
        whole, year = QWidget(), label("", "strong")
        head = QHBoxLayout()
        head.setSpacing(2)
        self.earlier, self.later = QToolButton(), QToolButton()
        for button, text, name, slot in (
            (self.earlier, "‹", _("Show the year before"), self._on_earlier),
            (self.later, "›", _("Show the year after"), self._on_later),
        ):
            button.setText(text)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(slot)
        head.addWidget(self.earlier)
        head.addWidget(year)
        head.addWidget(self.later)
        head.addStretch(1)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.strip)
        return whole, year

    def show_campaigns(
        self, campaigns: tuple[Campaign, ...], start: str, fresh: bool = False
    ) -> None:
        """Show campaigns; a new one begins on `start`, the first day of the document."""
        self._start = start
        self._campaigns = campaigns
        shown = campaigns[:MOST_BLOCKS]
        self._set_blocks(len(shown))
        for block, campaign in zip(self.blocks, shown, strict=True):
            for key, field in block.fields.items():
                value = getattr(campaign, key)
                if fresh:
                    field.show_draft(None, value)
                else:
                    field.show_value(value)
        self.calendar.setVisible(bool(campaigns))
        self.strip.show_campaigns(shown)
        if fresh:
            self.strip.show_year(_year(start))
            self.strip.choose(0)
        self._show_year()
        self._say()

    def leave(self) -> None:
        """Commit what is being typed."""
        for block in list(self.blocks):
            for field in block.fields.values():
                field.commit()

    def _say(self) -> None:
        said = []
        if pairs := overlaps(self._campaigns[:MOST_BLOCKS]):
            one, other = (self._campaigns[at].name for at in pairs[0])
            text = _("“{one}” and “{other}” overlap: their leads add up.")
            said.append(text.format(one=one, other=other))
            if len(pairs) > 1:
                text = ngettext("So does {n} more pair.", "So do {n} more pairs.", len(pairs) - 1)
                said.append(text.format(n=number(len(pairs) - 1)))
        if (more := len(self._campaigns) - MOST_BLOCKS) > 0:
            text = ngettext(
                "{n} more campaign is not shown here.",
                "{n} more campaigns are not shown here.",
                more,
            )
            said.append(text.format(n=number(more)))
        self.sentence.setText(" ".join(said))
        self.sentence.setVisible(bool(said))

    def _show_year(self) -> None:
        self.year.setText(str(self.strip.year))

    def _on_earlier(self) -> None:
        self.strip.show_year(self.strip.year - 1)

    def _on_later(self) -> None:
        self.strip.show_year(self.strip.year + 1)

    def _set_blocks(self, count: int) -> None:
        while len(self.blocks) > count:
            gone = self.blocks.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.blocks) < count:
            at = len(self.blocks)
            block = _Block()
            block.changed.connect(partial(self._on_changed, at))
            block.removed.connect(partial(self._on_removed, at))
            self.blocks.append(block)
            self._column.insertWidget(BEFORE_BLOCKS + at, block)

    def _on_add(self) -> None:
        new = Campaign(name=_("Campaign"), start=self._start, days=5, leads=100.0)
        self.committed.emit((*self._campaigns, new), -1)
        if self.blocks:
            self.strip.choose(len(self.blocks) - 1)
            self.blocks[-1].fields["name"].focus()

    def _on_chosen(self, at: int) -> None:
        """Show the block of a campaign that was chosen on the calendar; the keys stay there."""
        area: QWidget | None = self
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(self.blocks[at], 0, 0)
            area.ensureWidgetVisible(self.strip, 0, 0)

    def _on_changed(self, at: int, key: str, value: Any) -> None:
        self._replace(at, self._campaigns[at].replaced(**{key: value}), -1)
        self.strip.choose(at)

    def _on_dragged(self, at: int, start: str, days: int, stay: int) -> None:
        self._replace(at, self._campaigns[at].replaced(start=start, days=days), stay)

    def _replace(self, at: int, campaign: Campaign, stay: int) -> None:
        self.committed.emit((*self._campaigns[:at], campaign, *self._campaigns[at + 1 :]), stay)

    def _on_removed(self, at: int) -> None:
        self.committed.emit((*self._campaigns[:at], *self._campaigns[at + 1 :]), -1)


def _year(day: str) -> int:
    try:
        return date.fromisoformat(day).year
    except ValueError:
        return date(2027, 1, 1).year
