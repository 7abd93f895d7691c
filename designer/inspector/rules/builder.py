"""The rule builder: rows with the words of a rule, one of them open for editing, and a sentence.

The rule itself is a value: every gesture and key makes a new one by `funnel.edits.rules`, which is
committed and comes back to be shown.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.inspector.rules.part_editors import PartEditors
from funnelcraft.designer.inspector.rules.places import drop_place, visible_parts
from funnelcraft.designer.inspector.rules.row import (
    CONDITION,
    DOWN,
    DUPLICATE,
    EVENT,
    GROUP,
    INDENT,
    OPEN,
    REMOVE,
    UP,
    RuleRow,
)
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import breakable, label
from funnelcraft.funnel.edits.rules import (
    GroupKind,
    change_group,
    duplicate_part,
    insert_part,
    move_part,
    relocate_part,
    remove_part,
    replace_at,
    rule_at,
    unwrap_part,
    wrap_part,
)
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rule_words import rule_sentence
from funnelcraft.funnel.rules import Condition, Event, Path, Rule, extent, is_group, walked
from funnelcraft.funnel.text import _

MOST_PARTS, MOST_LEVELS = 60, 8  # what a narrow panel can show as rows


class RuleBuilder(QWidget):
    """Edits a rule. `committed(rule, key)` carries the new one, None where none is left.

    Commits with the same key can be merged into one undo step."""

    committed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._rule: Rule | None = None
        self._funnel: Funnel | None = None
        self._open: Path | None = None
        self._shown_open: Path | None = None
        self.rows: list[RuleRow] = []
        self._holders: list[QHBoxLayout] = []  # each indents a row
        self.editors = PartEditors()
        self.editors.part_committed.connect(self._on_part)
        self.editors.kind_chosen.connect(self._on_group_kind)
        self.editors.dissolve_wanted.connect(self._on_dissolve)
        self.drop_line = QFrame(self)
        self.drop_line.setProperty("role", "drop-line")
        self.drop_line.setFixedHeight(2)
        self.drop_line.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(STEP)
        whole.addWidget(label(_("RULE"), "section"))
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        whole.addLayout(self._column)
        self._column.addWidget(self.editors)
        self._buttons = QWidget()
        buttons = FlowLayout(self._buttons, STEP)
        self.add_condition = QPushButton(_("Add condition"))
        self.add_event = QPushButton(_("Add event"))
        self.add_condition.clicked.connect(self._on_add_condition)
        self.add_event.clicked.connect(self._on_add_event)
        for button in (self.add_condition, self.add_event):
            buttons.addWidget(button)
        whole.addWidget(self._buttons)
        self.sentence = label("", "muted", wrap=True)
        whole.addWidget(self.sentence)

    @property
    def is_too_large(self) -> bool:
        """Whether the rule is shown as a sentence only, because it has too many rows."""
        if self._rule is None:
            return False
        parts, levels = extent(self._rule)
        return parts > MOST_PARTS or levels > MOST_LEVELS

    def show_rule(self, rule: Rule | None, funnel: Funnel, fresh: bool = False) -> None:
        """Show a rule; `fresh` where it is another part's: no row is open then."""
        self._funnel = funnel
        if fresh:
            self._open = None
        elif rule == self._rule:
            return
        self._rule = rule
        if self._open is not None and not self._holds(self._open):
            self._open = None
        self._show()

    def leave(self) -> None:
        """Commit what is being typed."""
        if self._open is not None:
            self.editors.leave()

    def focus(self) -> None:
        """Take the focus: to the first row, or to what adds one."""
        target = self.rows[0] if self.rows else self.add_condition
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _holds(self, path: Path) -> bool:
        return self._rule is not None and any(path == one for one, _p in walked(self._rule))

    # What is shown

    def _show(self) -> None:
        parts = [] if self._rule is None or self.is_too_large else visible_parts(self._rule)
        self._column.removeWidget(self.editors)
        while len(self.rows) > len(parts):
            self._drop_row()
        while len(self.rows) < len(parts):
            self._append_row()
        for row, holder, (path, part, level) in zip(self.rows, self._holders, parts, strict=True):
            row.show_part(path, part, path == self._open)
            holder.setContentsMargins(INDENT * level, 0, 0, 0)
        self._show_editor()
        self._buttons.setVisible(not self.is_too_large)
        said = rule_sentence(self._rule)
        if self.is_too_large:
            said += " " + _("It is too large to be edited here and stays as it is.")
        self.sentence.setText(breakable(said))

    def _append_row(self) -> None:
        row = RuleRow()
        row.wanted.connect(self._on_wanted)
        row.stepped.connect(self._on_stepped)
        row.dragged.connect(self._on_dragged)
        row.dropped.connect(self._on_dropped)
        holder = QHBoxLayout()
        self._column.insertLayout(len(self.rows), holder)
        holder.addWidget(row)
        row.show()  # at once: it may be about to take the focus
        self.rows.append(row)
        self._holders.append(holder)

    def _drop_row(self) -> None:
        gone, holder = self.rows.pop(), self._holders.pop()
        self._column.removeItem(holder)
        gone.hide()
        gone.deleteLater()
        holder.deleteLater()

    def _show_editor(self) -> None:
        """Put the editor of the open part below its row; keep what is typed if it is still it."""
        at = next((at for at, row in enumerate(self.rows) if row.path == self._open), None)
        self._column.insertWidget(len(self.rows) if at is None else at + 1, self.editors)
        if at is None or self._rule is None or self._open is None:
            self.editors.show_nothing()
        else:
            fresh = self._open != self._shown_open
            self.editors.show_part(rule_at(self._rule, self._open), self._funnel, fresh)
        self._shown_open = self._open

    # What the user does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the open row by Escape."""
        if event.key() == Qt.Key.Key_Escape and self._open is not None:
            self._toggle(self._open)
        else:
            super().keyPressEvent(event)

    def _commit(self, rule: Rule | None, focus: Path | None, key: str = "") -> None:
        """Send a rule on, and take the focus to a row of it."""
        self.committed.emit(rule, key)
        row = next((row for row in self.rows if row.path == focus), None)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.rows and focus is not None:
            self.add_condition.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_wanted(self, path: Path, deed: str) -> None:
        self.leave()
        if self._rule is None or not self._holds(path):
            return  # what was being typed changed the rule under the gesture
        simple: dict[str, Callable[[Rule, Path], None]] = {
            REMOVE: self._remove,
            DUPLICATE: self._duplicate,
            GROUP: self._wrap,
        }
        if deed == OPEN:
            self._toggle(path)
        elif deed == CONDITION:
            self._add(Condition(field="", op=">="), path)
        elif deed == EVENT:
            self._add(Event(event=""), path)
        elif deed in (UP, DOWN):
            moved, place = move_part(self._rule, path, -1 if deed == UP else 1)
            self._moved(path, moved, place)
        else:
            simple[deed](self._rule, path)

    def _toggle(self, path: Path) -> None:
        closing = self._open == path
        self.leave()
        self._open = None if closing else path
        self._show()
        if self._open is not None:
            self.editors.focus()
        elif row := next((row for row in self.rows if row.path == path), None):
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add_condition(self) -> None:
        self.leave()
        self._add(Condition(field="", op=">="), self._open)

    def _on_add_event(self) -> None:
        self.leave()
        self._add(Event(event=""), self._open)

    def _add(self, part: Rule, anchor: Path | None) -> None:
        """Add a part to the group at a place, or below the part there; open its editor."""
        if self._rule is None or not anchor:
            made, place = insert_part(self._rule, (), part)
        elif is_group(rule_at(self._rule, anchor)):
            made, place = insert_part(self._rule, (*anchor, MOST_PARTS), part)
        else:
            made, place = insert_part(self._rule, (*anchor[:-1], anchor[-1] + 1), part)
        self._open = place
        self._commit(made, None)
        self.editors.focus()

    def _remove(self, rule: Rule, path: Path) -> None:
        at = next(at for at, row in enumerate(self.rows) if row.path == path)
        self._open = None
        self._commit(remove_part(rule, path), None)
        target = self.rows[min(at, len(self.rows) - 1)] if self.rows else self.add_condition
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _duplicate(self, rule: Rule, path: Path) -> None:
        made, place = duplicate_part(rule, path)
        self._open = None
        self._commit(made, place)

    def _wrap(self, rule: Rule, path: Path) -> None:
        self._open = path
        self._commit(wrap_part(rule, path, "any"), path)

    def _moved(self, path: Path, rule: Rule, place: Path) -> None:
        if rule == self._rule:
            return
        self._open = None
        self._commit(rule, place)

    def _on_dissolve(self) -> None:
        if self._rule is not None and self._open is not None:
            path, self._open = self._open, None
            self._commit(unwrap_part(self._rule, path), path)
            self._show()

    def _on_part(self, part: Rule, stay: int) -> None:
        if self._rule is not None and self._open is not None:
            key = f"{self._open}:{stay}"
            self.committed.emit(replace_at(self._rule, self._open, part), key)

    def _on_group_kind(self, kind: GroupKind, stay: int) -> None:
        if self._rule is not None and self._open is not None:
            changed = change_group(self._rule, self._open, kind)
            self.committed.emit(changed, f"{self._open}:kind:{stay}")

    def _on_stepped(self, step: int) -> None:
        at = next((at for at, row in enumerate(self.rows) if row.hasFocus()), 0) + step
        if 0 <= at < len(self.rows):
            self.rows[at].setFocus(Qt.FocusReason.TabFocusReason)

    # Dragging

    def _target(self, place: QPoint) -> tuple[Path, int] | None:
        """Return where a row dropped at a global place would go, and the height of the line."""
        if self._rule is None:
            return None
        tops = [row.mapTo(self, QPoint(0, 0)).y() for row in self.rows]
        rows = [(row.path, top, row.height()) for row, top in zip(self.rows, tops, strict=True)]
        return drop_place(self._rule, rows, self.mapFromGlobal(place).y())

    def _on_dragged(self, _path: Path, place: QPoint) -> None:
        target = self._target(place)
        self.drop_line.setVisible(target is not None)
        if target is not None:
            self.drop_line.setGeometry(0, target[1], self.width(), 2)
            self.drop_line.raise_()

    def _on_dropped(self, path: Path, place: QPoint) -> None:
        self.drop_line.hide()
        self.leave()
        target = self._target(place)
        if target is not None and self._rule is not None and self._holds(path):
            moved, found = relocate_part(self._rule, path, target[0])
            self._moved(path, moved, found)
