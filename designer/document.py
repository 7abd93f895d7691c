"""The one mutable object: the open document, its undo stack, its file and what is selected.

Views never change a funnel and never talk to each other: they ask the document for an edit and
listen to `changed`. An edit is a pure function from a funnel to a funnel.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from funnelcraft.funnel.findings import PlaceKind
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _

Edit = Callable[[Funnel], Funnel]
SelectableKind = Literal["stage", "trigger", "source"]


@dataclass(frozen=True, order=True)
class Item:
    """Something that can be selected."""

    kind: SelectableKind
    id: str


class _Replace(QUndoCommand):
    """Put one funnel in the place of another, and back."""

    def __init__(self, document: "Document", after: Funnel, label: str, merge_key: str) -> None:
        super().__init__(label)
        self._document = document
        self._before = document.funnel
        self._after = after
        self._merge_key = merge_key

    def id(self) -> int:
        """Let Qt offer consecutive commands for merging where they name what they edit."""
        return 1 if self._merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Join an edit of the same thing to this one, as with keystrokes in one field."""
        if not isinstance(other, _Replace) or other._merge_key != self._merge_key:
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        self._document._show(self._after)

    def undo(self) -> None:
        self._document._show(self._before)


class Document(QObject):
    """The open funnel.

    Signals: `changed(before, after)` with two funnels after every edit, undo, redo and load;
    `selection_changed()`; `state_changed()` when the path, the saved state or view-only changes;
    `refused()` when an edit was asked for while the document may only be viewed.
    """

    changed = Signal(object, object)
    selection_changed = Signal()
    state_changed = Signal()
    refused = Signal()

    def __init__(self, funnel: Funnel, path: Path | None = None, sha256: str | None = None) -> None:
        super().__init__()
        self._funnel = funnel
        self._selection: frozenset[Item] = frozenset()
        self._view_only = False
        self.path = path
        self.sha256 = sha256  # of the file's bytes when it was read or written last
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)

    @property
    def funnel(self) -> Funnel:
        """The funnel as it is now."""
        return self._funnel

    @property
    def is_saved(self) -> bool:
        """Whether the funnel is the one on the disk, or an untouched new one."""
        return self.undo_stack.isClean()

    def apply(self, edit: Edit, label: str, *, merge_key: str = "") -> None:
        """Apply an edit as one undo step named by `label`.

        Consecutive edits with the same non-empty `merge_key` become one step: a field puts what it
        edits and a number for each stay in it into the key. An edit that changes nothing leaves no
        step.
        """
        if self._view_only:
            self.refused.emit()
            return
        after = edit(self._funnel)
        if after != self._funnel:
            self.undo_stack.push(_Replace(self, after, label, merge_key))

    @property
    def is_view_only(self) -> bool:
        """Whether edits are refused, because somebody else has the file open."""
        return self._view_only

    def open(
        self,
        funnel: Funnel,
        path: Path | None,
        sha256: str | None,
        *,
        view_only: bool = False,
        unsaved: bool = False,
    ) -> None:
        """Replace the whole document by another, with an empty history.

        `unsaved` says that it is on no disk as it is: closing it must ask.
        """
        self.path = path
        self.sha256 = sha256
        self._view_only = view_only
        self._selection = frozenset()
        self.undo_stack.clear()
        if unsaved:
            self.undo_stack.resetClean()
        self._show(funnel)
        self.selection_changed.emit()
        self.state_changed.emit()

    def mark_saved(self, path: Path, sha256: str) -> None:
        """Take note that the funnel is on the disk now."""
        self.path = path
        self.sha256 = sha256
        self._view_only = False
        self.undo_stack.setClean()
        self.state_changed.emit()

    @property
    def selection(self) -> frozenset[Item]:
        """What is selected."""
        return self._selection

    def select(self, items: Iterable[Item]) -> None:
        """Select these items and no others; items the funnel does not hold are left out."""
        wanted = self._existing(items)
        if wanted != self._selection:
            self._selection = wanted
            self.selection_changed.emit()

    def selected(self, kind: SelectableKind) -> tuple[str, ...]:
        """Return the ids of the selected items of a kind, in the document's order."""
        chosen = {item.id for item in self._selection if item.kind == kind}
        return tuple(identity for identity in self._ids(kind) if identity in chosen)

    def go_to(self, kind: PlaceKind, identity: str) -> None:
        """Select the thing a finding names, where it can be selected."""
        if kind == "stage" or kind == "trigger" or kind == "source":
            self.select([Item(kind, identity)])

    def _ids(self, kind: SelectableKind) -> tuple[str, ...]:
        if kind == "stage":
            return tuple(stage.id for stage in self._funnel.stages)
        if kind == "trigger":
            return tuple(trigger.id for trigger in self._funnel.triggers)
        return tuple(source.id for source in self._funnel.sources)

    def _existing(self, items: Iterable[Item]) -> frozenset[Item]:
        wanted = frozenset(items)
        held = {kind: set(self._ids(kind)) for kind in {item.kind for item in wanted}}
        return frozenset(item for item in wanted if item.id in held[item.kind])

    def _show(self, funnel: Funnel) -> None:
        before, self._funnel = self._funnel, funnel
        self.changed.emit(before, funnel)
        self.select(self._selection)  # what an edit or undo took away is selected no longer

    def _on_clean_changed(self, _clean: bool) -> None:
        self.state_changed.emit()


def document_name(document: Document) -> str:
    """Name the document in a question: its title, else its file."""
    title = document.funnel.title.strip()
    if title:
        return title
    return document.path.name if document.path else _("Untitled funnel")
