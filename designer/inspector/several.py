"""Several selected parts in the inspector: how many, what they share, and one edit for all."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from funnelcraft.designer.document import Document, Item
from funnelcraft.designer.inspector.form import Form
from funnelcraft.designer.inspector.several_sources import SeveralSources, SourceChange
from funnelcraft.designer.inspector.several_stages import SeveralStages, StageChange
from funnelcraft.designer.inspector.several_triggers import SeveralTriggers, TriggerChange
from funnelcraft.funnel.edits import change_sources, change_stages, change_triggers
from funnelcraft.funnel.model import Funnel, Source, Stage, Trigger
from funnelcraft.funnel.text import _, listed, ngettext, number

Parts = tuple[tuple[Stage, ...], tuple[Trigger, ...], tuple[Source, ...]]


class SeveralForm(Form):
    """Edits what is selected together. `delete_wanted()` asks for the deletion of all of it."""

    delete_wanted = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._chosen: frozenset[Item] = frozenset()

    def pieces(self) -> Sequence[Callable[[], None]]:
        """Return what adds the sections."""
        return (self._add_stages, self._add_triggers, self._add_sources, self._add_delete)

    def _add_stages(self) -> None:
        self.stages = SeveralStages()
        self.stages.changed.connect(self._on_stages)
        self.column.addWidget(self.stages)

    def _add_triggers(self) -> None:
        self.triggers = SeveralTriggers()
        self.triggers.changed.connect(self._on_triggers)
        self.column.addWidget(self.triggers)

    def _add_sources(self) -> None:
        self.sources = SeveralSources()
        self.sources.changed.connect(self._on_sources)
        self.column.addWidget(self.sources)

    def _add_delete(self) -> None:
        self.delete = QPushButton(_("Delete all of them"))
        self.delete.clicked.connect(self.delete_wanted)
        row = QHBoxLayout()
        row.addWidget(self.delete)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def show_items(self, items: frozenset[Item]) -> None:
        """Show what is selected."""
        self.leave()
        self._chosen = items
        self.show_part("+".join(sorted(f"{item.kind} {item.id}" for item in items)))

    def part(self, funnel: Funnel) -> Parts | None:
        """Return the selected stages, triggers and sources; None where nothing is selected."""
        stages, triggers, sources = map(self._ids, ("stage", "trigger", "source"))
        found = (
            tuple(one for one in funnel.stages if one.id in stages),
            tuple(one for one in funnel.triggers if one.id in triggers),
            tuple(one for one in funnel.sources if one.id in sources),
        )
        return found if self._chosen else None

    def leave(self) -> None:
        """Commit what is being typed."""
        if self._id is not None:
            if self._ids("stage"):
                self.stages.leave()
            if self._ids("trigger"):
                self.triggers.leave()
            if self._ids("source"):
                self.sources.leave()
        super().leave()

    def fields_by_name(self) -> dict[str, QWidget]:
        """Return which widget edits which field: findings name one part, never several."""
        return {}

    def refresh(self, part: Parts) -> None:
        """Show what the selected parts have in common."""
        stages, triggers, sources = part
        self.set_heading(_selected(self._chosen))
        self.subheading.setText(_("One edit changes all of them."))
        self.stages.setVisible(bool(stages))
        self.triggers.setVisible(bool(triggers))
        self.sources.setVisible(bool(sources))
        if stages:
            self.stages.show_stages(self._document.funnel, stages)
        if triggers:
            self.triggers.show_triggers(self._document.funnel, triggers)
        if sources:
            self.sources.show_sources(self._document.funnel, sources)

    def _ids(self, kind: str) -> frozenset[str]:
        return frozenset(item.id for item in self._chosen if item.kind == kind)

    def _on_stages(self, change: StageChange, step: str, key: str) -> None:
        ids = self._ids("stage")
        self._apply(lambda funnel: change_stages(funnel, ids, change), step, key)

    def _on_triggers(self, change: TriggerChange, step: str, key: str) -> None:
        ids = self._ids("trigger")
        self._apply(lambda funnel: change_triggers(funnel, ids, change), step, key)

    def _on_sources(self, change: SourceChange, step: str, key: str) -> None:
        ids = self._ids("source")
        self._apply(lambda funnel: change_sources(funnel, ids, change), step, key)

    def _apply(self, edit: Callable[[Funnel], Funnel], step: str, key: str) -> None:
        self._document.apply(edit, step, merge_key=f"several:{self._id}:{key}" if key else "")


def _selected(items: frozenset[Item]) -> str:
    """Say how many of what are selected."""
    found = {kind: sum(i.kind == kind for i in items) for kind in ("stage", "trigger", "source")}
    texts = {
        "stage": ngettext("{n} stage", "{n} stages", found["stage"]),
        "trigger": ngettext("{n} trigger", "{n} triggers", found["trigger"]),
        "source": ngettext("{n} source", "{n} sources", found["source"]),
    }
    parts = [texts[kind].format(n=number(n)) for kind, n in found.items() if n]
    return _("{parts} selected").format(parts=listed(parts))
