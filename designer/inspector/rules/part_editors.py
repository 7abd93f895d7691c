"""The editor of the open row: the one that fits its part, made when it is first needed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.inspector.rules.editors import (
    ConditionEditor,
    EventEditor,
    GroupEditor,
)
from funnelcraft.designer.inspector.rules.row import INDENT
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rule_words import known_events, known_fields, known_values
from funnelcraft.funnel.rules import Condition, Event, Rule

PartEditor = ConditionEditor | EventEditor | GroupEditor


class PartEditors(QWidget):
    """Edits one part of a rule, of any kind.

    `part_committed(part, stay)` carries a new condition or event, `kind_chosen(kind, stay)` how a
    group takes its parts; `dissolve_wanted()` asks for its end.
    """

    part_committed = Signal(object, int)
    kind_chosen = Signal(object, int)
    dissolve_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        # Made when they are first opened: most triggers are only looked at.
        self._condition: ConditionEditor | None = None
        self._event: EventEditor | None = None
        self._group: GroupEditor | None = None
        self._shown: PartEditor | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(INDENT, 0, 0, STEP // 2)
        self.hide()

    @property
    def condition(self) -> ConditionEditor:
        """What edits a condition."""
        if self._condition is None:
            self._condition = ConditionEditor()
            self._condition.committed.connect(self.part_committed)
            self._column.addWidget(self._condition)
        return self._condition

    @property
    def event_part(self) -> EventEditor:
        """What edits an event."""
        if self._event is None:
            self._event = EventEditor()
            self._event.committed.connect(self.part_committed)
            self._column.addWidget(self._event)
        return self._event

    @property
    def group(self) -> GroupEditor:
        """What edits how a group takes its parts."""
        if self._group is None:
            self._group = GroupEditor()
            self._group.kind_chosen.connect(self.kind_chosen)
            self._group.dissolve_wanted.connect(self.dissolve_wanted)
            self._column.addWidget(self._group)
        return self._group

    def show_part(self, part: Rule, funnel: Funnel | None, fresh: bool) -> None:
        """Show a part; `fresh` where it is another one, so that nothing typed is kept."""
        before, self._shown = self._shown, self._editor_of(part)
        if funnel is not None and isinstance(part, Condition):
            self.condition.offer(known_fields(funnel), known_values(funnel, part.field))
        elif funnel is not None and isinstance(part, Event):
            self.event_part.offer(known_events(funnel))
        self._shown.show_part(part, fresh or before is not self._shown)
        for editor in (self._condition, self._event, self._group):
            if editor is not None:
                editor.setVisible(editor is self._shown)
        self.show()

    def show_nothing(self) -> None:
        """No row is open."""
        self._shown = None
        self.hide()

    def leave(self) -> None:
        """Commit what is being typed."""
        if self._shown is not None:
            self._shown.leave()

    def focus(self) -> None:
        """Take the focus."""
        if self._shown is not None:
            self._shown.focus()

    def _editor_of(self, part: Rule) -> PartEditor:
        if isinstance(part, Condition):
            return self.condition
        return self.event_part if isinstance(part, Event) else self.group
