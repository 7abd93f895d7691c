"""The segments of a funnel: a row each to rename or remove, and one to add another."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from funnelcraft.designer.inspector.fields import Field
from funnelcraft.designer.inspector.writing import words
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.edits import SegmentRemoval, what_segment_holds
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, listed, ngettext, number

MOST_ROWS = 30


def removal_sentence(funnel: Funnel, goes: SegmentRemoval) -> str:
    """Say what changes when a segment goes; an empty text where nothing hangs on it."""
    parts = []
    if n := len(goes.sources):
        parts.append(ngettext("{n} source", "{n} sources", n).format(n=number(n)))
    if n := goes.opening_leads:
        text = ngettext("{n} lead already there", "{n} leads already there", n)
        parts.append(text.format(n=number(n)))
    said = []
    if parts:
        names = {one.id: one.name or one.id for one in funnel.segments}
        heir = names.get(goes.heir)
        text = _("{parts} will belong to “{heir}”.") if heir else _("{parts} will be of all leads.")
        said.append(text.format(parts=listed(parts), heir=heir))
    if n := len(goes.triggers):
        text = ngettext(
            "Its own figures at {n} trigger go.", "Its own figures at {n} triggers go.", n
        )
        said.append(text.format(n=number(n)))
    return " ".join(said)


class _Row(QWidget):
    """One segment: its name, and a button to remove it."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.name = Field("", words(_("A segment needs a name.")))
        self.name.name.hide()
        self.name.editor.setAccessibleName(_("Segment {n}").format(n=number(at + 1)))
        self.remove = QToolButton()
        self.remove.setText("✕")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.name, 1)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)


class SegmentsField(QWidget):
    """Edits segments. `added(name)`, `renamed(segment_id, name, stay)`, `removed(segment_id)`.

    A segment with leads or figures of its own goes only when its removal is pressed twice: the
    first press says what else changes.
    """

    added = Signal(str)
    renamed = Signal(str, str, int)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._funnel: Funnel | None = None
        self._asked: str | None = None
        self.rows: list[_Row] = []
        self.new = Field(_("New segment"), words())
        self.new.editor.setPlaceholderText(_("Name, then Enter"))
        self.new.committed.connect(self._on_new)
        self.sentence = label("", "muted", wrap=True)
        self.confirm = QPushButton(_("Remove it"))
        self.confirm.clicked.connect(self._on_confirm)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP // 2)
        self._column.addWidget(label(_("SEGMENTS OF LEADS"), "section"))
        self._column.addWidget(self.sentence)
        self._column.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.new)

    def show_segments(self, funnel: Funnel) -> None:
        """Show the segments of a funnel."""
        if self._asked is not None and self._asked not in {one.id for one in funnel.segments}:
            self._asked = None
        self._funnel = funnel
        segments = funnel.segments[:MOST_ROWS]
        while len(self.rows) > len(segments):
            gone = self.rows.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.rows) < len(segments):
            self._append()
        for row, segment in zip(self.rows, segments, strict=True):
            row.name.show_value(segment.name)
            row.remove.setAccessibleName(_("Remove segment {name}").format(name=segment.name))
            row.remove.setToolTip(_("Remove this segment"))
        self.new.show_draft(None, "")
        self._say()

    def leave(self) -> None:
        """Commit what is being typed."""
        for row in list(self.rows):
            row.name.commit()
        self.new.commit()

    def _append(self) -> None:
        at = len(self.rows)
        row = _Row(at)
        row.name.committed.connect(partial(self._on_renamed, at))
        row.remove.clicked.connect(partial(self._on_remove, at))
        self.rows.append(row)
        self._column.insertWidget(1 + at, row)

    def _say(self) -> None:
        assert self._funnel is not None
        segments = self._funnel.segments
        self.confirm.setVisible(self._asked is not None)
        if self._asked is not None:
            self.sentence.setText(
                removal_sentence(self._funnel, what_segment_holds(self._funnel, self._asked))
            )
        elif not segments:
            self.sentence.setText(
                _("None: all leads go the same way. The first segment takes all of them.")
            )
        elif len(segments) > MOST_ROWS:
            text = _("{n} more are not shown here.")
            self.sentence.setText(text.format(n=number(len(segments) - MOST_ROWS)))
        else:
            self.sentence.setText(_("Triggers can have rates and times of their own for each."))

    def _on_new(self, name: str, _stay: int) -> None:
        if name:
            self.added.emit(name)

    def _on_renamed(self, at: int, name: str, stay: int) -> None:
        if self._funnel is not None:
            self.renamed.emit(self._funnel.segments[at].id, name, stay)

    def _on_remove(self, at: int) -> None:
        assert self._funnel is not None
        segment = self._funnel.segments[at].id
        said = removal_sentence(self._funnel, what_segment_holds(self._funnel, segment))
        if said and self._asked != segment:
            self._asked = segment
            name = self._funnel.segments[at].name
            self.confirm.setText(_("Remove “{name}”").format(name=name.replace("&", "&&")[:24]))
            self._say()
            self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._asked = None
            self.removed.emit(segment)

    def _on_confirm(self) -> None:
        if self._asked is not None:
            segment, self._asked = self._asked, None
            self.removed.emit(segment)
            self.new.focus()
