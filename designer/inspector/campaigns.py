"""The campaigns of a source: extra leads over some days, a block of fields for each."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.inspector.fields import Field, label
from funnelcraft.designer.inspector.form import card, side_by_side
from funnelcraft.designer.inspector.writing import Writing, amount, calendar_day, whole, words
from funnelcraft.designer.tokens import STEP
from funnelcraft.funnel.model import Campaign
from funnelcraft.funnel.text import _

LONGEST_CAMPAIGN = 3660  # ten years of days


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
    """Edits a tuple of campaigns. `committed(campaigns)` carries all of them."""

    committed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._campaigns: tuple[Campaign, ...] = ()
        self._start = "2027-01-01"
        self.blocks: list[_Block] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP)
        self._column.addWidget(label(_("CAMPAIGNS"), "section"))
        self.add = QPushButton(_("Add campaign"))
        self.add.clicked.connect(self._on_add)
        self._column.addWidget(self.add)

    def show_campaigns(
        self, campaigns: tuple[Campaign, ...], start: str, fresh: bool = False
    ) -> None:
        """Show campaigns; a new one begins on `start`, the first day of the document."""
        self._start = start
        self._campaigns = campaigns
        while len(self.blocks) > len(campaigns):
            gone = self.blocks.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.blocks) < len(campaigns):
            self._append()
        for block, campaign in zip(self.blocks, campaigns, strict=True):
            for key, field in block.fields.items():
                value = getattr(campaign, key)
                if fresh:
                    field.show_draft(None, value)
                else:
                    field.show_value(value)

    def leave(self) -> None:
        """Commit what is being typed."""
        for block in list(self.blocks):
            for field in block.fields.values():
                field.commit()

    def _append(self) -> None:
        at = len(self.blocks)
        block = _Block()
        block.changed.connect(partial(self._on_changed, at))
        block.removed.connect(partial(self._on_removed, at))
        self.blocks.append(block)
        self._column.insertWidget(1 + at, block)

    def _on_add(self) -> None:
        new = Campaign(name=_("Campaign"), start=self._start, days=5, leads=100.0)
        self.committed.emit((*self._campaigns, new))
        if self.blocks:
            self.blocks[-1].fields["name"].focus()

    def _on_changed(self, at: int, key: str, value: Any) -> None:
        changed = self._campaigns[at].replaced(**{key: value})
        self.committed.emit((*self._campaigns[:at], changed, *self._campaigns[at + 1 :]))

    def _on_removed(self, at: int) -> None:
        self.committed.emit((*self._campaigns[:at], *self._campaigns[at + 1 :]))
