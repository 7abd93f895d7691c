"""The one mutable object: the open document, its undo stack, its file and what is selected.

Views never change a funnel and never talk to each other: they ask the document for an edit and
listen to `changed`. An edit is a pure function from a funnel to a funnel.

What is saved is the base: the funnel with its scenarios. What is shown, and edited, is the base or
one of its scenarios; which of them is a matter of looking, like what is selected, and no undo step.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from funnelcraft.funnel.findings import PlaceKind
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import applied, recorded, scenario_of
from funnelcraft.funnel.text import _

Edit = Callable[[Funnel], Funnel]
SelectableKind = Literal["stage", "trigger", "source"]


@dataclass(frozen=True, order=True)
class Item:
    """Something that can be selected."""

    kind: SelectableKind
    id: str


@dataclass(frozen=True)
class _Moment:
    """What the document holds and shows. `shown` is `base` itself where `scenario` is empty."""

    base: Funnel
    scenario: str
    shown: Funnel


def _moment(base: Funnel, scenario: str) -> _Moment:
    """Return the moment in which a scenario is shown; the base, where it is not there."""
    found = scenario_of(base, scenario) if scenario else None
    if found is None:
        return _Moment(base, "", base)
    return _Moment(base, scenario, applied(base, found.changes).funnel)


class _Replace(QUndoCommand):
    """Put one moment in the place of another, and back.

    So undo shows the design in which the edit was made, whatever is shown when it is asked for.
    """

    def __init__(
        self, document: "Document", before: _Moment, after: _Moment, label: str, merge_key: str
    ) -> None:
        super().__init__(label)
        self._document = document
        self._before = before
        self._after = after
        self._merge_key = merge_key

    def id(self) -> int:
        """Let Qt offer consecutive commands for merging where they name what they edit."""
        return 1 if self._merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Join an edit of the same thing to this one, as with keystrokes in one field."""
        if not isinstance(other, _Replace) or other._merge_key != self._merge_key:
            return False
        if other._before.scenario != self._after.scenario:
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

    Signals: `changed(before, after)` with two funnels whenever another one is shown: after every
    edit, undo, redo and load, and when another scenario is shown; `scenario_changed()` after the
    last of these; `about_to_switch()` before it, for what is still being typed;
    `selection_changed()`; `state_changed()` when the path, the saved state or view-only changes;
    `refused()` when an edit was asked for while the document may only be viewed.
    """

    changed = Signal(object, object)
    scenario_changed = Signal()
    about_to_switch = Signal()
    selection_changed = Signal()
    state_changed = Signal()
    refused = Signal()

    def __init__(self, funnel: Funnel, path: Path | None = None, sha256: str | None = None) -> None:
        super().__init__()
        self._now = _moment(funnel, "")
        self._selection: frozenset[Item] = frozenset()
        self._view_only = False
        self.path = path
        self.sha256 = sha256  # of the file's bytes when it was read or written last
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)

    @property
    def funnel(self) -> Funnel:
        """The funnel that is shown: the base, or the base with the changes of a scenario."""
        return self._now.shown

    @property
    def base(self) -> Funnel:
        """The funnel as it is saved, with its scenarios."""
        return self._now.base

    @property
    def scenario(self) -> str:
        """The id of the scenario that is shown; empty: the base is."""
        return self._now.scenario

    def show_scenario(self, scenario: str) -> None:
        """Show a scenario, or with an empty id the base; so too where there is no such scenario."""
        known = scenario_of(self._now.base, scenario) is not None
        if (scenario if known else "") == self._now.scenario:
            return
        self.about_to_switch.emit()
        self._show(_moment(self._now.base, scenario))

    @property
    def is_saved(self) -> bool:
        """Whether the funnel is the one on the disk, or an untouched new one."""
        return self.undo_stack.isClean()

    def apply(self, edit: Edit, label: str, *, merge_key: str = "") -> None:
        """Apply an edit to what is shown, as one undo step named by `label`.

        In a scenario it becomes changes of that scenario; what belongs to the document as a whole
        (title, notes, acceptances, what was measured) is changed in the base.

        Consecutive edits with the same non-empty `merge_key` become one step: a field puts what it
        edits and a number for each stay in it into the key. An edit that changes nothing leaves no
        step.
        """
        if not self._now.scenario:
            self.apply_to_base(edit, label, merge_key=merge_key)
        elif not self._refuses():
            now = self._now
            edited = edit(now.shown)
            base = now.base if edited == now.shown else recorded(now.base, now.scenario, edited)
            if base == now.base:
                return
            # The same as the base with its changes, without reading all of them anew.
            shown = edited.replaced(
                scenarios=base.scenarios,
                accepted_findings=base.accepted_findings,
                mappings=base.mappings,
            )
            self._step(_Moment(base, now.scenario, shown), label, merge_key)

    def apply_to_base(
        self, edit: Edit, label: str, *, show: str | None = None, merge_key: str = ""
    ) -> None:
        """Apply an edit to the base and its scenarios, whatever is shown, as one undo step.

        `show` is the scenario shown afterwards (empty: the base), the one that is shown now if not
        given.
        """
        if self._refuses():
            return
        after = edit(self._now.base)
        if after != self._now.base:
            scenario = self._now.scenario if show is None else show
            self._step(_moment(after, scenario), label, merge_key)
        elif show is not None:
            self.show_scenario(show)

    def _refuses(self) -> bool:
        if self._view_only:
            self.refused.emit()
        return self._view_only

    def _step(self, after: _Moment, label: str, merge_key: str) -> None:
        self.undo_stack.push(_Replace(self, self._now, after, label, merge_key))

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
        """Replace the whole document by another, with an empty history; show its base.

        `unsaved` says that it is on no disk as it is: closing it must ask.
        """
        self.path = path
        self.sha256 = sha256
        self._view_only = view_only
        self._selection = frozenset()
        self.undo_stack.clear()
        if unsaved:
            self.undo_stack.resetClean()
        self._show(_moment(funnel, ""))
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
            return tuple(stage.id for stage in self.funnel.stages)
        if kind == "trigger":
            return tuple(trigger.id for trigger in self.funnel.triggers)
        return tuple(source.id for source in self.funnel.sources)

    def _existing(self, items: Iterable[Item]) -> frozenset[Item]:
        wanted = frozenset(items)
        held = {kind: set(self._ids(kind)) for kind in {item.kind for item in wanted}}
        return frozenset(item for item in wanted if item.id in held[item.kind])

    def _show(self, moment: _Moment) -> None:
        before, self._now = self._now, moment
        self.changed.emit(before.shown, moment.shown)
        self.select(self._selection)  # what an edit or undo took away is selected no longer
        if before.scenario != moment.scenario:
            self.scenario_changed.emit()

    def _on_clean_changed(self, _clean: bool) -> None:
        self.state_changed.emit()


def document_name(document: Document) -> str:
    """Name the document in a question: its title, else its file."""
    title = document.funnel.title.strip()
    if title:
        return title
    return document.path.name if document.path else _("Untitled funnel")
