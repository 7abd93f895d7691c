"""A form: fields bound to one part of the document, each edit one named undo step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from funnelcraft.designer.document import Document
from funnelcraft.designer.inspector.fields import ChoiceField, Field, Labelled
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import breakable, label
from funnelcraft.designer.widgets.page import SteadyScroll
from funnelcraft.designer.widgets.tab_order import TabOrder
from funnelcraft.funnel.model import Funnel

Read = Callable[[Any], Any]
Write = Callable[[Funnel, str, Any], Funnel]


@dataclass(frozen=True)
class Binding:
    """A field, how to read its value from the part, how to write it, what undo calls that."""

    field: Field | ChoiceField
    read: Read
    write: Write
    step: str


class Form(SteadyScroll):
    """The fields of one kind of part. Subclasses lay out and say where the part is found."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._id: str | None = None
        self._bindings: list[Binding] = []
        self._drafts: dict[tuple[str, int], str] = {}
        self._kept: list[Field] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = self._body = QWidget()
        body.setProperty("role", "plain")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 3)
        self.column.setSpacing(STEP + 4)
        self.heading = label("", "title", wrap=True)
        self.subheading = label("", "muted", wrap=True)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.heading)
        head.addWidget(self.subheading)
        self.column.addLayout(head)
        self.setWidget(body)
        self._tab_order = TabOrder(body)
        self._pieces = iter(self.pieces())

    def pieces(self) -> Sequence[Callable[[], None]]:
        """Return what adds the form's sections, one after the other; none where it begins whole."""
        return ()

    def build_piece(self) -> bool:
        """Add the next section; return whether there was one left."""
        add = next(self._pieces, None)
        if add is None:
            return False
        add()
        return True

    def build(self) -> None:
        """Add all sections that are not there yet. A form is built before it shows anything."""
        while self.build_piece():
            pass

    def set_heading(self, text: str) -> None:
        """Say what is shown; a name without spaces breaks rather than widen the form."""
        self.heading.setText(breakable(text))

    @property
    def shown_id(self) -> str | None:
        """The id of the part shown; None where none is."""
        return self._id

    def exists(self, identity: str) -> bool:
        """Say whether the funnel still holds the part that is shown."""
        return identity == self._id and self.part(self._document.funnel) is not None

    def part(self, funnel: Funnel) -> Any:
        """Return the part this form edits; the subclass says which. None where it is gone."""
        raise NotImplementedError

    def refresh(self, part: Any) -> None:
        """Show what is not in a bound field."""

    def bind(self, field: Field | ChoiceField, read: Read, write: Write, step: str) -> None:
        """Bind a field to the part."""
        binding = Binding(field, read, write, step)
        at = len(self._bindings)
        self._bindings.append(binding)
        field.committed.connect(partial(self._on_committed, at))

    def keep_drafts(self, *fields: Field) -> None:
        """Keep what is typed into fields that are not bound, as with those that are."""
        self._kept.extend(fields)

    def show_part(self, identity: str) -> None:
        """Show another part; what was typed but could not be read is kept for the way back."""
        if identity == self._id:
            self.update_part()
            return
        self.leave()
        self._id = identity
        part = self.part(self._document.funnel)
        for at, binding in enumerate(self._bindings):
            value = binding.read(part)
            if isinstance(binding.field, Field):
                binding.field.show_draft(self._drafts.pop((identity, at), None), value)
            else:
                binding.field.show_value(value)
        self.refresh(part)
        for at, field in enumerate(self._kept, len(self._bindings)):
            if (draft := self._drafts.pop((identity, at), None)) is not None:
                field.restore_draft(draft)
        self.verticalScrollBar().setValue(0)

    def update_part(self) -> None:
        """Show the part as it is now."""
        part = self.part(self._document.funnel) if self._id is not None else None
        if part is None:
            return
        for binding in self._bindings:
            binding.field.show_value(binding.read(part))
        self.refresh(part)

    def focus_field(self, name: str) -> None:
        """Take the focus to the field of the model's field `name`; stay where there is none."""
        widget = self.fields_by_name().get(name)
        if widget is None:
            return
        self.ensureWidgetVisible(widget)
        if isinstance(widget, Field):
            widget.focus()
        else:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def fields_by_name(self) -> dict[str, QWidget]:
        """Return which widget edits which field of the model."""
        return {}

    def allow_edits(self, allowed: bool) -> None:
        """Let the fields be edited, or only be read."""
        self._body.setEnabled(allowed)

    def leave(self) -> None:
        """Commit what is being typed and keep what can't be read."""
        if self._id is None:
            return
        here = self._id
        for at, binding in enumerate(self._bindings):
            if isinstance(binding.field, Field) and binding.field.is_touched:
                if self.part(self._document.funnel) is not None:
                    binding.field.commit()
                if binding.field.is_touched:
                    self._drafts[here, at] = binding.field.text
        for at, field in enumerate(self._kept, len(self._bindings)):
            if field.is_touched:  # its editor has tried to commit it
                self._drafts[here, at] = field.text
        self._id = None

    def forget(self) -> None:
        """Drop the part and all drafts: another document was opened."""
        self._id = None
        self._drafts.clear()

    def _on_committed(self, at: int, value: Any, stay: int) -> None:
        binding, identity = self._bindings[at], self._id
        if identity is None:
            return
        self._document.apply(
            lambda funnel: binding.write(funnel, identity, value),
            binding.step,
            merge_key=f"{type(self).__name__}:{identity}:{at}:{stay}",
        )


class _Abreast(QHBoxLayout):
    """A row of fields whose editors stand level, however many lines their names take."""

    def setGeometry(self, rect: QRect) -> None:
        """Lay out, and give all names the height of the highest."""
        super().setGeometry(rect)
        items = (self.itemAt(at) for at in range(self.count()))
        widgets = (item.widget() for item in items if item is not None)
        names = [one.name for one in widgets if isinstance(one, Labelled) and not one.isHidden()]
        high = max((name.heightForWidth(name.width()) for name in names), default=0)
        for name in names:
            if name.minimumHeight() != high:
                name.setMinimumHeight(high)


def side_by_side(*widgets: QWidget) -> QHBoxLayout:
    """Lay widgets out in a row of equal widths, their tops aligned and their editors level."""
    row = _Abreast()
    row.setSpacing(STEP + 4)
    for widget in widgets:
        row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    return row


def card(column_spacing: int = STEP - 2) -> tuple[QFrame, QVBoxLayout]:
    """Make a quiet box for what belongs together, and its column."""
    frame = QFrame()
    frame.setProperty("role", "inset")
    column = QVBoxLayout(frame)
    column.setContentsMargins(STEP + 2, STEP, STEP + 2, STEP)
    column.setSpacing(column_spacing)
    return frame, column
